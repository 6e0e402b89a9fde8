//! Teams in words: where their time went, which of them holds the finish up, and what was assumed of them.

use super::layout::{LONGEST_TITLE, shown};
use super::parts::{Report, Table};
use super::words::{percent, plain, short};
use crate::forecast::{Forecast, KindForecast, TeamForecast, stretches};
use crate::plan::{Idle, Pace, Plan, ROADMAP, Team};

/// Where the time of the teams went, and what that means for the finish.
pub(super) fn use_of_time(report: &mut Report, forecast: &Forecast) {
    let teams = forecast.teams();
    if teams.is_empty() {
        return;
    }
    report.heading("Where the teams' time goes until the plan is finished");
    let mut table = Table::default().narrow(LONGEST_TITLE);
    teams.iter().for_each(|team| table.row([plain(&team.title), of_team(team)]));
    report.table(table);
    match forecast.limiting_team() {
        Some(team) => holds_up(forecast, team).into_iter().for_each(|text| report.paragraph(text)),
        None => report.paragraph("No team holds the finish up."),
    }
}

/// How a team holds the finish up.
fn holds_up(forecast: &Forecast, team: &TeamForecast) -> Option<String> {
    let days = |days: f64| match short(days) {
        days if days == "1" => "1 working day".to_owned(),
        days => format!("{days} working days"),
    };
    let tenth = |days: f64| (days * 10.0).round() / 10.0;
    let (waited, slowed) = (tenth(team.waited.get()), tenth(team.slowed.get()));
    let waits = format!("work waits {} for its people", days(waited));
    let slow = format!("loses {} because they have other things to do or are away", days(slowed));
    let what = match (waited > 0.0, slowed > 0.0) {
        (true, true) => format!("{waits}, and {slow}"),
        (true, false) => waits,
        (false, true) => {
            format!("work loses {} because its people have other things to do or are away", days(slowed))
        }
        (false, false) => return None,
    };
    let often = match forecast.teams().len() {
        1 => String::new(),
        _ => format!(" (in {} of the runs more than of any other team)", percent(team.limits)),
    };
    Some(format!(
        "The team that holds the finish up most is {}: on the way that leads to it, {what}, on average{often}.",
        plain(&team.title)
    ))
}

/// "roadmap 61% of 70%, debt 12% of 20%, unplanned 10%, interrupts 4%, idle 13%".
fn of_team(team: &TeamForecast) -> String {
    let kind = |kind: &KindForecast| match (&kind.kind, kind.planned) {
        (Some(name), Some(planned)) => {
            format!("{} {} of {}", plain(name), percent(kind.used), percent(planned))
        }
        _ => format!("its tasks {}", percent(kind.used)),
    };
    let mut parts: Vec<String> = team.kinds.iter().map(kind).collect();
    for (name, share) in [("unplanned", team.unplanned), ("interrupts", team.interrupts)] {
        if share > 0.0 {
            parts.push(format!("{name} {}", percent(share)));
        }
    }
    parts.push(format!("idle {}", percent(team.idle)));
    parts.join(", ")
}

/// "; shop works Mon-Sat": the teams whose week is not the plan's.
pub(super) fn own_weeks(plan: &Plan) -> String {
    let other = |team: &&Team| team.calendar.week.is_some_and(|week| week != plan.calendar.week);
    let own = plan.teams.iter().filter(other).map(|team| {
        let title = team.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(&team.name);
        format!("; {} works {}", shown(title), team.calendar.week.unwrap_or_default())
    });
    own.collect()
}

/// What was assumed of who does the work.
pub(super) fn assumed(forecast: &Forecast) -> Vec<String> {
    let plan = forecast.plan();
    if !forecast.is_limited_by_people() {
        return vec![
            match plan.teams.is_empty() {
                true => "Tasks run side by side unless a link says otherwise; nobody's time is limited.",
                false => "Tasks run side by side unless a link says otherwise; the teams are large enough for everything at once.",
            }
            .to_owned(),
        ];
    }
    if plan.teams.is_empty() {
        return vec![
            "Tasks run side by side unless a link says otherwise; effects change how fast they go."
                .to_owned(),
        ];
    }
    let of_pace = match plan.estimates.pace {
        Pace::Focus => "Estimates are time at full attention (pace: focus)",
        Pace::Usual => "Estimates have the usual unplanned work inside already (pace: usual)",
    };
    let on_calendar = plan.teams.iter().filter(|team| forecast.uses_team(&team.name)).filter_map(|team| {
        // The kind that is told of is one that the team has work of: roadmap work, or else the first.
        let of_team = forecast.teams().iter().find(|of_team| of_team.name == team.name);
        let used = |kind: &&str| {
            let mut kinds = of_team.iter().flat_map(|of_team| &of_team.kinds);
            kinds.any(|of| of.kind.as_deref() == Some(*kind) && of.used > 0.0)
        };
        let kinds = || team.share.iter().map(|(kind, _)| kind.as_str());
        let kind = Some(ROADMAP).filter(used).or_else(|| kinds().find(used)).or_else(|| kinds().next());
        let kind = kind.unwrap_or("");
        let title = team.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(&team.name);
        let lent = team.idle == Idle::Lent;
        Some(weeks(&shown(title), kind, lent, stretches(plan, team, kind)?))
    });
    let on_calendar: Vec<String> = on_calendar.collect();
    let mut texts = vec![
        "A task waits until its team has people for it, first by priority, then in the order of the plan; tasks without a team run side \
         by side."
            .to_owned(),
    ];
    if plan.teams.iter().any(|team| !team.interrupts.is_empty()) {
        texts.push(
            "Interrupts come at random, as often as they usually do, and each takes a person at once; the plan's own date knows of none."
                .to_owned(),
        );
    }
    texts.push(match on_calendar.is_empty() {
        true => format!("{of_pace}."),
        false => format!("{of_pace}. On the calendar \"2-3 weeks\" are {}.", on_calendar.join("; ")),
    });
    texts
}

/// "2.2 to 3.3 weeks of roadmap work in Flow, 2.9 to 4.3 when all 4 people are at such work".
fn weeks(team: &str, kind: &str, lent: bool, (alone, all, people): (f64, f64, u64)) -> String {
    let range = |stretch: f64| format!("{} to {}", tenths(2.0 * stretch), tenths(3.0 * stretch));
    let kind = if kind.is_empty() { "work".to_owned() } else { format!("{} work", plain(kind)) };
    if tenths(2.0 * alone) == tenths(2.0 * all) && tenths(3.0 * alone) == tenths(3.0 * all) {
        return format!("{} weeks of {kind} in {team}", range(alone));
    }
    let everybody = match people {
        1 => "its one person is".to_owned(),
        2 => "both are".to_owned(),
        _ => format!("all {people} are"),
    };
    let busy = if lent { ", and none of the other work's time is left over" } else { "" };
    format!(
        "{} weeks of {kind} in {team} for a task alone, {} when {everybody} at such work{busy}",
        range(alone),
        range(all)
    )
}

fn tenths(weeks: f64) -> String {
    short((weeks * 10.0).round() / 10.0)
}
