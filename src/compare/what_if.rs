//! One plan, forecast once, and any change of it against it.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::difference::{Difference, Differences};
use crate::change::{Changed, Dropped, changed, sound};
use crate::error::{Error, Result};
use crate::forecast::Forecast;
use crate::network::{Facts, Network};
use crate::plan::{Change, Plan};
use crate::simulate::{MOST_KEPT, Progress, Simulation};

/// A plan that was simulated, and what changes of it are held against.
///
/// Every change runs on the same trials: each random number belongs to a seed, a name and a trial, so that a changed plan meets the same luck
/// wherever it was not changed.
///
/// ```
/// use landfall::{Change, Estimate, P80, Plan, RiskField, Risk, Simulation, Task, date};
///
/// let plan = Plan::new("", date(2027, 1, 4))
///     .task(Task::new("api", Estimate::weeks(2.0..=3.0)))
///     .risk(Risk::new("db", 0.3).delays("api", Estimate::weeks(1.0..=2.0)));
/// let baseline = Simulation::new().baseline(&plan)?;
/// let calm = baseline.what_if(&[Change::risk("db", [RiskField::Chance(0.0.into())])])?;
/// assert!(calm.difference().shift(P80).days.get() < 0.0);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Baseline<'s> {
    pub(super) simulation: Simulation<'s>,
    pub(super) forecast: Forecast,
    /// What no change of the plan changes.
    facts: Arc<Facts>,
}

/// A plan with changes in it, against the plan without them, on the same trials.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    forecast: Forecast,
    dropped: Vec<Dropped>,
    pub(super) differences: Differences,
    cost: Option<f64>,
}

impl<'s> Simulation<'s> {
    /// Simulates a plan as that which changes are held against.
    ///
    /// # Errors
    ///
    /// As [`Simulation::forecast`], and [`ErrorKind::Argument`](crate::ErrorKind::Argument) for more than 1,048,576 trials, which are not kept
    /// one by one.
    pub fn baseline(&self, plan: &Plan) -> Result<Baseline<'s>> {
        self.baseline_of(&Network::new(plan)?)
    }

    /// The same of a plan that was made ready.
    ///
    /// # Errors
    ///
    /// As [`Simulation::baseline`].
    pub fn baseline_of(&self, network: &Network) -> Result<Baseline<'s>> {
        Ok(self.against(network, self.every_trial(network)?))
    }

    /// The forecast of a network whose trials are kept one by one.
    pub(super) fn every_trial(&self, network: &Network) -> Result<Forecast> {
        let too_many = |trials: usize| {
            let rule = "plans are held against each other trial by trial";
            Error::argument(format!("{trials} trials: {rule}, {MOST_KEPT} at most"))
        };
        let most = self.most_trials()?;
        if most > MOST_KEPT && !self.is_precise() {
            return Err(too_many(most));
        }
        let trials = self.run(network)?;
        if trials.len() > MOST_KEPT {
            return Err(too_many(trials.len()));
        }
        Ok(Forecast::new(network, &trials))
    }

    /// What changes are held against: they have as many trials, whatever made them enough.
    pub(super) fn against(&self, network: &Network, forecast: Forecast) -> Baseline<'s> {
        Baseline { simulation: self.exactly(forecast.trials()), forecast, facts: network.facts() }
    }

    /// A plan with changes in it, against the plan without them, on the same trials.
    ///
    /// # Errors
    ///
    /// As [`Simulation::baseline`] and [`Baseline::what_if`].
    pub fn what_if(&self, plan: &Plan, changes: &[Change]) -> Result<WhatIf> {
        self.baseline(plan)?.what_if(changes)
    }
}

impl Baseline<'_> {
    /// The forecast of the plan as it is.
    pub fn forecast(&self) -> &Forecast {
        &self.forecast
    }

    /// The plan with these changes, against the plan as it is. In a plan under way what is past stays, whatever the changes are: the work done,
    /// what its people cost for it, what is finished, and that nothing which had not come by the day of the status comes before it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Plan`](crate::ErrorKind::Plan) when the changes are wrong, or the plan is with them, and as [`Simulation::run`].
    pub fn what_if(&self, changes: &[Change]) -> Result<WhatIf> {
        self.with(sound(changed(self.forecast.plan(), changes))?, &self.simulation)
    }

    /// A changed plan against the plan as it is.
    pub(super) fn with(&self, changed: Changed, simulation: &Simulation<'_>) -> Result<WhatIf> {
        let Changed { plan, dropped, .. } = changed;
        let network = Network::changed(&plan, &self.facts)?;
        let forecast = simulation.forecast_of(&network)?;
        // Both have as many trials, and all of them one by one.
        let lost = || Error::argument("the trials of the two plans do not go together");
        let differences =
            Differences::of(&forecast, &self.forecast, simulation.is_stratified()).ok_or_else(lost)?;
        let mean = |forecast: &Forecast| forecast.cost().map(|cost| cost.mean());
        let cost = match (mean(&forecast), mean(&self.forecast)) {
            (None, None) => None,
            (one, other) => Some(one.unwrap_or(0.0) - other.unwrap_or(0.0)),
        };
        Ok(WhatIf { forecast, dropped, differences, cost })
    }
}

/// The `number`th of so many runs, whose progress is that of all of them.
pub(super) fn part<T>(
    simulation: &Simulation<'_>,
    (number, of): (usize, usize),
    run: impl FnOnce(&Simulation<'_>) -> Result<T>,
) -> Result<T> {
    let Some(progress) = simulation.progress() else { return run(simulation) };
    let watch = |of_run: Progress| -> ControlFlow<()> {
        let Progress { done, total } = of_run;
        progress(Progress { done: number * total + done, total: of * total })
    };
    run(&simulation.on_progress(&watch))
}

impl WhatIf {
    /// The forecast of the changed plan.
    pub fn forecast(&self) -> &Forecast {
        &self.forecast
    }

    /// What is no longer in the plan, and why.
    pub fn dropped(&self) -> &[Dropped] {
        &self.dropped
    }

    /// The finish of the changed plan less that of the plan.
    pub fn difference(&self) -> &Difference {
        &self.differences.finish
    }

    /// The same of a milestone that both have.
    pub fn milestone(&self, name: &str) -> Option<&Difference> {
        self.differences.milestone(name)
    }

    /// The milestones that both have, in the order of the changed plan.
    pub fn milestones(&self) -> impl Iterator<Item = (&str, &Difference)> {
        self.differences.milestones()
    }

    /// The mean cost of the changed plan less that of the plan; `None` where neither costs anything.
    pub fn cost(&self) -> Option<f64> {
        self.cost
    }
}
