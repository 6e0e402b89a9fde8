//! What came of earlier estimates, and how the next ones are corrected, as text.

use super::parts::{Report, Table};
use super::words::{capital, count, day, percent};
use crate::calibrate::{CalibrationFit, HistoryScores, HitRate, RangeFit, Scores};
use crate::curve::Distribution;
use crate::forecast::Forecast;
use crate::plan::{Calibration, RangeMeaning, Spread};
use crate::units::{P50, P80, P90, Percentile};

/// The range that is shown before and after the correction.
const SHOWN: (f64, f64) = (2.0, 3.0);

/// What a history says of the next estimates; with the scores of the history also how good its estimates would have been with the correction.
///
/// ```
/// use landfall::{History, Scoring, report};
///
/// let history = History::parse("low,high,actual\n2,3,2.8\n5,8,9\n1,2,1.9\n10,15,21\n3,5,4\n")?;
/// let scores = history.scores(&Scoring::default())?;
/// let text = report::calibration(&history.fit()?, Some(&scores)).text();
/// assert!(text.contains("3 of 5 held"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn calibration(fit: &CalibrationFit, scores: Option<&HistoryScores>) -> Report {
    let mut report = Report::default();
    let unfinished = match fit.unfinished {
        0 => String::new(),
        some => format!(" ({some} not finished, which count for what they have taken so far)"),
    };
    report.title(format!("What came of {}{unfinished}", count(fit.pairs, "earlier estimate")));
    report.paragraph(bias(fit));
    if let Some(ranges) = &fit.ranges {
        ranges_of(&mut report, fit, ranges);
    }
    if fit.ratios.is_some() {
        report.paragraph(format!(
                "{} single numbers. How far apart outcomes lie comes from what these took, and from five more that are taken for granted, with a P90 of three times their P10.",
                if fit.numbers == fit.pairs {
                    "All of them were".to_owned()
                } else {
                    format!("{} were", fit.numbers)
                }
            ));
    } else if fit.ranges.is_some() && fit.numbers > 0 {
        report.paragraph(format!(
            "Of {} only the bias comes; how wide ranges are made comes from the ranges.",
            count(fit.numbers, "single number")
        ));
    }
    if fit.min_max > 0 {
        let held = fit.min_max_held.map_or(String::new(), |hit| format!(" {}.", capital(&held(&hit))));
        report.paragraph(format!(
                "{} of the ranges were to hold every outcome (min-max), which cannot be made more; they count for the bias only.{held}",
                fit.min_max
            ));
    }
    let claimed = fit.ranges.as_ref().map_or(0.8, |ranges| ranges.claimed);
    if let Some(becomes) = becomes(&fit.calibration(), claimed, "") {
        report.heading("What becomes of an estimate");
        report.item(capital(&format!("{becomes}.")));
    }
    if let Some(scores) = scores {
        both(&mut report, scores);
    }
    report.heading("In the plan file");
    report.lines(lines(&fit.calibration()));
    report
}

/// How much longer work took.
fn bias(fit: &CalibrationFit) -> String {
    let more = if fit.median_is_beyond { "more than " } else { "" };
    let interval = match fit.median_interval {
        Some((low, high)) => format!(" (95% sure: {} to {})", digits(low), digits(high)),
        None => " (too few to say how sure that is)".to_owned(),
    };
    format!(
        "In the middle, work took {more}{} times the middle of its estimate{interval}. For the next ones {} is taken, as if five more had come true.",
        digits(fit.median_ratio),
        digits(fit.bias)
    )
}

/// "17 of 35 held, 49% (95% sure: 33% to 64%)"; where some are not finished, how many are decided.
fn held(hit: &HitRate) -> String {
    let odds = hit.odds;
    let whole = odds.probability * hit.decided as f64;
    let sure = format!("95% sure: {} to {}", percent(odds.low), percent(odds.high));
    match (whole - whole.round()).abs() < 1e-9 {
        true => format!("{} of {} held, {} ({sure})", whole.round(), hit.decided, percent(odds.probability)),
        false => format!("{} held, {} decided so far ({sure})", percent(odds.probability), hit.decided),
    }
}

fn ranges_of(report: &mut Report, fit: &CalibrationFit, ranges: &RangeFit) {
    let were = if ranges.count == 1 { "was" } else { "were" };
    report.heading(format!(
        "{} that {were} to hold the outcome in {} of the cases",
        capital(&count(ranges.count, "range")),
        percent(ranges.claimed)
    ));
    if let Some((entered, after)) = ranges.entered.as_ref().zip(ranges.after_bias.as_ref()) {
        report.item(format!("as entered: {}", held(entered)));
        report.item(format!("each multiplied by {}: {}", digits(fit.bias), held(after)));
    }
    let wider = match ranges.widening {
        k if k > 1.005 => format!("{} times as wide", digits(k)),
        k if k < 0.995 => format!("narrower, {} times as wide", digits(k)),
        _ => "neither wider nor narrower".to_owned(),
    };
    report.item(format!(
        "expected of the next ones: {}, with ten more taken for granted that are too narrow as usual; so ranges are made {wider} (in logarithms).",
        percent(ranges.hit_rate)
    ));
}

