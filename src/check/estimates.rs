//! Estimates: do their numbers make a curve, and a believable one?

use super::reading::DEEPEST;
use super::risks::check_chance;
use super::{Findings, Reading};
use crate::curve::{Curve, Cut, Misfit, Quantity};
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::{Amount, Estimate, Plan, Unit};
use crate::units::LONGEST_DAYS;

/// A range whose high end is less than this many times its low end hardly is one.
const NARROW: f64 = 1.15;

/// The share of a curve that may lie below 0 without a warning.
const BELOW_ZERO: f64 = 0.05;

/// The settings under `estimates`.
pub(super) fn check_settings(plan: &Plan, reading: &Reading<'_>, findings: &mut Findings) {
    if let Some(sprint) = plan.estimates.sprint {
        check_sprint(sprint, reading, findings);
    }
    for (name, estimate) in &plan.estimates.sizes {
        let path = Path::of(["estimates", "sizes", name]);
        if made_of_amounts(estimate, &path, findings) {
            check_duration(estimate, &path, reading, findings);
        }
    }
}

/// Whether a size names no other; where it does, that is reported.
fn made_of_amounts(estimate: &Estimate, path: &Path, findings: &mut Findings) -> bool {
    let mut sound = true;
    each_part(estimate, path, &mut |part, path| {
        if let Estimate::Size(other) = part {
            sound = false;
            findings.add(
                Code::UnknownSize,
                path.clone(),
                format!("a size is made of amounts, not of the size {other}", other = quoted(other)),
                "write an amount, such as \"1-2 weeks\"",
            );
        }
    });
    sound
}

/// Calls `each` with every estimate that is not made of possibilities: this one, or the parts that it is made of, each with its path.
fn each_part<'e>(estimate: &'e Estimate, path: &Path, each: &mut impl FnMut(&'e Estimate, &Path)) {
    // No recursion: how deep they lie is nobody's to bound before they were looked at.
    let mut open = vec![(estimate, path.clone(), 0)];
    while let Some((estimate, path, depth)) = open.pop() {
        match estimate {
            // What lies too deep is refused as a whole.
            Estimate::Any(_) if depth > DEEPEST => {}
            Estimate::Any(parts) => {
                let part = |place: usize| path.key("any").index(place).key("takes");
                let parts = parts.iter().enumerate().rev();
                open.extend(parts.map(|(place, of)| (&of.takes, part(place), depth + 1)));
            }
            _ => each(estimate, &path),
        }
    }
}

fn check_sprint(sprint: Amount, reading: &Reading<'_>, findings: &mut Findings) {
    let path = Path::of(["estimates", "sprint"]);
    if sprint.unit == Unit::Sprints {
        findings.add(
            Code::NoSprint,
            path,
            "a sprint is measured in sprints",
            "write its length in weeks or days",
        );
        return;
    }
    let days = reading.days(sprint).unwrap_or(f64::NAN);
    if !(days > 0.0 && days <= LONGEST_DAYS) {
        findings.add(
            Code::NumberOutOfBounds,
            path,
            format!("a sprint cannot last {sprint}"),
            "write its length, such as \"2 weeks\"",
        );
    }
}

/// The durations of the tasks.
pub(super) fn check_tasks(plan: &Plan, reading: &Reading<'_>, findings: &mut Findings) {
    for task in &plan.tasks {
        let path = Path::of(["task", &task.name, "takes"]);
        check_duration(&task.takes, &path, reading, findings);
        if let Some(chance) = task.exists {
            check_chance(chance, &Path::of(["task", &task.name, "exists"]), findings);
        }
    }
}

/// A duration: a curve, not narrow, not below 0.
pub(super) fn check_duration(
    estimate: &Estimate,
    path: &Path,
    reading: &Reading<'_>,
    findings: &mut Findings,
) {
    check_estimate(estimate, Quantity::Duration, path, reading, findings);
}

/// A delay: a curve, not narrow, not below 0 where its numbers are above.
pub(super) fn check_delay(estimate: &Estimate, path: &Path, reading: &Reading<'_>, findings: &mut Findings) {
    check_estimate(estimate, Quantity::Delay, path, reading, findings);
}

fn check_estimate(
    estimate: &Estimate,
    quantity: Quantity,
    path: &Path,
    reading: &Reading<'_>,
    findings: &mut Findings,
) {
    let mut sound = true;
    each_part(estimate, path, &mut |part, path| {
        match reading.estimate(part, quantity) {
            // What a size says is reported where it is defined, not again at every task.
            Ok(Some(read)) if !matches!(part, Estimate::Size(_)) => {
                if let Some(ends) = read.ends {
                    check_narrow(ends, path, findings);
                }
                if read.cut == Cut::Below {
                    check_below_zero(&read.curve, path, findings);
                }
            }
            Ok(_) => {}
            Err(fault) => {
                sound = false;
                report(fault, path, findings);
            }
        }
    });
    // The parts are sound: what is wrong now is how they go together.
    if sound
        && matches!(estimate, Estimate::Any(_))
        && let Err(fault) = reading.estimate(estimate, quantity)
    {
        report(fault, path, findings);
    }
}

/// Warns of a range so narrow that it hardly is one.
pub(super) fn check_narrow((low, high): (f64, f64), path: &Path, findings: &mut Findings) {
    let (near, far) = (low.abs().min(high.abs()), low.abs().max(high.abs()));
    // Ends of opposite sign, or one of 0, are never narrow.
    if !(low < high && low * high > 0.0 && far < NARROW * near) {
        return;
    }
    let wider = match (far / near - 1.0) * 100.0 {
        less if less < 1.0 => "a fraction of 1%".to_owned(),
        percent => format!("{percent:.0}%"),
    };
    findings.add(
        Code::NarrowRange,
        path.clone(),
        format!("the high end is only {wider} above the low end: hardly anything is known that well"),
        "widen the range to what you would bet on, or write one number if it is certain",
    );
}

/// Warns where much of a curve that cannot be negative lies below 0.
pub(super) fn check_below_zero(curve: &Curve, path: &Path, findings: &mut Findings) {
    let below = curve.cdf(0.0);
    if below > BELOW_ZERO && !matches!(curve, Curve::Constant(_) | Curve::Discrete(_)) {
        findings.add(
            Code::PartBelowZero,
            path.clone(),
            format!("{:.0}% of this curve lies below 0, where it counts as 0", below * 100.0),
            match curve {
                Curve::Pert { .. } | Curve::Triangular { .. } => {
                    "write range = \"min-max\", or raise the low end"
                }
                _ => "use the shape \"lognormal\", which stays above 0, or range = \"min-max\"",
            },
        );
    }
}

/// Reports numbers that make no curve.
pub(super) fn report(fault: Misfit, path: &Path, findings: &mut Findings) {
    findings.add(fault.code, path.clone(), fault.message, fault.help);
}
