//! What can be done about a date, one change at a time.

use super::outcomes::Outcomes;
use crate::change::Dropped;
use crate::compare::Shift;
use crate::plan::Change;
use crate::units::Percentile;

/// What could be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Preventing a risk: it never happens.
    Prevent,
    /// Dropping a task, and what needs it.
    Drop,
    /// Halving the estimate of a task.
    Halve,
    /// One more person in a team, from the start, or from the day after the status of a plan under way.
    Hire,
    /// Making the range of a task certain: it takes its median. What that brings is what it is worth to know better, or to work evenly.
    Settle,
}

impl Action {
    /// The word for it in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prevent => "prevent",
            Self::Drop => "drop",
            Self::Halve => "halve",
            Self::Hire => "hire",
            Self::Settle => "settle",
        }
    }
}

/// Something that could be done, and what it brings: the plan with it against the plan as it is, on the same trials.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Lever {
    /// What is done.
    pub action: Action,
    /// To which task, risk or team.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// By how many working days it makes the finish earlier, at the percentile of the explanation; below 0 where it makes it later.
    pub gain: Shift,
    /// How it is said of a plan; [`Baseline::what_if`](crate::Baseline::what_if) forecasts it.
    pub changes: Vec<Change>,
    /// What is no longer in the plan then.
    pub dropped: Vec<Dropped>,
    pub(super) outcomes: Outcomes,
}

impl Lever {
    /// By how many working days it makes the finish earlier, at any percentile.
    pub fn gain_at(&self, percentile: Percentile) -> Shift {
        self.outcomes.shift(percentile).reversed()
    }

    /// How many trials that comes from; see [`Driver::trials`](super::Driver::trials).
    pub fn trials(&self) -> usize {
        self.outcomes.trials()
    }
}
