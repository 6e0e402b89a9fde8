//! Why, as text: the biggest reason in a sentence, what costs how much, what adds up, what could be done, what the finish waits for.

use std::fmt::Write;

use super::changes::Titles;
use super::layout::{item, padded, paragraph, shortened_to};
use super::sentence::{chain, named, of_group, rounded, runs, sentence};
use super::words::{capital, count, length, list, percent};
use crate::compare::Shift;
use crate::explain::{Action, Cause, Driver, Explanation, FindingKind, Lever};
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

/// An explanation as a text for people, about 100 columns wide; what a report shows of it.
///
/// ```
/// use landfall::{Estimate, Plan, Risk, Task, date, report};
///
/// let plan = Plan::new("", date(2027, 1, 4))
///     .task(Task::new("api", Estimate::weeks(2.0..=3.0)))
///     .risk(Risk::new("db", 0.3).delays("api", Estimate::weeks(3.0..=4.0)));
/// let text = report::why_text(&plan.explain()?);
/// assert!(text.starts_with("\nWhy (the likely date, P80; "));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn why_text(why: &Explanation) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = why_of(&mut out, why);
    out
}

pub(super) fn why_of(out: &mut String, why: &Explanation) -> std::fmt::Result {
    let titles = Titles::of(&[why.forecast().plan()]);
    let what = named(why.percentile());
    let of = why.target().map_or(String::new(), |name| format!(" of {}", titles.get("milestone", name)));
    writeln!(out, "\nWhy ({what}{of}; each \"without\" in the same {})", count(why.trials(), "run"))?;
    let told = |is: fn(&FindingKind) -> bool| why.findings().iter().find(move |finding| is(&finding.kind));
    let driver = told(|kind| matches!(kind, FindingKind::Driver(_)));
    if let Some(driver) = driver {
        item(out, &format!("The biggest single reason: {}", lowered(&sentence(driver, why))))?;
    }
    if let Some(no_risk) = told(|kind| matches!(kind, FindingKind::NoRisk)) {
        item(out, &sentence(no_risk, why))?;
    }
    let settle = told(|kind| matches!(kind, FindingKind::Lever(Action::Settle)));
    if let Some(settle) =
        settle.filter(|settle| driver.is_none_or(|driver| driver.subjects != settle.subjects))
    {
        item(out, &sentence(settle, why))?;
    }
    if !why.drivers().is_empty() && why.drivers().iter().all(|driver| driver.impact.interval.is_none()) {
        item(out, "Take more runs: from so few nobody can say how sure any of this is.")?;
    }
    drivers(out, why, &titles)?;
    shares(out, why)?;
    levers(out, why, &titles)?;
    way(out, why, &titles)?;
    joins(out, why, &titles)?;
    match told(|kind| matches!(kind, FindingKind::Additivity)) {
        Some(additivity) => paragraph(out, &sentence(additivity, why)),
        None => Ok(()),
    }
}

/// A table of what costs most, one thing at a time; and what makes it earlier.
fn drivers(out: &mut String, why: &Explanation, titles: &Titles<'_>) -> std::fmt::Result {
    let tells = |days: f64, shift: Shift| days >= LEAST_DAYS && (shift.is_sure() || shift.interval.is_none());
    let worth: Vec<&Driver> =
        why.drivers().iter().filter(|driver| tells(driver.impact.days.get(), driver.impact)).collect();
    let helps = why.drivers().iter().rev().filter(|driver| tells(-driver.impact.days.get(), driver.impact));
    let helps = helps
        .take(NAMED)
        .map(|driver| format!("{} by {}", named_cause(driver, titles), days(driver.impact.reversed())));
    let helps: Vec<String> = helps.collect();
    if worth.is_empty() {
        item(out, "Nothing by itself makes it later in a way that these runs can tell.")?;
    } else {
        let rows: Vec<[String; 3]> = worth.iter().take(DRIVERS).map(|driver| row(driver, titles)).collect();
        writeln!(out, "\nWhat costs most, one thing at a time (working days later than without it)")?;
        table(out, &rows)?;
    }
    if !helps.is_empty() {
        item(out, &format!("These make it earlier instead, in working days: {}.", list(&helps)))?;
    }
    if worth.len() < 2 {
        return Ok(());
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
    item(out, &format!("{rule}{more}{few}"))
}

fn row(driver: &Driver, titles: &Titles<'_>) -> [String; 3] {
    let often = match (driver.cause, driver.frequency) {
        (Cause::Risk, Some(share)) => format!("happens {}", runs(share)),
        (Cause::Range | Cause::Date, Some(share)) => format!("on the way {}", runs(share)),
        _ => String::new(),
    };
    [named_cause(driver, titles), days(driver.impact), often]
}

/// "risk: The vendor is late", "how long Search takes".
fn named_cause(driver: &Driver, titles: &Titles<'_>) -> String {
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
fn shares(out: &mut String, why: &Explanation) -> std::fmt::Result {
    let Some(shares) = why.shares() else { return Ok(()) };
    let whole = shares.now.get() - shares.without.get();
    if whole.abs() < LEAST_DAYS {
        return Ok(());
    }
    let (now, without) = (tenth(shares.now.get()), tenth(shares.without.get()));
    writeln!(out, "\nWhat adds up: {now} working days after the start, {without} without any of these")?;
    let rows: Vec<[String; 3]> = shares
        .groups
        .iter()
        .map(|share| {
            let alone = match share.alone.days.get() {
                days if days.abs() < LEAST_DAYS => String::new(),
                days => format!("{} if only these were gone", tenth(days)),
            };
            [of_group(share.group).to_owned(), tenth(share.days.get()), alone]
        })
        .collect();
    table(out, &rows)
}

/// A table of what could be done.
fn levers(out: &mut String, why: &Explanation, titles: &Titles<'_>) -> std::fmt::Result {
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
        return Ok(());
    }
    best.sort_by(|one, other| other.gain.days.get().total_cmp(&one.gain.days.get()));
    let rows: Vec<[String; 3]> = best
        .iter()
        .map(|lever| {
            let task = titles.get("task", &lever.name);
            let (name, more) = match lever.action {
                Action::Prevent => (format!("prevent: {}", titles.get("risk", &lever.name)), String::new()),
                Action::Drop => (format!("drop {task}"), with(lever)),
                Action::Halve => (format!("halve {task}"), String::new()),
                Action::Hire => {
                    (format!("one more person in {}", titles.get("team", &lever.name)), String::new())
                }
                Action::Settle => (format!("{task} surely takes its median"), settled(lever)),
            };
            [name, days(lever.gain), more]
        })
        .collect();
    writeln!(
        out,
        "\nWhat could be done, one thing at a time (working days earlier; the best two of each kind)"
    )?;
    table(out, &rows)?;
    Ok(())
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
        Some(Estimate::Spread(Spread::Range(range))) => length(range.low.value),
        _ => String::new(),
    }
}

