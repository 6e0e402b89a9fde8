//! What is worth telling, as data: `report` puts it into sentences.

use super::cause::Cause;
use super::lever::Action;
use super::shares::CauseGroup;
use super::{Driver, Explanation, Lever};
use crate::compare::Shift;
use crate::units::WorkDays;

/// What a finding is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FindingKind {
    /// How often the plan's own date holds, and how far it lies before the percentile. Of the whole plan only.
    PlanDate,
    /// A cause that makes the finish later.
    Driver(Cause),
    /// How likely it is that no risk happens, and what that would bring.
    NoRisk,
    /// What could be done about it.
    Lever(Action),
    /// The chain of tasks that drives the finish most often.
    Chain,
    /// Where waiting for several things costs time that no plan of single dates has.
    Merge,
    /// What adding up percentiles along the most common chain says too much.
    Additivity,
    /// The group of causes that costs most.
    Group(CauseGroup),
}

/// One thing worth telling.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// What it is of.
    pub kind: FindingKind,
    /// The name of the task, risk, effect, team or milestone that it is about; of a chain those of its tasks; none where it is about the whole plan.
    pub subjects: Vec<String>,
    /// By how many working days it moves the finish, at the percentile of the explanation, where it does: of a driver by how many it makes it later,
    /// of a lever earlier.
    pub days: Option<Shift>,
    /// How often that comes, as a share of the trials, where it does.
    pub frequency: Option<f64>,
}

/// Nothing that moves the finish by less than this is worth telling [working days].
const LEAST_DAYS: f64 = 0.5;

/// So many drivers are told, and of each kind of lever the best.
const DRIVERS: usize = 3;

/// What is worth telling about an explanation, the most important first: how the plan's own date does, then by days.
pub(super) fn findings(why: &Explanation) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let worth = |shift: Shift| shift.is_sure() && shift.days.get() >= LEAST_DAYS;
    let drivers = why.drivers.iter().filter(|driver| worth(driver.impact)).take(DRIVERS);
    findings.extend(drivers.map(of_driver));
    for action in [Action::Prevent, Action::Drop, Action::Halve, Action::Hire, Action::Settle] {
        // Of levers of one kind the first is the best.
        let best = why.levers.iter().find(|lever| lever.action == action);
        findings.extend(best.filter(|lever| worth(lever.gain)).map(of_lever));
    }
    let finish = why.finish().days(why.percentile).get();
    if let Some(no_risk) = why.no_risk {
        let days = exactly(finish - no_risk.days.get());
        findings.push(Finding {
            kind: FindingKind::NoRisk,
            subjects: Vec::new(),
            days: Some(days),
            frequency: Some(no_risk.probability),
        });
    }
    if let Some(merge) = why.joins.first().filter(|merge| merge.merge_bias.get() >= LEAST_DAYS) {
        let days = Some(exactly(merge.merge_bias.get()));
        let frequency = merge.latest.first().map(|arrival| arrival.share);
        findings.push(Finding {
            kind: FindingKind::Merge,
            subjects: merge.at.iter().cloned().collect(),
            days,
            frequency,
        });
    }
    if let Some(additivity) = why.additivity {
        let days = additivity.sum_of_parts.get() - additivity.of_sum.get();
        if days >= LEAST_DAYS {
            let subjects = why.way().chains.first().map_or_else(Vec::new, |chain| chain.tasks.clone());
            findings.push(Finding {
                kind: FindingKind::Additivity,
                subjects,
                days: Some(exactly(days)),
                frequency: None,
            });
        }
    }
    let largest = why.shares.as_ref().and_then(|shares| {
        shares.groups.iter().rev().max_by(|one, other| one.days.get().total_cmp(&other.days.get()))
    });
    if let Some(share) = largest.filter(|share| share.days.get() >= LEAST_DAYS) {
        findings.push(Finding {
            kind: FindingKind::Group(share.group),
            subjects: Vec::new(),
            days: Some(exactly(share.days.get())),
            frequency: None,
        });
    }
    findings.sort_by(|one, other| {
        let days = |finding: &Finding| finding.days.map_or(0.0, |shift| shift.days.get().abs());
        days(other).total_cmp(&days(one))
    });
    if let Some(chain) = why.way().chains.first() {
        findings.push(Finding {
            kind: FindingKind::Chain,
            subjects: chain.tasks.clone(),
            days: None,
            frequency: Some(chain.share),
        });
    }
    if why.target.is_none() {
        let plan_date = why.forecast.plan_date();
        findings.insert(
            0,
            Finding {
                kind: FindingKind::PlanDate,
                subjects: Vec::new(),
                days: Some(exactly(finish - plan_date.days.get())),
                frequency: Some(plan_date.odds.probability),
            },
        );
    }
    findings
}

fn of_driver(driver: &Driver) -> Finding {
    Finding {
        kind: FindingKind::Driver(driver.cause),
        subjects: vec![driver.name.clone()],
        days: Some(driver.impact),
        frequency: driver.frequency,
    }
}

fn of_lever(lever: &Lever) -> Finding {
    Finding {
        kind: FindingKind::Lever(lever.action),
        subjects: vec![lever.name.clone()],
        days: Some(lever.gain),
        frequency: None,
    }
}

/// So many days, of which no interval is known.
fn exactly(days: f64) -> Shift {
    Shift { days: WorkDays::new(days), interval: None }
}