/// As entered beside corrected.
fn both(report: &mut Report, scores: &HistoryScores) {
    report.heading("As entered beside corrected, each by what came of the others");
    let mut table = Table::of(["", "as entered", "corrected"]).right_from(1);
    let mut row = |name: String, of: &dyn Fn(&Scores) -> Option<String>| {
        let cell = |scores| of(scores).unwrap_or_else(|| "-".to_owned());
        table.row([name, cell(&scores.entered), cell(&scores.corrected)]);
    };
    let share = |hit: &HitRate| percent(hit.odds.probability);
    for (level, _) in &scores.entered.inside {
        row(format!("in the middle range of {}", percent(*level)), &|scores| {
            scores.inside(*level).map(share)
        });
    }
    for percentile in [P50, P80, P90].into_iter().filter(|of| scores.entered.coverage(*of).is_some()) {
        row(format!("finished within the {percentile}"), &|scores| scores.coverage(percentile).map(share));
    }
    row("error of the whole forecast, of the estimate".to_owned(), &|scores| scores.crps.map(percent_of));
    report.table(table);
}

/// "37%", "140%".
fn percent_of(share: f64) -> String {
    format!("{:.0}%", 100.0 * share)
}

/// What becomes of an estimate by a correction: "a range of 2-3 weeks becomes 1.9-4.1 weeks"; `None` where it is none.
fn becomes(calibration: &Calibration, claimed: f64, unit: &str) -> Option<String> {
    let below = Percentile::new(((1.0 - claimed) * 5000.0).round() / 100.0)?;
    let ends = [(below, SHOWN.0), (below.complement(), SHOWN.1)];
    let range = Distribution::fit(&Spread::percentiles(ends), RangeMeaning::P10P90).ok()?;
    let corrected = range.corrected(calibration).ok()?;
    let quantile = |of: &Distribution, at: Percentile| digits(of.quantile(at.share()));
    Some(format!(
        "a range of 2-3{unit} ({below} to {}) becomes {}-{}{unit}, and its middle of {} becomes {}",
        below.complement(),
        quantile(&corrected, below),
        quantile(&corrected, below.complement()),
        quantile(&range, P50),
        quantile(&corrected, P50),
    ))
}

/// Two digits behind the point, without zeros at the end.
fn digits(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The lines of a plan file that make this correction: six digits that count.
fn lines(calibration: &Calibration) -> Vec<String> {
    let six = |number: f64| {
        let digits = (5.0 - libm::log10(number.abs().max(1e-9)).floor()).clamp(0.0, 9.0) as usize;
        let text = format!("{number:.digits$}");
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
    };
    let mut lines = vec!["[calibration]".to_owned()];
    if let Some(Spread::Percentiles(points)) = &calibration.ratios {
        let points: Vec<String> =
            points.iter().map(|(at, value)| format!("p{} = {}", at.percent(), six(*value))).collect();
        lines.push(format!("ratios = {{ percentiles = {{ {} }} }}", points.join(", ")));
        return lines;
    }
    lines.push(format!("bias = {}", six(calibration.bias)));
    for (key, share) in [("hit_rate", calibration.hit_rate), ("claimed", calibration.claimed)] {
        lines.extend(share.map(|share| format!("{key} = \"{}%\"", six(100.0 * share.get()))));
    }
    lines
}

/// How the ranges of a plan were corrected, in a sentence; `None` where they were not.
pub(super) fn assumed(forecast: &Forecast) -> Option<String> {
    let plan = forecast.plan();
    let calibration = plan.calibration.as_ref()?;
    let claimed =
        calibration.claimed.map_or(1.0 - 2.0 * plan.estimates.range.below(), |claimed| claimed.get());
    let shown = match plan.estimates.range {
        RangeMeaning::MinMax => 0.8,
        meaning => 1.0 - 2.0 * meaning.below(),
    };
    let filled =
        Calibration { claimed: calibration.hit_rate.and(Some(claimed.into())), ..calibration.clone() };
    let why = match (&calibration.ratios, calibration.hit_rate) {
        (Some(ratios), _) => {
            let ratios = Distribution::fit(ratios, RangeMeaning::P10P90).ok()?;
            let at = |share| digits(ratios.quantile(share));
            format!(
                "work is taken to last {} times its estimate in the middle and {} to {} times in 8 of 10 cases, however wide its range is",
                at(0.5),
                at(0.1),
                at(0.9)
            )
        }
        (None, Some(hit_rate)) => format!(
            "work is taken to last {} times the middle of its range, and ranges that were to hold in {} of the cases to hold in {}",
            digits(calibration.bias),
            percent(claimed),
            percent(hit_rate.get())
        ),
        (None, None) => {
            format!("work is taken to last {} times the middle of its range", digits(calibration.bias))
        }
    };
    let becomes =
        becomes(&filled, shown, " weeks").map_or(String::new(), |becomes| format!("; so {becomes}"));
    Some(format!("Ranges are corrected by what came of earlier ones: {why}{becomes}."))
}

/// The dates as the plan was entered, next to those that are shown.
pub(super) fn as_entered(
    report: &mut Report,
    forecast: &Forecast,
    entered: &Forecast,
    percentiles: &[Percentile],
) {
    let dates = |&percentile: &Percentile| {
        let (before, now) = (day(entered.date(percentile)), day(forecast.date(percentile)));
        format!("{percentile} {before} instead of {now}")
    };
    let dates: Vec<String> = percentiles.iter().map(dates).collect();
    if !dates.is_empty() {
        report.paragraph(format!(
            "As entered, without what earlier ranges came to, the dates would be: {}.",
            dates.join("; ")
        ));
    }
}
