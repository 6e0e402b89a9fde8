//! Why: the biggest reason in a sentence, what costs how much, what adds up, what could be done, what the finish waits for.

use super::changes::Titles;
use super::parts::{Report, Table};
use super::sentence::{chain, named, of_group, rounded, runs, sentence};
use super::words::{capital, count, length, list, percent};
use crate::compare::Shift;
use crate::explain::{Action, Cause, Driver, Explanation, Finding, FindingKind, Lever};
use crate::forecast::Forecast;
use crate::plan::{Change, Estimate, Spread, TaskField};

/// So many drivers, levers of each kind, tasks, chains and joins are shown.
const DRIVERS: usize = 8;
const LEVERS_OF_KIND: usize = 2;
const TASKS: usize = 8;
const CHAINS: usize = 3;
const JOINS: usize = 3;
const NAMED: usize = 3;

/// What moves a date by less is not shown [working days].
const LEAST_DAYS: f64 = 0.1;

/// The widest name in a table.
const WIDEST: usize = 48;

/// What an explanation says; what a report shows of it.
///
/// ```
/// use landfall::{Estimate, Plan, Risk, Task, date, report};
///
/// let plan = Plan::new("", date(2027, 1, 4))
///     .task(Task::new("api", Estimate::weeks(2.0..=3.0)))
///     .risk(Risk::new("db", 0.3).delays("api", Estimate::weeks(3.0..=4.0)));
/// let text = report::why(&plan.explain()?).text();
/// assert!(text.starts_with("Why (the likely date, P80; "));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn why(why: &Explanation) -> Report {
    let mut report = Report::default();
    reasons(&mut report, why);
    details(&mut report, why);
    report
}

/// What a finding of a kind says.
fn told(why: &Explanation, is: fn(&FindingKind) -> bool) -> Option<&Finding> {
    why.findings().iter().find(|finding| is(&finding.kind))
}

/// What is said first: the biggest reasons.
pub(super) fn reasons(report: &mut Report, why: &Explanation) {
    let titles = Titles::of(&[why.forecast().plan()]);
    let what = named(why.percentile());
    let of = why.target().map_or(String::new(), |name| format!(" of {}", titles.get("milestone", name)));
    report.heading(format!("Why ({what}{of}; each \"without\" in the same {})", count(why.trials(), "run")));
    let driver = told(why, |kind| matches!(kind, FindingKind::Driver(_)));
    if let Some(driver) = driver {
        report.item(format!("The biggest single reason: {}", lowered(&sentence(driver, why))));
    }
    if let Some(no_risk) = told(why, |kind| matches!(kind, FindingKind::NoRisk)) {
        report.item(sentence(no_risk, why));
    }
    let settle = told(why, |kind| matches!(kind, FindingKind::Lever(Action::Settle)));
    if let Some(settle) =
        settle.filter(|settle| driver.is_none_or(|driver| driver.subjects != settle.subjects))
    {
        report.item(sentence(settle, why));
    }
    if !why.drivers().is_empty() && why.drivers().iter().all(|driver| driver.impact.interval.is_none()) {
        report.item("Take more runs: from so few nobody can say how sure any of this is.");
    }
}

/// What stands behind them: the tables, the ways to the finish, the joins.
pub(super) fn details(report: &mut Report, why: &Explanation) {
    let titles = Titles::of(&[why.forecast().plan()]);
    drivers(report, why, &titles);
    shares(report, why);
    levers(report, why, &titles);
    way(report, why, &titles);
    joins(report, why, &titles);
    if let Some(additivity) = told(why, |kind| matches!(kind, FindingKind::Additivity)) {
        report.paragraph(sentence(additivity, why));
    }
}

/// That it comes from fewer runs than a forecast, where it does.
pub(super) fn fewer_runs(report: &mut Report, why: &Explanation, forecast: &Forecast) {
    if why.trials() < forecast.trials() {
        let runs = count(why.trials(), "run");
        report.paragraph(format!("All of why comes from the first {runs}; all else from all of them."));
    }
}

