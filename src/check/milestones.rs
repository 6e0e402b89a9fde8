//! Milestones: something leads to them, and everything leads to one of them.

use super::lookup::links_of;
use super::{Findings, Lookup};
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::Plan;

pub(super) fn check(plan: &Plan, lookup: &Lookup<'_>, findings: &mut Findings) {
    for milestone in &plan.milestones {
        if milestone.after.is_empty() {
            findings.add(
                Code::EmptyMilestone,
                Path::of(["milestone", &milestone.name, "after"]),
                format!("milestone {} waits for nothing", quoted(&milestone.name)),
                "say what must be finished, such as after = [\"api\"]",
            );
        }
        if let Some(target) = milestone.target
            && target < plan.start
        {
            findings.add(
                Code::EarlyTarget,
                Path::of(["milestone", &milestone.name, "target"]),
                format!("the target {target} is before the plan's start {}", plan.start),
                "check the year of both",
            );
        }
    }
    if !plan.milestones.is_empty() {
        check_leads(plan, lookup, findings);
    }
}

/// Warns of tasks that no milestone waits for, directly or through others.
fn check_leads(plan: &Plan, lookup: &Lookup<'_>, findings: &mut Findings) {
    let mut leads = vec![false; lookup.len()];
    let mut open: Vec<usize> = (plan.tasks.len()..lookup.len()).collect();
    while let Some(number) = open.pop() {
        if !std::mem::replace(&mut leads[number], true) {
            open.extend(links_of(plan, number).filter_map(|(_, _, link)| lookup.number(&link.task)));
        }
    }
    for (number, task) in plan.tasks.iter().enumerate() {
        if !leads[number] {
            findings.add(
                Code::LeadsNowhere,
                Path::of(["task", &task.name]),
                format!("no milestone waits for task {}: they may be reached without it", quoted(&task.name)),
                "add it to the after list of a milestone, or take it out where it is not part of the plan",
            );
        }
    }
}
