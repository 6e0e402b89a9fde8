//! The status: of things that are in the plan, with dates that can be, and in an order that was meant.

use std::collections::HashSet;

use jiff::civil::Date;

use super::estimates::{check_duration, report};
use super::lookup::links_of;
use super::numbers::short;
use super::past::{fits, past};
use super::staff::{own_calendars, pace, staff};
use super::under_way::{expected, settled};
use super::{Findings, Lookup, Reading};
use crate::calendar::WorkingDays;
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::{Plan, Status, TaskStatus};
use crate::units::LONGEST_DAYS;

/// By how many days work done may pass what is said of it: what converting hours and weeks loses.
const ROUNDING: f64 = 1e-6;

/// Whether the status is sound, so that it can be looked at further.
pub(super) fn check(
    plan: &Plan,
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    findings: &mut Findings,
) -> bool {
    let Some(status) = &plan.status else { return true };
    let before = findings.errors();
    super::calendar::date(status.as_of, || Path::of(["status", "as_of"]), findings);
    let mut seen = HashSet::new();
    for task in &status.tasks {
        let path = path(task);
        if !seen.insert(&task.name) {
            twice("task", &task.name, &path, findings);
        }
        match lookup.number(&task.name) {
            None => {
                let message =
                    format!("the status tells of task {}, which is not in the plan", quoted(&task.name));
                findings.add(Code::UnknownInStatus, path, message, lookup.suggest_name(&task.name));
            }
            Some(number) if lookup.is_milestone(number) => {
                let message = format!("{} is a milestone, and has no status of its own", quoted(&task.name));
                let help = "take it out: a milestone is reached when all that it waits for is finished";
                findings.add(Code::StatusClash, path, message, help);
            }
            Some(_) => {
                check_dates(plan, status, task, &path, findings);
                check_work(task, &path, reading, findings);
            }
        }
    }
    check_risks(plan, status, lookup, findings);
    let sound = findings.errors() == before;
    if sound {
        let calendars = Calendars::new(plan);
        days_off(&calendars, status, findings);
        passed(plan, &calendars, reading, lookup, status, findings);
        order(plan, status, lookup, findings);
    }
    sound
}

fn path(task: &TaskStatus) -> Path {
    Path::of(["status", "task", &task.name])
}

fn twice(kind: &str, name: &str, path: &Path, findings: &mut Findings) {
    let message = format!("the status of {kind} {} comes twice", quoted(name));
    findings.add(Code::DuplicateName, path.clone(), message, "keep one of them");
}

/// Dates that contradict each other, the plan or the day of the status.
fn check_dates(plan: &Plan, status: &Status, task: &TaskStatus, path: &Path, findings: &mut Findings) {
    let name = quoted(&task.name);
    let mut wrong = |key: &str, message: String, help: String| {
        findings.add(Code::StatusDates, path.key(key), message, help);
    };
    let (as_of, start) = (status.as_of, plan.start);
    for (key, date) in [("started", task.started), ("finished", task.finished)] {
        let Some(date) = date else { continue };
        if date > as_of {
            wrong(
                key,
                format!("task {name} is {key} on {date}, after the day of the status, {as_of}"),
                "tell what was so at the end of as_of, or write a later as_of".to_owned(),
            );
        } else if date < start {
            wrong(
                key,
                format!("task {name} is {key} on {date}, before the plan's start, {start}"),
                format!("write start = {date} in the plan, or a later day here"),
            );
        }
    }
    match (task.started, task.finished) {
        (Some(started), Some(finished)) if finished < started => wrong(
            "finished",
            format!("task {name} is finished on {finished}, before it was started on {started}"),
            "one of the two dates is another".to_owned(),
        ),
        (None, Some(_)) => findings.add(
            Code::MissingKey,
            path.key("started"),
            format!("task {name} is finished, and when it was started is not said"),
            "add started, the day on whose morning work on it began",
        ),
        _ => {}
    }
}

