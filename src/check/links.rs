//! Links: to something that is there, once, with a lag that can be read.

use std::collections::HashSet;

use super::estimates::report;
use super::lookup::links_of;
use super::{Findings, Lookup, Reading};
use crate::curve::Quantity;
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::{Link, Plan};
use crate::units::LONGEST_DAYS;

/// Warns of a lead so long that the one begins before the other.
fn check_lead(
    plan: &Plan,
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    (link, days): (&Link, f64),
    path: impl FnOnce() -> Path,
    findings: &mut Findings,
) {
    let predecessor =
        lookup.number(&link.task).filter(|_| days < 0.0).and_then(|number| plan.tasks.get(number));
    let Some(predecessor) = predecessor else { return };
    let Ok(Some(read)) = reading.estimate(&predecessor.takes, Quantity::Duration) else { return };
    if -days > read.curve.quantile(0.9) {
        let message = format!(
            "this lead is longer than {} takes in 9 of 10 cases, so this starts before it",
            quoted(&link.task)
        );
        findings.add(
            Code::LongLead,
            path(),
            message,
            "check the unit of the lead; it counts back from the finish",
        );
    }
}

pub(super) fn check(plan: &Plan, reading: &Reading<'_>, lookup: &Lookup<'_>, findings: &mut Findings) {
    for number in 0..lookup.len() {
        let name = lookup.name(number);
        let kind = if lookup.is_milestone(number) { "milestone" } else { "task" };
        let mut seen = HashSet::new();
        for (key, place, link) in links_of(plan, number) {
            let path = || Path::of([kind, name, key]).index(place);
            if lookup.number(&link.task).is_none() {
                findings.add(
                    Code::UnknownName,
                    path(),
                    format!(
                        "{kind} {name} waits for {}, which is not in the plan",
                        quoted(&link.task),
                        name = quoted(name)
                    ),
                    if link.task.starts_with(['#', '@', '*']) {
                        "a link names one task or milestone; only risks select many".to_owned()
                    } else {
                        lookup.suggest_name(&link.task)
                    },
                );
            }
            let lag = link.lag.map(|lag| reading.days(lag)).transpose();
            match lag {
                Ok(lag) => {
                    let days = lag.unwrap_or(0.0);
                    if !(days.abs() <= LONGEST_DAYS) {
                        findings.add(
                            Code::NumberOutOfBounds,
                            path(),
                            "the lag is too long, or no number",
                            format!("keep it within {LONGEST_DAYS} working days"),
                        );
                    }
                    check_lead(plan, reading, lookup, (link, days), path, findings);
                    if !seen.insert((key, &link.task, days.to_bits())) {
                        let message = format!(
                            "{kind} {name} waits for {} twice in the same way",
                            quoted(&link.task),
                            name = quoted(name)
                        );
                        findings.add(Code::DuplicateLink, path(), message, "keep one of the two");
                    }
                }
                Err(fault) => report(fault, &path(), findings),
            }
        }
    }
}
