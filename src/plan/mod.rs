//! What a person writes down: plain data with public fields. Nothing is computed here; `check` judges it, `network`
//! turns it into what the simulation needs.

mod alternative;
mod amount;
mod calibration;
mod change;
mod effect;
mod estimate;
mod group;
mod items;
mod link;
mod milestone;
mod risk;
mod scale;
mod spread;
mod status;
mod task;
mod team;

use std::collections::HashSet;

use jiff::civil::Date;

use crate::calendar::Calendar;

pub use alternative::Alternative;
pub use amount::{Amount, Unit};
pub(crate) use amount::{Unreadable, percent_text, read_percents, read_times};
pub use calibration::Calibration;
pub(crate) use change::Field;
pub use change::{Change, Edit, EffectField, GroupField, MilestoneField, RiskField, TaskField, TeamField};
pub use effect::{Effect, When};
pub use estimate::{Estimate, Weighted};
pub use group::Group;
pub use items::Items;
pub use link::{Lag, Link, LinkKind};
pub use milestone::Milestone;
pub use risk::{Given, Risk};
pub use scale::Scale;
pub use spread::{Ends, Moments, Range, RangeMeaning, Shape, Spread};
pub use status::{RiskStatus, Status, TaskStatus};
pub(crate) use task::PRIORITY;
pub use task::Task;
pub use team::{Idle, Interrupt, Join, Leave, Team, TeamCalendar};

/// What a task says instead of a team when it needs nobody.
pub(crate) const NOBODY: &str = "none";

/// The kind of work of a task that names none.
pub(crate) const ROADMAP: &str = "roadmap";

/// The kind of work that nobody planned.
pub(crate) const UNPLANNED: &str = "unplanned";

/// Everything a person writes down about what is to be done: tasks with ranges, what could go wrong, milestones.
///
/// Built in code with consuming adders, or read from a file with [`Plan::read`](crate::Plan::read). The order of the
/// tasks is the plan order and is kept.
///
/// ```
/// use landfall::{Estimate, P85, Plan, Task, date};
///
/// let plan = Plan::new("Checkout revamp", date(2027, 1, 4))
///     .task(Task::new("api", Estimate::parse("2-3 weeks")?))
///     .task(Task::new("ui", Estimate::weeks(1.0..=4.0).likely(2.0)).after("api"));
/// let forecast = plan.forecast()?;
/// assert_eq!(forecast.date(P85), date(2027, 2, 16));
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Plan {
    /// What the plan is called, shown in reports.
    pub name: String,
    /// The first day on which work may happen.
    pub start: Date,
    /// What it may cost, in the unit of the costs of tasks and teams.
    pub budget: Option<f64>,
    /// The default calendar: which days are worked.
    pub calendar: Calendar,
    /// How estimates are read.
    pub estimates: Estimates,
    /// The tasks, in plan order.
    pub tasks: Vec<Task>,
    /// The milestones, in plan order.
    pub milestones: Vec<Milestone>,
    /// What could go wrong, or right.
    pub risks: Vec<Risk>,
    /// Tasks that err together.
    pub groups: Vec<Group>,
    /// The team of the tasks that name none; nobody where it is `None`.
    pub default_team: Option<String>,
    /// Who does the work.
    pub teams: Vec<Team>,
    /// What makes tasks slower or faster while it is active.
    pub effects: Vec<Effect>,
    /// Other ways to go about it.
    pub alternatives: Vec<Alternative>,
    /// What earlier estimates turned out to be worth; estimates stay as they are where it is `None`.
    pub calibration: Option<Calibration>,
    /// How far it has come; nothing of it has begun where it is `None`.
    pub status: Option<Status>,
}

/// How the plan's estimates are read.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Estimates {
    /// What the two ends of a range stand for where the estimate does not say; P10 to P90 by default.
    pub range: RangeMeaning,
    /// The length of a sprint, which defines the unit `sprint`.
    pub sprint: Option<Amount>,
    /// How much the tasks of the plan err together, in [0, 1]: the correlation of the normal scores of any two. 0 where it is `None`,
    /// which the check warns of in plans of many tasks; say 0 to mean it.
    pub correlation: Option<f64>,
    /// What the time of an estimate is.
    pub pace: Pace,
    /// Named sizes, such as S, M and L, and what each takes.
    pub sizes: Vec<(String, Estimate)>,
}

/// What the time of an estimate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Pace {
    /// Time at full attention. The default.
    #[default]
    Focus,
    /// Time in which the usual unplanned work is already inside: the planned unplanned share of the team is taken off.
    Usual,
}

impl Pace {
    /// Both words.
    pub const ALL: &'static [Self] = &[Self::Focus, Self::Usual];

    /// The word for it in a plan file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Focus => "focus",
            Self::Usual => "usual",
        }
    }
}

