//! What a check-in says: the dates now and before, what is out of the ordinary, why the date moved, and where the plan stands.

use std::collections::HashMap;

use jiff::civil::Date;

use super::Questions;
use super::changes::Titles;
use super::forecast::{PERCENTILES, on_time};
use super::layout::LONGEST_TITLE;
use super::parts::{Report, Table};
use super::status::where_it_stands;
use super::words::{
    capital, count, day, exact, length, list, moved, percent, plain, short, short_date, short_day,
    table_head, word,
};
use crate::compare::Shift;
use crate::forecast::{Finish, Forecast, Odds};
use crate::plan::{RiskStatus, TaskStatus};
use crate::track::{Bridge, BridgePart, ChangeClass, CheckIn, Recorded, Signal, SignalKind};
use crate::units::Percentile;

/// So many working days are worth a word.
const TELLING: f64 = 0.5;

/// What a check-in is held against.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Since<'a> {
    /// The check-in before; none at the first.
    pub before: Option<&'a CheckIn>,
    /// What the forecasts made so far say together.
    pub signals: &'a [Signal],
    /// Why dates moved: of the whole plan, and of milestones.
    pub bridges: &'a [Bridge],
}

impl<'a> Since<'a> {
    /// A check-in before, with what it gives.
    pub fn new(before: Option<&'a CheckIn>, signals: &'a [Signal], bridges: &'a [Bridge]) -> Self {
        Self { before, signals, bridges }
    }
}

/// What a check-in says.
///
/// ```
/// use landfall::{CheckIn, Estimate, P80, Plan, Simulation, Status, Task, TaskStatus, date, report};
///
/// let plan = Plan::new("Search", date(2027, 1, 4)).task(Task::new("index", Estimate::weeks(2.0..=3.0)));
/// let before = CheckIn::new(&plan.forecast()?);
/// let status = Status::new(date(2027, 1, 15)).task(TaskStatus::started("index", date(2027, 1, 11)));
/// let now = plan.clone().status(status);
/// let bridge = [Simulation::new().bridge(&plan, &now, None, P80)?];
/// let since = report::Since::new(Some(&before), &[], &bridge);
/// let said = report::checkin(&now.forecast()?, &report::Questions::default(), since);
/// assert!(said.text().contains("Why the likely date (P80) moved"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn checkin(forecast: &Forecast, questions: &Questions, since: Since<'_>) -> Report {
    let percentiles = questions.percentiles.as_deref().unwrap_or(&PERCENTILES);
    let mut report = Report::default();
    let name = plain(&forecast.plan().name);
    let of = if name.is_empty() { String::new() } else { format!("{name}: ") };
    report.title(match forecast.as_of() {
        Some(as_of) => format!("{of}check-in at the end of {}", day(as_of)),
        None => format!("{of}before it began"),
    });
    moved_since(&mut report, forecast, percentiles, since);
    super::forecast::asked(&mut report, forecast, questions);
    where_it_stands(&mut report, forecast);
    if questions.budget.or(forecast.plan().budget).is_some() {
        super::worth::worth(&mut report, forecast, questions);
    }
    super::forecast::warnings(&mut report, forecast);
    report
}

/// What does not go with the check-in before.
fn odd(report: &mut Report, forecast: &Forecast, before: &CheckIn) {
    let (then, now) = (plain(&before.plan.name), plain(&forecast.plan().name));
    if then != now {
        report.paragraph(format!(
            "That check-in was of another plan, \"{then}\": where this is not the same work under a new name, take another journal."
        ));
    }
    let titles = Titles::of(&[forecast.plan()]);
    let title = |name: &String| match forecast.task(name) {
        Some(_) => titles.get("task", name),
        None => titles.get("risk", name),
    };
    let forgotten: Vec<String> = before.forgotten(forecast.plan()).iter().map(title).collect();
    if !forgotten.is_empty() {
        report.paragraph(format!(
            "Look at the status again: it says nothing of what the one before knew of: {}. So tasks count as not started, and risks as open. \
             A status says all that is known, each time.",
            list(&forgotten)
        ));
    }
    let other = told_otherwise(forecast, before, &titles);
    if !other.is_empty() {
        let more = match other.len().saturating_sub(OTHERWISE) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        report.paragraph(format!(
            "Look at the status again: of what the one before knew this is told otherwise now: {}{more}. Where that puts right what was \
             wrong, leave it.",
            other[..other.len().min(OTHERWISE)].join("; ")
        ));
    }
}

/// So many things that are told otherwise are told one by one.
const OTHERWISE: usize = 8;

