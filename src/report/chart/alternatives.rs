//! Alternatives over each other: their S-curves, and how much earlier or later each is in the same run.

use super::Chart;
use super::frame::{DASHES, Frame, Letters, Room, SMALL, Side, WIDTH, sheet};
use super::ink::{Ink, SERIES};
use super::s_curve::{ends, odds_by_date, reached};
use super::scale::{Scale, evening};
use super::width::{fitted, width};
use crate::compare::Comparison;
use crate::forecast::Forecast;
use crate::report::compare::{AS_PLANNED, title};
use crate::report::verdict::often;
use crate::report::words::{count, plain, short, short_date};
use crate::units::{P10, P50, P80, P90};

/// So many can be told apart.
const MOST: usize = 6;

/// The height of the curves, and of a row of the differences [pixels].
const CURVES: f64 = 400.0;
const ROW: f64 = 48.0;

/// The S-curves of the plan and its alternatives. `None` where it has none.
pub(super) fn curves(comparison: &Comparison) -> Option<Chart> {
    let plans = plans(comparison)?;
    let more = (comparison.alternatives().len() + 1).saturating_sub(plans.len());
    let name = plain(&comparison.base().plan().name);
    let what = if name.is_empty() { "the plan and its alternatives".to_owned() } else { name };
    let title = format!("Ways to go about it: {what}");
    let below = format!(
        "The whole plan is finished on or before a date, in so many of the runs; the dots are the likely dates (P80).{}",
        if more > 0 { format!(" {} are left out.", count(more, "alternative")) } else { String::new() }
    );
    let all = plans.iter().map(|(_, forecast)| ends(forecast.finish()));
    let first = all.clone().map(|(first, _)| first).min()?;
    let last = all.map(|(_, last)| last).max()?;
    let legend = 22.0 * plans.len() as f64;
    let sheet = sheet(CURVES + legend, &title, &below);
    let y = Scale::shares();
    let room = Room { left: 38.0, right: 12.0, bottom: legend + 4.0, ..Room::default() };
    let frame = Frame::new(&sheet, room, Scale::dates(first, last, 9), y).says_marks();
    let mut said = Vec::new();
    for (number, (name, forecast)) in plans.iter().enumerate() {
        let (ink, dashes) = (SERIES[number % SERIES.len()], DASHES[number % DASHES.len()]);
        let [stretch, likely] = [P50, P80].map(|percentile| forecast.date(percentile));
        let text = format!("{name}: P50 {}, P80 {}", short_date(stretch), short_date(likely));
        frame.sheet.begin(&text);
        let points = odds_by_date(forecast.finish());
        let curve = points.iter().map(|(date, [odds, ..])| (evening(*date), *odds));
        let curve = [(frame.x.from(), 0.0)].into_iter().chain(curve).chain([(frame.x.to(), 1.0)]);
        // The plan is under the others, and wider, so that one that is no different shows both.
        frame.dashed(curve.collect(), ink, if number == 0 { 5.0 } else { 2.5 }, dashes);
        let at = reached(&points, P80.share()).unwrap_or((evening(likely), P80.share()));
        frame.dot(at, if number == 0 { 6.0 } else { 4.0 }, ink);
        let (left, bottom) = frame.place((frame.x.from(), 0.0));
        let row = bottom + 38.0 + 22.0 * number as f64;
        frame.line_on_sheet(&[(left, row), (left + 46.0, row)], ink, 2.5, dashes);
        let most = f64::from(WIDTH) - left - 54.0 - 16.0;
        frame.text_on_sheet((left + 54.0, row), &fitted(&text, SMALL, most), Letters::new(Ink::Text));
        frame.sheet.end();
        said.push(text);
    }
    let description =
        format!("{} that rise from 0% to 100%. {}.", count(plans.len(), "curve"), said.join("; "));
    Some(Chart::new("alternatives", title, description, &sheet))
}

