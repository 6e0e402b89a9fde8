//! Teams: who does the work, and what share of their time it gets.

use std::fmt;

use jiff::civil::Date;

use super::{Amount, Estimate, Scale};
use crate::calendar::{Calendar, Holiday, Week};

/// People who work on tasks, and how their time is shared out.
///
/// ```
/// use landfall::{Amount, Estimate, Interrupt, Leave, Team, date};
///
/// let web = Team::new("web", 3)
///     .share("roadmap", 0.7)
///     .share("debt", 0.2)
///     .unplanned(0.05..=0.2)                                       // drawn once a trial
///     .leave(Leave::new(date(2027, 2, 8), date(2027, 2, 12)))      // one of the three
///     .interrupt(Interrupt::new(Amount::weeks(3.0), Estimate::days(1.0..=3.0)));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Team {
    /// Its name, unique among teams.
    pub name: String,
    /// What people call it; the name where it is `None`.
    pub title: Option<String>,
    /// Free text for people.
    pub note: Option<String>,
    /// How many people it has when the plan starts.
    pub people: u32,
    /// The share of its time that each kind of work gets, in [0, 1]; with the unplanned share they sum to 1. Empty where its time is
    /// not shared out: then everything it does is one pool.
    pub share: Vec<(String, f64)>,
    /// The share that work nobody planned takes, drawn once a trial; what the other shares leave where it is `None`.
    pub unplanned: Option<Scale>,
    /// Whether other kinds of work may use what one leaves idle.
    pub idle: Idle,
    /// When how many of its people are away.
    pub leave: Vec<Leave>,
    /// When how many people join it.
    pub joins: Vec<Join>,
    /// On which days it works, where these are others than the plan's.
    pub calendar: TeamCalendar,
    /// What comes in between at random and takes one of its people.
    pub interrupts: Vec<Interrupt>,
    /// What a day's work of one person costs, in a unit of the user's own. At least 0.
    pub cost_per_person_day: Option<f64>,
}

/// Whether other kinds of work may use the time that one leaves idle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Idle {
    /// The time stays with its kind. The default.
    #[default]
    Reserved,
    /// It goes to the kinds that could use more, in the ratio of their shares.
    Lent,
}

/// Some people of a team are away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Leave {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// How many people.
    pub people: u32,
}

/// Some people join a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Join {
    /// Their first day.
    pub from: Date,
    /// How many people.
    pub people: u32,
}

/// On which days a team works; what is `None` is as in the plan's calendar.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct TeamCalendar {
    /// The weekdays that are worked.
    pub week: Option<Week>,
    /// Days and spans that are not worked, instead of the plan's.
    pub holidays: Option<Vec<Holiday>>,
}

/// Work that comes in between at random times: each takes one person of the team, who is then missing for everything else.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Interrupt {
    /// The mean time from one to the next, in working time of the team; how long it really is is exponential.
    pub every: Amount,
    /// How long one takes, in working time of the team.
    pub takes: Estimate,
}

impl Idle {
    /// Both words.
    pub const ALL: &'static [Self] = &[Self::Reserved, Self::Lent];

    /// The word for it in a plan file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Lent => "lent",
        }
    }
}

impl fmt::Display for Idle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Leave {
    /// One person is away from the first to the last day, both included.
    pub const fn new(from: Date, to: Date) -> Self {
        Self { from, to, people: 1 }
    }

    /// This leave, of so many people.
    #[must_use]
    pub const fn people(mut self, people: u32) -> Self {
        self.people = people;
        self
    }
}

impl Join {
    /// So many people join on that day.
    pub const fn new(from: Date, people: u32) -> Self {
        Self { from, people }
    }
}

impl Interrupt {
    /// One every so often on average, each taking so long.
    pub const fn new(every: Amount, takes: Estimate) -> Self {
        Self { every, takes }
    }
}

impl TeamCalendar {
    /// The days of the team, given those of the plan.
    pub(crate) fn over(&self, plan: &Calendar) -> Calendar {
        let mut calendar = plan.clone();
        if let Some(week) = self.week {
            calendar.week = week;
        }
        if let Some(holidays) = &self.holidays {
            calendar.holidays.clone_from(holidays);
        }
        calendar
    }
}

impl Team {
    /// A team of so many people, all of whose time is for the plan.
    pub fn new(name: impl Into<String>, people: u32) -> Self {
        Self {
            name: name.into(),
            title: None,
            note: None,
            people,
            share: Vec::new(),
            unplanned: None,
            idle: Idle::Reserved,
            leave: Vec::new(),
            joins: Vec::new(),
            calendar: TeamCalendar::default(),
            interrupts: Vec::new(),
            cost_per_person_day: None,
        }
    }

    /// This team with a title for people.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// This team with a text for reports.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// This team with a share of its time for a kind of work: 0.7 is 70%.
    #[must_use]
    pub fn share(mut self, kind: impl Into<String>, share: f64) -> Self {
        self.share.push((kind.into(), share));
        self
    }

    /// This team with a share that work nobody planned takes: `0.1`, or a range such as `0.05..=0.2`.
    #[must_use]
    pub fn unplanned(mut self, share: impl Into<Scale>) -> Self {
        self.unplanned = Some(share.into());
        self
    }

    /// This team, whose kinds of work use (or do not use) what others leave idle.
    #[must_use]
    pub fn idle(mut self, idle: Idle) -> Self {
        self.idle = idle;
        self
    }

    /// This team with people who are away.
    #[must_use]
    pub fn leave(mut self, leave: Leave) -> Self {
        self.leave.push(leave);
        self
    }

    /// This team with people who join it.
    #[must_use]
    pub fn join(mut self, join: Join) -> Self {
        self.joins.push(join);
        self
    }

    /// This team, working on other weekdays than the plan's calendar.
    #[must_use]
    pub fn week(mut self, week: Week) -> Self {
        self.calendar.week = Some(week);
        self
    }

    /// This team with holidays of its own, instead of the plan's.
    #[must_use]
    pub fn holiday(mut self, holiday: impl Into<Holiday>) -> Self {
        self.calendar.holidays.get_or_insert_default().push(holiday.into());
        self
    }

    /// This team with one kind of interrupt more.
    #[must_use]
    pub fn interrupt(mut self, interrupt: Interrupt) -> Self {
        self.interrupts.push(interrupt);
        self
    }

    /// This team, of which a day's work of one person costs so much.
    #[must_use]
    pub fn cost_per_person_day(mut self, cost: f64) -> Self {
        self.cost_per_person_day = Some(cost);
        self
    }
}
