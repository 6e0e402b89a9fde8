//! Groups, and what is assumed of the tasks that are in none.

use std::collections::BTreeMap;

use super::estimates::report;
use super::numbers::meant_as_percent;
use super::select::{check_selector, selected};
use super::{Findings, Lookup, Reading};
use crate::curve::{Curve, Misfit, Quantity};
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::{Estimate, Plan, Spread};

/// The most that groups may select in all.
const MOST_PAIRS: usize = 10_000_000;

/// So many tasks that err independently of each other make a warning.
const MANY: usize = 10;

pub(super) fn check(plan: &Plan, reading: &Reading<'_>, lookup: &Lookup<'_>, findings: &mut Findings) {
    if let Some(correlation) = plan.estimates.correlation {
        check_correlation(correlation, &Path::of(["estimates", "correlation"]), findings);
    }
    let mut group_of: Vec<Option<usize>> = vec![None; plan.tasks.len()];
    let mut pairs = 0;
    for (number, group) in plan.groups.iter().enumerate() {
        let path = Path::of(["group", &group.name]);
        check_correlation(group.correlation, &path.key("correlation"), findings);
        let (mut count, before) = (0, findings.0.len());
        for (place, selector) in group.tasks.iter().enumerate() {
            let path = path.key("tasks").index(place);
            let owner = format!("group {}", quoted(&group.name));
            check_selector(lookup, (&owner, "holds"), selector, &path, findings);
            let tasks = selected(lookup, selector);
            pairs += tasks.len();
            if pairs > MOST_PAIRS {
                let message = "the groups select tasks more than 10,000,000 times in all";
                findings.add(
                    Code::PlanLimit,
                    Path::of(["group"]),
                    message,
                    "select fewer tasks, or merge groups",
                );
                return;
            }
            // By the other group: the first task that is in both, and how many are.
            let mut clashes: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
            for task in tasks {
                if lookup.is_milestone(task) {
                    findings.add(
                        Code::MilestoneEffect,
                        path.clone(),
                        format!("{} is a milestone, which takes no time that could err", quoted(selector)),
                        "take it out, or name the tasks that it waits for",
                    );
                    continue;
                }
                let before = group_of[task].replace(number);
                count += usize::from(before != Some(number));
                if let Some(other) = before.filter(|&other| other != number) {
                    clashes.entry(other).or_insert((task, 0)).1 += 1;
                }
            }
            for (other, (task, count)) in clashes {
                let task = quoted(lookup.name(task));
                let which = match count {
                    1 => format!("task {task} is"),
                    2 => format!("task {task} and one more are"),
                    _ => format!("task {task} and {} more are", count - 1),
                };
                let message = format!(
                    "{which} in the groups {} and {}",
                    quoted(&plan.groups[other].name),
                    quoted(&group.name)
                );
                findings.add(Code::TwoGroups, path.clone(), message, "keep it in one of them");
            }
        }
        if count < 2 && findings.0.len() == before {
            findings.add(
                Code::SmallGroup,
                path.key("tasks"),
                format!("group {} has fewer than two tasks that could err together", quoted(&group.name)),
                "add tasks, or take the group out",
            );
        }
    }
    check_independent(plan, reading, &group_of, findings);
}

fn check_correlation(correlation: f64, path: &Path, findings: &mut Findings) {
    if !(0.0..=1.0).contains(&correlation) {
        let fault = Misfit {
            code: Code::CorrelationOutOfBounds,
            message: format!("a correlation of {correlation} is not between 0 and 1"),
            help: meant_as_percent(correlation).unwrap_or_else(|| {
                "write 0 for tasks that have nothing in common, 0.2 to 0.5 for those of one team, 1 for those that err as one"
                    .to_owned()
            }),
        };
        report(fault, path, findings);
    }
}

/// Warns where many uncertain tasks are taken to be independent because nothing was said.
fn check_independent(
    plan: &Plan,
    reading: &Reading<'_>,
    group_of: &[Option<usize>],
    findings: &mut Findings,
) {
    if plan.estimates.correlation.is_some() {
        return;
    }
    let alone = plan.tasks.iter().zip(group_of).filter(|(_, group)| group.is_none());
    let count = alone.filter(|(task, _)| is_uncertain(&task.takes, reading)).count();
    if count >= MANY {
        findings.add(
            Code::AllIndependent,
            Path::of(["estimates", "correlation"]),
            format!(
                "{count} tasks with ranges are assumed to err independently of each other: late ones and early ones cancel out, and the dates look surer than they are"
            ),
            "write correlation = 0.2 under [estimates] if one cause, such as optimism, moves many of them; or correlation = 0 to say that none does",
        );
    }
}

/// Whether an estimate leaves anything open. Most can be told without their curve.
fn is_uncertain(estimate: &Estimate, reading: &Reading<'_>) -> bool {
    match estimate {
        Estimate::Spread(Spread::Range(range)) => range.points().len() > 1,
        Estimate::Spread(Spread::Percentiles(_)) => true,
        _ => {
            let read = reading.estimate(estimate, Quantity::Duration);
            matches!(read, Ok(Some(read)) if !matches!(read.curve, Curve::Constant(_)))
        }
    }
}
