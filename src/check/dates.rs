//! Dates on which tasks are held: none so late that it hides how what comes before it moves.

use super::likely::Likely;
use super::order::Order;
use super::{Findings, Lookup, Reading};
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::{Plan, Task};
use crate::units::TICKS_PER_DAY;

/// So many working days between what a task waits for and its date make a warning: two weeks are more than a date that was rounded up.
const HIDDEN_DAYS: i64 = 10;

/// Warns of a task that waits for others and whose `not_before` lies two weeks or more behind them, were all to take what is likely.
///
/// What a milestone with a target waits for, directly or through other milestones, hides nothing: how late it is shows there.
pub(super) fn check(
    plan: &Plan,
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    order: &Order<'_>,
    findings: &mut Findings,
) {
    let told = told(plan, lookup, order);
    let holding = |task| order.before(task).iter().filter(|(_, link)| !link.kind.holds_finish());
    let hides =
        |&task: &usize| plan.tasks[task].not_before.is_some() && !holding(task).all(|&(from, _)| told[from]);
    let dated: Vec<usize> = (0..plan.tasks.len()).filter(hides).collect();
    if dated.is_empty() {
        return;
    }
    let Some(likely) = Likely::new(plan, reading, lookup, order) else { return };
    for task in dated {
        let days = (likely.held_until[task] - likely.free[task]).div_euclid(i64::from(TICKS_PER_DAY));
        let Task { name, not_before: Some(day), .. } = &plan.tasks[task] else { continue };
        if days < HIDDEN_DAYS {
            continue;
        }
        let starts = holding(task).any(|(_, link)| link.kind.waits_for_start());
        let done = if starts { "under way or finished" } else { "finished" };
        findings.add(
            Code::HidingDate,
            Path::of(["task", name, "not_before"]),
            format!(
                "task {} starts on {day} at the earliest, and what it waits for is likely to be {done} {days} working days before: it could slip by as much and nobody would see it",
                quoted(name)
            ),
            "take not_before out if the work could begin sooner, or let a milestone with a target wait for what comes before, so that its own odds are told",
        );
    }
}

/// By node: whether a milestone with a target waits for it, directly or through other milestones, or it is one.
fn told(plan: &Plan, lookup: &Lookup<'_>, order: &Order<'_>) -> Vec<bool> {
    let mut told = vec![false; lookup.len()];
    for &node in order.nodes().iter().rev().filter(|&&node| lookup.is_milestone(node)) {
        told[node] |= plan.milestones[node - lookup.tasks()].target.is_some();
        if told[node] {
            order.before(node).iter().for_each(|&(from, _)| told[from] = true);
        }
    }
    told
}