/// What the status of the check-in before said that happened, and this one says otherwise.
fn told_otherwise(forecast: &Forecast, before: &CheckIn, titles: &Titles<'_>) -> Vec<String> {
    let (Some(then), Some(now)) = (&before.plan.status, &forecast.plan().status) else { return Vec::new() };
    let mut other = Vec::new();
    let tasks: HashMap<&str, &TaskStatus> = now.tasks.iter().map(|task| (task.name.as_str(), task)).collect();
    let risks: HashMap<&str, &RiskStatus> = now.risks.iter().map(|risk| (risk.name.as_str(), risk)).collect();
    for said in &then.tasks {
        let Some(task) = tasks.get(said.name.as_str()) else { continue };
        let title = titles.get("task", &task.name);
        for (was, before, now) in
            [("started", said.started, task.started), ("finished", said.finished, task.finished)]
        {
            let Some(then) = before.filter(|_| before != now) else { continue };
            let now =
                now.map_or_else(|| "is not now".to_owned(), |now| format!("on {} now", short_date(now)));
            other.push(format!("{title} was {was} on {}, and {now}", short_date(then)));
        }
    }
    for said in &then.risks {
        let Some(risk) = risks.get(said.name.as_str()) else { continue };
        let title = titles.get("risk", &risk.name);
        other.extend(said.happened.filter(|_| said.happened != risk.happened).map(|happened| {
            let (then, now) = match (happened, risk.happened) {
                (true, None) => ("had happened", "is open now"),
                (true, Some(_)) => ("had happened", "can no longer happen now"),
                (false, None) => ("could no longer happen", "is open now"),
                (false, Some(_)) => ("could no longer happen", "has happened now"),
            };
            format!("{title} {then}, and {now}")
        }));
    }
    other
}

/// What moved since the check-in before, what is out of the ordinary, and why dates moved.
pub(super) fn moved_since(
    report: &mut Report,
    forecast: &Forecast,
    percentiles: &[Percentile],
    since: Since<'_>,
) {
    if let Some(before) = since.before {
        report.paragraph(format!(
            "Held against the check-in of {} (in brackets: by how many working days a date is later than it was then, and the odds \
             that were).",
            day(before.as_of)
        ));
        odd(report, forecast, before);
    }
    report.table(dates(forecast, percentiles, since.before));
    told(report, forecast, since.signals);
    since.bridges.iter().for_each(|bridge| why_moved(report, forecast, since.before, bridge));
}

/// A table of the plan and its milestones, and by how many working days each date moved.
fn dates(forecast: &Forecast, percentiles: &[Percentile], before: Option<&CheckIn>) -> Table {
    let head =
        [String::new()].into_iter().chain(percentiles.iter().map(|&percentile| table_head(percentile)));
    let mut table = Table::of(head.chain(["target".to_owned(), "on time".to_owned()])).narrow(LONGEST_TITLE);
    let cells = |finish: &Finish, then: Option<&Recorded>| -> Vec<String> {
        let cell = |&percentile: &Percentile| {
            let now = finish.date(percentile);
            let then = then.and_then(|then| then.date(percentile));
            match then.map(|then| finish.working_days().between(then, now)) {
                None => short_day(now),
                Some(0) => format!("{} (0)", short_day(now)),
                Some(days) => format!("{} ({days:+})", short_day(now)),
            }
        };
        percentiles.iter().map(cell).collect()
    };
    let of_plan = cells(forecast.finish(), before.map(|before| &before.finish));
    table.row(["The whole plan".to_owned()].into_iter().chain(of_plan).chain(["-".to_owned()]));
    for milestone in forecast.milestones() {
        let then = before.and_then(|before| before.milestone(&milestone.name));
        let target = match milestone.target.zip(milestone.on_time) {
            Some((target, odds)) => {
                let then = then.filter(|then| then.target == Some(target)).and_then(|then| then.on_time);
                let then = then.map_or(String::new(), |then| format!(" ({})", percent(then.probability)));
                let now = on_time(forecast, milestone).unwrap_or_else(|| percent(odds.probability));
                [short_day(target), format!("{now}{then}")]
            }
            None => ["-".to_owned(), String::new()],
        };
        let dates = cells(&milestone.finish, then);
        table.row([plain(&milestone.title)].into_iter().chain(dates).chain(target));
    }
    table
}

/// What is out of the ordinary, and how often that means nothing.
fn told(report: &mut Report, forecast: &Forecast, signals: &[Signal]) {
    if signals.is_empty() {
        return;
    }
    report.heading("Signals");
    // The same of several milestones is said once.
    let mut kinds: Vec<&'static str> = Vec::new();
    for signal in signals {
        let kind = signal.kind.as_str();
        report.item(signal_sentence(forecast, signal, !kinds.contains(&kind)));
        kinds.push(kind);
    }
}

