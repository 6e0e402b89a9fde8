//! Curves corrected by what earlier estimates turned out to be worth (METHOD 10).

use std::sync::Arc;

use super::{Curve, Quantity, Tail, fit, middle_score};
use crate::plan::{Calibration, RangeMeaning};

/// How curves are corrected.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Correction {
    bias: f64,
    power: f64,
    ratios: Option<Curve>,
}

/// A curve whose values above 0 are raised to a power and multiplied.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bent {
    pub(super) curve: Curve,
    pub(super) factor: f64,
    pub(super) power: f64,
}

impl Correction {
    /// That of a calibration, of ranges that mean `range`; `None` where it cannot be made.
    pub(crate) fn of(calibration: &Calibration, range: RangeMeaning) -> Option<Self> {
        let Calibration { bias, hit_rate, claimed, ratios } = calibration;
        if let Some(ratios) = ratios {
            return fit(ratios, RangeMeaning::P10P90, Quantity::Number).ok().map(Self::of_ratios);
        }
        let claimed = claimed.map_or(1.0 - 2.0 * range.below(), |claimed| claimed.get());
        let widen = hit_rate.map(|hit_rate| (hit_rate.get(), claimed));
        let sound = |share: f64| share > 0.0 && share < 1.0;
        let widen = widen.filter(|&(hit_rate, claimed)| sound(hit_rate) && sound(claimed));
        (*bias > 0.0 && bias.is_finite()).then(|| Self::new(*bias, widen))
    }

    /// By a bias, and so that curves of which a share was claimed to lie in a middle range have that share there, and not the one that did.
    pub(crate) fn new(bias: f64, widen: Option<(f64, f64)>) -> Self {
        let power = widen.map_or(1.0, |(hit_rate, claimed)| middle_score(claimed) / middle_score(hit_rate));
        Self { bias, power, ratios: None }
    }

    /// To the median times a curve of ratios.
    pub(crate) fn of_ratios(ratios: Curve) -> Self {
        Self { bias: 1.0, power: 1.0, ratios: Some(ratios) }
    }

    /// A curve, corrected; one with its median at 0 or below it stays as it is.
    pub(crate) fn apply(&self, curve: Curve) -> Curve {
        let median = curve.quantile(0.5);
        if !(median > 0.0) {
            return curve;
        }
        if let Some(ratios) = &self.ratios {
            return bent(ratios.clone(), median, 1.0);
        }
        let ln_median = libm::log(median);
        match (curve.constant(), curve.log_sd()) {
            (Some(value), _) => Curve::Constant(self.bias * value),
            (None, Some(sigma)) => Curve::Lognormal {
                mu: ln_median + libm::log(self.bias),
                sigma: sigma * self.power,
                negative: false,
            },
            _ => bent(curve, self.bias * libm::exp((1.0 - self.power) * ln_median), self.power),
        }
    }
}

fn bent(curve: Curve, factor: f64, power: f64) -> Curve {
    match (factor, power) {
        (1.0, 1.0) => curve,
        _ => Curve::Bent(Arc::new(Bent { curve, factor, power })),
    }
}

impl Bent {
    /// What becomes of a value.
    fn value(&self, x: f64) -> f64 {
        if !(x > 0.0) {
            return x;
        }
        self.factor * if self.power == 1.0 { x } else { libm::pow(x, self.power) }
    }

    /// What a value has become of.
    fn origin(&self, y: f64) -> f64 {
        if !(y > 0.0) {
            return y;
        }
        let x = y / self.factor;
        if self.power == 1.0 { x } else { libm::pow(x, 1.0 / self.power) }
    }

    pub(super) fn at(&self, tail: Tail) -> f64 {
        self.value(self.curve.at(tail))
    }

    pub(super) fn cdf(&self, y: f64) -> f64 {
        self.curve.cdf(self.origin(y))
    }

    pub(super) fn above(&self, y: f64) -> f64 {
        self.curve.above(self.origin(y))
    }

    pub(super) fn density(&self, y: f64) -> f64 {
        if !(y > 0.0) {
            return self.curve.density(y);
        }
        let x = self.origin(y);
        self.curve.density(x) * x / (self.power * y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bent_curve_is_its_formula_and_its_own_inverse() {
        let pert = Curve::pert(2.0, 4.0, 12.0);
        // Half of the ranges held that were to hold in 80%: k = 1.2816/0.6745.
        let correction = Correction::new(1.25, Some((0.5, 0.8)));
        assert!((correction.power - 1.900_031).abs() < 1e-5, "{}", correction.power);
        let bent = correction.apply(pert.clone());
        let median = pert.quantile(0.5);
        for u in [1e-6, 0.1, 0.5, 0.9, 1.0 - 1e-6] {
            let formula = 1.25 * median * libm::pow(pert.quantile(u) / median, correction.power);
            assert!((bent.quantile(u) - formula).abs() < 1e-9 * formula);
            assert!((bent.cdf(bent.quantile(u)) - u).abs() < 1e-9);
            let y = bent.quantile(u);
            let slope = (bent.cdf(y * (1.0 + 1e-5)) - bent.cdf(y * (1.0 - 1e-5))) / (2e-5 * y);
            assert!((slope - bent.density(y)).abs() < 1e-3 * slope, "{u} {slope} {}", bent.density(y));
        }
    }

    #[test]
    fn a_lognormal_stays_one_and_a_constant_only_moves() {
        let correction = Correction::new(2.0, Some((0.4, 0.8)));
        let lognormal = Curve::Lognormal { mu: 1.0, sigma: 0.3, negative: false };
        let Curve::Lognormal { mu, sigma, .. } = correction.apply(lognormal) else { panic!() };
        assert!((mu - 1.0 - libm::log(2.0)).abs() < 1e-12 && (sigma - 0.3 * correction.power).abs() < 1e-12);
        assert_eq!(correction.apply(Curve::Constant(3.0)), Curve::Constant(6.0));
        assert_eq!(correction.apply(Curve::Constant(0.0)), Curve::Constant(0.0));
        let ratios = Correction::of_ratios(Curve::Uniform { low: 1.0, high: 3.0 });
        assert_eq!(ratios.apply(Curve::Constant(5.0)).quantile(0.5), 10.0);
    }
}