/// Work that is done or left.
fn check_work(task: &TaskStatus, path: &Path, reading: &Reading<'_>, findings: &mut Findings) {
    let name = quoted(&task.name);
    for (key, said) in [("remaining", task.remaining.is_some()), ("done", task.done.is_some())] {
        if !said {
            continue;
        }
        if task.finished.is_some() {
            let message = format!("task {name} is finished, and {key} says how far it has come");
            findings.add(Code::StatusClash, path.key(key), message, "keep one of the two");
        } else if task.started.is_none() {
            let message = format!("{key} is said of task {name}, and not when it was started");
            let help = "add started, the day on whose morning work on it began";
            findings.add(Code::MissingKey, path.key("started"), message, help);
        }
    }
    if let Some(remaining) = &task.remaining {
        check_duration(remaining, &path.key("remaining"), reading, findings);
    }
    let Some(done) = task.done else { return };
    if task.remaining.is_some() {
        let message =
            format!("both remaining and done are said of task {name}, and each says how far it has come");
        let help = "keep remaining, if you know what is left; else done, from which landfall estimates it";
        findings.add(Code::StatusClash, path.key("done"), message, help);
    }
    match reading.days(done) {
        Err(fault) => report(fault, &path.key("done"), findings),
        Ok(days) if !(0.0..=LONGEST_DAYS).contains(&days) => findings.add(
            Code::NumberOutOfBounds,
            path.key("done"),
            format!("{done} of work cannot have been done"),
            "write how much work was done so far, such as \"6 days\"",
        ),
        Ok(_) => {}
    }
}

fn check_risks(plan: &Plan, status: &Status, lookup: &Lookup<'_>, findings: &mut Findings) {
    let names: Vec<&str> = plan.risks.iter().map(|risk| risk.name.as_str()).collect();
    let known: HashSet<&str> = names.iter().copied().collect();
    let mut seen = HashSet::new();
    let mut of_sets: Vec<(&str, &str)> = Vec::new();
    for risk in &status.risks {
        let path = Path::of(["status", "risk", &risk.name]);
        if !seen.insert(&risk.name) {
            twice("risk", &risk.name, &path, findings);
        }
        if !known.contains(risk.name.as_str()) {
            let message =
                format!("the status tells of risk {}, which is not in the plan", quoted(&risk.name));
            let near = lookup.suggest_among(&risk.name, &names);
            let help = near.unwrap_or_else(|| "add the risk to the plan, or take this out".to_owned());
            findings.add(Code::UnknownInStatus, path, message, help);
            continue;
        }
        if risk.happened != Some(true) {
            continue;
        }
        let of_plan = plan.risks.iter().find(|other| other.name == risk.name);
        let Some(set) = of_plan.and_then(|risk| risk.one_of.as_deref()) else { continue };
        if let Some((_, other)) = of_sets.iter().find(|(of, other)| *of == set && *other != risk.name) {
            let message = format!(
                "risks {} and {} happened, and at most one of {} does",
                quoted(other),
                quoted(&risk.name),
                quoted(set)
            );
            let help = "tell of the one that happened, or take one_of out of the plan";
            findings.add(Code::StatusClash, path.key("happened"), message, help);
        }
        of_sets.push((set, &risk.name));
    }
}

/// The working days of the plan, and of the teams that have their own.
struct Calendars {
    plan: Option<WorkingDays>,
    own: Vec<WorkingDays>,
}

impl Calendars {
    fn new(plan: &Plan) -> Self {
        let own = own_calendars(plan, |_| true).into_iter();
        let own = own.filter_map(|own| own.over(&plan.calendar).working_days().ok()).collect();
        Self { plan: plan.calendar.working_days().ok(), own }
    }

    /// All of them.
    fn all(&self) -> impl Iterator<Item = &WorkingDays> {
        self.plan.iter().chain(&self.own)
    }
}

/// Warns of more work than there were days to do it on. An effect that saves time makes more of a day.
fn passed(
    plan: &Plan,
    calendars: &Calendars,
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    status: &Status,
    findings: &mut Findings,
) {
    if plan.effects.iter().any(|effect| !effect.saves.is_empty()) {
        return;
    }
    for task in status.tasks.iter().filter(|task| task.finished.is_none()) {
        let (Some(done), Some(started), Ok(end)) = (task.done, task.started, status.as_of.tomorrow()) else {
            continue;
        };
        let passed = calendars.all().map(|days| days.between(started, end)).max().unwrap_or(0);
        let (Ok(days), Some(number)) = (reading.days(done), lookup.number(&task.name)) else { continue };
        // At full attention there is no more than a day of work in a day.
        let pace = if number < plan.tasks.len() { pace(plan, &staff(plan, lookup, number)) } else { 1.0 };
        if days * pace > passed as f64 + ROUNDING {
            findings.add(
                Code::MoreThanPassed,
                path(task).key("done"),
                format!("done says that {done} of work on task {} are done, and there were {passed} working days since it was started on {started}", quoted(&task.name)),
                "write how much of what takes is done, in working days, or an earlier day on which it was started",
            );
        }
    }
}

