//! How far a forecast and what then happened lie apart (METHOD 37).

use super::points::GAUSS;
use super::{Curve, Tail, normal_cdf, normal_density};

/// How far out the quadrature goes, as a normal score: 6e-16 of the outcomes lie beyond.
const FAR: f64 = 8.0;

/// How many parts of ten points each a side of the outcome has.
const PARTS: usize = 16;

/// Values as near to each other as this, against their size, are the same.
const SAME: f64 = 1e-12;

impl Curve {
    /// The shares of outcomes below `x` and at or below it; the same where the curve has no jump there.
    pub(crate) fn jump(&self, x: f64) -> (f64, f64) {
        let (before, upto) = (self.cdf(x - SAME * x.abs()), self.cdf(x + SAME * x.abs()));
        if upto - before > 1e-9 {
            return (before, upto);
        }
        let here = self.cdf(x);
        (here, here)
    }

    /// The pinball loss of a quantile at a share `u`, of an outcome: u times how far it lies above, (1 - u) times how far below.
    pub(crate) fn pinball(quantile: f64, u: f64, outcome: f64) -> f64 {
        let miss = outcome - quantile;
        if miss >= 0.0 { u * miss } else { (u - 1.0) * miss }
    }

    /// The continuous ranked probability score of an outcome, in its unit: twice the integral of the pinball loss over all shares
    /// (Gneiting and Raftery 2007), by Gauss-Legendre quadrature over the normal score on both sides of the outcome. Of single values it is
    /// within about a hundredth of their distances.
    pub(crate) fn crps(&self, outcome: f64) -> f64 {
        if let Self::Constant(value) = *self {
            return (outcome - value).abs();
        }
        let loss = |z: f64| {
            let upper = z > 0.0;
            // Counted from the nearer end; of the lower one 1 - u is as good as exact.
            let probability = normal_cdf(-z.abs());
            let miss = outcome - self.at(Tail { probability, upper });
            let (below, above) =
                if upper { (1.0 - probability, probability) } else { (probability, 1.0 - probability) };
            normal_density(z) * if miss >= 0.0 { below * miss } else { -above * miss }
        };
        let integral = |from: f64, to: f64| {
            let width = (to - from) / PARTS as f64;
            let part = |part: usize| {
                let middle = from + (part as f64 + 0.5) * width;
                let half = 0.5 * width;
                GAUSS
                    .iter()
                    .map(|&(place, weight)| {
                        half * weight * (loss(middle - half * place) + loss(middle + half * place))
                    })
                    .sum::<f64>()
            };
            (0..PARTS).map(part).sum::<f64>()
        };
        let (below, above) = (self.cdf(outcome), self.above(outcome));
        let tail = if below <= 0.5 {
            Tail { probability: below, upper: false }
        } else {
            Tail { probability: above, upper: true }
        };
        let kink = if tail.probability > 0.0 {
            tail.normal_score().clamp(-FAR, FAR)
        } else if tail.upper {
            FAR
        } else {
            -FAR
        };
        2.0 * (integral(-FAR, kink) + integral(kink, FAR))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of the normal curve: sd (z (2 Phi(z) - 1) + 2 phi(z) - 1/sqrt(pi)) (Gneiting and Raftery 2007, eq. 21).
    #[test]
    fn the_crps_of_normal_uniform_and_constant_curves_is_their_closed_form() {
        let (mean, sd) = (20.0, 4.0);
        for outcome in [-100.0, 3.0, 19.0, 20.0, 27.5, 60.0] {
            let z: f64 = (outcome - mean) / sd;
            let exact = sd
                * (z * (2.0 * normal_cdf(z) - 1.0) + 2.0 * normal_density(z)
                    - 1.0 / std::f64::consts::PI.sqrt());
            let crps = Curve::Normal { mean, sd }.crps(outcome);
            assert!((crps - exact).abs() < 1e-9 * exact.max(1.0), "{outcome}: {crps} {exact}");
        }
        // Uniform on [0, 1]: x^2 - x + 1/3 inside.
        for x in [0.0, 0.2, 0.5, 1.0] {
            let crps = Curve::Uniform { low: 0.0, high: 1.0 }.crps(x);
            assert!((crps - (x * x - x + 1.0 / 3.0)).abs() < 1e-9, "{x}: {crps}");
        }
        assert_eq!(Curve::Constant(3.0).crps(5.0), 2.0);
    }

    #[test]
    fn a_curve_jumps_at_single_values_only() {
        let (before, upto) = Curve::Constant(3.0).jump(3.0);
        assert_eq!((before, upto), (0.0, 1.0));
        let lognormal = Curve::Lognormal { mu: 0.0, sigma: 0.5, negative: false };
        assert_eq!(lognormal.jump(1.3), (lognormal.cdf(1.3), lognormal.cdf(1.3)));
    }
}
