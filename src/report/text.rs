//! The report as text: dates first, then the odds of the targets, the plan date, the riskiest milestone, what was assumed.

use std::fmt::Write;

use jiff::civil::Date;

use super::Questions;
use super::words::{count, day, frequency, meaning, percent, short_day, word};
use crate::forecast::{Forecast, MilestoneForecast};
use crate::units::{P50, P80, P95, Percentile};

/// What is shown where nothing else was asked for: stretch, likely, commit.
const PERCENTILES: [Percentile; 3] = [P50, P80, P95];

/// The longest title of a milestone that is shown whole.
const LONGEST_TITLE: usize = 40;

/// The forecast as a text for people, about 80 to 110 columns wide.
///
/// ```
/// use landfall::{Estimate, Plan, Task, date, report};
///
/// let plan = Plan::new("Search", date(2027, 1, 4)).task(Task::new("index", Estimate::weeks(2.0..=3.0)));
/// let text = report::text(&plan.forecast()?, &report::Questions::default());
/// assert!(text.contains("stretch"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn text(forecast: &Forecast, questions: &Questions) -> String {
    let percentiles = questions.percentiles.as_deref().unwrap_or(&PERCENTILES);
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_text(&mut out, forecast, questions, percentiles);
    out
}

fn write_text(
    out: &mut String,
    forecast: &Forecast,
    questions: &Questions,
    percentiles: &[Percentile],
) -> std::fmt::Result {
    let plan = forecast.plan();
    if !plan.name.is_empty() {
        writeln!(out, "{}\n", plan.name)?;
    }
    writeln!(out, "When will it ship? The whole plan is finished on or before")?;
    // Without any of the words there is no column for them.
    let width = percentiles.iter().map(|&percentile| word(percentile).len()).max().unwrap_or(0);
    let mut line = |word: &str, date: Date, odds: String| {
        let word = if width == 0 { String::new() } else { format!("{word:<width$}  ") };
        writeln!(out, "  {word}{:<16} {odds}", day(date))
    };
    for &percentile in percentiles {
        let odds = format!("in {} of the runs ({percentile})", percent(percentile.share()));
        line(word(percentile), forecast.date(percentile), odds)?;
    }
    for &date in &questions.dates {
        let odds = forecast.finish().odds_by(date).probability;
        line("", date, format!("{} ({})", frequency(odds), percent(odds)))?;
    }
    milestones(out, forecast, percentiles)?;

    let plan_date = forecast.plan_date();
    writeln!(
        out,
        "\nThe plan's own date, {}, holds {}. That is the date if every estimate\ncomes true at its likely (else its middle) value and no risk happens.",
        day(plan_date.date),
        frequency(plan_date.odds.probability)
    )?;
    match riskiest(forecast) {
        Some(milestone) => riskiest_text(out, milestone)?,
        None => least_certain_text(out, forecast)?,
    }
    assumptions(out, forecast)?;
    if !forecast.warnings().is_empty() {
        writeln!(out, "\nLook at these again")?;
        for warning in forecast.warnings() {
            writeln!(out, "  {warning}")?;
        }
    }
    Ok(())
}

/// A table of the milestones: a column for each percentile, the target and its odds.
fn milestones(out: &mut String, forecast: &Forecast, percentiles: &[Percentile]) -> std::fmt::Result {
    let milestones = forecast.milestones();
    if milestones.is_empty() {
        return Ok(());
    }
    let titles: Vec<String> = milestones.iter().map(|milestone| shortened(&milestone.title)).collect();
    let width = titles.iter().map(|title| title.chars().count()).max().unwrap_or(0).max("Milestone".len());
    write!(out, "\n{}", padded("Milestone", width))?;
    for &percentile in percentiles {
        let head = format!("{} {percentile}", word(percentile));
        write!(out, "  {:<11}", head.trim_start())?;
    }
    writeln!(out, "  {:<11}  on time", "target")?;
    for (milestone, title) in milestones.iter().zip(&titles) {
        write!(out, "{}", padded(title, width))?;
        for &percentile in percentiles {
            write!(out, "  {}", short_day(milestone.finish.date(percentile)))?;
        }
        match (milestone.target, milestone.on_time) {
            (Some(target), Some(odds)) => {
                writeln!(out, "  {}  {}", short_day(target), percent(odds.probability))?
            }
            _ => writeln!(out, "  none")?,
        }
    }
    Ok(())
}

