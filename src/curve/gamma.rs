//! The gamma distribution with scale 1.

use super::Tail;
use super::normal::{normal_cdf, normal_density};

/// From this shape on, quantiles are those of the expansion of Cornish and Fisher, which is exact to 1e-10 there.
const WIDE: f64 = 1e4;

/// A gamma distribution of this shape: mean `a`, standard deviation √a.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gamma {
    a: f64,
    ln_gamma: f64,
}

impl Gamma {
    pub(super) fn new(a: f64) -> Self {
        Self { a, ln_gamma: libm::lgamma(a) }
    }

    /// The density at `x` above 0.
    pub(super) fn density(&self, x: f64) -> f64 {
        if self.a >= WIDE {
            let sd = self.a.sqrt();
            let z = score((x - self.a) / sd, sd);
            return normal_density(z) / (expansion(z, sd).1 * sd);
        }
        libm::exp((self.a - 1.0) * libm::log(x) - x - self.ln_gamma)
    }

    /// The share at or below `x`, and the share above it, each exact where it is small: the series and the continued fraction of the
    /// incomplete gamma functions (DLMF 8.11.4 and 8.9.2, by Lentz's method).
    pub(super) fn shares(&self, x: f64) -> (f64, f64) {
        if !(x > 0.0) {
            return (0.0, 1.0);
        }
        if self.a >= WIDE {
            let sd = self.a.sqrt();
            let z = score((x - self.a) / sd, sd);
            return (normal_cdf(z), normal_cdf(-z));
        }
        let front = libm::exp(self.a * libm::log(x) - x - self.ln_gamma);
        if x < self.a + 1.0 {
            let (mut term, mut sum, mut n) = (1.0 / self.a, 1.0 / self.a, self.a);
            while term > sum * 1e-17 {
                n += 1.0;
                term *= x / n;
                sum += term;
            }
            let lower = front * sum;
            (lower, 1.0 - lower)
        } else {
            const TINY: f64 = 1e-300;
            let mut b = x + 1.0 - self.a;
            let (mut c, mut d) = (1.0 / TINY, 1.0 / b);
            let mut value = d;
            // About ten times the root of the shape steps are needed.
            for step in 1..100_000 {
                let i = f64::from(step);
                let an = -i * (i - self.a);
                b += 2.0;
                let keep = |value: f64| if value.abs() < TINY { TINY } else { value };
                d = 1.0 / keep(an * d + b);
                c = keep(b + an / c);
                let change = d * c;
                value *= change;
                if (change - 1.0).abs() < 1e-16 {
                    break;
                }
            }
            let upper = front * value;
            (1.0 - upper, upper)
        }
    }

    /// The x at the place.
    pub(super) fn quantile(&self, tail: Tail) -> f64 {
        if self.a >= WIDE {
            let sd = self.a.sqrt();
            return (self.a + sd * expansion(tail.normal_score(), sd).0).max(0.0);
        }
        self.halley(tail)
    }

    /// How many standard deviations from the mean the place lies, and the slope of that by the normal score there.
    pub(super) fn standard(&self, tail: Tail) -> (f64, f64) {
        let z = tail.normal_score();
        let sd = self.a.sqrt();
        if self.a >= WIDE {
            return expansion(z, sd);
        }
        let x = self.halley(tail);
        let slope = normal_density(z) / (self.density(x) * sd);
        ((x - self.a) / sd, slope)
    }

