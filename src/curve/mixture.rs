//! One or the other of several curves.

use super::{Curve, Cut, Tail};

/// Curves with their shares, of which each outcome comes from one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mixture {
    parts: Vec<Part>,
}

/// One of the curves.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    /// The share of outcomes that come from it, above 0.
    pub(crate) share: f64,
    pub(crate) curve: Curve,
    /// Which part of it counts as 0.
    pub(crate) cut: Cut,
}

impl Mixture {
    /// Of these parts, whose shares sum to 1; there is at least one.
    pub(super) fn new(parts: Vec<Part>) -> Self {
        Self { parts }
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The least value that the share of outcomes up to this place does not pass.
    pub(super) fn at(&self, tail: Tail) -> f64 {
        let values = self.parts.iter().map(|part| part.at(tail));
        let (low, high) = values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        self.between(tail, low, high)
    }

    /// The same, known to lie between two values: Newton's method, kept inside a bracket; where the shares jump or stand still, halving.
    pub(super) fn between(&self, tail: Tail, mut low: f64, mut high: f64) -> f64 {
        // Up to `low` fewer outcomes lie, unless it is the place itself.
        if self.over(tail, low) >= 0.0 {
            return low;
        }
        let near = |low: f64, high: f64| high - low <= 4e-16 * low.abs().max(high.abs());
        let mut x = 0.5 * (low + high);
        for round in 0..200 {
            if near(low, high) {
                break;
            }
            let over = self.over(tail, x);
            if over < 0.0 {
                low = x;
            } else {
                high = x;
            }
            let step = over / self.density(x);
            // A little farther than needed, so that the place is taken between two ends soon.
            let next = x - step - (high - low) * 1e-15 * step.signum();
            let inside = next > low && next < high;
            if inside && step.abs() <= 1e-14 * x.abs() {
                return next;
            }
            // Newton that does not get near is no help: every third step halves.
            x = if inside && round % 3 != 2 { next } else { 0.5 * (low + high) };
        }
        high
    }

    /// By how much the share of outcomes up to `x` is above that of the place.
    fn over(&self, tail: Tail, x: f64) -> f64 {
        if tail.upper {
            tail.probability - self.parts.iter().map(|part| part.share * part.above(x)).sum::<f64>()
        } else {
            self.cdf(x) - tail.probability
        }
    }

    /// The share of outcomes at or below `x`.
    pub(super) fn cdf(&self, x: f64) -> f64 {
        self.parts.iter().map(|part| part.share * part.cdf(x)).sum()
    }

    /// The density at `x`, single values left out.
    pub(super) fn density(&self, x: f64) -> f64 {
        self.parts.iter().map(|part| part.share * part.density(x)).sum()
    }

    /// The mean, parts below 0 not being cut.
    pub(super) fn mean(&self) -> f64 {
        self.parts.iter().map(|part| part.share * part.curve.mean()).sum()
    }

    /// The standard deviation, parts below 0 not being cut.
    pub(super) fn sd(&self) -> f64 {
        let mean = self.mean();
        let variance = |part: &Part| {
            let (sd, from_mean) = (part.curve.sd(), part.curve.mean() - mean);
            part.share * (sd * sd + from_mean * from_mean)
        };
        self.parts.iter().map(variance).sum::<f64>().sqrt()
    }
}

impl Part {
    fn at(&self, tail: Tail) -> f64 {
        let value = self.curve.at(tail);
        match self.cut {
            Cut::Below => value.max(0.0),
            Cut::Above => value.min(0.0),
            Cut::Nothing => value,
        }
    }

    fn cdf(&self, x: f64) -> f64 {
        match self.cut {
            Cut::Below if x < 0.0 => 0.0,
            Cut::Above if x >= 0.0 => 1.0,
            _ => self.curve.cdf(x),
        }
    }

    fn above(&self, x: f64) -> f64 {
        match self.cut {
            Cut::Below if x < 0.0 => 1.0,
            Cut::Above if x >= 0.0 => 0.0,
            _ => self.curve.above(x),
        }
    }

    fn density(&self, x: f64) -> f64 {
        match self.cut {
            Cut::Below if x < 0.0 => 0.0,
            Cut::Above if x > 0.0 => 0.0,
            _ => self.curve.density(x),
        }
    }
}
