//! When are the items done, how many by a date, and how far the history can be trusted, as text.

use std::fmt::Write;

use jiff::civil::Date;

use super::Questions;
use super::layout::{item, paragraph};
use super::words::{count, day, exact, frequency, list, meaning, percent, plain, short, word};
use crate::error::Result;
use crate::plan::Spread;
use crate::throughput::{DoneBy, Stability, ThroughputFinish, ThroughputForecast, ThroughputWarning};
use crate::units::{P50, P80, P95, Percentile};

/// What is shown where nothing else was asked for: stretch, likely, commit.
const PERCENTILES: [Percentile; 3] = [P50, P80, P95];

/// After how many periods it is told how many items are done, where no date was asked for.
const AFTER: [u32; 3] = [4, 8, 13];

/// The forecast of a throughput as a text for people, about 100 columns wide. Of the questions it answers percentiles and dates.
///
/// # Errors
///
/// When a date lies more than 500 years after the start.
///
/// # Example
///
/// ```
/// use landfall::{Throughput, date, report};
///
/// let forecast = Throughput::new([3, 0, 5, 4], date(2027, 1, 4)).items(20.0).forecast()?;
/// let text = report::throughput_text(&forecast, &report::Questions::default())?;
/// assert!(text.contains("stretch"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn throughput_text(forecast: &ThroughputForecast, questions: &Questions) -> Result<String> {
    let percentiles = questions.percentiles.as_deref().unwrap_or(&PERCENTILES);
    let mut out = String::new();
    if let Some(finish) = forecast.finish() {
        // Writing to a string cannot fail.
        let _ = when(&mut out, forecast, finish, percentiles, &questions.dates);
    }
    how_many(&mut out, forecast, percentiles, &questions.dates)?;
    let _ = warnings(&mut out, forecast);
    let _ = rests_on(&mut out, forecast, percentiles);
    Ok(out)
}

/// The period's name: "day", "week", else "period".
fn period(forecast: &ThroughputForecast) -> &'static str {
    match forecast.days_per_period() {
        1 => "day",
        7 => "week",
        _ => "period",
    }
}

/// So many periods: "6 weeks", "3 periods of 2 weeks".
fn periods(forecast: &ThroughputForecast, number: u32) -> String {
    match forecast.days_per_period() {
        1 => count(number as usize, "day"),
        7 => count(number as usize, "week"),
        days if days % 7 == 0 => format!("{} of {} weeks", count(number as usize, "period"), days / 7),
        days => format!("{} of {days} days", count(number as usize, "period")),
    }
}

/// A number or a range as it was written.
fn written(spread: &Spread<f64>) -> String {
    match spread {
        Spread::Range(range) => {
            let points: Vec<String> = range.points().into_iter().map(short).collect();
            if points.len() > 2 { points.join(" / ") } else { points.join(" to ") }
        }
        Spread::Moments(moments) => format!("{} on average", short(moments.mean)),
        Spread::Percentiles(points) => format!("{} percentiles", points.len()),
        Spread::History(values) => format!("one of {} numbers", values.len()),
    }
}

fn when(
    out: &mut String,
    forecast: &ThroughputForecast,
    finish: &ThroughputFinish,
    percentiles: &[Percentile],
    dates: &[Date],
) -> std::fmt::Result {
    let items = forecast.throughput().items.as_ref().map(written).unwrap_or_default();
    writeln!(out, "When are {items} items done? On or before")?;
    let width = percentiles.iter().map(|&percentile| word(percentile).len()).max().unwrap_or(0);
    let after = |percentile| format!("after {}", periods(forecast, finish.periods(percentile)));
    let long = percentiles.iter().map(|&percentile| after(percentile).len()).max().unwrap_or(0);
    for &percentile in percentiles {
        let word = if width == 0 { String::new() } else { format!("{:<width$}  ", word(percentile)) };
        let (date, after) = (day(finish.date(percentile)), after(percentile));
        let percent = percentile.percent();
        writeln!(
            out,
            "  {word}{date:<16} {after:<long$}  in at least {percent}% of the runs ({percentile})"
        )?;
    }
    if !dates.is_empty() {
        writeln!(out, "\nThey are done on or before the dates you asked for")?;
        for date in rising(dates) {
            writeln!(out, "  {:<16} {}", day(date), frequency(finish.odds_by(date).probability))?;
        }
    }
    Ok(())
}