    /// The x at the place, for shapes that are not wide: Halley's method on the share of the tail, kept inside a bracket.
    fn halley(&self, tail: Tail) -> f64 {
        let p = tail.probability;
        // Near 0 the share is x^a / Γ(a + 1) to the last digit.
        let near_zero = libm::exp((libm::log(p) + self.ln_gamma + libm::log(self.a)) / self.a);
        if !tail.upper && near_zero < 1e-12 {
            return near_zero;
        }
        let (guess, _) = expansion(tail.normal_score(), self.a.sqrt());
        let guess = self.a + self.a.sqrt() * guess;
        let (mut low, mut high) = (0.0, f64::INFINITY);
        // Where the expansion says nothing, what holds near 0, or anything above it.
        let mut x = match tail.upper {
            _ if guess > 0.1 * self.a => guess,
            true => self.a,
            false => near_zero,
        };
        for _ in 0..300 {
            let (lower, upper) = self.shares(x);
            // Above 0 where x is too far up.
            let over = if tail.upper { p - upper } else { lower - p };
            if over < 0.0 {
                low = x;
            } else {
                high = x;
            }
            let step = over / self.density(x);
            let bend = step * ((self.a - 1.0) / x - 1.0);
            let mut next = x - step / (1.0 - 0.5 * bend.clamp(-1.0, 1.0));
            if high.is_infinite() {
                // Nowhere near yet: no leap.
                next = if next < 2.0 * x { next } else { 2.0 * x };
            }
            if !(next > low && next < high) {
                next = if high.is_finite() { middle(low, high) } else { 2.0 * x };
            }
            let change = (next - x).abs();
            x = next;
            if change <= 1e-15 * x || (high.is_finite() && high - low <= 1e-15 * high) {
                break;
            }
        }
        x
    }
}

/// Between two ends: half of the way, or of the way of the logarithms where they lie far apart.
fn middle(low: f64, high: f64) -> f64 {
    if low > 0.0 && high > 4.0 * low { (low * high).sqrt() } else { 0.5 * (low + high) }
}

/// Cornish and Fisher 1938 for the gamma distribution of standard deviation `sd`: the standardised quantile at a normal score, and its
/// slope there (as for chi-squares in Abramowitz and Stegun, 26.2.51).
fn expansion(z: f64, sd: f64) -> (f64, f64) {
    let h = 1.0 / sd;
    let z2 = z * z;
    let value = z + h
        * ((z2 - 1.0) / 3.0
            + h * (z * (z2 - 7.0) / 36.0
                + h * (-(3.0 * z2 * z2 + 7.0 * z2 - 16.0) / 810.0
                    + h * z * (9.0 * z2 * z2 + 256.0 * z2 - 433.0) / 38_880.0)));
    let slope = 1.0
        + h * (2.0 * z / 3.0
            + h * ((3.0 * z2 - 7.0) / 36.0
                + h * (-(12.0 * z2 + 14.0) * z / 810.0
                    + h * (45.0 * z2 * z2 + 768.0 * z2 - 433.0) / 38_880.0)));
    (value, slope)
}

/// The normal score at which the expansion has this value: Newton's method, which two or three steps of are enough for.
fn score(value: f64, sd: f64) -> f64 {
    /// Beyond it nothing is left of the normal distribution.
    const FARTHEST: f64 = 38.0;
    let wanted = value.clamp(-FARTHEST, FARTHEST);
    let mut z = wanted;
    for _ in 0..20 {
        let (reached, slope) = expansion(z, sd);
        let step = (reached - wanted) / slope;
        z = (z - step).clamp(-FARTHEST, FARTHEST);
        if step.abs() <= 1e-15 * (1.0 + z.abs()) {
            break;
        }
    }
    z
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where it begins, the expansion meets what Halley's method finds, and so do its slopes.
    #[test]
    fn the_expansion_begins_where_it_is_exact() {
        let shape = 0.999 * WIDE;
        let (gamma, sd) = (Gamma::new(shape), shape.sqrt());
        for step in -60..=60 {
            let z = f64::from(step) / 10.0;
            let place = Tail { probability: normal_cdf(-z.abs()), upper: z > 0.0 };
            let (value, slope) = expansion(z, sd);
            let (exact, exact_slope) = gamma.standard(place);
            assert!((value - exact).abs() < 2e-10, "{z}: {value} and not {exact}");
            assert!(
                (slope / exact_slope - 1.0).abs() < 4e-10,
                "{z}: a slope of {slope} and not {exact_slope}"
            );
        }
    }
}
