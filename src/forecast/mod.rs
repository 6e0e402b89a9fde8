//! The answers of one simulation: dates with their odds, for the plan, its milestones and its tasks.

mod cost;
mod finish;
mod fits;
mod summarise;
mod teams;
mod value;

use std::sync::Arc;

use jiff::civil::Date;

use crate::error::{Diagnostic, Result};
use crate::network::Network;
use crate::plan::{Plan, RangeMeaning};
use crate::simulate::{Reached, Sampling, Simulation};
use crate::units::{Percentile, WorkDays};

pub use crate::sample::Odds;
pub use cost::CostForecast;
pub use finish::{Finish, Start};
pub use fits::{CutItem, CutLine};
pub(crate) use teams::stretches;
pub use teams::{KindForecast, TeamForecast, TeamWeek};
pub use value::{Delivered, ValueForecast};

/// When the plan will ship: the answers of one simulation.
///
/// ```
/// use landfall::{Estimate, Milestone, P50, P85, Plan, Task, date};
///
/// let plan = Plan::new("Search", date(2027, 1, 4))
///     .task(Task::new("index", Estimate::parse("2-3 weeks")?))
///     .task(Task::new("ui", Estimate::parse("1 / 2 / 5 weeks")?).after("index"))
///     .milestone(Milestone::new("beta").after("ui").target(date(2027, 2, 12)));
/// let forecast = plan.forecast()?;
/// assert!(forecast.date(P50) < forecast.date(P85));
/// let beta = forecast.milestone("beta").expect("the plan has it");
/// assert!(beta.on_time.expect("it has a target").probability > 0.5);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    plan: Arc<Plan>,
    seed: u64,
    sampling: Sampling,
    reached: Option<Reached>,
    finish: Finish,
    plan_date: PlanDate,
    milestones: Vec<MilestoneForecast>,
    tasks: Vec<TaskForecast>,
    risks: Vec<RiskForecast>,
    teams: Vec<TeamForecast>,
    value: Option<ValueForecast>,
    cost: Option<CostForecast>,
    by_people: bool,
    warnings: Vec<Diagnostic>,
}

/// The date that a plan made of single numbers would give: every estimate at its likely value, else its median, and no risk.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct PlanDate {
    /// The date.
    pub date: Date,
    /// The same in working days after the plan's start.
    pub days: WorkDays,
    /// The odds that the plan is finished on or before it.
    pub odds: Odds,
}

/// When a milestone is reached.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MilestoneForecast {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// When it is reached.
    pub finish: Finish,
    /// The day it should be reached on or before.
    pub target: Option<Date>,
    /// The odds of that, where it has a target.
    pub on_time: Option<Odds>,
    /// What its delay costs: the mean of the calendar weeks after its target, times what each costs; where both are given.
    pub cost_of_delay: Option<f64>,
}

/// When a task runs.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TaskForecast {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The mean of its duration, risks included: work at full attention, where teams have other things to do too.
    pub mean: WorkDays,
    /// The standard deviation of its duration.
    pub sd: WorkDays,
    /// The share of trials in which it exists, where it may not ([`Task::exists`](crate::Task::exists), or by what it needs). In the
    /// others it takes no time, and stands where its links hold it.
    pub exists: Option<f64>,
    /// When it starts, in the trials that were kept of it; `None` where none were.
    pub start: Option<Start>,
    /// When it is finished, in the trials that were kept of it (the first 16,384 at most); `None` where none were.
    pub finish: Option<Finish>,
}

/// How often a risk happened.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RiskForecast {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Its chance, as written.
    pub chance: f64,
    /// Whether the status says that it happened, or can no longer happen; `None` where it is open.
    pub settled: Option<bool>,
    /// The share of trials in which it happened: of an open risk as likely as is known by now.
    pub happened: f64,
}

impl Plan {
    /// Forecasts the plan with 10,000 trials from seed 0. For anything else, see [`Simulation`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Plan`](crate::ErrorKind::Plan) with every fault when the plan has errors, and as [`Simulation::run`].
    pub fn forecast(&self) -> Result<Forecast> {
        Simulation::new().forecast(self)
    }
}

impl Simulation<'_> {
    /// Checks, simulates and summarises a plan.
    ///
    /// # Errors
    ///
    /// As [`Network::new`] and [`Simulation::run`].
    pub fn forecast(&self, plan: &Plan) -> Result<Forecast> {
        self.forecast_of(&Network::new(plan)?)
    }

    /// Simulates and summarises a plan that was made ready.
    pub(crate) fn forecast_of(&self, network: &Network) -> Result<Forecast> {
        Ok(Forecast::new(network, &self.run(network)?))
    }
}

impl Forecast {
    /// The plan it is of.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The seed of its trials.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// How random numbers were spread over the trials.
    pub fn sampling(&self) -> Sampling {
        self.sampling
    }

