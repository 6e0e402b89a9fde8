//! Teams: shares that sum to 1, spans in order, interrupts that leave time for anything else.

use std::collections::HashSet;

use super::estimates::{check_duration, report};
use super::numbers::{fine_percent, meant_as_percent};
use super::staff::check_people;
use super::{Findings, Reading};
use crate::curve::Quantity;
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::{Plan, Team, TeamCalendar, UNPLANNED, percent_text};
use crate::units::LONGEST_DAYS;

/// By how much the shares of a team may miss 1: what adding numbers such as 0.7 and 0.2 loses.
const ROUNDING: f64 = 1e-9;

/// The least mean time between interrupts [working days]: some five minutes.
const SHORTEST_GAP: f64 = 0.01;

/// The most teams.
const MOST_TEAMS: usize = 1000;

/// The most calendars that are not the same.
const MOST_CALENDARS: usize = 100;

/// The most kinds of work of a team, and of interrupts.
const MOST_KINDS: usize = 100;

pub(super) fn check(plan: &Plan, reading: &Reading<'_>, findings: &mut Findings) {
    if plan.teams.len() > MOST_TEAMS {
        let message = format!("the plan has {} teams", plan.teams.len());
        findings.add(
            Code::PlanLimit,
            Path::of(["team"]),
            message,
            format!("it may have at most {MOST_TEAMS}"),
        );
    }
    let mut calendars: Vec<&TeamCalendar> = Vec::new();
    for team in &plan.teams {
        if calendars.len() <= MOST_CALENDARS && !calendars.contains(&&team.calendar) {
            calendars.push(&team.calendar);
        }
    }
    if calendars.len() > MOST_CALENDARS {
        let message = format!("the teams have more than {MOST_CALENDARS} different calendars");
        findings.add(
            Code::PlanLimit,
            Path::of(["team"]),
            message,
            "let teams that work on the same days have the same one",
        );
    }
    for team in &plan.teams {
        let path = Path::of(["team", &team.name]);
        check_people(team.people, &path.key("people"), findings);
        for (place, join) in team.joins.iter().enumerate() {
            check_people(join.people, &path.key("joins").index(place), findings);
        }
        if team.calendar.week.is_some_and(|week| week.len() == 0) {
            findings.add(
                Code::NoWorkingDay,
                path.key("calendar").key("week"),
                format!(
                    "the week of team {} has no working day, so it would never do anything",
                    quoted(&team.name)
                ),
                "write the days that are worked, such as \"Mon-Thu\"",
            );
        }
        for (key, count) in [("share", team.share.len()), ("interrupts", team.interrupts.len())] {
            if count > MOST_KINDS {
                let message = format!("team {} has {count} kinds of them", quoted(&team.name));
                findings.add(
                    Code::PlanLimit,
                    path.key(key),
                    message,
                    format!("it may have at most {MOST_KINDS}"),
                );
            }
        }
        check_shares(team, reading, &path, findings);
        check_leave(team, &path, findings);
        check_interrupts(plan, team, reading, &path, findings);
    }
}

fn check_shares(team: &Team, reading: &Reading<'_>, path: &Path, findings: &mut Findings) {
    let path = path.key("share");
    let mut sound = true;
    let mut seen = HashSet::new();
    for (kind, share) in &team.share {
        if !(*share > 0.0 && *share <= 1.0) {
            sound = false;
            findings.add(
                Code::NumberOutOfBounds,
                path.key(kind),
                format!("{}% is no share of a team's time", percent_text(*share)),
                meant_as_percent(*share)
                    .unwrap_or_else(|| "write a share above 0 and at most 1, such as 0.7".to_owned()),
            );
        }
        let twice = !seen.insert(kind);
        if kind == UNPLANNED || twice {
            sound = false;
            let message = match twice {
                true => format!("the kind {} stands here twice", quoted(kind)),
                false => "the unplanned share is kept by itself".to_owned(),
            };
            findings.add(Code::DuplicateName, path.key(kind), message, "keep one of them");
        }
    }
    let planned: f64 = team.share.iter().map(|(_, share)| share).sum();
    let unplanned = team.unplanned.as_ref().map(|share| reading.share(share));
    let curve = match unplanned {
        None => None,
        Some(Ok(curve)) => Some(curve),
        Some(Err(fault)) => return report(fault, &path.key(UNPLANNED), findings),
    };
    if !sound || (team.share.is_empty() && curve.is_none()) {
        return;
    }
    let exact = curve.as_ref().and_then(|curve| curve.constant());
    let sum = planned + exact.unwrap_or(0.0);
    if sum > 1.0 + ROUNDING || (exact.is_some() && sum < 1.0 - ROUNDING) {
        let unplanned = if exact.is_some() { ", the unplanned one counted" } else { "" };
        findings.add(
            Code::Shares,
            path,
            format!(
                "the shares of team {} sum to {}, not to 100%{unplanned}",
                quoted(&team.name),
                fine_percent(sum)
            ),
            match sum > 1.0 {
                true => "lower them until they do".to_owned(),
                false => "raise them until they do, or leave unplanned out: then it is what the others leave"
                    .to_owned(),
            },
        );
    } else if let Some(curve) = curve.filter(|_| exact.is_none()) {
        let left = 1.0 - planned;
        let (low, high) = (curve.quantile(0.01), curve.quantile(0.99));
        if !(low <= left + ROUNDING && left <= high + ROUNDING) {
            findings.add(
                Code::UnplannedElsewhere,
                path.key(UNPLANNED),
                format!(
                    "the other shares of team {} leave {} for unplanned work, which this range hardly ever is",
                    quoted(&team.name),
                    fine_percent(left)
                ),
                "let the other shares leave about the middle of the range",
            );
        }
    }
}