impl std::fmt::Display for Pace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Plan {
    /// An empty plan with a Monday-to-Friday calendar.
    pub fn new(name: impl Into<String>, start: Date) -> Self {
        Self {
            name: name.into(),
            start,
            budget: None,
            calendar: Calendar::default(),
            estimates: Estimates::default(),
            tasks: Vec::new(),
            milestones: Vec::new(),
            risks: Vec::new(),
            groups: Vec::new(),
            default_team: None,
            teams: Vec::new(),
            effects: Vec::new(),
            alternatives: Vec::new(),
            calibration: None,
            status: None,
        }
    }

    /// This plan with a budget, in the unit of the costs of its tasks and teams.
    #[must_use]
    pub fn budget(mut self, cost: f64) -> Self {
        self.budget = Some(cost);
        self
    }

    /// This plan with another calendar.
    #[must_use]
    pub fn calendar(mut self, calendar: Calendar) -> Self {
        self.calendar = calendar;
        self
    }

    /// This plan with another meaning of the ends of its ranges.
    #[must_use]
    pub fn range(mut self, meaning: RangeMeaning) -> Self {
        self.estimates.range = meaning;
        self
    }

    /// This plan with sprints of that length.
    #[must_use]
    pub fn sprint(mut self, length: Amount) -> Self {
        self.estimates.sprint = Some(length);
        self
    }

    /// This plan, whose tasks err together: 0 not at all, 1 always.
    #[must_use]
    pub fn correlation(mut self, correlation: f64) -> Self {
        self.estimates.correlation = Some(correlation);
        self
    }

    /// This plan with one group more of tasks that err together.
    #[must_use]
    pub fn group(mut self, group: Group) -> Self {
        self.groups.push(group);
        self
    }

    /// This plan with one named size more.
    #[must_use]
    pub fn size(mut self, name: impl Into<String>, takes: Estimate) -> Self {
        self.estimates.sizes.push((name.into(), takes));
        self
    }

    /// This plan with one task more.
    #[must_use]
    pub fn task(mut self, task: Task) -> Self {
        self.tasks.push(task);
        self
    }

    /// This plan with one milestone more.
    #[must_use]
    pub fn milestone(mut self, milestone: Milestone) -> Self {
        self.milestones.push(milestone);
        self
    }

    /// This plan with one risk more.
    #[must_use]
    pub fn risk(mut self, risk: Risk) -> Self {
        self.risks.push(risk);
        self
    }

    /// This plan with one team more.
    #[must_use]
    pub fn team(mut self, team: Team) -> Self {
        self.teams.push(team);
        self
    }

    /// This plan, whose tasks are done by that team where they name none.
    #[must_use]
    pub fn default_team(mut self, team: impl Into<String>) -> Self {
        self.default_team = Some(team.into());
        self
    }

    /// This plan with estimates of another pace.
    #[must_use]
    pub fn pace(mut self, pace: Pace) -> Self {
        self.estimates.pace = pace;
        self
    }

    /// This plan with one effect more.
    #[must_use]
    pub fn effect(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }

    /// This plan with one alternative more.
    #[must_use]
    pub fn alternative(mut self, alternative: Alternative) -> Self {
        self.alternatives.push(alternative);
        self
    }

    /// This plan, whose ranges are corrected by what came of earlier ones.
    #[must_use]
    pub fn calibration(mut self, calibration: Calibration) -> Self {
        self.calibration = Some(calibration);
        self
    }

    /// This plan with its estimates as they were entered: without its calibration.
    #[must_use]
    pub fn as_entered(&self) -> Self {
        Self { calibration: None, ..self.clone() }
    }

    /// This plan, of which so much is known.
    #[must_use]
    pub fn status(mut self, status: Status) -> Self {
        self.status = Some(status);
        self
    }

    /// Its status, where the plan had begun on that day.
    pub(crate) fn under_way(&self) -> Option<&Status> {
        self.status.as_ref().filter(|status| status.as_of >= self.start)
    }

    /// The tasks that are finished by its status, and the milestones that are reached as they wait for nothing else.
    pub(crate) fn past(&self) -> HashSet<&str> {
        let said = self.under_way().into_iter().flat_map(|status| &status.tasks);
        let finished = said.filter(|task| task.finished.is_some()).map(|task| task.name.as_str());
        let mut past: HashSet<&str> = finished.collect();
        // Milestones may wait for each other.
        loop {
            let reached = self.milestones.iter().filter(|of| !past.contains(of.name.as_str())).filter(|of| {
                let is_past = |link: &Link| {
                    link.lag.is_none() && !link.kind.waits_for_start() && past.contains(link.task.as_str())
                };
                !of.after.is_empty() && of.after.iter().all(is_past)
            });
            let reached: Vec<&str> = reached.map(|of| of.name.as_str()).collect();
            if reached.is_empty() {
                return past;
            }
            past.extend(reached);
        }
    }
}
