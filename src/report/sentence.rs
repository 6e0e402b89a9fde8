//! Findings in sentences: one each, with how often and by how much, and no false precision.

use super::changes::Titles;
use super::words::{about, capital, list, plain, short_date, word};
use crate::compare::Shift;
use crate::explain::{Action, Cause, CauseGroup, Explanation, Finding, FindingKind};
use crate::units::Percentile;

/// From so many days on nobody asks for a tenth of one.
const WHOLE_FROM: f64 = 10.0;

/// So many tasks of a chain are named from either end.
const NAMED_OF_CHAIN: usize = 3;

/// A finding of an explanation as one sentence for people.
///
/// ```
/// use landfall::{Cause, Estimate, FindingKind, Plan, Risk, Task, date, report};
///
/// let plan = Plan::new("", date(2027, 1, 4))
///     .task(Task::new("api", Estimate::weeks(2.0..=3.0)))
///     .risk(Risk::new("db", 0.3).title("The database is slow").delays("api", Estimate::weeks(3.0..=4.0)));
/// let why = plan.explain()?;
/// let is_risk = |finding: &&landfall::Finding| finding.kind == FindingKind::Driver(Cause::Risk);
/// let risk = why.findings().iter().find(is_risk).expect("it matters");
/// assert_eq!(
///     report::sentence(risk, &why),
///     "\"The database is slow\" happens in 30% of the runs; without it the likely date (P80) would be 15 working days earlier."
/// );
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn sentence(finding: &Finding, why: &Explanation) -> String {
    let titles = Titles::of(&[why.forecast().plan()]);
    let subject = |kind: &'static str| titles.get(kind, finding.subjects.first().map_or("", String::as_str));
    let date = date_of(why);
    let days = finding.days.map_or(String::new(), |shift| working_days(rounded(shift)));
    let often = finding.frequency.map_or(String::new(), runs);
    match finding.kind {
        FindingKind::PlanDate => {
            let own = short_date(why.forecast().plan_date().date);
            let later = finding.days.map_or(0.0, |shift| shift.days.get());
            let rest = match later > 0.0 {
                true => format!("{date} is {days} later"),
                false => format!("{date} is no later"),
            };
            format!("The plan's own date, {own}, holds {often}; {rest}.")
        }
        FindingKind::Driver(Cause::Risk) => {
            let happens = format!("{} happens {often}", quoted(&subject("risk")));
            format!("{happens}; without it {date} would be {days} earlier.")
        }
        FindingKind::Driver(Cause::Range) => {
            let task = subject("task");
            format!(
                "{task}, on the way to the finish {often}, may take long; if it surely took its median, {date} would be {days} earlier."
            )
        }
        FindingKind::Driver(Cause::Effect) => {
            format!("Without the effect {} {date} would be {days} earlier.", quoted(&subject("effect")))
        }
        FindingKind::Driver(Cause::Unplanned) => {
            format!("Without unplanned work in {} {date} would be {days} earlier.", subject("team"))
        }
        FindingKind::Driver(Cause::Interrupts) => {
            format!("Without interrupts in {} {date} would be {days} earlier.", subject("team"))
        }
        FindingKind::Driver(Cause::People) => {
            let team = subject("team");
            format!(
                "{team} has too few people: with enough for everything at once {date} would be {days} earlier."
            )
        }
        FindingKind::Driver(Cause::Date) => {
            let name = finding.subjects.first().map_or("", String::as_str);
            let task = why.forecast().plan().tasks.iter().find(|task| task.name == name);
            let from = task.and_then(|task| task.not_before).map_or(String::new(), short_date);
            format!(
                "{}, on the way to the finish {often}, does not start before {from}; without that date {date} would be {days} earlier.",
                subject("task")
            )
        }
        FindingKind::NoRisk => {
            let helps = why.drivers().iter().any(|driver| {
                driver.cause == Cause::Risk && driver.impact.days.get() < 0.0 && driver.impact.is_sure()
            });
            let also = if helps { ", good ones included" } else { "" };
            let then = match (why.no_risk(), finding.days) {
                (Some(no_risk), Some(shift)) if rounded(shift) != 0.0 => {
                    let at = match no_risk.date == why.finish().date(why.percentile()) {
                        true => "the same day".to_owned(),
                        false => short_date(no_risk.date),
                    };
                    format!("{date} would be {at} then, {}", earlier(finding.days))
                }
                _ => format!("{date} would be the same"),
            };
            match finding.frequency {
                Some(share) if share <= 0.0 => format!("Some risk happens in every run; without any {then}."),
                _ => format!("{} no risk happens{also}; {then}.", capital(&often)),
            }
        }
        FindingKind::Lever(action) => lever(action, finding, why, &titles),
        FindingKind::Chain => {
            let named: Vec<String> = finding.subjects.iter().map(|task| titles.get("task", task)).collect();
            let ways = match why.way().distinct {
                1 => String::new(),
                ways => format!(", one of {ways}"),
            };
            format!("The most common way to the finish{ways}, {often}: {}.", chain(&named))
        }
        FindingKind::Merge => {
            let joined = why
                .joins()
                .iter()
                .find(|merge| merge.at.as_deref() == finding.subjects.first().map(String::as_str));
            let at = match joined.and_then(|merge| merge.at.as_ref()) {
                Some(_) => subject("task"),
                None => "the end of the plan".to_owned(),
            };
            let last = joined.and_then(|merge| merge.latest.first());
            let last = last.map_or(String::new(), |arrival| titles.get("task", &arrival.name));
            format!(
                "At {at} everything waits for the last of several, which costs {days} more than any one of them alone; {last} is last {often}."
            )
        }
        FindingKind::Additivity => {
            let Some(additivity) = why.additivity() else { return String::new() };
            let (percentile, tasks) = (why.percentile(), finding.subjects.len());
            let sum = working_days(whole_days(additivity.sum_of_parts.get()));
            let of_sum = working_days(whole_days(additivity.of_sum.get()));
            format!(
                "The {percentile} of the {tasks} tasks on the most common way add up to {sum}, but together they take no more than {of_sum} at {percentile}: they are not all late at once."
            )
        }
        FindingKind::Group(group) => {
            let whole = why.shares().map_or(0.0, |shares| shares.now.get() - shares.without.get());
            let whole = working_days(whole_days(whole));
            format!(
                "Of the {whole} by which {date} lies behind a plan in which nothing is uncertain or in the way, {days} come of {}.",
                of_group(group)
            )
        }
    }
}