/// What the finish waits for: tasks and chains.
fn way(out: &mut String, why: &Explanation, titles: &Titles<'_>) -> std::fmt::Result {
    let way = why.way();
    let mut tasks: Vec<_> = way.tasks.iter().filter(|task| task.criticality > 0.0).collect();
    tasks.sort_by(|one, other| other.criticality.total_cmp(&one.criticality));
    if tasks.is_empty() {
        return Ok(());
    }
    let name = |task: &str| shortened_to(&titles.get("task", task), WIDEST);
    let shown = &tasks[..tasks.len().min(TASKS)];
    let width = shown.iter().map(|task| name(&task.name).chars().count()).max().unwrap_or(0);
    let width = width.max("On the way to the finish".len());
    let head = "critical   sensitivity (SSI)   cruciality (CRI)";
    writeln!(out, "\n{}  {head}", padded("On the way to the finish", width + 2))?;
    for task in shown {
        let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"));
        writeln!(
            out,
            "  {}  {:<8}   {:<17}   {}",
            padded(&name(&task.name), width),
            percent(task.criticality),
            number(task.ssi),
            number(task.cri)
        )?;
    }
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
    item(out, &format!("{}. {indices}.{more}", capital(people)))?;
    match way.distinct {
        1 => writeln!(out, "\nThe chain that drives it")?,
        ways => writeln!(out, "\nThe chains that drive it, the most common of {}", count(ways, "way"))?,
    }
    let often = way.chains.iter().enumerate().filter(|&(place, chain)| place == 0 || chain.share >= 0.005);
    for (_, common) in often.take(CHAINS) {
        let tasks: Vec<String> = common.tasks.iter().map(|task| titles.get("task", task)).collect();
        item(out, &format!("{}: {}.", capital(&runs(common.share)), chain(&tasks)))?;
    }
    Ok(())
}

/// Where several things are waited for.
fn joins(out: &mut String, why: &Explanation, titles: &Titles<'_>) -> std::fmt::Result {
    let worth: Vec<_> = why.joins().iter().filter(|join| join.merge_bias.get() >= LEAST_DAYS).collect();
    if worth.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\nWhere waiting for the last of several costs days that no single date shows (on average)"
    )?;
    for join in worth.iter().take(JOINS) {
        let at = match &join.at {
            Some(at) => titles.get("task", at),
            None => "the end of the plan".to_owned(),
        };
        let last = join.latest.iter().take(2).filter(|arrival| arrival.share >= 0.005);
        let last =
            last.map(|arrival| format!("{} {}", titles.get("task", &arrival.name), runs(arrival.share)));
        let last: Vec<String> = last.collect();
        item(out, &format!("{} at {at}; last of all is {}.", length(join.merge_bias.get()), list(&last)))?;
    }
    Ok(())
}

/// A sentence that goes on after a colon; titles keep their first letter.
fn lowered(sentence: &str) -> String {
    match sentence.split_once(' ') {
        Some((first @ ("Without" | "If"), rest)) => format!("{} {rest}", first.to_lowercase()),
        _ => sentence.to_owned(),
    }
}

/// Rows of a name, days, and a remark.
fn table(out: &mut String, rows: &[[String; 3]]) -> std::fmt::Result {
    let width = |place: usize| {
        rows.iter().map(|row| shortened_to(&row[place], WIDEST).chars().count()).max().unwrap_or(0)
    };
    let (names, days) = (width(0), width(1));
    for [name, of_row, remark] in rows {
        let name = padded(&shortened_to(name, WIDEST), names);
        let line = format!("  {name}  {}  {remark}", padded(of_row, days));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// "15 (14 to 16)", "3.9 (3.4 to 4.3)".
fn days(shift: Shift) -> String {
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