/// The milestone whose target is likeliest to be missed; without targets none is.
fn riskiest(forecast: &Forecast) -> Option<&MilestoneForecast> {
    let odds = |milestone: &MilestoneForecast| milestone.on_time.map(|odds| odds.probability);
    let with_target = forecast.milestones().iter().filter(|milestone| milestone.on_time.is_some());
    with_target.min_by(|a, b| odds(a).partial_cmp(&odds(b)).unwrap_or(std::cmp::Ordering::Equal))
}

fn riskiest_text(out: &mut String, milestone: &MilestoneForecast) -> std::fmt::Result {
    let (Some(target), Some(odds)) = (milestone.target, milestone.on_time) else { return Ok(()) };
    writeln!(
        out,
        "\nThe riskiest milestone is {}: its target, {}, holds {}.",
        milestone.title,
        day(target),
        frequency(odds.probability)
    )?;
    let finish = &milestone.finish;
    if odds.probability < P80.share() {
        writeln!(
            out,
            "A date that holds in 8 of 10 runs is {}; in 19 of 20, {}.",
            day(finish.date(P80)),
            day(finish.date(P95))
        )?;
    }
    Ok(())
}

/// Without targets: the milestone whose dates lie farthest apart.
fn least_certain_text(out: &mut String, forecast: &Forecast) -> std::fmt::Result {
    let spread =
        |milestone: &MilestoneForecast| milestone.finish.days(P95).get() - milestone.finish.days(P50).get();
    let widest = forecast.milestones().iter().max_by(|a, b| spread(a).total_cmp(&spread(b)));
    let Some(milestone) = widest else { return Ok(()) };
    writeln!(
        out,
        "\nThe least certain milestone is {}: {} working days lie between its stretch and its commit date.\nNo milestone has a target; with one, its odds would stand here.",
        milestone.title,
        spread(milestone).round()
    )
}

fn assumptions(out: &mut String, forecast: &Forecast) -> std::fmt::Result {
    let plan = forecast.plan();
    writeln!(out, "\nWhat this rests on")?;
    writeln!(
        out,
        "  {} of {} and {}, seed {}; the same seed gives the same answer.",
        count(forecast.trials(), "simulated run"),
        count(plan.tasks.len(), "task"),
        count(plan.risks.len(), "risk"),
        forecast.seed()
    )?;
    writeln!(out, "  A range such as \"2-3 weeks\" means: {}.", meaning(forecast.range_meaning()))?;
    writeln!(out, "  Tasks run side by side unless a link says otherwise; nobody's time is limited.")?;
    match forecast.finish().interval_dates(P50).zip(forecast.finish().interval_dates(P80)) {
        Some(((low_50, high_50), (low_80, high_80))) => writeln!(
            out,
            "  With endless runs P50 would {} and P80 would {} (95% sure).",
            stay(low_50, high_50),
            stay(low_80, high_80)
        ),
        None => {
            writeln!(out, "  There are too few runs to say how much more of them would move these dates.")
        }
    }
}

fn stay(low: Date, high: Date) -> String {
    if low == high {
        format!("be {}", day(low))
    } else {
        format!("lie between {} and {}", day(low), day(high))
    }
}

/// A title short enough for the table.
fn shortened(title: &str) -> String {
    if title.chars().count() <= LONGEST_TITLE {
        return title.to_owned();
    }
    title.chars().take(LONGEST_TITLE - 1).chain(['…']).collect()
}

/// A text with spaces up to a width in characters.
fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.chars().count());
    format!("{text}{}", " ".repeat(missing))
}
