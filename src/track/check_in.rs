//! A forecast as it was made on a day, with all that it was made of.

use jiff::civil::Date;

use crate::error::Result;
use crate::forecast::{Finish, Forecast, Odds};
use crate::plan::Plan;
use crate::simulate::{Sampling, Simulation};
use crate::units::{P5, P10, P25, P50, P75, P80, P85, P90, P95, Percentile, WorkDays};

/// What is kept of every finish.
const PERCENTILES: [Percentile; 9] = [P5, P10, P25, P50, P75, P80, P85, P90, P95];

/// A forecast as it was made on a day: its answers, and all that is needed to make it again.
///
/// ```
/// use landfall::{CheckIn, Estimate, Plan, Status, Task, TaskStatus, date};
///
/// let plan = Plan::new("", date(2027, 1, 4))
///     .task(Task::new("api", Estimate::weeks(2.0..=3.0)))
///     .status(Status::new(date(2027, 1, 8)).task(TaskStatus::started("api", date(2027, 1, 4))));
/// let check_in = CheckIn::new(&plan.forecast()?);
/// assert_eq!(check_in.as_of, date(2027, 1, 8));
/// // Made again, it gives the same answers.
/// assert_eq!(CheckIn::new(&check_in.replay()?), check_in);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CheckIn {
    /// The version of landfall that made it.
    pub landfall: String,
    /// The day of the plan's status; the day before the plan's start where it has none.
    pub as_of: Date,
    /// The plan with its status.
    pub plan: Plan,
    /// The seed of its trials.
    pub seed: u64,
    /// How many there were.
    pub trials: usize,
    /// How random numbers were spread over them.
    pub sampling: Sampling,
    /// When the whole plan is finished.
    pub finish: Recorded,
    /// When each milestone is reached, by its name.
    pub milestones: Vec<(String, Recorded)>,
}

/// When something is finished, as a forecast said.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Recorded {
    /// The mean [working days after the plan's start].
    pub mean: WorkDays,
    /// The standard deviation [working days].
    pub sd: WorkDays,
    /// Percentiles with the days after the plan's start and the date.
    pub percentiles: Vec<(Percentile, WorkDays, Date)>,
    /// The day it should be finished on or before.
    pub target: Option<Date>,
    /// The odds of that.
    pub on_time: Option<Odds>,
}

impl CheckIn {
    /// What a forecast said.
    pub fn new(forecast: &Forecast) -> Self {
        let plan = forecast.plan();
        let milestones = forecast.milestones().iter().map(|milestone| {
            let recorded = Recorded::new(&milestone.finish, milestone.target, milestone.on_time);
            (milestone.name.clone(), recorded)
        });
        Self {
            landfall: env!("CARGO_PKG_VERSION").to_owned(),
            as_of: forecast.as_of().unwrap_or_else(|| plan.start.yesterday().unwrap_or(plan.start)),
            plan: plan.clone(),
            seed: forecast.seed(),
            trials: forecast.trials(),
            sampling: forecast.sampling(),
            finish: Recorded::new(forecast.finish(), None, None),
            milestones: milestones.collect(),
        }
    }

    /// The forecast, made again: by the same version of landfall with the same answers, bit for bit.
    ///
    /// # Errors
    ///
    /// As [`Simulation::forecast`].
    pub fn replay(&self) -> Result<Forecast> {
        self.simulation().forecast(&self.plan)
    }

    /// How its trials were simulated.
    pub fn simulation(&self) -> Simulation<'static> {
        Simulation::new().trials(self.trials).seed(self.seed).sampling(self.sampling)
    }

    /// The tasks and risks that this check-in knew something of, and a later plan with a status says nothing of any more, by their names: a
    /// task that was started would count as not started, and a risk that was settled as open. None where the plan has no status.
    pub fn forgotten(&self, later: &Plan) -> Vec<String> {
        let Some((old, new)) = self.plan.status.as_ref().zip(later.status.as_ref()) else {
            return Vec::new();
        };
        let tasks = old.tasks.iter().filter(|task| task.started.is_some() || task.finished.is_some());
        let tasks = tasks.map(|task| &task.name).filter(|name| {
            let said = new.tasks.iter().any(|task| task.name == **name);
            !said && later.tasks.iter().any(|task| task.name == **name)
        });
        let risks = old.risks.iter().filter(|risk| risk.happened.is_some());
        let risks = risks.map(|risk| &risk.name).filter(|name| {
            let said = new.risks.iter().any(|risk| risk.name == **name);
            !said && later.risks.iter().any(|risk| risk.name == **name)
        });
        tasks.chain(risks).cloned().collect()
    }

    /// What was said of a milestone.
    pub fn milestone(&self, name: &str) -> Option<&Recorded> {
        self.milestones.iter().find(|(other, _)| other == name).map(|(_, recorded)| recorded)
    }
}

impl Recorded {
    fn new(finish: &Finish, target: Option<Date>, on_time: Option<Odds>) -> Self {
        let at = |percentile: Percentile| (percentile, finish.days(percentile), finish.date(percentile));
        Self {
            mean: finish.mean(),
            sd: finish.sd(),
            percentiles: PERCENTILES.map(at).to_vec(),
            target,
            on_time,
        }
    }

    /// The date of a percentile, where it was kept.
    pub fn date(&self, percentile: Percentile) -> Option<Date> {
        self.percentiles.iter().find(|(other, ..)| *other == percentile).map(|&(_, _, date)| date)
    }

    /// The percentile in working days after the plan's start, where it was kept.
    pub fn days(&self, percentile: Percentile) -> Option<WorkDays> {
        self.percentiles.iter().find(|(other, ..)| *other == percentile).map(|&(_, days, _)| days)
    }
}
