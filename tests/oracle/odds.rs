//! The odds of risks, given what is known: settled ones, and those that explain work that takes long (METHOD 34).

use std::collections::BTreeMap;

use landfall::{Plan, Risk, Task};

use super::durations::Happening;
use super::simulator::{MEDIAN, Simulator, selector};
use super::under_way::Late;

/// The size of a risk is averaged over so many places of its curve.
const PLACES: u32 = 33;

/// The chance of a risk, and that where the one happened that it is given.
pub(super) type Chances = BTreeMap<String, (f64, Option<f64>)>;

/// What the status says of a risk.
fn said(plan: &Plan, risk: &Risk) -> Option<bool> {
    let status = plan.status.as_ref()?;
    status.risks.iter().find(|said| said.name == risk.name)?.happened
}

/// The chance of a risk after what the status settles.
fn settled(plan: &Plan, risk: &Risk) -> f64 {
    match said(plan, risk) {
        Some(true) => return 1.0,
        Some(false) => return 0.0,
        None => {}
    }
    let chance = risk.chance.get();
    let Some(set) = &risk.one_of else { return chance };
    let others = || plan.risks.iter().filter(|other| other.one_of.as_ref() == Some(set));
    if others().any(|other| said(plan, other) == Some(true)) {
        return 0.0;
    }
    let gone = others().filter(|other| said(plan, other) == Some(false));
    let gone: f64 = gone.map(|other| other.chance.get()).sum();
    if chance == 0.0 { 0.0 } else { (chance / (1.0 - gone)).min(1.0) }
}

pub(super) fn chances(simulator: &Simulator<'_>) -> Chances {
    let plan = simulator.plan;
    let of_risk = |risk: &Risk| {
        let given = risk.given.as_ref().map(|given| given.chance.get());
        if let Some(happened) = said(plan, risk) {
            let chance = f64::from(u8::from(happened));
            return (chance, given.map(|_| chance));
        }
        if let Some(set) = &risk.one_of {
            return (of_set(simulator, risk, set), None);
        }
        let ratio = simulator.log_ratio(risk);
        let times = |chance: f64| share(chance, ratio, &[(1.0 - chance, 0.0)]);
        (times(settled(plan, risk)), given.map(times))
    };
    plan.risks.iter().map(|risk| (risk.name.clone(), of_risk(risk))).collect()
}

/// What is known of one of a set is known of all: with "none of them" they sum to 1.
fn of_set(simulator: &Simulator<'_>, risk: &Risk, set: &String) -> f64 {
    let plan = simulator.plan;
    let members = || plan.risks.iter().filter(|other| other.one_of.as_ref() == Some(set));
    let none: f64 = 1.0 - members().map(|other| settled(plan, other)).sum::<f64>();
    let others = members().filter(|other| other.name != risk.name);
    let mut others: Vec<(f64, f64)> =
        others.map(|other| (settled(plan, other), simulator.log_ratio(other))).collect();
    others.push((none.max(0.0), 0.0));
    share(settled(plan, risk), simulator.log_ratio(risk), &others)
}

/// The chance of one of several, each with its chance before and the logarithm of how much likelier it makes what is seen.
fn share(chance: f64, ratio: f64, others: &[(f64, f64)]) -> f64 {
    if chance == 0.0 {
        return 0.0;
    }
    let more =
        |&(other, log): &(f64, f64)| if other == 0.0 { 0.0 } else { other / chance * libm::exp(log - ratio) };
    1.0 / (1.0 + others.iter().map(more).sum::<f64>())
}

impl Simulator<'_> {
    /// Looks at the curve of a task as the risks make it that happened, at their medians.
    pub(super) fn known<T>(&self, task: &Task, look: impl FnOnce(&Late<'_>) -> T) -> T {
        let happens = |risk: &Risk| said(self.plan, risk) == Some(true);
        self.late(task, &Happening { happens: &happens, size: &|_| MEDIAN }, [false; 2], look)
    }

    /// By how much the work under way makes a risk likelier that is still open, as a logarithm.
    fn log_ratio(&self, risk: &Risk) -> f64 {
        let mut ratio = 0.0;
        for task in &self.plan.tasks {
            let Some(started) = self.past.started.get(&task.name) else { continue };
            let selects = selector(self.plan, &risk.becomes, task).is_some()
                || selector(self.plan, &risk.scales, task).is_some()
                || selector(self.plan, &risk.delays, task).is_some();
            if started.finish.is_some() || started.remaining.is_some() || !selects {
                continue;
            }
            let happened = |other: &Risk| said(self.plan, other) == Some(true);
            // Beyond the P90 of both, how much longer it takes says nothing more.
            let both = |other: &Risk| other.name == risk.name || happened(other);
            let middling = Happening { happens: &both, size: &|_| MEDIAN };
            let p90 = self.late(task, &middling, [false; 2], |late| late.p90());
            let p90 = self.known(task, |late| late.p90()).max(p90);
            let done = started.done as f64;
            let done = if p90 > 0.0 { done.min(p90) } else { done };
            let longer = |happens: &dyn Fn(&Risk) -> bool, size: &dyn Fn(&Risk) -> u32| {
                let happening = Happening { happens, size };
                self.late(task, &happening, [false; 2], |late| late.longer(done))
            };
            let without = self.known(task, |late| late.longer(done));
            let mut with = 0.0;
            for place in 0..PLACES {
                // Where a curve jumps, what lies at or below the middle of the place counts.
                let bits = ((u64::from(2 * place + 1) << 32) - 1) / u64::from(2 * PLACES);
                let size = |other: &Risk| if other.name == risk.name { bits as u32 } else { MEDIAN };
                with += longer(&|other| other.name == risk.name || happened(other), &size);
            }
            if without < 1e-200 || with < 1e-200 {
                self.beyond_numbers.set(true);
            }
            ratio += libm::log(with / f64::from(PLACES) / without);
        }
        ratio
    }
}
