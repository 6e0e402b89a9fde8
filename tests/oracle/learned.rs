//! What finished tasks teach those that err with them (METHOD 34).

use std::collections::BTreeMap;

use landfall::inspect::Variable;
use landfall::{Estimate, Plan, Task};

use super::simulator::{Simulator, needs, probability};
use super::under_way::{beyond, score_beyond};

/// What a finished task says of the shared score is at most so far from 0.
const MOST_SCORE: f64 = 3.0;

/// Two tables of 32-bit numbers lie between what both read; so far the bits may lie apart.
const NEAR: u32 = 1 << 14;

/// What tasks err together with, and by how much: a group, or, without a name, the plan.
type Together = (Option<String>, f64);

fn together(plan: &Plan, task: &Task) -> Together {
    let teams = needs(plan, task);
    let selects = |selector: &str| {
        selector == "*"
            || selector == task.name
            || selector.strip_prefix('#').is_some_and(|tag| task.tags.iter().any(|own| own == tag))
            || selector.strip_prefix('@').is_some_and(|team| teams.iter().any(|(own, _)| own == team))
    };
    match plan.groups.iter().find(|group| group.tasks.iter().any(|selector| selects(selector))) {
        Some(group) => (Some(group.name.clone()), group.correlation),
        None => (None, plan.estimates.correlation.unwrap_or(0.0)),
    }
}

fn score(bits: u32) -> f64 {
    score_beyond(1.0 - probability(bits))
}

/// The least and the most that the bits of a duration may be, by trial.
pub(super) type Learned = Vec<(u32, u32)>;

/// Those by task, of the tasks of which finished ones taught something.
pub(super) fn learned(
    simulator: &Simulator<'_>,
    bits: impl Fn(Variable<'_>) -> Option<Vec<u32>>,
) -> BTreeMap<String, Learned> {
    let plan = simulator.plan;
    let mut learned = BTreeMap::new();
    let mut groups: BTreeMap<Option<String>, (f64, Vec<&Task>)> = BTreeMap::new();
    for task in &plan.tasks {
        let (name, r) = together(plan, task);
        groups.entry(name).or_insert_with(|| (r, Vec::new())).1.push(task);
    }
    for (r, tasks) in groups.into_values().filter(|&(r, _)| r > 0.0) {
        // What is the same in every trial may have nothing in common with others.
        let shared: Vec<(&Task, Vec<u32>)> = tasks
            .into_iter()
            .filter_map(|task| bits(Variable::Shared(&task.name)).map(|shared| (task, shared)))
            .collect();
        let scores: Vec<[f64; 2]> = shared.iter().filter_map(|(task, _)| taught(simulator, task)).collect();
        if scores.is_empty() {
            continue;
        }
        let total = 1.0 - r + scores.len() as f64 * r;
        let mean = |side: usize| libm::sqrt(r) * scores.iter().map(|score| score[side]).sum::<f64>() / total;
        let sd = libm::sqrt((1.0 - r) / total);
        for (task, shared) in shared {
            let own = bits(Variable::Own(&task.name)).expect("it is in the plan");
            let mixed = shared.into_iter().zip(own).map(|(shared, own)| {
                let bits = |mean: f64| {
                    let z = libm::sqrt(r) * (mean + sd * score(shared)) + libm::sqrt(1.0 - r) * score(own);
                    (beyond(-z) * 4_294_967_296.0) as u32
                };
                (bits(mean(0)).saturating_sub(NEAR), bits(mean(1)).saturating_add(NEAR))
            });
            learned.insert(task.name.clone(), mixed.collect());
        }
    }
    learned
}

/// The score that a finished task had, unless it has no range.
fn taught(simulator: &Simulator<'_>, task: &Task) -> Option<[f64; 2]> {
    let started = simulator.past.started.get(&task.name)?;
    started.finish?;
    let takes = &simulator.curves.takes[&task.name];
    // Items that take one period in almost every case have a range.
    if takes.at(0) == takes.at(u32::MAX) && !matches!(task.takes, Estimate::Items(_)) {
        return None;
    }
    let longer =
        simulator.known(task, |late| [-1.0, 1.0].map(|side| late.longer_beside(started.done as f64, side)));
    Some(longer.map(|longer| score_beyond(longer).clamp(-MOST_SCORE, MOST_SCORE)))
}