    /// What came of the precision that was asked for; `None` where none was.
    pub fn reached(&self) -> Option<Reached> {
        self.reached
    }

    /// How many trials it comes from.
    pub fn trials(&self) -> usize {
        self.finish.trials()
    }

    /// The day of the plan's status, at whose end all of it holds; `None` where the plan has none.
    pub fn as_of(&self) -> Option<Date> {
        self.plan.status.as_ref().map(|status| status.as_of)
    }

    /// How much any two tasks were assumed to err together that are in no group: the correlation of their normal scores, in [0, 1].
    pub fn correlation(&self) -> f64 {
        self.plan.estimates.correlation.unwrap_or(0.0)
    }

    /// What the ends of a range were assumed to mean where an estimate did not say.
    pub fn range_meaning(&self) -> RangeMeaning {
        self.plan.estimates.range
    }

    /// When the whole plan is finished: the latest of its tasks and milestones.
    pub fn finish(&self) -> &Finish {
        &self.finish
    }

    /// The date by which the plan is finished with the probability of the percentile.
    pub fn date(&self, percentile: Percentile) -> Date {
        self.finish.date(percentile)
    }

    /// The share of trials in which the plan is finished on or before `date`.
    pub fn odds_by(&self, date: Date) -> f64 {
        self.finish.odds_by(date).probability
    }

    /// The date of the plan read as single numbers, with its odds.
    pub fn plan_date(&self) -> PlanDate {
        self.plan_date
    }

    /// The milestones, in plan order.
    pub fn milestones(&self) -> &[MilestoneForecast] {
        &self.milestones
    }

    /// The milestone with this name.
    pub fn milestone(&self, name: &str) -> Option<&MilestoneForecast> {
        self.milestones.iter().find(|milestone| milestone.name == name)
    }

    /// The tasks, in plan order.
    pub fn tasks(&self) -> &[TaskForecast] {
        &self.tasks
    }

    /// The task with this name.
    pub fn task(&self, name: &str) -> Option<&TaskForecast> {
        self.tasks.iter().find(|task| task.name == name)
    }

    /// The risks, in plan order.
    pub fn risks(&self) -> &[RiskForecast] {
        &self.risks
    }

    /// The teams that have tasks, in plan order. None where their people make no difference to the plan, or where no single trials were
    /// kept of tasks ([`Simulation::tasks`](crate::Simulation::tasks)).
    pub fn teams(&self) -> &[TeamForecast] {
        &self.teams
    }

    /// The team with this name.
    pub fn team(&self, name: &str) -> Option<&TeamForecast> {
        self.teams.iter().find(|team| team.name == name)
    }

    /// The value that is delivered over time; `None` where nothing has a value, or no single trials were kept of tasks
    /// ([`Simulation::tasks`](crate::Simulation::tasks)).
    pub fn value(&self) -> Option<&ValueForecast> {
        self.value.as_ref()
    }

    /// What the plan costs; `None` where nothing has a cost, or no single trials were kept of tasks
    /// ([`Simulation::tasks`](crate::Simulation::tasks)).
    pub fn cost(&self) -> Option<&CostForecast> {
        self.cost.as_ref()
    }

    /// What the delay of its milestones costs together, on average; `None` where none says what a week of it does.
    pub fn cost_of_delay(&self) -> Option<f64> {
        let of_milestones = self.milestones.iter().filter_map(|milestone| milestone.cost_of_delay);
        of_milestones.fold(None, |sum, cost| Some(sum.unwrap_or(0.0) + cost))
    }

    /// Whether some task needs this team.
    pub(crate) fn uses_team(&self, name: &str) -> bool {
        let default = self.plan.default_team.as_deref();
        self.plan.tasks.iter().any(|task| match task.uses.is_empty() {
            true => task.team.as_deref().or(default) == Some(name),
            false => task.uses.iter().any(|(team, _)| team == name),
        })
    }

    /// The team that holds the plan's finish up longest, on average; `None` where none does.
    pub fn limiting_team(&self) -> Option<&TeamForecast> {
        // Of equals the first.
        let teams = self.teams.iter().rev().filter(|team| team.held_up().get() > 0.0);
        teams.max_by(|one, other| one.held_up().get().total_cmp(&other.held_up().get()))
    }

    /// Whether people, interrupts or effects made a difference, so that each trial was gone through event by event.
    pub fn is_limited_by_people(&self) -> bool {
        self.by_people
    }

    /// How many trials the starts and finishes of the tasks come from; `None` where they were not kept.
    pub fn task_trials(&self) -> Option<usize> {
        self.tasks.first()?.finish.as_ref().map(Finish::trials)
    }

    /// What the check of the plan warned of.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }
}