/// What a signal says, in a sentence or two; `explained` adds what it means and how often it comes where nothing is wrong.
pub(super) fn signal_sentence(forecast: &Forecast, signal: &Signal, explained: bool) -> String {
    let title = match &signal.milestone {
        None => "the whole plan".to_owned(),
        Some(name) => plain(forecast.milestone(name).map_or(name.as_str(), |milestone| &milestone.title)),
    };
    let since = short_date(signal.since);
    let odds = |odds: Odds| percent(odds.probability);
    let (said, means) = match signal.kind {
        SignalKind::OddsFell { target, before, now } => (
            format!(
                "{}: the odds of {} fell from {} to {} since {since}.",
                capital(&title),
                short_date(target),
                odds(before),
                odds(now)
            ),
            "Say it now to those who count on that date",
        ),
        SignalKind::LaterThanLikely { likely_before, stretch_now } => (
            format!(
                "{}: even the stretch date, {}, is later than the likely date of {since} was, {}.",
                capital(&title),
                short_date(stretch_now),
                short_date(likely_before)
            ),
            "What was a safe date then is a hope now: something happened that the plan thought unlikely",
        ),
        SignalKind::ThreeTheSameWay { days } => (
            format!(
                "{}: the mean moved three times the same way since {since}, {} in all.",
                capital(&title),
                moved(days)
            ),
            match days < 0.0 {
                true => "Estimates may be too long: look at those to come",
                false => {
                    "A plan that slips a little each time is too short: look at the estimates to come, not only at those that are done"
                }
            },
        ),
        SignalKind::BeyondSpread { days, expected_sd } => (
            format!(
                "{}: since {since} the mean moved {}, more than twice the {} that were to be expected.",
                capital(&title),
                moved(days),
                length(expected_sd)
            ),
            "The ranges were too narrow, or the work is another: estimate what is left anew",
        ),
    };
    // Of what is over there is nothing left to do.
    let over = signal.milestone.as_deref().is_some_and(|name| {
        forecast
            .milestone(name)
            .is_some_and(|milestone| super::forecast::is_reached(forecast, &milestone.finish))
    });
    if !explained || over {
        return said;
    }
    let rate = (100.0 * signal.kind.false_alarms()).round();
    format!(
        "{said} {means}. (Where all goes as the plan says it may, this comes at {rate} of 100 check-ins.)"
    )
}

/// Why a date moved, in a table and in a sentence.
fn why_moved(report: &mut Report, forecast: &Forecast, since: Option<&CheckIn>, bridge: &Bridge) {
    let of = bridge_title(forecast, bridge);
    // The dates that stand in the table above, where all runs are in them.
    let said = since.and_then(|since| said_before_and_now(forecast, since, bridge));
    let (before, after) = said.map_or(bridge.dates, |(before, after, _)| (before, after));
    if bridge.parts.is_empty() {
        return report.paragraph(format!("Nothing changed that moves {of}."));
    }
    let telling = bridge.parts.iter().any(|part| part.days.get().abs() >= TELLING);
    if !bridge.moved.is_sure() && !telling {
        let of = capital(&of);
        return report
            .paragraph(format!("{of} did not move by more than the runs can tell: {}.", short_date(after)));
    }
    let few = match bridge.trials < forecast.trials() {
        true => format!(", by the first {}", count(bridge.trials, "run")),
        false => String::new(),
    };
    let by = match said {
        Some((.., days)) if days != 0 && bridge.moved.is_sure() => moved(f64::from(days)),
        _ => moved_by(bridge.moved),
    };
    report.heading(match before == after {
        true => format!("Why {of} moved within {}: {by}", short_date(after)),
        false => format!("Why {of} moved from {} to {}: {by}", short_date(before), short_date(after)),
    });
    let mut table = Table::default().right_from(1);
    let days: Vec<f64> = bridge.parts.iter().map(|part| part.days.get()).collect();
    for (part, tenths) in bridge.parts.iter().zip(rounded_together(&days)) {
        table.row([class(part.class).to_owned(), signed(tenths)]);
    }
    table.row([format!("together{few}"), signed(bridge.moved.days.get())]);
    report.table(table);
    if let Some((.., days)) = said
        && days != 0
        && (f64::from(days) - bridge.moved.days.get()).abs() >= 0.5
    {
        report.item(match few.is_empty() {
            true => format!("The dates themselves are whole days: {days:+}. The reasons tell of parts of days, too."),
            false => format!(
                "The dates themselves are of all {} and whole days: {days:+}. What is said of the reasons is of the first {}.",
                count(forecast.trials(), "run"),
                exact(bridge.trials as f64)
            ),
        });
    }
    let text = bridge_sentence(bridge);
    if !text.is_empty() {
        report.item(text);
    }
}

