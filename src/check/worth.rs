//! Values and costs: numbers that can be added up, and a cost of delay that has a target.

use super::Findings;
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::Plan;

/// The largest single value or cost.
const MOST_WORTH: f64 = 1e12;

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    check_number(plan.budget, "budget", Path::of(["budget"]), findings);
    for team in &plan.teams {
        let key = "cost_per_person_day";
        check_number(team.cost_per_person_day, key, Path::of(["team", &team.name, key]), findings);
    }
    for task in &plan.tasks {
        for (number, key) in [(task.value, "value"), (task.cost, "cost")] {
            check_number(number, key, Path::of(["task", &task.name, key]), findings);
        }
    }
    for milestone in &plan.milestones {
        for (number, key) in [(milestone.value, "value"), (milestone.value_per_week, "value_per_week")] {
            check_number(number, key, Path::of(["milestone", &milestone.name, key]), findings);
        }
        if milestone.value_per_week.is_some() && milestone.target.is_none() {
            findings.add(
                Code::DelayWithoutTarget,
                Path::of(["milestone", &milestone.name, "value_per_week"]),
                format!("milestone {} has no target that it could be late for", quoted(&milestone.name)),
                "add its target, such as target = 2027-04-01; the weeks after that are counted",
            );
        }
    }
}

fn check_number(number: Option<f64>, key: &str, path: Path, findings: &mut Findings) {
    let Some(number) = number else { return };
    if !(0.0..=MOST_WORTH).contains(&number) {
        findings.add(
            Code::NumberOutOfBounds,
            path,
            format!("a {key} of {number} cannot be counted"),
            "write a number from 0 to 1,000,000,000,000, in a unit of your own",
        );
    }
}
