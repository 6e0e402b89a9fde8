//! An earlier estimate and what came of it.

use crate::plan::{Ends, RangeMeaning, Spread};

/// What came of an estimate or a forecast: a value, in the unit of the estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// It is finished and took so much.
    Finished(f64),
    /// It is not finished and has taken so much so far: in the end it takes more (right-censored).
    Unfinished(f64),
}

impl Outcome {
    /// The number, and whether it is the value in the end.
    pub(super) fn number(self) -> (f64, bool) {
        match self {
            Self::Finished(value) => (value, true),
            Self::Unfinished(value) => (value, false),
        }
    }
}

/// A finished one.
impl From<f64> for Outcome {
    fn from(value: f64) -> Self {
        Self::Finished(value)
    }
}

/// An earlier estimate and what came of it, both in the same unit, whichever that is.
///
/// ```
/// use landfall::{Outcome, PastEstimate, RangeMeaning};
///
/// let range = PastEstimate::new(2.0..=3.0, 3.5);                     // 2-3 weeks were 3.5
/// let number = PastEstimate::new(5.0, Outcome::Unfinished(6.0));     // 5 weeks are 6 so far
/// let all = PastEstimate::new(1.0..=4.0, 2.0).range(RangeMeaning::MinMax);
/// # let _ = (range, number, all);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PastEstimate {
    /// What was estimated: a single number, a range, or any other curve. Its middle is above 0.
    pub estimate: Spread<f64>,
    /// What the ends of the range stood for where it does not say.
    pub range: RangeMeaning,
    /// What it took: above 0 where it is finished, and at least 0 so far.
    pub outcome: Outcome,
}

impl PastEstimate {
    /// A range that was to hold 8 in 10 outcomes (`2.0..=3.0`) or a single number (`5.0`), and what it took.
    pub fn new(estimate: impl Into<Ends>, outcome: impl Into<Outcome>) -> Self {
        Self::of(Spread::shares(estimate), outcome)
    }

    /// Any curve, and what it took.
    pub fn of(estimate: Spread<f64>, outcome: impl Into<Outcome>) -> Self {
        Self { estimate, range: RangeMeaning::default(), outcome: outcome.into() }
    }

    /// The same where the ends of the range stood for something else.
    #[must_use]
    pub fn range(mut self, meaning: RangeMeaning) -> Self {
        self.range = meaning;
        self
    }
}