/// A table of what costs most, one thing at a time; and what makes it earlier.
fn drivers(report: &mut Report, why: &Explanation, titles: &Titles<'_>) {
    let tells = |days: f64, shift: Shift| days >= LEAST_DAYS && (shift.is_sure() || shift.interval.is_none());
    let worth: Vec<&Driver> =
        why.drivers().iter().filter(|driver| tells(driver.impact.days.get(), driver.impact)).collect();
    let helps = why.drivers().iter().rev().filter(|driver| tells(-driver.impact.days.get(), driver.impact));
    let helps = helps.take(NAMED).map(|driver| {
        format!("{} by {}", named_cause(driver, titles), shift_of_days(driver.impact.reversed()))
    });
    let helps: Vec<String> = helps.collect();
    if worth.is_empty() {
        report.item("Nothing by itself makes it later in a way that these runs can tell.");
    } else {
        report.heading("What costs most, one thing at a time (working days later than without it)");
        report.table(table(worth.iter().take(DRIVERS).map(|driver| row(driver, titles))));
    }
    if !helps.is_empty() {
        report.item(format!("These make it earlier instead, in working days: {}.", list(&helps)));
    }
    if worth.len() < 2 {
        return;
    }
    let more = match worth.len().saturating_sub(DRIVERS) {
        0 => String::new(),
        more => format!(" {more} more cost less."),
    };
    let few = match why.drivers().iter().map(Driver::trials).min() {
        Some(trials) if trials < why.trials() => {
            format!(" Small effects were measured on the first {} only.", count(trials, "run"))
        }
        _ => String::new(),
    };
    let rule = "These days do not add up: where things run side by side, one takes the place of another.";
    report.item(format!("{rule}{more}{few}"));
}

fn row(driver: &Driver, titles: &Titles<'_>) -> [String; 3] {
    let often = match (driver.cause, driver.frequency) {
        (Cause::Risk, Some(share)) => format!("happens {}", runs(share)),
        (Cause::Range | Cause::Date, Some(share)) => format!("on the way {}", runs(share)),
        _ => String::new(),
    };
    [named_cause(driver, titles), shift_of_days(driver.impact), often]
}

/// "risk: The vendor is late", "how long Search takes".
pub(super) fn named_cause(driver: &Driver, titles: &Titles<'_>) -> String {
    match driver.cause {
        Cause::Range => format!("how long {} takes", titles.get("task", &driver.name)),
        Cause::Risk => format!("risk: {}", titles.get("risk", &driver.name)),
        Cause::Effect => format!("effect: {}", titles.get("effect", &driver.name)),
        Cause::Unplanned => format!("unplanned work in {}", titles.get("team", &driver.name)),
        Cause::Interrupts => format!("interrupts in {}", titles.get("team", &driver.name)),
        Cause::People => format!("too few people in {}", titles.get("team", &driver.name)),
        Cause::Date => format!("the start date of {}", titles.get("task", &driver.name)),
    }
}

/// What adds up.
fn shares(report: &mut Report, why: &Explanation) {
    let Some(shares) = why.shares() else { return };
    let whole = shares.now.get() - shares.without.get();
    if whole.abs() < LEAST_DAYS {
        return;
    }
    let (now, without) = (tenth(shares.now.get()), tenth(shares.without.get()));
    report
        .heading(format!("What adds up: {now} working days after the start, {without} without any of these"));
    report.table(table(shares.groups.iter().map(|share| {
        let alone = match share.alone.days.get() {
            days if days.abs() < LEAST_DAYS => String::new(),
            days => format!("{} if only these were gone", tenth(days)),
        };
        [of_group(share.group).to_owned(), tenth(share.days.get()), alone]
    })));
}

/// A table of what could be done.
fn levers(report: &mut Report, why: &Explanation, titles: &Titles<'_>) {
    let tells = |lever: &&Lever| {
        lever.gain.days.get() >= LEAST_DAYS && (lever.gain.is_sure() || lever.gain.interval.is_none())
    };
    let mut best: Vec<&Lever> = Vec::new();
    for action in [Action::Prevent, Action::Drop, Action::Halve, Action::Hire, Action::Settle] {
        best.extend(
            why.levers().iter().filter(tells).filter(|lever| lever.action == action).take(LEVERS_OF_KIND),
        );
    }
    if best.is_empty() {
        return;
    }
    best.sort_by(|one, other| other.gain.days.get().total_cmp(&one.gain.days.get()));
    let rows = best.iter().map(|lever| {
        let task = titles.get("task", &lever.name);
        let (name, more) = match lever.action {
            Action::Prevent => (format!("prevent: {}", titles.get("risk", &lever.name)), String::new()),
            Action::Drop => {
                let own = lever.dropped.iter().find(|dropped| dropped.name == lever.name);
                (format!("drop {}", own.map_or(task, |dropped| titles.gone(dropped))), with(lever))
            }
            Action::Halve => (format!("halve {task}"), String::new()),
            Action::Hire => {
                let now = if why.forecast().plan().under_way().is_some() { "from now on " } else { "" };
                (format!("{now}one more person in {}", titles.get("team", &lever.name)), String::new())
            }
            Action::Settle => (format!("be sure of {task}"), settled(lever)),
        };
        [name, shift_of_days(lever.gain), more]
    });
    report
        .heading("What could be done, one thing at a time (working days earlier; the best two of each kind)");
    report.table(table(rows));
}