/// Warns of dates on which nobody works: the task counts as started on the next working day, or as finished on the last one.
fn days_off(calendars: &Calendars, status: &Status, findings: &mut Findings) {
    let Some(days) = &calendars.plan else { return };
    let worked = |date: Date| calendars.all().any(|days| days.is_worked(date));
    for task in &status.tasks {
        for (key, date) in [("started", task.started), ("finished", task.finished)] {
            let Some(date) = date.filter(|&date| !worked(date)) else { continue };
            let counts = match key {
                "started" => days.on_or_after(date),
                _ => days.on_or_before(date),
            };
            findings.add(
                Code::StatusDayOff,
                path(task).key(key),
                format!(
                    "task {} is {key} on {date}, a day on which nobody works; it counts as {counts}",
                    quoted(&task.name)
                ),
                "leave it, or write the working day that was meant",
            );
        }
    }
}

/// Warns of what was started or finished before what it waits for.
fn order(plan: &Plan, status: &Status, lookup: &Lookup<'_>, findings: &mut Findings) {
    let mut by_node: Vec<Option<&TaskStatus>> = vec![None; lookup.len()];
    for task in &status.tasks {
        if let Some(number) = lookup.number(&task.name) {
            by_node[number] = Some(task);
        }
    }
    for task in status.tasks.iter().filter(|task| task.started.is_some()) {
        let Some(number) = lookup.number(&task.name) else { continue };
        for (_, _, link) in links_of(plan, number) {
            let Some(before) = lookup.number(&link.task).filter(|&before| !lookup.is_milestone(before))
            else {
                continue;
            };
            // A lead may be meant to let it begin before.
            if link.lag.is_some_and(|lag| lag.number() < 0.0) {
                continue;
            }
            let before = by_node[before];
            let (own, was) = match link.kind.holds_finish() {
                true => (task.finished, "finished"),
                false => (task.started, "started"),
            };
            let (waited_for, needed) = match link.kind.waits_for_start() {
                true => (before.and_then(|of| of.started), "started"),
                false => (before.and_then(|of| of.finished), "finished"),
            };
            // What is finished on the day on which the other was started was finished in time.
            let early = own.is_some_and(|on| waited_for.is_none_or(|day| day > on));
            if early {
                let goes_on = match task.finished {
                    Some(_) => "stays finished",
                    None => "goes on",
                };
                findings.add(
                    Code::OutOfOrder,
                    path(task).key(was),
                    format!(
                        "task {} was {was} before {}, for which it waits, was {needed}",
                        quoted(&task.name),
                        quoted(&link.task)
                    ),
                    format!(
                        "leave it if it was so: it {goes_on}, and what is not finished still has to be done; else correct the dates, or the link in the plan"
                    ),
                );
            }
        }
    }
}

/// Warns of work under way that has taken longer than almost any of the outcomes that its estimate knows of. The plan has no error.
pub(super) fn check_course(plan: &Plan, reading: &Reading<'_>, lookup: &Lookup<'_>, findings: &mut Findings) {
    let Some(status) = &plan.status else { return };
    let told = fits(plan, lookup).and_then(|()| {
        let pasts = past(plan, reading, lookup)?;
        let open: Vec<usize> = (0..plan.tasks.len())
            .filter(|&task| pasts[task].is_some_and(|past| past.finished.is_none()))
            .collect();
        let paces = |task: usize| pace(plan, &staff(plan, lookup, task));
        Ok((pasts, expected(plan, reading, lookup, &open, paces)?))
    });
    let (pasts, expected) = match told {
        Ok(told) => told,
        Err(fault) => return report(fault, &Path::of(["status"]), findings),
    };
    let settled = settled(plan);
    for task in status.tasks.iter().filter(|task| task.remaining.is_none()) {
        let Some(number) = lookup.number(&task.name) else { continue };
        let (Some(past), Some(expected)) = (pasts[number], expected.get(&number)) else { continue };
        if !expected.known(plan, &settled).after(past.done).is_doubtful() {
            continue;
        }
        findings.add(
            Code::Exhausted,
            path(task),
            format!(
                "task {} has had {} days of work at full attention so far, more than 98 in 100 outcomes of its estimate: what is left of it is a guess",
                quoted(&task.name),
                short(past.done)
            ),
            "say what is left of it, such as remaining = \"3-5 days\"",
        );
    }
}
