//! The alternatives of a plan, side by side.

use super::difference::Difference;
use super::what_if::{Baseline, WhatIf, part};
use crate::change::{sound, with_alternative};
use crate::error::Result;
use crate::forecast::Forecast;
use crate::names::quoted;
use crate::network::Network;
use crate::plan::Plan;
use crate::simulate::Simulation;

/// A plan and its alternatives, on the same trials.
///
/// ```
/// use landfall::{Alternative, Estimate, P80, Plan, Task, date};
///
/// let plan = Plan::new("Checkout", date(2027, 1, 4))
///     .task(Task::new("ui", Estimate::weeks(2.0..=5.0)))
///     .task(Task::new("audit", Estimate::weeks(2.0..=3.0)).after("ui"))
///     .alternative(Alternative::new("fast").drop("audit"));
/// let comparison = plan.compare()?;
/// let fast = comparison.alternative("fast").expect("the plan has it");
/// assert!(fast.what_if.difference().shift(P80).days.get() < -10.0);
/// assert_eq!(fast.what_if.difference().earlier().probability, 1.0);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    base: Forecast,
    alternatives: Vec<AlternativeForecast>,
}

/// One of the alternatives.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AlternativeForecast {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The plan with it, against the plan.
    pub what_if: WhatIf,
}

impl Plan {
    /// Forecasts the plan and its alternatives on the same 10,000 trials from seed 0. For anything else, see [`Simulation::compare`].
    ///
    /// # Errors
    ///
    /// As [`Simulation::compare`].
    pub fn compare(&self) -> Result<Comparison> {
        Simulation::new().compare(self)
    }
}

impl Simulation<'_> {
    /// Forecasts a plan and its alternatives on the same trials. Progress is that of all of them together.
    ///
    /// # Errors
    ///
    /// As [`Simulation::baseline`], and as [`Simulation::run`] of an alternative.
    pub fn compare(&self, plan: &Plan) -> Result<Comparison> {
        self.compare_of(&Network::new(plan)?)
    }

    /// The same of a plan that was made ready.
    ///
    /// # Errors
    ///
    /// As [`Simulation::compare`].
    pub fn compare_of(&self, network: &Network) -> Result<Comparison> {
        let runs = 1 + network.plan().alternatives.len();
        // Of the memory allowed each has its part.
        let each = self.shared_by(runs);
        let base = part(&each, (0, runs), |simulation| simulation.every_trial(network))?;
        each.against(network, base).beside(1)
    }
}

impl Baseline<'_> {
    /// The plan and its alternatives.
    ///
    /// # Errors
    ///
    /// As [`Simulation::run`] of an alternative.
    pub fn compare(self) -> Result<Comparison> {
        self.beside(0)
    }

    /// The plan and its alternatives, after so many runs that are done.
    fn beside(self, done: usize) -> Result<Comparison> {
        let plan = self.forecast.plan();
        let runs = done + plan.alternatives.len();
        let mut alternatives = Vec::with_capacity(plan.alternatives.len());
        for (number, alternative) in plan.alternatives.iter().enumerate() {
            let changed = sound(with_alternative(plan, &alternative.name)?)?;
            alternatives.push(AlternativeForecast {
                name: alternative.name.clone(),
                title: titled(&alternative.name, alternative.title.as_deref()),
                what_if: part(&self.simulation, (done + number, runs), |simulation| {
                    self.with(changed, simulation)
                })
                .map_err(|error| error.of(&format!("alternative {}", quoted(&alternative.name))))?,
            });
        }
        Ok(Comparison { base: self.forecast, alternatives })
    }
}

/// What people call something of this name.
fn titled(name: &str, title: Option<&str>) -> String {
    title.filter(|title| !title.trim().is_empty()).unwrap_or(name).to_owned()
}

impl Comparison {
    /// The plan as it is.
    pub fn base(&self) -> &Forecast {
        &self.base
    }

    /// The alternatives, in plan order.
    pub fn alternatives(&self) -> &[AlternativeForecast] {
        &self.alternatives
    }

    /// The alternative with this name.
    pub fn alternative(&self, name: &str) -> Option<&AlternativeForecast> {
        self.alternatives.iter().find(|alternative| alternative.name == name)
    }

    /// The finish of one alternative less that of another; `None` where there is none of such a name.
    pub fn between(&self, one: &str, other: &str) -> Option<Difference> {
        let (one, other) = (self.alternative(one)?, self.alternative(other)?);
        let stratified = self.base.sampling().is_stratified();
        Difference::of(one.what_if.forecast().finish(), other.what_if.forecast().finish(), stratified)
    }
}
