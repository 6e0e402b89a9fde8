//! What makes a date later, one cause at a time.

use super::outcomes::Outcomes;
use crate::compare::Shift;
use crate::plan::Change;
use crate::units::Percentile;

/// What kind of thing makes a date later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// The range of a task, against its median.
    Range,
    /// A risk, against its never happening.
    Risk,
    /// An effect, against there being none.
    Effect,
    /// The unplanned share of a team's time, against none.
    Unplanned,
    /// What comes in between in a team, against nothing.
    Interrupts,
    /// Too few people in a team, against people for every task that is ready.
    People,
    /// The date before which a task does not start, against none.
    Date,
}

impl Cause {
    /// The word for it in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Range => "range",
            Self::Risk => "risk",
            Self::Effect => "effect",
            Self::Unplanned => "unplanned",
            Self::Interrupts => "interrupts",
            Self::People => "people",
            Self::Date => "date",
        }
    }
}

/// A cause, and what it costs: the plan as it is against the plan without it, on the same trials.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Driver {
    /// What kind of thing it is.
    pub cause: Cause,
    /// The name of the task, risk, effect or team.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// How often it is there: of a risk the share of trials in which it happened, of a task (its range or its date) that in
    /// which it is critical; `None` for the others.
    pub frequency: Option<f64>,
    /// By how many working days it makes the finish later, at the percentile of the explanation; below 0 where it makes it earlier.
    pub impact: Shift,
    /// What takes the cause out of the plan. Where estimates have the usual unplanned work inside (`pace = "usual"`), the driver goes on counting
    /// it with the share that was planned, which a plan with these changes does not.
    pub changes: Vec<Change>,
    pub(super) outcomes: Outcomes,
}

impl Driver {
    /// By how many working days it makes the finish later, at any percentile.
    pub fn impact_at(&self, percentile: Percentile) -> Shift {
        self.outcomes.shift(percentile).reversed()
    }

    /// How many trials that comes from. Of plans with teams, and of very large ones, what turned out to matter little in the first 1,024 trials
    /// was not run in more.
    pub fn trials(&self) -> usize {
        self.outcomes.trials()
    }
}
