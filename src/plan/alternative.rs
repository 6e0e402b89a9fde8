//! Alternatives: other ways to go about the plan.

use super::Change;

/// A named set of changes to the plan: another scope, another team, debt accepted.
///
/// ```
/// use landfall::{Alternative, Effect, Estimate, Plan, Task, TaskField, Change, date};
///
/// let plan = Plan::new("Checkout", date(2027, 1, 4))
///     .task(Task::new("ui", Estimate::weeks(2.0..=5.0)))
///     .task(Task::new("audit", Estimate::weeks(2.0..=3.0)).after("ui"))
///     .alternative(Alternative::new("basic").change(Change::task("ui", [TaskField::Takes(Estimate::weeks(1.0..=2.0))])))
///     .alternative(Alternative::new("fast").based_on("basic").drop("audit"));
/// let fast = plan.with_alternative("fast")?;
/// assert_eq!(fast.tasks.len(), 1);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Alternative {
    /// Its name, unique among alternatives.
    pub name: String,
    /// What people call it; the name where it is `None`.
    pub title: Option<String>,
    /// Free text for people.
    pub note: Option<String>,
    /// The alternative whose changes come first; those of the plan alone where it is `None`.
    pub based_on: Option<String>,
    /// What is different. Fields are changed first, then what is to be dropped is.
    pub changes: Vec<Change>,
}

impl Alternative {
    /// An alternative that changes nothing.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), title: None, note: None, based_on: None, changes: Vec::new() }
    }

    /// This alternative with a title for people.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// This alternative with a text for reports.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// This alternative, built on another.
    #[must_use]
    pub fn based_on(mut self, name: impl Into<String>) -> Self {
        self.based_on = Some(name.into());
        self
    }

    /// This alternative with one change more; whole tasks, risks, effects and so on are changes too.
    #[must_use]
    pub fn change(mut self, change: impl Into<Change>) -> Self {
        self.changes.push(change.into());
        self
    }

    /// This alternative, without something more; see [`Change::Drop`].
    #[must_use]
    pub fn drop(self, what: impl Into<String>) -> Self {
        self.change(Change::drop(what))
    }
}