fn lever(action: Action, finding: &Finding, why: &Explanation, titles: &Titles<'_>) -> String {
    let name = finding.subjects.first().map_or("", String::as_str);
    let (date, gain) = (date_of(why), earlier(finding.days));
    let task = || titles.get("task", name);
    match action {
        Action::Prevent => {
            format!("Preventing {} would make {date} {gain}.", quoted(&titles.get("risk", name)))
        }
        Action::Drop => {
            let dropped = why.lever(action, name).map_or(&[][..], |lever| &lever.dropped);
            let with = dropped.iter().filter(|dropped| dropped.name != name && dropped.kind == "task");
            let with: Vec<String> = with.map(|dropped| titles.gone(dropped)).collect();
            let own = dropped.iter().find(|dropped| dropped.name == name);
            let own = own.map_or_else(task, |dropped| titles.gone(dropped));
            let with =
                if with.is_empty() { String::new() } else { format!(", and {} with it,", list(&with)) };
            format!("Dropping {own}{with} would make {date} {gain}.")
        }
        Action::Halve => format!("Halving the estimate of {} would make {date} {gain}.", task()),
        Action::Hire => {
            let since = if why.forecast().plan().under_way().is_some() { "now on" } else { "the start" };
            let team = titles.get("team", name);
            format!("One more person in {team}, from {since}, would make {date} {gain}.")
        }
        Action::Settle => format!(
            "The estimate of {} is the one to look into first: if it surely took its median, {date} would be {gain}.",
            task()
        ),
    }
}

/// "the likely date (P80)", "the P85 date of Beta".
pub(super) fn date_of(why: &Explanation) -> String {
    let percentile = why.percentile();
    let of = why.target().and_then(|name| why.forecast().milestone(name));
    let of = of.map_or(String::new(), |milestone| format!(" of {}", plain(&milestone.title)));
    match word(percentile) {
        "" => format!("the {percentile} date{of}"),
        word => format!("the {word} date{of} ({percentile})"),
    }
}

/// What a group of causes is called.
pub(super) fn of_group(group: CauseGroup) -> &'static str {
    match group {
        CauseGroup::Ranges => "ranges, against their middles",
        CauseGroup::Risks => "risks",
        CauseGroup::Unplanned => "unplanned work and interrupts",
        CauseGroup::People => "waiting for people",
    }
}

/// "6 working days earlier".
fn earlier(shift: Option<Shift>) -> String {
    let Some(shift) = shift else { return String::new() };
    let how = if shift.days.get() < 0.0 { "later" } else { "earlier" };
    format!("{} {how}", working_days(rounded(shift)))
}

/// A number of days without false precision: whole from ten on, else with one digit.
pub(super) fn rounded(shift: Shift) -> f64 {
    whole_days(shift.days.get().abs())
}

fn whole_days(days: f64) -> f64 {
    if days >= WHOLE_FROM { days.round() } else { (days * 10.0).round() / 10.0 }
}

fn working_days(days: f64) -> String {
    if days == 1.0 { "1 working day".to_owned() } else { format!("{days} working days") }
}

/// How often, as people say it: "in 30% of the runs"; where that is seldom, as one in so many.
pub(super) fn runs(share: f64) -> String {
    match share {
        p if p <= 0.0 => "in no run".to_owned(),
        p if p >= 1.0 => "in every run".to_owned(),
        p if p < 0.001 => "in fewer than 1 of 1,000 runs".to_owned(),
        p if p < 0.01 => format!("in 1 of {} runs", about(1.0 / p)),
        p if p < 0.995 => format!("in {:.0}% of the runs", p * 100.0),
        _ => "in nearly every run".to_owned(),
    }
}

/// A chain of tasks: the first and the last of a long one.
pub(super) fn chain(tasks: &[String]) -> String {
    if tasks.is_empty() {
        return "none of the tasks".to_owned();
    }
    if tasks.len() <= 2 * NAMED_OF_CHAIN + 1 {
        return tasks.join(", then ");
    }
    let between = tasks.len() - 2 * NAMED_OF_CHAIN;
    let (first, last) = (&tasks[..NAMED_OF_CHAIN], &tasks[tasks.len() - NAMED_OF_CHAIN..]);
    format!("{}, then {between} more, then {}", first.join(", then "), last.join(", then "))
}

fn quoted(title: &str) -> String {
    format!("\"{title}\"")
}

/// What a percentile's date is called in a heading: "the likely date, P80".
pub(super) fn named(percentile: Percentile) -> String {
    match word(percentile) {
        "" => percentile.to_string(),
        word => format!("the {word} date, {percentile}"),
    }
}
