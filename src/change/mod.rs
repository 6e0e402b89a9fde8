//! Plan + changes → the plan with them. The one mechanism behind alternatives and every other "what if".

mod drop;
mod edit;

use std::collections::HashMap;

use crate::error::{Code, Diagnostic, Error, Path, Result};
use crate::names::{did_you_mean, quoted};
use crate::plan::{Change, Plan};

pub use drop::{Because, Dropped};
pub(crate) use drop::{edited, forget};

/// A plan with changes in it.
#[derive(Debug)]
pub(crate) struct Changed {
    /// The plan, without alternatives.
    pub(crate) plan: Plan,
    /// What is no longer in it.
    pub(crate) dropped: Vec<Dropped>,
    /// What is wrong with the changes themselves, with paths inside the alternative.
    pub(crate) findings: Vec<Diagnostic>,
}

impl Changed {
    fn add(&mut self, code: Code, path: Path, message: impl Into<String>, help: impl Into<String>) {
        self.findings.push(Diagnostic::new(code, path, message, help));
    }
}

/// The plan with these changes: fields first, in their order, then everything that is to be dropped, at once.
pub(crate) fn changed(plan: &Plan, changes: &[Change]) -> Changed {
    let base = Plan { alternatives: Vec::new(), ..plan.clone() };
    let mut changed = Changed { plan: base, dropped: Vec::new(), findings: Vec::new() };
    edit::edit(&mut changed, changes);
    drop::drop(&mut changed, changes);
    changed
}

impl Plan {
    /// This plan with changes in it, and without alternatives. The new plan is yet to be checked. It is a plan of its own: what was spent on
    /// tasks under way that are dropped is known to [`Simulation::what_if`](crate::Simulation::what_if) only.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Plan`](crate::ErrorKind::Plan) when the changes name what is not there, or add what is not said in full.
    ///
    /// # Example
    ///
    /// ```
    /// use landfall::{Change, Estimate, Plan, Task, date};
    ///
    /// let plan = Plan::new("", date(2027, 1, 4))
    ///     .task(Task::new("refactor", Estimate::weeks(2.0..=3.0)))
    ///     .task(Task::new("api", Estimate::weeks(1.0..=2.0)).after("refactor"));
    /// let without = plan.with(&[Change::drop("refactor")])?;
    /// assert_eq!(without.tasks[0].after, []);
    /// # Ok::<(), landfall::Error>(())
    /// ```
    pub fn with(&self, changes: &[Change]) -> Result<Self> {
        sound(changed(self, changes)).map(|changed| changed.plan)
    }

    /// This plan as one of its alternatives has it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) when it has no alternative of that name, and as [`Plan::with`].
    pub fn with_alternative(&self, name: &str) -> Result<Self> {
        sound(with_alternative(self, name)?).map(|changed| changed.plan)
    }
}

/// As one of its alternatives has it; what is dropped on the way to it is all there.
pub(crate) fn with_alternative(plan: &Plan, name: &str) -> Result<Changed> {
    let places: HashMap<&str, usize> =
        plan.alternatives.iter().enumerate().rev().map(|(place, a)| (a.name.as_str(), place)).collect();
    let mut chain = Vec::new();
    let mut next = Some(name);
    while let Some(name) = next {
        let Some(&place) = places.get(name) else {
            let names = plan.alternatives.iter().map(|alternative| alternative.name.as_str());
            let near = did_you_mean(name, names).unwrap_or_else(|| "name one that it has".to_owned());
            return Err(Error::argument(format!("the plan has no alternative {}; {near}", quoted(name))));
        };
        if chain.contains(&place) {
            return Err(Error::argument(format!("alternative {} is built on itself", quoted(name))));
        }
        chain.push(place);
        next = plan.alternatives[place].based_on.as_deref();
    }
    let mut whole = changed(plan, &[]);
    for place in chain.into_iter().rev() {
        let step = changed(&whole.plan, &plan.alternatives[place].changes);
        whole.plan = step.plan;
        whole.dropped.extend(step.dropped);
        whole.findings.extend(step.findings);
    }
    Ok(whole)
}

/// A changed plan whose changes have no error.
pub(crate) fn sound(changed: Changed) -> Result<Changed> {
    let wrong = changed.findings.iter().any(|finding| finding.severity() == crate::error::Severity::Error);
    if wrong { Err(Error::plan(changed.findings)) } else { Ok(changed) }
}
