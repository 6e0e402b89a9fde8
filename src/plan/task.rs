//! Tasks.

use jiff::civil::Date;

use super::{Estimate, Link};
use crate::units::Chance;

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
    /// How likely it is to be needed at all; certain where it is `None`. Where it does not happen it takes no time and holds nothing
    /// up, and what needs it does not happen either.
    pub exists: Option<Chance>,
    /// Labels that risks, effects and groups select it by.
    pub tags: Vec<String>,
    /// The team that does it; the plan's default team where it is `None`, and nobody where it is "none".
    pub team: Option<String>,
    /// How many people of its team it needs as long as it runs; its estimate is for as many.
    pub people: u32,
    /// How many people of which teams it needs, instead of `team` and `people`.
    pub uses: Vec<(String, u32)>,
    /// The kind of work it is, which says on what share of its team's time it draws; "roadmap" where it is `None`.
    pub kind: Option<String>,
    /// Who gets the people first: the smaller number, and among equals the earlier in the plan. 100 by default.
    pub priority: i64,
    /// What it is worth, in a unit of the user's own; delivered when it is finished. At least 0.
    pub value: Option<f64>,
    /// What it costs besides the time of its people, in a unit of the user's own. At least 0.
    pub cost: Option<f64>,
}

/// The priority of a task that names none.
pub(crate) const PRIORITY: i64 = 100;

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
            exists: None,
            tags: Vec::new(),
            team: None,
            people: 1,
            uses: Vec::new(),
            kind: None,
            priority: PRIORITY,
            value: None,
            cost: None,
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

    /// This task, needed with this chance only.
    #[must_use]
    pub fn exists(mut self, chance: impl Into<Chance>) -> Self {
        self.exists = Some(chance.into());
        self
    }

    /// This task with one label more.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }

    /// This task, done by that team; "none" for nobody.
    #[must_use]
    pub fn team(mut self, team: impl Into<String>) -> Self {
        self.team = Some(team.into());
        self
    }

    /// This task, needing so many people of its team.
    #[must_use]
    pub fn people(mut self, people: u32) -> Self {
        self.people = people;
        self
    }

    /// This task, needing so many people of that team besides others.
    #[must_use]
    pub fn uses(mut self, team: impl Into<String>, people: u32) -> Self {
        self.uses.push((team.into(), people));
        self
    }

    /// This task as work of that kind, such as "debt".
    #[must_use]
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// This task with another priority: the smaller the number, the earlier it gets the people.
    #[must_use]
    pub fn priority(mut self, priority: i64) -> Self {
        self.priority = priority;
        self
    }

    /// This task, worth so much once it is finished.
    #[must_use]
    pub fn value(mut self, value: f64) -> Self {
        self.value = Some(value);
        self
    }

    /// This task, costing so much besides the time of its people.
    #[must_use]
    pub fn cost(mut self, cost: f64) -> Self {
        self.cost = Some(cost);
        self
    }
}
