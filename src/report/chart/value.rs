//! What is delivered by when.

use super::Chart;
use super::frame::{DOTTED, Frame, Letters, Room, Side, sheet};
use super::ink::Ink;
use super::scale::{Scale, evening};
use crate::forecast::Forecast;
use crate::report::words::{amount, day, exact, plain, short_date};
use crate::units::{P10, P50, P80, P90, P95};

/// So many dates are enough for a curve.
const DATES: i32 = 80;

/// The value delivered by each date: the median of the runs, and between which 8 of 10 of them lie. `None` where nothing has a value.
pub(in crate::report) fn value(forecast: &Forecast) -> Option<Chart> {
    let value = forecast.value()?;
    let total = value.total();
    if !(total > 0.0) {
        return None;
    }
    let name = plain(&forecast.plan().name);
    let title = format!("Value delivered{}", if name.is_empty() { name } else { format!(": {name}") });
    let below = "The line is the middle of the runs (P50); 8 of 10 of them lie in the band (P10 to P90).";
    let (first, last) = (forecast.plan().start, forecast.date(P95));
    let sheet = sheet(380.0, &title, below);
    let y = Scale::numbers(0.0, 1.04 * total, 6, amount);
    let room = Room { left: 58.0, right: 12.0, ..Room::default() };
    let frame = Frame::new(&sheet, room, Scale::dates(first, last, 9), y).says_marks();
    let step = ((last - first).get_days() / DATES).max(1);
    let mut points = Vec::new();
    let mut date = first;
    loop {
        points.push((evening(date), value.delivered_by(date, [P10, P50, P90])));
        if date >= last {
            break;
        }
        date = date.checked_add(jiff::Span::new().days(step)).unwrap_or(last).min(last);
    }
    let low = points.iter().map(|(x, [low, ..])| (*x, *low));
    let high = points.iter().rev().map(|(x, [.., high])| (*x, *high));
    frame.area(low.chain(high).collect(), Ink::Green, 0.25);
    frame.line(points.iter().map(|(x, [_, middle, _])| (*x, *middle)).collect(), Ink::Green, 2.5);
    let mut said = Vec::new();
    if let Some(date) = value.delivered(0.8 * total).date(P80) {
        let at = (evening(date), 0.8 * total);
        let text = format!("80% of it by {} (P80)", short_date(date));
        frame
            .sheet
            .begin(&format!("80% of the value is delivered by {} in at least 80% of the runs", day(date)));
        frame.dashed(vec![(frame.x.from(), at.1), at, (at.0, 0.0)], Ink::Text, 1.0, Some(DOTTED));
        frame.dot(at, 4.0, Ink::Text);
        frame.sheet.halo(true);
        let beside = if frame.place(at).0 > 560.0 { Side::Right } else { Side::Left };
        let across = if beside == Side::Right { -10.0 } else { 10.0 };
        frame.text(at, (across, -12.0), &text, Letters::new(Ink::Text).bold().side(beside));
        frame.sheet.halo(false);
        frame.sheet.end();
        said.push(text);
    }
    let targets =
        forecast.milestones().iter().filter_map(|milestone| Some((milestone.target?, &milestone.title)));
    for (target, title) in targets.take(6) {
        said.push(format!(
            "{} by {} ({})",
            amount(value.expected_by(target)),
            short_date(target),
            plain(title)
        ));
    }
    let description = format!("Of a value of {} on average: {}.", exact(total), said.join("; "));
    Some(Chart::new("value", title, description, &sheet))
}
