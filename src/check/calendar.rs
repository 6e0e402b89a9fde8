//! The calendar and the dates of the plan.

use jiff::civil::Date;

use super::Findings;
use crate::calendar::{FIRST_DATE, Holiday, LAST_DATE};
use crate::error::{Code, Path};
use crate::plan::{Plan, When};

/// An absence of more days than this is warned of: two years.
const LONG: i32 = 731;

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    date(plan.start, || Path::of(["start"]), findings);
    let calendar = &plan.calendar;
    if calendar.week.len() == 0 {
        findings.add(
            Code::NoWorkingDay,
            Path::of(["calendar", "week"]),
            "the week has no working day, so no work would ever happen",
            "write the days that are worked, such as \"Mon-Fri\"",
        );
    }
    holidays(&calendar.holidays, &Path::of(["calendar", "holidays"]), findings);
    for team in &plan.teams {
        let path = Path::of(["team", &team.name]);
        if let Some(days) = &team.calendar.holidays {
            holidays(days, &path.key("calendar").key("holidays"), findings);
        }
        for (index, leave) in team.leave.iter().enumerate() {
            date(leave.from, || path.key("leave").index(index).key("from"), findings);
            date(leave.to, || path.key("leave").index(index).key("to"), findings);
            // Who is on leave for years may have left; all of them hardly.
            if leave.people >= team.people {
                long(leave.from, leave.to, "leave", || path.key("leave").index(index), findings);
            }
        }
        for (index, join) in team.joins.iter().enumerate() {
            date(join.from, || path.key("joins").index(index).key("from"), findings);
        }
    }
    for effect in &plan.effects {
        if let When::From(day) = effect.when {
            date(day, || Path::of(["effect", &effect.name, "from"]), findings);
        }
    }
    let hours = calendar.hours_per_day;
    if !(hours > 0.0 && hours <= 24.0) {
        findings.add(
            Code::NumberOutOfBounds,
            Path::of(["calendar", "hours_per_day"]),
            format!("a working day cannot have {hours} hours"),
            "write a number above 0 and at most 24, such as 8",
        );
    }
    for task in &plan.tasks {
        if let Some(day) = task.not_before {
            date(day, || Path::of(["task", &task.name, "not_before"]), findings);
        }
    }
    for milestone in &plan.milestones {
        if let Some(day) = milestone.target {
            date(day, || Path::of(["milestone", &milestone.name, "target"]), findings);
        }
    }
}

fn holidays(days: &[Holiday], path: &Path, findings: &mut Findings) {
    for (index, holiday) in days.iter().enumerate() {
        let path = || path.index(index);
        date(holiday.from, path, findings);
        if holiday.to != holiday.from {
            date(holiday.to, path, findings);
        }
        if holiday.from > holiday.to {
            findings.add(
                Code::HolidayOrder,
                path(),
                format!("the span from {} to {} ends before it begins", holiday.from, holiday.to),
                "swap the two days",
            );
        }
        long(holiday.from, holiday.to, "holidays", path, findings);
    }
}

/// Days off that go on for years.
fn long(from: Date, to: Date, what: &str, path: impl FnOnce() -> Path, findings: &mut Findings) {
    if (to - from).get_days() > LONG {
        findings.add(
            Code::LongAbsence,
            path(),
            format!("the time from {from} to {to} is more than two years of {what}"),
            "check the year of both days",
        );
    }
}

/// A day that the calendar can hold.
pub(super) fn date(day: Date, path: impl FnOnce() -> Path, findings: &mut Findings) {
    if !(FIRST_DATE..=LAST_DATE).contains(&day) {
        findings.add(
            Code::Date,
            path(),
            format!("{day} is outside the years 1900 to 2200"),
            "write a date between them",
        );
    }
}