/// The plan and the first of its alternatives.
fn plans(comparison: &Comparison) -> Option<Vec<(String, &Forecast)>> {
    if comparison.alternatives().is_empty() {
        return None;
    }
    let base = (AS_PLANNED.to_owned(), comparison.base());
    let alternatives = comparison.alternatives().iter().take(MOST - 1);
    let alternatives = alternatives.map(|of| (title(comparison, of), of.what_if.forecast()));
    Some([base].into_iter().chain(alternatives).collect())
}

/// How much earlier or later each alternative is than the plan in the same run.
pub(super) fn differences(comparison: &Comparison) -> Option<Chart> {
    let alternatives: Vec<_> = comparison.alternatives().iter().take(MOST - 1).collect();
    if alternatives.is_empty() {
        return None;
    }
    let of = |at| alternatives.iter().map(move |of| of.what_if.difference().percentile(at).get());
    let low = of(P10).fold(0.0, f64::min);
    let high = of(P90).fold(0.0, f64::max);
    let (low, high) = if high - low < 1.0 { (low - 0.5, high + 0.5) } else { (low, high) };
    // What reaches to the edge looks cut off.
    let space = 0.04 * (high - low);
    let (low, high) = (low - space, high + space);
    let name = plain(&comparison.base().plan().name);
    let title = format!(
        "Against the plan, in the same run{}",
        if name.is_empty() { name } else { format!(": {name}") }
    );
    let below = "Working days: the bar holds 8 of 10 runs (P10 to P90), the mark is the middle (P50).";
    let sheet = sheet(62.0 + 8.0 + ROW * alternatives.len() as f64 + 50.0, &title, below);
    let x = Scale::numbers(low, high, 7, |days| short(days.abs()));
    let room = Room { top: 4.0, bottom: 18.0, ..Room::default() };
    let frame = Frame::new(&sheet, room, x, Scale::new(alternatives.len() as f64, 0.0)).says_marks();
    frame.line(vec![(0.0, frame.y.from()), (0.0, frame.y.to())], Ink::Muted, 1.5);
    let mut said = Vec::new();
    for (number, alternative) in alternatives.iter().enumerate() {
        let ink = SERIES[(number + 1) % SERIES.len()];
        let difference = alternative.what_if.difference();
        let [few, middle, many] = [P10, P50, P90].map(|percentile| difference.percentile(percentile).get());
        let (name, often) = (self::title(comparison, alternative), often(difference));
        let text = format!("{name}: in the middle {}; {often}", said_days(middle));
        frame.sheet.begin(&format!(
            "{text}; 8 of 10 runs lie between {} and {}",
            said_days(few),
            said_days(many)
        ));
        let at = number as f64;
        let right = f64::from(WIDTH) - 16.0;
        let (left, row) = frame.place((frame.x.from(), at + 0.25));
        let most = right - left - width(&often) * SMALL - 24.0;
        frame.sheet.halo(true);
        frame.text_on_sheet((left, row), &fitted(&name, SMALL, most), Letters::new(Ink::Text).bold());
        frame.text_on_sheet((right, row), &often, Letters::new(Ink::Text).side(Side::Right));
        frame.sheet.halo(false);
        frame.bar((few, at + 0.5), (many, at + 0.88), ink, 0.55);
        frame.line(vec![(middle, at + 0.44), (middle, at + 0.94)], Ink::Text, 2.5);
        frame.sheet.end();
        said.push(text);
    }
    let (left, bottom) = frame.place((frame.x.from(), frame.y.from()));
    let (right, _) = frame.place((frame.x.to(), frame.y.from()));
    let muted = Letters::new(Ink::Muted);
    if low < 0.0 {
        frame.text_on_sheet((left, bottom + 32.0), "← working days earlier", muted);
    }
    if high > 0.0 && right - left > width("← working days earlier  working days later →") * SMALL {
        frame.text_on_sheet((right, bottom + 32.0), "working days later →", muted.side(Side::Right));
    }
    let description = format!("A bar for each alternative. {}.", said.join("; "));
    Some(Chart::new("differences", title, description, &sheet))
}

/// "3.5 working days earlier".
fn said_days(days: f64) -> String {
    crate::report::words::moved(days)
}
