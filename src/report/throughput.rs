//! When are the items done, how many by a date, and how far the history can be trusted, in words.

use jiff::civil::Date;

use super::Questions;
use super::forecast::PERCENTILES;
use super::parts::{Report, Table};
use super::words::{count, day, exact, frequency, list, meaning, percent, plain, rising, short, word};
use crate::error::Result;
use crate::plan::Spread;
use crate::throughput::{Stability, ThroughputFinish, ThroughputForecast, ThroughputWarning};
use crate::units::Percentile;

/// After how many periods it is told how many items are done, where no date was asked for.
const AFTER: [u32; 3] = [4, 8, 13];

/// What the forecast of a throughput says. Of the questions it answers percentiles and dates.
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
/// let said = report::throughput(&forecast, &report::Questions::default())?;
/// assert!(said.text().contains("stretch"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn throughput(forecast: &ThroughputForecast, questions: &Questions) -> Result<Report> {
    let percentiles = questions.percentiles.as_deref().unwrap_or(&PERCENTILES);
    let mut report = Report::default();
    if let Some(finish) = forecast.finish() {
        when(&mut report, forecast, finish, percentiles, &questions.dates);
    }
    how_many(&mut report, forecast, percentiles, &questions.dates)?;
    warnings(&mut report, forecast);
    rests_on(&mut report, forecast, percentiles);
    Ok(report)
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
    report: &mut Report,
    forecast: &ThroughputForecast,
    finish: &ThroughputFinish,
    percentiles: &[Percentile],
    dates: &[Date],
) {
    let items = forecast.throughput().items.as_ref().map(written).unwrap_or_default();
    report.heading(format!("When are {items} items done? On or before"));
    let worded = percentiles.iter().any(|&percentile| !word(percentile).is_empty());
    let mut table = Table::default();
    for &percentile in percentiles {
        let called = worded.then(|| word(percentile).to_owned());
        let cells = [
            day(finish.date(percentile)),
            format!("after {}", periods(forecast, finish.periods(percentile))),
            format!("in at least {}% of the runs ({percentile})", percentile.percent()),
        ];
        table.row(called.into_iter().chain(cells));
    }
    report.table(table);
    if !dates.is_empty() {
        report.heading("They are done on or before the dates you asked for");
        let mut table = Table::default();
        for date in rising(dates) {
            table.row([day(date), frequency(finish.odds_by(date).probability)]);
        }
        report.table(table);
    }
}

/// The dates that were asked for, else those after some periods.
pub(super) fn dates_of(forecast: &ThroughputForecast, asked: &[Date]) -> Vec<Date> {
    match asked {
        [] => AFTER.map(|periods| forecast.last_day(periods)).to_vec(),
        dates => rising(dates),
    }
}

/// How many items are done by the dates that were asked for, else after some periods.
fn how_many(
    report: &mut Report,
    forecast: &ThroughputForecast,
    percentiles: &[Percentile],
    dates: &[Date],
) -> Result<()> {
    let done = dates_of(forecast, dates)
        .into_iter()
        .map(|date| forecast.done_by(date))
        .collect::<Result<Vec<_>>>()?;
    report.heading("How many items are done? At least");
    let head = percentiles.iter().map(|percentile| format!("with {}%", percentile.percent()));
    let mut table = Table::of([String::new()].into_iter().chain(head)).right_from(1);
    for done in &done {
        let by = format!("by {} ({})", day(done.date()), periods(forecast, done.periods()));
        let least = percentiles.iter().map(|&percentile| exact(f64::from(done.at_least(percentile))));
        table.row([by].into_iter().chain(least));
    }
    report.table(table);
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

fn warnings(report: &mut Report, forecast: &ThroughputForecast) {
    if !forecast.warnings().is_empty() {
        report.heading("Look at these again");
    }
    report.items(forecast.warnings().iter().map(|warning| warning_sentence(forecast, warning)));
}

fn rests_on(report: &mut Report, forecast: &ThroughputForecast, percentiles: &[Percentile]) {
    let throughput = forecast.throughput();
    let (resampled, period) = (forecast.resampled(), period(forecast));
    report.heading("What this rests on");
    let trials = count(throughput.trials, "simulated run");
    report.item(format!("{trials}, seed {}; the same seed gives the same answer.", throughput.seed));
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
    let items = if short(mean) == "1" { "item" } else { "items" };
    report.item(format!(
        "{which}: {} {items} a {period} on average, between {least} and {most}{none}.",
        short(mean)
    ));
    report.item(resampling(forecast, period));
    report.item(format!(
            "The next {period} begins {}. Done is what is done at the end of a {period}; so dates are its last day.",
            day(throughput.start)
        ));
    if let Some(split) = &throughput.split {
        report.item(format!("An item turns out to be {} (the same for all items of a run).", written(split)));
    }
    let ranges = [&throughput.items, &throughput.split];
    if ranges
        .into_iter()
        .flatten()
        .any(|spread| matches!(spread, Spread::Range(range) if range.low < range.high))
    {
        report.item(format!("A range such as \"20-30\" means: {}.", meaning(throughput.range)));
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
        report.item(format!("What may happen, and in how many of the runs it did: {}.", list(&risks)));
    } else {
        report
            .item("No risks: that the team, its work or its way of counting changes is not in these dates.");
    }
    match forecast.finish() {
        Some(finish) => report.item(settled(finish, percentiles)),
        None => report.paragraph("How many items are to be done was not said; with it, this says when."),
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
