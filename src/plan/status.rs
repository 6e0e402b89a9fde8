//! What is known of a plan on a date.

use jiff::civil::Date;

use super::{Amount, Estimate};

/// What is finished, what is under way, and which risks are settled, at the end of a day.
///
/// Of what it does not name nothing has happened yet: tasks are not started, and risks are open.
///
/// ```
/// use landfall::{Amount, Estimate, Plan, RiskStatus, Status, Task, TaskStatus, date};
///
/// let plan = Plan::new("", date(2027, 1, 4))
///     .task(Task::new("schema", Estimate::weeks(1.0..=2.0)))
///     .task(Task::new("api", Estimate::weeks(2.0..=3.0)).after("schema"))
///     .status(
///         Status::new(date(2027, 1, 29))
///             .task(TaskStatus::finished("schema", date(2027, 1, 4), date(2027, 1, 14)))
///             .task(TaskStatus::started("api", date(2027, 1, 18)).remaining(Estimate::days(3.0..=6.0))),
///     );
/// let forecast = plan.forecast()?;
/// assert_eq!(forecast.as_of(), Some(date(2027, 1, 29)));
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Status {
    /// The day at whose end all this holds. One before the plan's start changes nothing.
    pub as_of: Date,
    /// How far tasks have come.
    pub tasks: Vec<TaskStatus>,
    /// Which risks are settled.
    pub risks: Vec<RiskStatus>,
}

/// How far a task has come.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TaskStatus {
    /// The task's name.
    pub name: String,
    /// The day on whose morning it was started; not started where it is `None`.
    pub started: Option<Date>,
    /// The day at whose end it was finished; not finished where it is `None`.
    pub finished: Option<Date>,
    /// How much work is left of it; where it is `None`, its estimate says, given that it is not finished yet.
    pub remaining: Option<Estimate>,
    /// How much work was done on it, counted as what it takes is; where it is `None`, what its team had time for since it was started.
    pub done: Option<Amount>,
    /// Free text for people.
    pub note: Option<String>,
}

/// Whether a risk is settled.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RiskStatus {
    /// The risk's name.
    pub name: String,
    /// Whether it happened, or can no longer happen; `None` where it is still open.
    pub happened: Option<bool>,
    /// Free text for people.
    pub note: Option<String>,
}

impl Status {
    /// Nothing has happened up to the end of that day.
    pub fn new(as_of: Date) -> Self {
        Self { as_of, tasks: Vec::new(), risks: Vec::new() }
    }

    /// This status, which also knows of that task.
    #[must_use]
    pub fn task(mut self, task: TaskStatus) -> Self {
        self.tasks.push(task);
        self
    }

    /// This status, which also knows of that risk.
    #[must_use]
    pub fn risk(mut self, risk: RiskStatus) -> Self {
        self.risks.push(risk);
        self
    }
}

impl TaskStatus {
    /// A task that is not started; there may be a note about it.
    pub fn open(name: impl Into<String>) -> Self {
        Self { name: name.into(), started: None, finished: None, remaining: None, done: None, note: None }
    }

    /// A task under way since the morning of that day.
    pub fn started(name: impl Into<String>, on: Date) -> Self {
        Self { started: Some(on), ..Self::open(name) }
    }

    /// A task that was started on the morning of one day and finished at the end of another.
    pub fn finished(name: impl Into<String>, started: Date, finished: Date) -> Self {
        Self { finished: Some(finished), ..Self::started(name, started) }
    }

    /// This status of a task that has so much work left.
    #[must_use]
    pub fn remaining(mut self, remaining: Estimate) -> Self {
        self.remaining = Some(remaining);
        self
    }

    /// This status of a task on which so much work was done.
    #[must_use]
    pub fn done(mut self, done: Amount) -> Self {
        self.done = Some(done);
        self
    }

    /// This status with a text for people.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

impl RiskStatus {
    /// A risk that is still open; there may be a note about it.
    pub fn open(name: impl Into<String>) -> Self {
        Self { name: name.into(), happened: None, note: None }
    }

    /// A risk that happened.
    pub fn happened(name: impl Into<String>) -> Self {
        Self { happened: Some(true), ..Self::open(name) }
    }

    /// A risk that can no longer happen.
    pub fn over(name: impl Into<String>) -> Self {
        Self { happened: Some(false), ..Self::open(name) }
    }

    /// This status with a text for people.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}
