//! What no change of a plan can change any more: the work that was done by the day of its status, and what was spent on it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Network;
use super::past::Past;
use super::staff::Work;
use crate::check;
use crate::plan::Plan;
use crate::units::TICKS_PER_DAY;

/// The work that was done on the tasks of a plan, and what was spent on those that are no longer in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    /// The tasks that were started, in plan order.
    tasks: Vec<Task>,
    /// What was spent on tasks that a change of the plan took out.
    pub(super) spent: f64,
}

/// A task that was started.
#[derive(Debug, Clone)]
struct Task {
    name: String,
    /// The work that was done on it [working days].
    done: f64,
    /// What was spent on it.
    spent: f64,
}

impl Facts {
    /// What is known of a plan; `before` is what is known of the plan of which it is a change.
    pub(super) fn new(
        plan: &Plan,
        work: &Work<'_>,
        pasts: &[Option<check::Past>],
        of_node: impl Fn(usize) -> Option<Past>,
        before: Option<&Self>,
    ) -> Self {
        let started = |task: usize| Some((pasts.get(task).copied().flatten()?, of_node(task)?));
        let of_task = |task: usize| {
            let (past, in_ticks) = started(task)?;
            let days = f64::from(in_ticks.done) / f64::from(TICKS_PER_DAY);
            let of_team = |&(team, people): &(usize, u32)| {
                plan.teams[team].cost_per_person_day.unwrap_or(0.0) * f64::from(people) * days
            };
            let of_people: f64 = work.staff[task].iter().map(of_team).sum();
            let of_plan = &plan.tasks[task];
            let spent = of_plan.cost.unwrap_or(0.0) + of_people;
            Some(Task { name: of_plan.name.clone(), done: past.done, spent })
        };
        Self {
            tasks: (0..plan.tasks.len()).filter_map(of_task).collect(),
            spent: before.map_or(0.0, |before| before.spent_besides(plan)),
        }
    }

    /// The work that was done is what it was.
    pub(super) fn recall(&self, plan: &Plan, pasts: &mut [Option<check::Past>]) {
        let done: HashMap<&str, f64> =
            self.tasks.iter().map(|task| (task.name.as_str(), task.done)).collect();
        for (task, past) in plan.tasks.iter().zip(pasts) {
            if let (Some(past), Some(&done)) = (past, done.get(task.name.as_str())) {
                past.done = done;
            }
        }
    }

    /// What was spent on tasks that are not in a changed plan.
    fn spent_besides(&self, plan: &Plan) -> f64 {
        let there: HashSet<&str> = plan.tasks.iter().map(|task| task.name.as_str()).collect();
        let gone = self.tasks.iter().filter(|task| !there.contains(task.name.as_str()));
        gone.fold(self.spent, |sum, task| sum + task.spent)
    }
}

impl Network {
    /// What no change of its plan changes.
    pub(crate) fn facts(&self) -> Arc<Facts> {
        Arc::clone(&self.facts)
    }
}