/// How many tasks go with one that is dropped.
fn with(lever: &Lever) -> String {
    let with = lever.dropped.iter().filter(|dropped| dropped.name != lever.name && dropped.kind == "task");
    match with.count() {
        0 => String::new(),
        1 => "with 1 task that needs it".to_owned(),
        more => format!("with {more} tasks that need it"),
    }
}

/// What a task takes that is made certain.
fn settled(lever: &Lever) -> String {
    let takes = lever.changes.iter().find_map(|change| match change {
        Change::Task(edit) => edit.fields.iter().find_map(|field| match field {
            TaskField::Takes(takes) => Some(takes),
            _ => None,
        }),
        _ => None,
    });
    match takes {
        Some(Estimate::Spread(Spread::Range(range))) => {
            format!("median: {}", length(range.low.value))
        }
        _ => "at its median".to_owned(),
    }
}

/// What the finish waits for: tasks and chains.
fn way(report: &mut Report, why: &Explanation, titles: &Titles<'_>) {
    let way = why.way();
    let mut tasks: Vec<_> = way.tasks.iter().filter(|task| task.criticality > 0.0).collect();
    tasks.sort_by(|one, other| other.criticality.total_cmp(&one.criticality));
    if tasks.is_empty() {
        return;
    }
    let mut table =
        Table::of(["On the way to the finish", "critical", "sensitivity (SSI)", "cruciality (CRI)"])
            .narrow(WIDEST);
    for task in tasks.iter().take(TASKS) {
        let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"));
        table.row([
            titles.get("task", &task.name),
            percent(task.criticality),
            number(task.ssi),
            number(task.cri),
        ]);
    }
    report.table(table);
    let people = match why.forecast().is_limited_by_people() {
        true => "critical: on the chain that drove the finish, by links or by people who came free",
        false => "critical: any delay of it would delay the finish",
    };
    let more = match tasks.len().saturating_sub(TASKS) {
        0 => String::new(),
        more => format!(" {} more {} critical now and then.", more, if more == 1 { "is" } else { "are" }),
    };
    let indices =
        "SSI weighs that by how uncertain it is; CRI is how far it and the finish are late together";
    report.item(format!("{}. {indices}.{more}", capital(people)));
    report.heading(match way.distinct {
        1 => "The chain that drives it".to_owned(),
        ways => format!("The chains that drive it, the most common of {}", count(ways, "way")),
    });
    let often = way.chains.iter().enumerate().filter(|&(place, chain)| place == 0 || chain.share >= 0.005);
    for (_, common) in often.take(CHAINS) {
        let tasks: Vec<String> = common.tasks.iter().map(|task| titles.get("task", task)).collect();
        report.item(format!("{}: {}.", capital(&runs(common.share)), chain(&tasks)));
    }
}

/// Where several things are waited for.
fn joins(report: &mut Report, why: &Explanation, titles: &Titles<'_>) {
    let worth: Vec<_> = why.joins().iter().filter(|join| join.merge_bias.get() >= LEAST_DAYS).collect();
    if worth.is_empty() {
        return;
    }
    report.heading("Where waiting for the last of several costs days that no single date shows (on average)");
    for join in worth.iter().take(JOINS) {
        let at = match &join.at {
            Some(at) => titles.get("task", at),
            None => "the end of the plan".to_owned(),
        };
        let last = join.latest.iter().take(2).filter(|arrival| arrival.share >= 0.005);
        let last =
            last.map(|arrival| format!("{} {}", titles.get("task", &arrival.name), runs(arrival.share)));
        let last: Vec<String> = last.collect();
        report.item(format!("{} at {at}; last of all is {}.", length(join.merge_bias.get()), list(&last)));
    }
}

/// A sentence that goes on after a colon; titles keep their first letter.
fn lowered(sentence: &str) -> String {
    match sentence.split_once(' ') {
        Some((first @ ("Without" | "If"), rest)) => format!("{} {rest}", first.to_lowercase()),
        _ => sentence.to_owned(),
    }
}

/// Rows of a name, days, and a remark.
fn table(rows: impl Iterator<Item = [String; 3]>) -> Table {
    let mut table = Table::default().narrow(WIDEST);
    rows.for_each(|row| table.row(row));
    table
}

/// "15 (14 to 16)", "3.9 (3.4 to 4.3)".
pub(super) fn shift_of_days(shift: Shift) -> String {
    let say = |days: f64| match rounded(shift) {
        whole if whole.fract() == 0.0 && whole >= 10.0 => format!("{:.0}", days.round() + 0.0),
        _ => tenth(days),
    };
    match shift.interval {
        Some((low, high)) => format!("{} ({} to {})", say(shift.days.get()), say(low.get()), say(high.get())),
        None => say(shift.days.get()),
    }
}

/// A number of days with one digit.
fn tenth(days: f64) -> String {
    let text = format!("{:.1}", days);
    if text == "-0.0" { "0.0".to_owned() } else { text }
}
