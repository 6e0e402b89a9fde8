//! Risks that depend on each other: on one that happened, or as one of a set.

use std::collections::{BTreeMap, HashMap};

use super::Findings;
use super::loops::{loops, shown};
use super::numbers::fine_percent;
use super::risks::check_chance;
use crate::error::{Code, Path};
use crate::names::{Suggestions, quoted};
use crate::plan::{Plan, Risk};

/// By how much the chances of a set may be above 1 together: what adding shares such as 0.1 loses.
const ROUNDING: f64 = 1e-9;

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for (number, risk) in plan.risks.iter().enumerate() {
        numbers.entry(&risk.name).or_insert(number);
    }
    check_given(plan, &numbers, findings);
    check_loops(plan, &numbers, findings);
    check_one_of(plan, findings);
    check_absorb(plan, findings);
}

fn check_given(plan: &Plan, numbers: &HashMap<&str, usize>, findings: &mut Findings) {
    let suggestions = Suggestions::default();
    for risk in &plan.risks {
        let Some(given) = &risk.given else { continue };
        let path = Path::of(["risk", &risk.name, "given"]);
        check_chance(given.chance, &path.key("chance"), findings);
        if !numbers.contains_key(given.risk.as_str()) {
            let near =
                suggestions.did_you_mean(&given.risk, || plan.risks.iter().map(|risk| risk.name.as_str()));
            findings.add(
                Code::UnknownName,
                path.key("risk"),
                format!(
                    "risk {} depends on {}, which is no risk of the plan",
                    quoted(&risk.name),
                    quoted(&given.risk)
                ),
                near.unwrap_or_else(|| "write the name of another risk of this plan".to_owned()),
            );
        }
        if risk.one_of.is_some() {
            findings.add(
                Code::GivenAndOneOf,
                path,
                format!("risk {} shares its chance with the others of its one_of, so it cannot depend on given as well", quoted(&risk.name)),
                "keep one of the two",
            );
        }
    }
}

fn check_loops(plan: &Plan, numbers: &HashMap<&str, usize>, findings: &mut Findings) {
    let before = |risk: &Risk| {
        let given = risk.given.as_ref().and_then(|given| numbers.get(given.risk.as_str()).copied());
        given.into_iter().collect::<Vec<usize>>()
    };
    let depends: Vec<Vec<usize>> = plan.risks.iter().map(before).collect();
    for found in loops(&depends) {
        let names = |risk: usize| plan.risks[risk].name.as_str();
        findings.add(
            Code::GivenLoop,
            Path::of(["risk", names(found[0]), "given"]),
            match found[..] {
                [only] => format!("risk {} depends on itself", quoted(names(only))),
                _ => format!(
                    "the chances of these risks depend on each other in a circle: {}",
                    shown(&found, names)
                ),
            },
            "keep the direction in which one brings the other about",
        );
    }
}

/// The risks with each name under a key, by name, those of a set in the order of the plan.
fn sets<'p>(
    plan: &'p Plan,
    key: impl Fn(&'p Risk) -> Option<&'p String>,
) -> BTreeMap<&'p str, Vec<&'p Risk>> {
    let mut sets: BTreeMap<&str, Vec<&Risk>> = BTreeMap::new();
    for risk in &plan.risks {
        if let Some(name) = key(risk) {
            sets.entry(name).or_default().push(risk);
        }
    }
    sets
}

fn check_one_of(plan: &Plan, findings: &mut Findings) {
    for (name, risks) in sets(plan, |risk| risk.one_of.as_ref()) {
        let path = Path::of(["risk", &risks[0].name, "one_of"]);
        let sum: f64 = risks.iter().map(|risk| risk.chance.get()).sum();
        if sum > 1.0 + ROUNDING {
            let names: Vec<String> = risks.iter().take(8).map(|risk| quoted(&risk.name)).collect();
            findings.add(
                Code::OneOfAboveOne,
                path.clone(),
                format!(
                    "at most one of the risks of {} happens, and their chances are {} together: {}",
                    quoted(name),
                    fine_percent(sum),
                    names.join(", ")
                ),
                "lower the chances to 100% or less together",
            );
        }
        alone(name, &risks, "one_of", "at most one happens", findings);
    }
}

fn check_absorb(plan: &Plan, findings: &mut Findings) {
    for (name, risks) in sets(plan, |risk| risk.absorb.as_ref()) {
        alone(name, &risks, "absorb", "only the largest scale counts", findings);
        for risk in risks.iter().filter(|risk| risk.scales.is_empty()) {
            findings.add(
                Code::AloneInSet,
                Path::of(["risk", &risk.name, "absorb"]),
                format!("risk {} has absorb and no scales, so nothing of it is absorbed", quoted(&risk.name)),
                "take absorb out, or add scales",
            );
        }
    }
}

/// Warns of a set of one.
fn alone(name: &str, risks: &[&Risk], key: &str, meaning: &str, findings: &mut Findings) {
    let [only] = risks else { return };
    findings.add(
        Code::AloneInSet,
        Path::of(["risk", &only.name, key]),
        format!("no other risk has {key} = {}; of those with the same name there, {meaning}", quoted(name)),
        "give another risk the same name there, or take it out",
    );
}
