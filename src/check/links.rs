//! Links: to something that is there, once, with a lag that can be read.

use std::collections::HashSet;

use super::estimates::report;
use super::lookup::links_of;
use super::{Findings, Lookup, Reading};
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::Plan;
use crate::units::LONGEST_DAYS;

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
