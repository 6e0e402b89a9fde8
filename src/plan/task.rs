//! Tasks and the links between them.

use jiff::civil::Date;

use super::{Amount, Estimate, Unreadable};
use crate::names::quoted;

/// A piece of work with an estimate; may wait for others.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Task {
    /// Its name: short, unique among tasks and milestones, used in links and selectors.
    pub name: String,
    /// What people call it; the name where it is `None`.
    pub title: Option<String>,
    /// Free text for people.
    pub note: Option<String>,
    /// How long it takes.
    pub takes: Estimate,
    /// What must be finished before it can start.
    pub after: Vec<Link>,
    /// As `after`, and it cannot be without it: dropped with it.
    pub needs: Vec<Link>,
    /// The earliest day it may start, from that morning on.
    pub not_before: Option<Date>,
    /// Labels that risks select it by.
    pub tags: Vec<String>,
}

/// A finish-to-start link to a task or milestone that must be finished first.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Link {
    /// The task or milestone that must be finished.
    pub task: String,
    /// Working time from its finish to the start, on the default calendar; negative is a lead.
    pub lag: Option<Amount>,
}

impl Link {
    /// A link without a lag.
    pub fn to(task: impl Into<String>) -> Self {
        Self { task: task.into(), lag: None }
    }

    pub(crate) fn read(text: &str) -> Result<Self, Unreadable> {
        let split = [(" + ", 1.0), (" - ", -1.0)].into_iter().find_map(|(sign, factor)| {
            text.split_once(sign).map(|(task, lag)| (task.trim_end(), lag.trim_start(), factor))
        });
        let Some((task, lag, factor)) = split else { return Ok(Self::to(text)) };
        if lag.is_empty() {
            return Err(Unreadable {
                message: format!("the lag of {} is missing", quoted(text)),
                help: "write it, such as \"schema + 2 days\"".to_owned(),
            });
        }
        let lag = Amount::read(lag)?;
        Ok(Self::to(task).lag(Amount::new(factor * lag.value, lag.unit)))
    }

    /// This link with a lag, or a lead when it is negative.
    #[must_use]
    pub fn lag(mut self, lag: Amount) -> Self {
        self.lag = Some(lag);
        self
    }
}

/// Reads what a plan file may say: "schema", "schema + 2 days", "schema - 2 days". What cannot be read so is taken for a name, which
/// the check then reports.
impl<S: Into<String>> From<S> for Link {
    fn from(text: S) -> Self {
        let text = text.into();
        Self::read(&text).unwrap_or_else(|_| Self::to(text))
    }
}

impl Task {
    /// A task that takes so long and waits for nothing.
    pub fn new(name: impl Into<String>, takes: Estimate) -> Self {
        Self {
            name: name.into(),
            title: None,
            note: None,
            takes,
            after: Vec::new(),
            needs: Vec::new(),
            not_before: None,
            tags: Vec::new(),
        }
    }

    /// This task with a title for people.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// This task with a text for reports.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// This task, waiting for one thing more.
    #[must_use]
    pub fn after(mut self, link: impl Into<Link>) -> Self {
        self.after.push(link.into());
        self
    }

    /// This task, waiting for one thing more that it cannot be without.
    #[must_use]
    pub fn needs(mut self, link: impl Into<Link>) -> Self {
        self.needs.push(link.into());
        self
    }

    /// This task, starting on that day at the earliest.
    #[must_use]
    pub fn not_before(mut self, day: Date) -> Self {
        self.not_before = Some(day);
        self
    }

    /// This task with one label more.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }
}
