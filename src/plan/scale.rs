//! Factors on durations.

use std::ops::RangeInclusive;

use super::estimate::Weighted;
use super::spread::{Ends, Spread};

/// A factor on a task's duration and how sure it is, as shares: 1.2 is 120%.
///
/// ```
/// use landfall::{Scale, Spread};
///
/// let fifth_more = Scale::from(1.2);
/// let some_more = Scale::from(1.05..=1.3);                           // P10 to P90, unless the plan says otherwise
/// let seen_before = Scale::from(Spread::history([1.0, 1.1, 1.6]));   // resampled
/// let either = Scale::any([(7.0, 1.0.into()), (3.0, some_more.clone())]);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Scale {
    /// A curve given by its numbers.
    Spread(Spread<f64>),
    /// One or the other, each with its weight.
    Any(Vec<Weighted<Scale>>),
}

impl Scale {
    /// One or the other: pairs of a weight and a factor.
    pub fn any(parts: impl IntoIterator<Item = (f64, Self)>) -> Self {
        Self::Any(parts.into_iter().map(|(weight, takes)| Weighted { weight, takes }).collect())
    }
}

impl From<Spread<f64>> for Scale {
    fn from(spread: Spread<f64>) -> Self {
        Self::Spread(spread)
    }
}

impl From<f64> for Scale {
    fn from(share: f64) -> Self {
        Self::Spread(Spread::shares(share))
    }
}

impl From<RangeInclusive<f64>> for Scale {
    fn from(shares: RangeInclusive<f64>) -> Self {
        Self::Spread(Spread::shares(Ends::from(shares)))
    }
}
