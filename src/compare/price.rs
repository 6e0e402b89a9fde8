//! The price of a piece of work: the plan with it against the plan without it.

use super::difference::{Difference, Differences};
use super::what_if::{Baseline, WhatIf};
use crate::change::{Dropped, changed, sound};
use crate::error::{Code, Error, Path, Result};
use crate::names::quoted;
use crate::plan::{Change, Plan};
use crate::simulate::Simulation;

/// What a piece of work costs and brings: the plan, which has it, against the plan without it, on the same trials.
///
/// ```
/// use landfall::{Effect, Estimate, Milestone, P80, Plan, Simulation, Task, date};
///
/// let plan = Plan::new("", date(2027, 1, 4))
///     .task(Task::new("refactor", Estimate::weeks(1.0..=2.0)))
///     .task(Task::new("ui", Estimate::weeks(8.0..=12.0)).after("refactor"))
///     .milestone(Milestone::new("beta").after("ui"))
///     .effect(Effect::after("pay-back", "refactor").saves("ui", 0.4));
/// let price = Simulation::new().price(&plan, "refactor")?;
/// assert!(price.milestone("beta").expect("both have it").shift(P80).days.get() < -10.0);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Price {
    name: String,
    without: WhatIf,
    differences: Differences,
}

impl Simulation<'_> {
    /// The price of something that could be dropped; see [`Change::Drop`].
    ///
    /// # Errors
    ///
    /// As [`Simulation::baseline`] and [`Baseline::what_if`].
    pub fn price(&self, plan: &Plan, what: &str) -> Result<Price> {
        self.baseline(plan)?.price(what)
    }
}

impl Baseline<'_> {
    /// The price of something that could be dropped; see [`Change::Drop`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) when the plan has nothing of that name, or it is past, and as
    /// [`Baseline::what_if`].
    pub fn price(&self, what: &str) -> Result<Price> {
        let changes = [Change::drop(what)];
        let changed = sound(changed(self.forecast.plan(), &changes)).map_err(|error| unknown(what, error))?;
        if changed.dropped.is_empty() {
            // What is asked for is past, and stays.
            let why = changed.findings.first().map_or("", |finding| finding.message.as_str());
            let rule = "what it brings can be asked of the plan without its status";
            return Err(Error::argument(format!("{why}; {rule}")));
        }
        let without = self.with(changed, &self.simulation)?;
        Ok(Price { name: what.to_owned(), differences: without.differences.reversed(), without })
    }
}

/// Of a name that is not in the plan nobody wrote a drop.
fn unknown(what: &str, error: Error) -> Error {
    match error.diagnostics() {
        [only] if only.code == Code::UnknownName && only.path == Path::of(["drop"]).index(0) => {
            let rule = "a price is that of one task or milestone, one \"#tag\", or \"risk.name\"";
            Error::argument(format!("{} is not in the plan: {rule}; {}", quoted(what), only.help))
        }
        _ => error,
    }
}

impl Price {
    /// What it is the price of.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The plan without it.
    pub fn without(&self) -> &WhatIf {
        &self.without
    }

    /// It, and what would go with it.
    pub fn dropped(&self) -> &[Dropped] {
        self.without.dropped()
    }

    /// The finish of the plan less that without it: above 0 where it makes the plan later.
    pub fn difference(&self) -> &Difference {
        &self.differences.finish
    }

    /// The same of a milestone that would be there without it, too.
    pub fn milestone(&self, name: &str) -> Option<&Difference> {
        self.differences.milestone(name)
    }

    /// These milestones, in plan order.
    pub fn milestones(&self) -> impl Iterator<Item = (&str, &Difference)> {
        self.differences.milestones()
    }

    /// What it costs on average, in the unit of the plan; `None` where nothing costs anything.
    pub fn cost(&self) -> Option<f64> {
        self.without.cost().map(|cost| -cost)
    }
}