fn check_leave(team: &Team, path: &Path, findings: &mut Findings) {
    // How many people there are more or fewer from which day on.
    let mut changes = Vec::new();
    for (place, leave) in team.leave.iter().enumerate() {
        if leave.from > leave.to {
            findings.add(
                Code::HolidayOrder,
                path.key("leave").index(place),
                format!("the leave from {} to {} ends before it begins", leave.from, leave.to),
                "swap the two days",
            );
            continue;
        }
        changes.push((leave.from, -i64::from(leave.people), place));
        if let Ok(back) = leave.to.tomorrow() {
            changes.push((back, i64::from(leave.people), place));
        }
    }
    changes.extend(team.joins.iter().map(|join| (join.from, i64::from(join.people), usize::MAX)));
    // Of one day first those who come.
    changes.sort_by_key(|&(day, people, _)| (day, -people));
    let mut people = i64::from(team.people);
    for (day, change, place) in changes {
        people += change;
        if people < 0 && change < 0 {
            findings.add(
                Code::MoreLeaveThanPeople,
                path.key("leave").index(place),
                format!("on {day} more people of team {} are on leave than it has", quoted(&team.name)),
                "check the numbers of people; it counts as nobody at work",
            );
            break;
        }
    }
}

fn check_interrupts(plan: &Plan, team: &Team, reading: &Reading<'_>, path: &Path, findings: &mut Findings) {
    let mut load = 0.0;
    for (place, interrupt) in team.interrupts.iter().enumerate() {
        let path = path.key("interrupts").index(place);
        let every = reading.days(interrupt.every);
        match &every {
            Err(fault) => report(fault.clone(), &path.key("every"), findings),
            Ok(days) if !(SHORTEST_GAP..=LONGEST_DAYS).contains(days) => findings.add(
                Code::NumberOutOfBounds,
                path.key("every"),
                format!("interrupts cannot come every {}", interrupt.every),
                "write a time of some minutes or more, such as \"3 weeks\"; what comes all the time is an unplanned share",
            ),
            Ok(_) => {}
        }
        check_duration(&interrupt.takes, &path.key("takes"), reading, findings);
        if let Ok(Some(read)) = reading.estimate(&interrupt.takes, Quantity::Duration) {
            // One that cannot be read is reported already.
            let every = every.ok().filter(|days| (SHORTEST_GAP..=LONGEST_DAYS).contains(days));
            load += every.map_or(0.0, |every| read.curve.mean_from_zero() / every);
        }
    }
    if team.interrupts.is_empty() {
        return;
    }
    // The fewest that it has, leave not counted: those who are there when the plan starts.
    let joined = team.joins.iter().filter(|join| join.from <= plan.start);
    let people = u64::from(team.people) + joined.map(|join| u64::from(join.people)).sum::<u64>();
    if load >= people as f64 {
        findings.add(
            Code::Overloaded,
            path.key("interrupts"),
            format!(
                "interrupts take {:.1} people of team {} all the time, and it has {}",
                load,
                quoted(&team.name),
                people
            ),
            "let them come less often or take less, or give the team more people",
        );
    }
    if team.unplanned.is_some()
        || team.share.iter().map(|(_, share)| share).sum::<f64>() < 1.0 - ROUNDING && !team.share.is_empty()
    {
        findings.add(
            Code::UnplannedTwice,
            path.key("interrupts"),
            format!(
                "team {} has both interrupts and an unplanned share, and they add up",
                quoted(&team.name)
            ),
            "leave what the interrupts are out of the unplanned share, or take one of the two out",
        );
    }
}
