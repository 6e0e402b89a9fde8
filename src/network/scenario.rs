//! Risks: which streams decide about them, and by which rule.

use std::collections::{BTreeMap, HashMap};

use super::keys::{Purpose, key};
use super::past::Chances;
use crate::plan::{Plan, Risk};
use crate::units::Chance;

/// A risk.
#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    /// The stream that decides whether it happens.
    pub(crate) happens: u64,
    /// The stream that its scales and delays are read with.
    pub(crate) size: u64,
    pub(crate) rule: Rule,
}

/// When a risk happens, by 32 random bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Rule {
    /// Where they lie below this.
    Below(u64),
    /// Where they lie from the first on and below the second: a slice of what the risks of a set share.
    Between(u64, u64),
    /// Where they lie below the first, or below the second where another risk happened.
    Given { otherwise: u64, given: u64, risk: usize },
}

/// Bits k stand for the probability (k + 1/2) / 2^32, which lies below the chance exactly for the k below this.
pub(super) fn threshold(chance: Chance) -> u64 {
    (chance.get() * 4_294_967_296.0 - 0.5).ceil().clamp(0.0, 4_294_967_296.0) as u64
}

/// The risks of a plan, in plan order (METHOD 12 and 14), as likely as is known by now, where something is.
pub(super) fn scenarios(plan: &Plan, known: Option<&[Chances]>) -> Vec<Scenario> {
    let chance = |risk: usize| match known {
        None => plan.risks[risk].chance,
        Some(known) => Chance::new(known[risk].chance),
    };
    let slices = slices(plan, chance);
    let numbers: HashMap<&str, usize> =
        plan.risks.iter().enumerate().map(|(number, risk)| (risk.name.as_str(), number)).collect();
    let scenario = |(number, risk): (usize, &Risk)| {
        let otherwise = threshold(chance(number));
        let given = risk.given.as_ref().and_then(|given| {
            let known = known.and_then(|known| known[number].given).map(Chance::new);
            Some((known.unwrap_or(given.chance), *numbers.get(given.risk.as_str())?))
        });
        let (happens, rule) = match (&risk.one_of, given) {
            (Some(set), _) => (key(set, Purpose::OneOf), Rule::Between(slices[number].0, slices[number].1)),
            (None, Some((given, other))) => {
                let rule = Rule::Given { otherwise, given: threshold(given), risk: other };
                (key(&risk.name, Purpose::Happens), rule)
            }
            (None, None) => (key(&risk.name, Purpose::Happens), Rule::Below(otherwise)),
        };
        Scenario { happens, size: key(&risk.name, Purpose::Size), rule }
    };
    plan.risks.iter().enumerate().map(scenario).collect()
}

/// For each risk of a set its slice of the set's number: one after the other, in the order of the names.
fn slices(plan: &Plan, chance: impl Fn(usize) -> Chance) -> Vec<(u64, u64)> {
    let mut sets: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, risk) in plan.risks.iter().enumerate() {
        if let Some(set) = &risk.one_of {
            sets.entry(set).or_default().push(number);
        }
    }
    let mut slices = vec![(0, 0); plan.risks.len()];
    for mut members in sets.into_values() {
        members.sort_by_key(|&risk| &plan.risks[risk].name);
        let mut sum = 0.0;
        for risk in members {
            let from = threshold(Chance::new(sum));
            sum += chance(risk).get();
            slices[risk] = (from, threshold(Chance::new(sum)));
        }
    }
    slices
}

/// The risks in an order in which every one comes after that it depends on, else in plan order. The check has refused loops.
pub(super) fn order(scenarios: &[Scenario]) -> Vec<usize> {
    let mut order = Vec::with_capacity(scenarios.len());
    let mut placed = vec![false; scenarios.len()];
    for risk in 0..scenarios.len() {
        // What it depends on, from itself back to one that is placed or depends on nothing.
        let mut way = Vec::new();
        let mut next = Some(risk);
        while let Some(risk) = next.filter(|&risk| !placed[risk]) {
            placed[risk] = true;
            way.push(risk);
            next = match scenarios[risk].rule {
                Rule::Given { risk, .. } => Some(risk),
                Rule::Below(_) | Rule::Between(..) => None,
            };
        }
        order.extend(way.into_iter().rev());
    }
    order
}
