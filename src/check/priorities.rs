//! Priorities: what others wait for is no lower than they are.

use std::collections::BTreeMap;

use super::order::Order;
use super::{Findings, Lookup};
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::{Plan, ROADMAP};

/// The most steps, in nodes and links that are looked at: a fraction of a second. Of larger plans nothing is said.
const MOST_STEPS: usize = 10_000_000;

/// So many of the tasks that could come first are looked at, a bit for each.
const MOST_RIVALS: usize = u64::BITS as usize;

/// Warns of a task that gets people late and that one of a higher priority, which is a smaller number, waits for, by whatever links.
///
/// Only where it can be passed over: where some other task of its team, and of its kind of work where the team has shares, has a higher priority
/// and neither leads to it nor waits for it. Of these others the 64 of the highest priority are looked at, so that all takes two passes over the
/// links for each pool of people in question.
pub(super) fn check(plan: &Plan, lookup: &Lookup<'_>, order: &Order<'_>, findings: &mut Findings) {
    // Most plans have one priority for all.
    let priority = |task: usize| plan.tasks[task].priority;
    if plan.teams.is_empty() || (1..plan.tasks.len()).all(|task| priority(task) == priority(0)) {
        return;
    }
    let behind = behind(plan, order);
    let is_low = |task: usize| behind[task].is_some_and(|(other, _)| other < priority(task));
    let mut pools = pools(plan, lookup);
    pools.retain(|_, tasks| tasks.iter().any(|&task| is_low(task)));
    if pools.len().saturating_mul(order.size()) > MOST_STEPS {
        return;
    }
    // By task: the first team in which others pass it over.
    let mut passed_over = vec![None; plan.tasks.len()];
    for ((team, _), mut tasks) in pools {
        tasks.sort_by_key(|&task| priority(task));
        let rivals = &tasks[..tasks.len().min(MOST_RIVALS)];
        let related = related(order, rivals);
        for &task in tasks.iter().filter(|&&task| is_low(task)) {
            let higher = rivals.iter().take_while(|&&rival| priority(rival) < priority(task)).count();
            if (0..higher).any(|rival| related[task] & 1 << rival == 0) {
                passed_over[task] = passed_over[task].or(Some(team));
            }
        }
    }
    for (task, team) in passed_over.into_iter().enumerate() {
        let (Some(team), Some((high, first))) = (team, behind[task]) else { continue };
        findings.add(
            Code::LowBeforeHigh,
            Path::of(["task", lookup.name(task), "priority"]),
            format!(
                "task {} (priority {}) gets people after others of team {}, though {} (priority {high}) waits for it",
                quoted(lookup.name(task)),
                priority(task),
                quoted(&plan.teams[team].name),
                quoted(lookup.name(first)),
            ),
            format!("give it priority = {high} too"),
        );
    }
}

/// By node: the smallest priority number of the tasks that wait for it, directly or through others, and the first in plan order that has it.
fn behind(plan: &Plan, order: &Order<'_>) -> Vec<Option<(i64, usize)>> {
    let mut behind: Vec<Option<(i64, usize)>> = vec![None; order.nodes().len()];
    for &node in order.nodes().iter().rev() {
        let own = |follower: usize| plan.tasks.get(follower).map(|task| (task.priority, follower));
        let followers = order.behind(node).iter();
        behind[node] =
            followers.filter_map(|&follower| own(follower).into_iter().chain(behind[follower]).min()).min();
    }
    behind
}

/// The tasks that draw on the same people, by team and, where it has shares, kind of work.
fn pools<'p>(plan: &'p Plan, lookup: &Lookup<'_>) -> BTreeMap<(usize, &'p str), Vec<usize>> {
    let mut pools: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (number, team) in plan.teams.iter().enumerate() {
        for &task in lookup.tasks_of(&team.name) {
            let kind = plan.tasks[task].kind.as_deref().unwrap_or(ROADMAP);
            let kind = if team.share.is_empty() { "" } else { kind };
            pools.entry((number, kind)).or_default().push(task);
        }
    }
    pools
}

/// By node: a bit for each of these tasks that leads to it, waits for it, or is it.
fn related(order: &Order<'_>, tasks: &[usize]) -> Vec<u64> {
    let mut before = vec![0u64; order.nodes().len()];
    tasks.iter().enumerate().for_each(|(bit, &task)| before[task] |= 1 << bit);
    let mut behind = before.clone();
    for &node in order.nodes() {
        before[node] |= order.before(node).iter().fold(0, |bits, &(from, _)| bits | before[from]);
    }
    for &node in order.nodes().iter().rev() {
        behind[node] |= order.behind(node).iter().fold(0, |bits, &follower| bits | behind[follower]);
    }
    before.into_iter().zip(behind).map(|(before, behind)| before | behind).collect()
}
