//! Links: to something that is there, once, with a lag that can be read.

use std::collections::{HashMap, HashSet};

use super::estimates::report;
use super::lookup::links_of;
use super::{Findings, Lookup, Reading};
use crate::curve::{Misfit, Quantity};
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::{Lag, Link, LinkKind, Plan};
use crate::units::LONGEST_DAYS;

/// The largest lag as a share of what the predecessor takes.
const MOST_SHARE: f64 = 10.0;

/// How long tasks take in 9 of 10 cases, each computed once, where a lead asks for it.
struct Leads<'a, 'p> {
    plan: &'p Plan,
    reading: &'a Reading<'p>,
    usual: HashMap<usize, Option<f64>>,
}

impl Leads<'_, '_> {
    /// Whether the lead of a link on this node hardly ever begins after the node does.
    fn too_long(&mut self, node: usize, link: &Link) -> bool {
        let Some(task) = self.plan.tasks.get(node) else { return false };
        let days = match link.lag {
            _ if link.kind != LinkKind::FinishStart => return false,
            None => return false,
            Some(Lag::Share(share)) => return share < -1.0,
            Some(Lag::Time(amount)) => -self.reading.days(amount).unwrap_or(0.0),
        };
        if !(days > 0.0) {
            return false;
        }
        let usual = *self.usual.entry(node).or_insert_with(|| {
            let read = self.reading.estimate(&task.takes, Quantity::Duration).ok().flatten();
            read.map(|read| read.curve.quantile(0.9))
        });
        usual.is_some_and(|usual| days > usual)
    }
}

pub(super) fn check(plan: &Plan, reading: &Reading<'_>, lookup: &Lookup<'_>, findings: &mut Findings) {
    let mut leads = Leads { plan, reading, usual: HashMap::new() };
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
            if let Err(fault) = check_lag(link, reading) {
                report(fault, &path(), findings);
                continue;
            }
            if let Some(predecessor) = lookup.number(&link.task)
                && leads.too_long(predecessor, link)
            {
                let name = quoted(&link.task);
                let (message, help) = match link.lag {
                    Some(Lag::Share(_)) => (
                        format!("this lead is more than all of what {name} takes, so this starts before it"),
                        "keep it within 100%; it counts back from the finish",
                    ),
                    _ => (
                        format!(
                            "this lead is longer than {name} takes in 9 of 10 cases, so this starts before it"
                        ),
                        "check the unit of the lead; it counts back from the finish",
                    ),
                };
                findings.add(Code::LongLead, path(), message, help);
            }
            let lag = link.lag.map(|lag| match lag {
                Lag::Time(amount) => (true, reading.days(amount).unwrap_or(0.0).to_bits()),
                Lag::Share(share) => (false, share.to_bits()),
            });
            if !seen.insert((key, &link.task, link.kind, lag.filter(|&(_, bits)| bits << 1 != 0))) {
                let message = format!(
                    "{kind} {name} waits for {} twice in the same way",
                    quoted(&link.task),
                    name = quoted(name)
                );
                findings.add(Code::DuplicateLink, path(), message, "keep one of the two");
            }
        }
    }
}

/// A lag that can be read and is not endless.
fn check_lag(link: &Link, reading: &Reading<'_>) -> Result<(), Misfit> {
    let (fits, message, help) = match link.lag {
        None => return Ok(()),
        Some(Lag::Time(amount)) => (
            reading.days(amount)?.abs() <= LONGEST_DAYS,
            "the lag is too long, or no number".to_owned(),
            format!("keep it within {LONGEST_DAYS} working days"),
        ),
        Some(Lag::Share(share)) => (
            share.abs() <= MOST_SHARE,
            format!("the lag is more than ten times what {} takes, or no number", quoted(&link.task)),
            "keep it within 1000%".to_owned(),
        ),
    };
    match fits {
        true => Ok(()),
        false => Err(Misfit { code: Code::NumberOutOfBounds, message, help }),
    }
}
