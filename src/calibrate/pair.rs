//! A past estimate, checked: its curve and what it claimed.

use super::{Outcome, PastEstimate};
use crate::curve::{Curve, Quantity, fit};
use crate::plan::{RangeMeaning, Spread};

/// The largest outcome.
const MOST: f64 = 1e100;

/// A curve that is given by more than its ends is taken to claim that it holds so much between its P10 and P90.
const CLAIMED: f64 = 0.8;

/// The shares of outcomes that a range can claim to hold and be corrected by: as a plan's calibration.
const CLAIMS: (f64, f64) = (0.05, 0.99);

/// A past estimate, checked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pair {
    pub(super) curve: Curve,
    /// The middle of the curve, above 0.
    pub(super) median: f64,
    pub(super) claim: Claim,
    pub(super) outcome: Outcome,
}

/// What an estimate claimed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Claim {
    /// Nothing: it was a single number.
    Number,
    /// To hold so large a share of outcomes in its middle.
    Share(f64),
    /// To hold every outcome.
    All,
}

impl Pair {
    /// A past estimate, or what is wrong with it and the way out.
    pub(super) fn of(past: &PastEstimate) -> Result<Self, String> {
        let curve = fit(&past.estimate, past.range, Quantity::Number)
            .map_err(|misfit| format!("{}; {}", misfit.message, misfit.help))?;
        let median = curve.quantile(0.5);
        if !(median >= 1.0 / MOST) {
            return Err("the middle of the estimate is not above 0; write what it was to take".to_owned());
        }
        let fault = match past.outcome {
            Outcome::Finished(value) if !(value > 0.0 && value <= MOST) => {
                "what it took is no number above 0 and up to 1e100"
            }
            Outcome::Unfinished(value) if !(0.0..=MOST).contains(&value) => {
                "what it has taken so far is no number from 0 to 1e100"
            }
            _ => {
                let claim = Claim::of(past, &curve);
                return Ok(Self { curve, median, claim, outcome: past.outcome });
            }
        };
        Err(format!("{fault}; write it in the unit of the estimate, or leave the estimate out"))
    }

    /// What it took against the middle of its estimate.
    pub(super) fn ratio(&self) -> (f64, bool) {
        let (value, known) = self.outcome.number();
        (value / self.median, known)
    }
}

impl Claim {
    fn of(past: &PastEstimate, curve: &Curve) -> Self {
        if matches!(curve, Curve::Constant(_)) {
            return Self::Number;
        }
        let claimed = match &past.estimate {
            Spread::Range(range) => match range.range.unwrap_or(past.range) {
                RangeMeaning::MinMax => return Self::All,
                meaning => 1.0 - 2.0 * meaning.below(),
            },
            Spread::Percentiles(points) => match (points.first(), points.last()) {
                (Some((low, _)), Some((high, _))) if low.complement() == *high => high.share() - low.share(),
                _ => CLAIMED,
            },
            _ => CLAIMED,
        };
        Self::Share(if claimed >= CLAIMS.0 && claimed <= CLAIMS.1 { claimed } else { CLAIMED })
    }
}
