//! The burn-up of a throughput: what was done, and a cone of what will be.

use jiff::civil::Date;

use super::Chart;
use super::frame::{DASHED, Frame, Letters, Room, above, sheet};
use super::ink::Ink;
use super::scale::{Scale, evening};
use crate::error::Result;
use crate::report::words::{count, day, exact, short_date};
use crate::throughput::ThroughputForecast;
use crate::units::{P5, P10, P50, P80, P90, P95, Percentile};

/// So many periods to come are enough for a curve.
const MOST: u32 = 60;

/// The items done so far and those to come: the middle of the runs, and between which 8 and 9 of 10 of them lie.
pub(super) fn burn_up(forecast: &ThroughputForecast) -> Result<Chart> {
    let throughput = forecast.throughput();
    // What the axis shows: until the items are surely done, else as long again as the history.
    let periods = match forecast.finish() {
        Some(finish) => finish.periods(P95).max(2),
        None => (throughput.history.len() as u32).clamp(4, 26),
    };
    let step = periods.div_ceil(MOST).max(1);
    let start = evening(throughput.start) - 1.0;
    let length = f64::from(forecast.days_per_period());
    let history = &throughput.history[throughput.history.len().saturating_sub(3 * periods as usize)..];
    let done: f64 = history.iter().map(|&items| f64::from(items)).sum();
    let mut past = vec![(start - length * history.len() as f64, 0.0)];
    let mut sum = 0.0;
    for (place, &items) in history.iter().enumerate() {
        sum += f64::from(items);
        past.push((start - length * (history.len() - place - 1) as f64, sum));
    }
    let levels: [Percentile; 5] = [P95, P90, P50, P10, P5];
    let mut cone: Vec<(Date, f64, [f64; 5])> = vec![(throughput.start, start, [done; 5])];
    for period in (step..=periods + step - 1).step_by(step as usize) {
        let date = forecast.last_day(period.min(periods));
        let by = forecast.done_by(date)?;
        cone.push((date, evening(date), levels.map(|level| done + f64::from(by.at_least(level)))));
    }
    // How many items there are is itself a range.
    let needed = forecast.finish().map(|finish| {
        let mut needed = forecast.needed();
        needed.sort_unstable();
        let at = |share: f64| f64::from(needed[((needed.len() - 1) as f64 * share).round() as usize]);
        ([at(0.1), at(0.9)], finish)
    });
    let most_needed = needed.map_or(0.0, |([_, most], _)| done + most);
    let highest = cone.iter().map(|(_, _, items)| items[4]).fold(most_needed, f64::max);
    let dates: Vec<(f64, String, Ink)> = needed.map_or(Vec::new(), |(_, finish)| {
        let at = |level| (finish.date(level), format!("{level} {}", short_date(finish.date(level))));
        [P50, P80, P95].map(at).map(|(date, text)| (evening(date), text, Ink::Blue)).to_vec()
    });
    let top = above(dates.len());
    let title = "Items done, and those to come".to_owned();
    let below = "8 of 10 runs lie in the darker cone, 9 of 10 in all of it; the line is their middle. All are done by the dates above.";
    let sheet = sheet(400.0 + top, &title, below);
    let first = past[0].0;
    let last = cone[cone.len() - 1].0;
    let date_of = |number: f64| {
        let epoch = jiff::civil::date(1970, 1, 1);
        epoch.checked_add(jiff::Span::new().days(number as i64)).unwrap_or(throughput.start)
    };
    let room = Room { left: 46.0, right: 14.0, top, ..Room::default() };
    let y = Scale::numbers(0.0, (1.05 * highest).max(1.0), 6, exact);
    let frame = Frame::new(&sheet, room, Scale::dates(date_of(first), last, 8), y).says_marks();
    let band = |from: usize, to: usize| {
        let low = cone.iter().map(|(_, x, items)| (*x, items[from]));
        low.chain(cone.iter().rev().map(|(_, x, items)| (*x, items[to]))).collect::<Vec<_>>()
    };
    frame.area(band(0, 4), Ink::Blue, 0.18);
    frame.area(band(1, 3), Ink::Blue, 0.25);
    frame.line(past, Ink::Text, 2.0);
    frame.dashed(cone.iter().map(|(_, x, items)| (*x, items[2])).collect(), Ink::Blue, 2.0, Some("6 3"));
    let mut said = vec![format!("{} in {}", count(done as usize, "item"), count(history.len(), "period"))];
    if let Some(([few, many], _)) = needed {
        let text = match few == many {
            true => format!("all of them: {} more", exact(many)),
            false => format!("all of them: {} to {} more (P10 to P90)", exact(few), exact(many)),
        };
        frame.sheet.begin(&text);
        if few < many {
            frame.bar((frame.x.from(), done + few), (frame.x.to(), done + many), Ink::Red, 0.12);
        }
        for items in [few, many] {
            let y = done + items;
            frame.dashed(vec![(frame.x.from(), y), (frame.x.to(), y)], Ink::Red, 1.5, Some(DASHED));
        }
        frame.sheet.halo(true);
        frame.text((frame.x.from(), done + many), (8.0, -10.0), &text, Letters::new(Ink::Red));
        frame.sheet.halo(false);
        frame.sheet.end();
        said.extend([text]);
        said.extend(dates.iter().map(|(_, text, _)| text.clone()));
        frame.uprights(&dates);
    }
    let (date, _, items) = cone[cone.len() - 1];
    said.push(format!(
        "by {} between {} and {} more",
        day(date),
        exact(items[0] - done),
        exact(items[4] - done)
    ));
    let description = format!("Items over time: {}.", said.join("; "));
    Ok(Chart::new("burn-up", title, description, &sheet))
}
