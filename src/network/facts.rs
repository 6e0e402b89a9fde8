//! What no change of a plan can change any more: the work that was done by the day of its status, what was spent on it, and that what had
//! not come by then comes later.

use std::collections::HashMap;
use std::sync::Arc;

use super::Network;
use super::past::{Past, pace_of};
use super::staff::Work;
use crate::check;
use crate::plan::Plan;
use crate::units::TICKS_PER_DAY;

/// What is past in a plan of which others are changes.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    plan: Arc<Plan>,
    /// The tasks that were started, by number.
    tasks: Vec<(usize, Task)>,
    /// Whether something is left to do.
    is_open: bool,
    /// What the plan of which this one is a change spent, but for what this one counts itself.
    pub(super) spent: f64,
}

/// A task that was started.
#[derive(Debug, Clone, Copy)]
struct Task {
    is_finished: bool,
    /// The work that was done on it, at full attention [working days].
    done: f64,
    /// What its durations are multiplied by.
    pace: f64,
    /// What its people cost for that.
    people: f64,
}

impl Facts {
    /// What is past in a plan; `before` is that of the plan of which it is a change.
    pub(super) fn new(
        plan: &Arc<Plan>,
        work: &Work<'_>,
        pasts: &[Option<check::Past>],
        of_node: impl Fn(usize) -> Option<Past>,
        paces: &[(usize, f64)],
        before: Option<&Self>,
    ) -> Self {
        let of_task = |task: usize| {
            let (past, in_ticks) = (pasts.get(task).copied().flatten()?, of_node(task)?);
            let days = f64::from(in_ticks.done) / f64::from(TICKS_PER_DAY);
            let of_team = |&(team, people): &(usize, u32)| {
                plan.teams[team].cost_per_person_day.unwrap_or(0.0) * f64::from(people) * days
            };
            let people = work.staff[task].iter().map(of_team).sum();
            let is_finished = past.finished.is_some();
            Some((task, Task { is_finished, done: past.done, pace: pace_of(paces, task), people }))
        };
        let tasks: Vec<(usize, Task)> = (0..plan.tasks.len()).filter_map(of_task).collect();
        let finished = tasks.iter().filter(|(_, task)| task.is_finished).count();
        let mut facts =
            Self { is_open: finished < plan.tasks.len(), plan: Arc::clone(plan), tasks, spent: 0.0 };
        facts.spent = before.map_or(0.0, |before| before.spent_besides(&facts));
        facts
    }

    /// The work that was done is what it was: the same part of an estimate that has another share of unplanned work inside now.
    pub(super) fn recall(&self, plan: &Plan, pasts: &mut [Option<check::Past>], paces: &[(usize, f64)]) {
        let started: HashMap<&str, Task> = self.named().collect();
        for (number, (task, past)) in plan.tasks.iter().zip(pasts).enumerate() {
            if let (Some(past), Some(&task)) = (past, started.get(task.name.as_str())) {
                let change = if task.pace > 0.0 { pace_of(paces, number) / task.pace } else { 1.0 };
                past.done = task.done * change;
            }
        }
    }

    /// Whether a changed plan is without something that was left to do, so that it could be over before the day of the status.
    pub(super) fn is_cut_short_by(&self, plan: &Plan) -> bool {
        let there: HashMap<&str, usize> = names(plan).collect();
        self.is_open && names(&self.plan).any(|(name, _)| !there.contains_key(name))
    }

    /// The milestones of a changed plan that had not been reached, but wait for something else now: they are reached now at the earliest.
    pub(super) fn still_to_come<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = usize> + 'a {
        let old: HashMap<&str, _> =
            self.plan.milestones.iter().map(|of| (of.name.as_str(), &of.after)).collect();
        let reached = self.plan.past();
        plan.milestones.iter().enumerate().filter_map(move |(place, of)| {
            let changed = old.get(of.name.as_str()).is_some_and(|after| **after != of.after);
            (changed && !reached.contains(of.name.as_str())).then_some(place)
        })
    }

    /// What was spent, but for what a changed plan counts of it: all of what is finished or no longer there, and of what is under way the
    /// days of its people.
    fn spent_besides(&self, changed: &Self) -> f64 {
        let numbers: HashMap<&str, usize> = names(&changed.plan).collect();
        let counted: HashMap<&str, Task> = changed.named().collect();
        self.tasks.iter().fold(self.spent, |sum, &(number, task)| {
            let of_plan = &self.plan.tasks[number];
            let fixed = of_plan.cost.unwrap_or(0.0);
            let name = of_plan.name.as_str();
            let more = match (numbers.get(name), counted.get(name)) {
                (Some(&number), Some(now)) if task.is_finished => {
                    (fixed + task.people) - (changed.plan.tasks[number].cost.unwrap_or(0.0) + now.people)
                }
                (_, Some(now)) => task.people - now.people,
                _ => fixed + task.people,
            };
            sum + more
        })
    }

    fn named(&self) -> impl Iterator<Item = (&str, Task)> {
        self.tasks.iter().map(|&(number, task)| (self.plan.tasks[number].name.as_str(), task))
    }
}

/// The tasks by name.
fn names(plan: &Plan) -> impl Iterator<Item = (&str, usize)> {
    plan.tasks.iter().enumerate().map(|(number, task)| (task.name.as_str(), number))
}

impl Network {
    /// What no change of its plan changes.
    pub(crate) fn facts(&self) -> Arc<Facts> {
        Arc::clone(&self.facts)
    }
}
