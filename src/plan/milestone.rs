//! Milestones.

use jiff::civil::Date;

use super::Link;

/// A point reached when all it waits for is finished.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Milestone {
    /// Its name, unique among tasks and milestones.
    pub name: String,
    /// What people call it; the name where it is `None`.
    pub title: Option<String>,
    /// Free text for people.
    pub note: Option<String>,
    /// What must be finished.
    pub after: Vec<Link>,
    /// The day it should be reached on or before.
    pub target: Option<Date>,
    /// What it is worth, in a unit of the user's own; delivered when it is reached. At least 0.
    pub value: Option<f64>,
    /// What each calendar week after its target costs, in a unit of the user's own. At least 0.
    pub value_per_week: Option<f64>,
}

impl Milestone {
    /// A milestone that waits for nothing yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            title: None,
            note: None,
            after: Vec::new(),
            target: None,
            value: None,
            value_per_week: None,
        }
    }

    /// This milestone with a title for people.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// This milestone with a text for reports.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// This milestone, waiting for one thing more.
    #[must_use]
    pub fn after(mut self, link: impl Into<Link>) -> Self {
        self.after.push(link.into());
        self
    }

    /// This milestone with a target date.
    #[must_use]
    pub fn target(mut self, day: Date) -> Self {
        self.target = Some(day);
        self
    }

    /// This milestone, worth so much once it is reached.
    #[must_use]
    pub fn value(mut self, value: f64) -> Self {
        self.value = Some(value);
        self
    }

    /// This milestone, of which each calendar week after its target costs so much.
    #[must_use]
    pub fn value_per_week(mut self, value: f64) -> Self {
        self.value_per_week = Some(value);
        self
    }
}
