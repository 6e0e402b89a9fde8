//! Why: what drives the date, and what would move it. Findings are data here; `report` puts them into words.

mod attempts;
mod cause;
mod changes;
mod criticality;
mod finding;
mod joins;
mod lever;
mod outcomes;
mod run;
mod shares;

use crate::forecast::{Finish, Forecast};
use crate::units::Percentile;

pub use cause::{Cause, Driver};
pub use criticality::{Chain, Criticality, Way};
pub use finding::{Finding, FindingKind};
pub use joins::{Additivity, Arrival, MergePoint, NoRisk};
pub use lever::{Action, Lever};
pub use shares::{CauseGroup, CauseShare, CauseShares};

/// Why a plan, or one of its milestones, is finished when it is: what was on the way in how many runs, what each cause costs in days, what the
/// causes cost together, and what could be done about it.
///
/// It comes from at most the first 16,384 trials, and every "without" and "what if" runs on the same ones.
///
/// ```
/// use landfall::{Cause, Estimate, P80, Plan, Risk, Simulation, Task, date};
///
/// let plan = Plan::new("", date(2027, 1, 4))
///     .task(Task::new("api", Estimate::weeks(2.0..=3.0)))
///     .task(Task::new("ui", Estimate::weeks(1.0..=4.0)).after("api"))
///     .risk(Risk::new("db", 0.3).becomes("api", Estimate::weeks(6.0..=8.0)));
/// let why = Simulation::new().explain(&plan)?;
/// // A chain is on the way in every run.
/// assert_eq!(why.way().criticality("ui").map(|ui| ui.criticality), Some(1.0));
/// // What costs most, at P80.
/// let first = &why.drivers()[0];
/// assert_eq!((&first.cause, first.name.as_str()), (&Cause::Risk, "db"));
/// assert!(first.impact.is_sure() && first.impact.days.get() > 5.0);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    forecast: Forecast,
    percentile: Percentile,
    target: Option<String>,
    /// Of the plan, and of milestones by their place.
    ways: Vec<(Option<usize>, Way)>,
    drivers: Vec<Driver>,
    levers: Vec<Lever>,
    left_out: usize,
    shares: Option<CauseShares>,
    joins: Vec<MergePoint>,
    additivity: Option<Additivity>,
    no_risk: Option<NoRisk>,
    findings: Vec<Finding>,
}

impl Explanation {
    /// The forecast of the trials that it explains.
    pub fn forecast(&self) -> &Forecast {
        &self.forecast
    }

    /// The percentile by which drivers and levers are ranked, and of which everything is told that is told in days.
    pub fn percentile(&self) -> Percentile {
        self.percentile
    }

    /// The milestone whose finish it explains; `None` for the whole plan.
    pub fn target(&self) -> Option<&str> {
        self.target.as_deref()
    }

    /// When what it explains is finished.
    pub fn finish(&self) -> &Finish {
        let milestone = self.target.as_ref().and_then(|name| self.forecast.milestone(name));
        milestone.map_or(self.forecast.finish(), |milestone| &milestone.finish)
    }

    /// How many trials it comes from.
    pub fn trials(&self) -> usize {
        self.forecast.trials()
    }

    /// What drove the finish that is explained.
    pub fn way(&self) -> &Way {
        // What is explained was looked for.
        self.target.as_ref().and_then(|name| self.way_of(name)).unwrap_or(self.way_of_plan())
    }

    /// What drove the finish of the whole plan.
    pub fn way_of_plan(&self) -> &Way {
        &self.ways[0].1
    }

    /// What drove a milestone; `None` where there is none of that name. In plans with very many milestones only that which is explained is
    /// looked at.
    pub fn way_of(&self, milestone: &str) -> Option<&Way> {
        let place = self.forecast.milestones().iter().position(|other| other.name == milestone)?;
        self.ways.iter().find(|(target, _)| *target == Some(place)).map(|(_, way)| way)
    }

    /// What each cause costs by itself: ranges of tasks, risks, effects, unplanned work and interrupts, the largest first. These days do not add
    /// up: where two things run side by side, either may hold the other's place. [`Explanation::shares`] do.
    pub fn drivers(&self) -> &[Driver] {
        &self.drivers
    }

    /// The driver with this cause and name.
    pub fn driver(&self, cause: Cause, name: &str) -> Option<&Driver> {
        self.drivers.iter().find(|driver| driver.cause == cause && driver.name == name)
    }

    /// What could be done, one change at a time, the most helpful first.
    pub fn levers(&self) -> &[Lever] {
        &self.levers
    }

    /// The lever with this action and name.
    pub fn lever(&self, action: Action, name: &str) -> Option<&Lever> {
        self.levers.iter().find(|lever| lever.action == action && lever.name == name)
    }

    /// How many tasks and risks are not among drivers and levers, because there are too many: those that were critical, or happened, least often.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// What ranges, risks, unplanned work and too few people cost together, shared out so that it adds up; `None` where the plan has none of
    /// them.
    pub fn shares(&self) -> Option<&CauseShares> {
        self.shares.as_ref()
    }

    /// Where several things come together and all of them are waited for, the costliest first.
    pub fn joins(&self) -> &[MergePoint] {
        &self.joins
    }

    /// What adding up percentiles of the tasks on the most common chain gives, against the percentile of their sum.
    pub fn additivity(&self) -> Option<&Additivity> {
        self.additivity.as_ref()
    }

    /// How likely it is that no risk happens, and when it is finished then; `None` where the plan has no risks.
    pub fn no_risk(&self) -> Option<&NoRisk> {
        self.no_risk.as_ref()
    }

    /// What is worth telling, the most important first.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}