/// The dates that the two check-ins say of what a bridge is about, and by how many working days it moved.
fn said_before_and_now(forecast: &Forecast, since: &CheckIn, bridge: &Bridge) -> Option<(Date, Date, i32)> {
    let (then, now) = match &bridge.milestone {
        None => (&since.finish, forecast.finish()),
        Some(name) => (since.milestone(name)?, &forecast.milestone(name)?.finish),
    };
    let (then, now) = (then.date(bridge.percentile)?, now.date(bridge.percentile));
    let days = forecast.finish().working_days().between(then, now);
    Some((then, now, i32::try_from(days).ok()?))
}

/// "the likely date (P80)", "the likely date (P80) of Launch".
fn bridge_title(forecast: &Forecast, bridge: &Bridge) -> String {
    let word = word(bridge.percentile);
    let date = match word {
        "" => bridge.percentile.to_string(),
        word => format!("the {word} date ({})", bridge.percentile),
    };
    match &bridge.milestone {
        None => date,
        Some(name) => {
            format!("{date} of {}", plain(forecast.milestone(name).map_or(name.as_str(), |of| &of.title)))
        }
    }
}

fn moved_by(shift: Shift) -> String {
    match shift.days.get() {
        days if days.abs() < 0.05 => "no change".to_owned(),
        days if !shift.is_sure() => {
            format!("{}, which is within the error of the runs: no change", moved(days))
        }
        days => moved(days),
    }
}

/// Numbers rounded to tenths, up or down, so that they still add up to their rounded sum: those nearest to the next tenth go there.
fn rounded_together(numbers: &[f64]) -> Vec<f64> {
    let tenths: Vec<f64> = numbers.iter().map(|number| number * 10.0).collect();
    let mut whole: Vec<f64> = tenths.iter().map(|tenths| tenths.floor()).collect();
    let missing = (tenths.iter().sum::<f64>().round() - whole.iter().sum::<f64>()).round().max(0.0) as usize;
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|&one, &other| (tenths[other] - whole[other]).total_cmp(&(tenths[one] - whole[one])));
    order.into_iter().take(missing).for_each(|place| whole[place] += 1.0);
    whole.into_iter().map(|tenths| tenths / 10.0).collect()
}

/// A number of working days with its sign; so little that it shows as 0 has none.
fn signed(days: f64) -> String {
    let rounded = (days * 10.0).round() / 10.0;
    match rounded {
        0.0 => "0".to_owned(),
        days if days > 0.0 => format!("+{}", short(days)),
        days => format!("-{}", short(-days)),
    }
}

/// What a class of changes is called.
pub(super) fn class(class: ChangeClass) -> &'static str {
    match class {
        ChangeClass::Progress => "time passed, and progress",
        ChangeClass::Scope => "scope: what is to be done",
        ChangeClass::Estimates => "estimates: how long it takes",
        ChangeClass::Risks => "risks: what happened and what may",
        ChangeClass::Capacity => "capacity: who does it",
        ChangeClass::Calendar => "calendar: when work is done",
    }
}

/// What moved a date most, in a sentence.
pub(super) fn bridge_sentence(bridge: &Bridge) -> String {
    let days: Vec<f64> = bridge.parts.iter().map(|part| part.days.get()).collect();
    let rounded = rounded_together(&days);
    let mut parts: Vec<(&BridgePart, f64)> =
        bridge.parts.iter().zip(rounded).filter(|(_, days)| days.abs() >= TELLING).collect();
    parts.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
    let told: Vec<String> = parts
        .iter()
        .map(|(part, days)| {
            let what = match part.class {
                ChangeClass::Progress => "time and progress",
                ChangeClass::Scope => "the change of scope",
                ChangeClass::Estimates => "new estimates",
                ChangeClass::Risks => "what became of risks",
                ChangeClass::Capacity => "who does the work",
                ChangeClass::Calendar => "the calendar",
            };
            format!("{what} made it {}", moved(*days))
        })
        .collect();
    match told.is_empty() {
        true => String::new(),
        false => format!("{}.", capital(&list(&told))),
    }
}

#[cfg(test)]
mod tests {
    use super::rounded_together;

    #[test]
    fn rounded_parts_add_up_to_the_rounded_sum() {
        assert_eq!(rounded_together(&[8.36, 4.58]), [8.3, 4.6]);
        assert_eq!(rounded_together(&[-0.04, 3.07, -1.0]), [-0.1, 3.1, -1.0]);
        assert_eq!(rounded_together(&[0.0, 0.0]), [0.0, 0.0]);
        for parts in [vec![0.05, 0.05, 0.05], vec![-2.26, 1.13, 0.77, 9.99], vec![1.0 / 3.0; 3]] {
            let sum: f64 = rounded_together(&parts).iter().sum();
            assert!((sum - (parts.iter().sum::<f64>() * 10.0).round() / 10.0).abs() < 1e-9, "{parts:?}");
        }
    }
}
