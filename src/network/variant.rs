//! Networks of plans that differ a little from one that was made ready: what is the same is not made again.

use std::sync::Arc;

use super::build::{Builder, Origin, build, paces_of, unforeseen};
use super::{Network, scenario};
use crate::check::Reading;
use crate::curve::{Misfit, Tables};
use crate::error::Result;
use crate::plan::{Plan, Risk, Task};
use crate::units::ticks;

impl Network {
    /// The network of a plan that is as sound as this one. It gives what [`Network::new`] gives, but that where estimates have the usual
    /// unplanned work inside, that is still what this plans for, as long as the tasks are the same, and that what was done and spent is what it was.
    pub(crate) fn variant(&self, plan: Plan) -> Result<Self> {
        let tables = (*self.tables).clone();
        if let Some(tasks) = only_numbers(&self.plan, &plan) {
            return self.patched(plan, &tasks, tables).map_err(unforeseen);
        }
        let same_tasks = plan.tasks.len() == self.plan.tasks.len();
        let usual = if same_tasks { &*self.plan } else { &plan };
        let origin = Origin { usual, facts: Some(&self.facts) };
        build(&plan, Vec::new(), false, origin, tables).map_err(unforeseen)
    }

    /// The network of a plan that differs only in the estimates of these tasks and in the chances of risks.
    fn patched(&self, plan: Plan, tasks: &[usize], mut tables: Tables) -> std::result::Result<Self, Misfit> {
        let mut network = Self { warnings: Vec::new(), ..self.clone() };
        if !tasks.is_empty() {
            let paces = paces_of(&plan);
            let mut builder =
                Builder { reading: Reading::new(&plan), tables: &mut tables, sizes: Vec::new() };
            for &task in tasks {
                let (takes, value) = builder.duration(&plan.tasks[task].takes)?;
                let pace = paces.iter().find(|&&(other, _)| other == task).map_or(1.0, |&(_, pace)| pace);
                let node = &mut network.nodes[task];
                (node.takes, node.plan_ticks, node.constant) = (takes, ticks(value * pace), None);
            }
            network.curves = builder.tables.finish();
            network.tables = Arc::new(tables);
        }
        network.risks = scenario::scenarios(&plan, None);
        network.plan = Arc::new(plan);
        network.latest = 0;
        network.bound();
        Ok(network)
    }
}

/// The tasks in whose estimates two plans differ, where nothing else does but the chances of risks, and alternatives.
fn only_numbers(one: &Plan, other: &Plan) -> Option<Vec<usize>> {
    let Plan {
        name,
        start,
        calendar,
        budget,
        estimates,
        default_team,
        teams,
        tasks,
        milestones,
        risks,
        effects,
        groups,
        alternatives: _,
        calibration,
        status,
    } = one;
    let same = *name == other.name
        && *start == other.start
        && *calendar == other.calendar
        && *budget == other.budget
        && *estimates == other.estimates
        && *default_team == other.default_team
        && *teams == other.teams
        && *milestones == other.milestones
        && *effects == other.effects
        && *groups == other.groups
        // Under way an estimate says more than how long something takes.
        && *calibration == other.calibration
        && status.is_none()
        && other.status.is_none()
        && tasks.len() == other.tasks.len()
        && risks.len() == other.risks.len();
    if !same {
        return None;
    }
    for (risk, other) in risks.iter().zip(&other.risks) {
        if risk != other && (Risk { chance: other.chance, ..risk.clone() }) != *other {
            return None;
        }
    }
    let mut changed = Vec::new();
    for (number, (task, other)) in tasks.iter().zip(&other.tasks).enumerate() {
        if task != other {
            if (Task { takes: other.takes.clone(), ..task.clone() }) != *other {
                return None;
            }
            changed.push(number);
        }
    }
    Some(changed)
}
