//! Who is needed where: nobody for some tasks, or one team on every way through the plan.

use super::order::Order;
use super::{Findings, Lookup};
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::{NOBODY, Plan, Task};

/// So many of the tasks without a team are named.
const SHOWN: usize = 3;

/// The most steps, in nodes and links that are looked at once for each team: a fraction of a second. Of larger plans nothing is said.
const MOST_STEPS: usize = 10_000_000;

/// A plan of fewer tasks has no ways worth speaking of.
const FEW: usize = 3;

/// Warns, once for the plan, of tasks that say nothing of a team where others do. Team "none" is something.
pub(super) fn check_teams(plan: &Plan, findings: &mut Findings) {
    let has_team =
        |task: &Task| !task.uses.is_empty() || task.team.as_deref().is_some_and(|team| team != NOBODY);
    if plan.teams.is_empty() || plan.default_team.is_some() || !plan.tasks.iter().any(has_team) {
        return;
    }
    // Of those that want people, and do not say whose, P711 tells.
    let says_nothing = |task: &&Task| task.uses.is_empty() && task.team.is_none() && task.people == 1;
    let tasks: Vec<&Task> = plan.tasks.iter().filter(says_nothing).collect();
    let names: Vec<String> = tasks.iter().take(SHOWN).map(|task| quoted(&task.name)).collect();
    let (named, them) = match &names[..] {
        [] => return,
        [one] => (format!("task {one} has no team: it runs as soon as its links allow"), "it"),
        [.., last] if tasks.len() <= SHOWN => {
            let others = names[..names.len() - 1].join(", ");
            (format!("tasks {others} and {last} have no team: they run as soon as their links allow"), "them")
        }
        _ => {
            let more = tasks.len() - SHOWN;
            (
                format!(
                    "tasks {} and {more} more have no team: they run as soon as their links allow",
                    names.join(", ")
                ),
                "them",
            )
        }
    };
    findings.add(
        Code::NoTeam,
        Path::of(["task", &tasks[0].name, "team"]),
        format!("{named}, as if somebody were always free for {them}"),
        format!("give {them} a team, or write team = \"none\" for what needs nobody"),
    );
}

/// Warns of a team that is needed on every way through the plan, from what waits for nothing to what nothing waits for.
///
/// A task that lies on every way by itself, such as the release at the end of all, does not count: it holds everything up whoever does it. So a single
/// chain is no finding, and neither is a plan that begins with one task and ends with one.
pub(super) fn check_ways(plan: &Plan, lookup: &Lookup<'_>, order: &Order<'_>, findings: &mut Findings) {
    let teams: Vec<(&str, &[usize])> = plan
        .teams
        .iter()
        .map(|team| (team.name.as_str(), lookup.tasks_of(&team.name)))
        .filter(|(_, tasks)| !tasks.is_empty())
        .collect();
    if teams.len() < 2
        || plan.tasks.len() < FEW
        || teams.len().saturating_mul(order.size()) > MOST_STEPS
        || !ends_differ(plan, lookup, order)
    {
        return;
    }
    let on_every_way = on_every_way(order);
    for (team, tasks) in teams {
        let mut needed = vec![false; lookup.len()];
        tasks.iter().for_each(|&task| needed[task] = !on_every_way[task]);
        // Whether a way that needs nobody of the team leads to each node and through it.
        let mut without = vec![false; lookup.len()];
        for &node in order.nodes() {
            let before = order.before(node);
            without[node] =
                !needed[node] && (before.is_empty() || before.iter().any(|&(from, _)| without[from]));
        }
        if !(0..lookup.len()).any(|node| without[node] && order.behind(node).is_empty()) {
            findings.add(
                Code::OneTeam,
                Path::of(["team", team]),
                format!(
                    "every way through the plan needs team {}: whenever it is short of people, everything is late",
                    quoted(team)
                ),
                "let another team take over some of its tasks, or lead one way past it; priority decides which of them get its people first",
            );
        }
    }
}

/// Whether two ways through the plan begin or end with different tasks.
fn ends_differ(plan: &Plan, lookup: &Lookup<'_>, order: &Order<'_>) -> bool {
    // By node: whether a task waits for it, also through milestones.
    let mut goes_on = vec![false; lookup.len()];
    for &node in order.nodes().iter().rev() {
        goes_on[node] =
            order.behind(node).iter().any(|&follower| !lookup.is_milestone(follower) || goes_on[follower]);
    }
    let tasks = 0..plan.tasks.len();
    let first = tasks.clone().filter(|&task| order.before(task).is_empty()).count();
    let last = tasks.filter(|&task| !goes_on[task]).count();
    first > 1 || last > 1
}

/// By node: whether every way from what waits for nothing to what nothing waits for leads through it, which is so where no link leads past its
/// place in the order.
fn on_every_way(order: &Order<'_>) -> Vec<bool> {
    let nodes = order.nodes();
    let mut place = vec![0; nodes.len()];
    nodes.iter().enumerate().for_each(|(at, &node)| place[node] = at);
    // How many links begin to lead past a place, less those that end; a way begins before all places, and ends behind them.
    let mut change = vec![0i64; nodes.len() + 1];
    let mut past = |from: usize, to: usize| {
        if from < to {
            change[from] += 1;
            change[to] -= 1;
        }
    };
    for (at, &node) in nodes.iter().enumerate() {
        let before = order.before(node);
        before.iter().for_each(|&(from, _)| past(place[from] + 1, at));
        if before.is_empty() {
            past(0, at);
        }
        if order.behind(node).is_empty() {
            past(at + 1, nodes.len());
        }
    }
    let mut on_every_way = vec![false; nodes.len()];
    let mut open = 0;
    for (&node, change) in nodes.iter().zip(change) {
        open += change;
        on_every_way[node] = open == 0;
    }
    on_every_way
}