/// Dates in order, each once.
fn rising(dates: &[Date]) -> Vec<Date> {
    let mut dates = dates.to_vec();
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// How many items are done by the dates that were asked for, else after some periods.
fn how_many(
    out: &mut String,
    forecast: &ThroughputForecast,
    percentiles: &[Percentile],
    dates: &[Date],
) -> Result<()> {
    let dates = match dates {
        [] => AFTER.map(|periods| forecast.last_day(periods)).to_vec(),
        dates => rising(dates),
    };
    let done = dates.into_iter().map(|date| forecast.done_by(date)).collect::<Result<Vec<_>>>()?;
    let by = |done: &DoneBy| format!("by {} ({})", day(done.date()), periods(forecast, done.periods()));
    let width = done.iter().map(|done| by(done).chars().count()).max().unwrap_or(0);
    let gap = if out.is_empty() { "" } else { "\n" };
    // Writing to a string cannot fail.
    let _ = write!(out, "{gap}How many items are done? At least\n  {:width$}", "");
    for &percentile in percentiles {
        let _ = write!(out, "  {:>10}", format!("with {}%", percentile.percent()));
    }
    let _ = writeln!(out);
    for done in &done {
        let _ = write!(out, "  {:width$}", by(done));
        for &percentile in percentiles {
            let _ = write!(out, "  {:>10}", exact(f64::from(done.at_least(percentile))));
        }
        let _ = writeln!(out);
    }
    Ok(())
}

/// "45% fewer", "12% more", "2.3 times as many".
fn change(stability: &Stability) -> String {
    let times = stability.recent / stability.older;
    match times {
        times if !times.is_finite() => "while the older half finished none".to_owned(),
        times if times >= 2.0 => format!("{times:.1} times as many"),
        times if times >= 1.0 => format!("{} more", percent(times - 1.0)),
        times => format!("{} fewer", percent(1.0 - times)),
    }
}

/// A finding about the history in a sentence.
pub(super) fn warning_sentence(forecast: &ThroughputForecast, warning: &ThroughputWarning) -> String {
    let period = period(forecast);
    match warning {
        ThroughputWarning::ShortHistory { periods: number, outside } => format!(
            "The history is short: with {} there are up to {} odds that the next one finishes fewer or more items than any of \
             them. The late dates are rougher than they look.",
            periods(forecast, *number as u32),
            percent(*outside)
        ),
        ThroughputWarning::PaceChanged(stability) => format!(
            "The pace changed: the recent half of the history finished {} items a {period} and the older half {}, {}; chance does \
             that in {} of such histories. If you know why, look only at the time since then (a window).",
            short(stability.recent),
            short(stability.older),
            change(stability),
            percent(stability.chance.unwrap_or(0.0))
        ),
    }
}

fn warnings(out: &mut String, forecast: &ThroughputForecast) -> std::fmt::Result {
    if !forecast.warnings().is_empty() {
        writeln!(out, "\nLook at these again")?;
    }
    forecast.warnings().iter().try_for_each(|warning| item(out, &warning_sentence(forecast, warning)))
}

fn rests_on(out: &mut String, forecast: &ThroughputForecast, percentiles: &[Percentile]) -> std::fmt::Result {
    let throughput = forecast.throughput();
    let (resampled, period) = (forecast.resampled(), period(forecast));
    writeln!(out, "\nWhat this rests on")?;
    let trials = count(throughput.trials, "simulated run");
    item(out, &format!("{trials}, seed {}; the same seed gives the same answer.", throughput.seed))?;
    let (all, used) = (throughput.history.len(), resampled.len());
    let which = match all > used {
        true => format!("The last {used} of {}", periods(forecast, all as u32)),
        false => format!("A history of {}", periods(forecast, used as u32)),
    };
    let mean = resampled.iter().map(|&count| f64::from(count)).sum::<f64>() / used as f64;
    let most = resampled.iter().copied().max().unwrap_or(0);
    let least = resampled.iter().copied().min().unwrap_or(0);
    let idle = resampled.iter().filter(|&&count| count == 0).count();
    let none = if idle > 0 { format!("; {idle} without any") } else { String::new() };
    item(
        out,
        &format!("{which}: {} items a {period} on average, between {least} and {most}{none}.", short(mean)),
    )?;
    item(out, &resampling(forecast, period))?;
    item(
        out,
        &format!(
            "The next {period} begins {}. Done is what is done at the end of a {period}; so dates are its last day.",
            day(throughput.start)
        ),
    )?;
    if let Some(split) = &throughput.split {
        item(out, &format!("An item turns out to be {} (the same for all items of a run).", written(split)))?;
    }
    let ranges = [&throughput.items, &throughput.split];
    if ranges
        .into_iter()
        .flatten()
        .any(|spread| matches!(spread, Spread::Range(range) if range.low < range.high))
    {
        item(out, &format!("A range such as \"20-30\" means: {}.", meaning(throughput.range)))?;
    }
    if !throughput.risks.is_empty() {
        let risks: Vec<String> = throughput
            .risks
            .iter()
            .zip(forecast.happened())
            .map(|(risk, &happened)| {
                format!("{} ({})", plain(&risk.name), percent(happened as f64 / throughput.trials as f64))
            })
            .collect();
        item(out, &format!("What may happen, and in how many of the runs it did: {}.", list(&risks)))?;
    } else {
        item(out, "No risks: that the team, its work or its way of counting changes is not in these dates.")?;
    }
    match forecast.finish() {
        Some(finish) => item(out, &settled(finish, percentiles)),
        None => paragraph(out, "How many items are to be done was not said; with it, this says when."),
    }
}

/// How the periods to come are taken from those of the past.
fn resampling(forecast: &ThroughputForecast, period: &str) -> String {
    let block = forecast.dependence().block;
    let taken = match block {
        1 => format!("Each {period} to come is one of the past, taken at random"),
        _ => format!(
            "The time to come is made of stretches of {} of the past, taken at random, because good ones follow good ones",
            periods(forecast, block as u32)
        ),
    };
    match forecast.throughput().known_pace {
        true => format!("{taken}; the pace counts as known."),
        false => format!(
            "{taken}. How far back the past counts, and so the pace itself, is not known either: each run has its own."
        ),
    }
}

/// How far the luck of the simulation reaches.
fn settled(finish: &ThroughputFinish, percentiles: &[Percentile]) -> String {
    let dates = |&percentile: &Percentile| {
        let (low, high) = finish.interval_dates(percentile)?;
        Some(match low == high {
            true => format!("{percentile} {}", day(low)),
            false => format!("{percentile} {} to {}", day(low), day(high)),
        })
    };
    match percentiles.iter().map(dates).collect::<Option<Vec<_>>>() {
        Some(dates) => format!("Simulated without end, the dates would be (95% sure): {}.", dates.join("; ")),
        None => "There are too few runs to say how much more of them would move these dates.".to_owned(),
    }
}
