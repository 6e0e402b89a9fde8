//! The histogram of finish dates.

use jiff::civil::Date;

use super::Chart;
use super::frame::{Frame, Room, above, sheet};
use super::ink::Ink;
use super::s_curve::{ends, marks_of_plan};
use super::scale::{Scale, day_number, evening};
use crate::forecast::Forecast;
use crate::report::words::{day, percent, plain, short_date};
use crate::units::{P50, P80, P95};

/// The height of the chart [pixels].
const HEIGHT: f64 = 320.0;

/// So many bars at most.
const MOST: i32 = 60;

/// How often the whole plan is finished in which week, or in which of whatever time makes a readable number of bars.
pub(in crate::report) fn histogram(forecast: &Forecast) -> Chart {
    let finish = forecast.finish();
    let (first, last) = ends(finish);
    // Whole weeks, from a Monday, or days where all is over soon.
    let span = (last - first).get_days() + 1;
    let step = if span <= MOST / 2 { 1 } else { 7 * (span + 7 * MOST - 1).div_euclid(7 * MOST).max(1) };
    let begin = match step {
        1 => first,
        _ => back(first, i32::from(first.weekday().to_monday_zero_offset())),
    };
    let mut bars: Vec<(Date, Date, f64)> = Vec::new();
    let mut from = begin;
    while from <= last {
        let to = ahead(from, step - 1);
        let odds = finish.odds_by(to).probability - finish.odds_by(back(from, 1)).probability;
        bars.push((from, to, odds));
        let next = ahead(to, 1);
        if next <= to {
            break;
        }
        from = next;
    }
    let most = bars.iter().map(|(_, _, odds)| *odds).fold(0.0, f64::max);
    let name = plain(&forecast.plan().name);
    let title = format!("When will it ship? {}", if name.is_empty() { "The whole plan" } else { &name });
    let of = match step {
        1 => "on a day".to_owned(),
        7 => "in a week".to_owned(),
        days => format!("in {} weeks", days / 7),
    };
    let below =
        format!("How many of the runs are finished {of}; paler is what comes after the likely date (P80).");
    let marks = marks_of_plan(forecast);
    let top = above(3 + marks.len());
    let sheet = sheet(HEIGHT + top, &title, &below);
    let low = marks.iter().map(|(date, ..)| *date).fold(begin, Date::min);
    let high = marks.iter().map(|(date, ..)| *date).fold(last, Date::max);
    let y = Scale::numbers(0.0, most * 1.04, 6, percent);
    let room = Room { left: 38.0, right: 12.0, top, ..Room::default() };
    let frame = Frame::new(&sheet, room, Scale::dates(low, high, 9), y).says_marks();
    let likely = forecast.date(P80);
    for (from, to, odds) in bars.iter().filter(|(_, _, odds)| *odds > 0.0) {
        frame.sheet.begin(&format!("{} to {}: {} of the runs", day(*from), day(*to), percent(*odds)));
        let gap = 0.06 * (evening(*to) - day_number(*from));
        // What comes after the likely date is paler.
        let opacity = if *to <= likely { 0.9 } else { 0.45 };
        frame.bar((day_number(*from) + gap, 0.0), (evening(*to) - gap, *odds), Ink::Blue, opacity);
        frame.sheet.end();
    }
    let percentiles = [P50, P80, P95].map(|percentile| {
        let date = forecast.date(percentile);
        (evening(date), format!("{percentile} {}", short_date(date)), Ink::Blue)
    });
    let marks = marks.into_iter().map(|(date, text, ink)| (evening(date), text, ink));
    frame.uprights(&percentiles.into_iter().chain(marks).collect::<Vec<_>>());
    let description = format!(
        "Bars of {}, from {} to {}; the highest is {}. P50 {}, P80 {}, P95 {}.",
        if step == 1 { "a day".to_owned() } else { format!("{} weeks", step / 7) },
        short_date(begin),
        short_date(last),
        percent(most),
        short_date(forecast.date(P50)),
        short_date(likely),
        short_date(forecast.date(P95))
    );
    Chart::new("histogram", title, description, &sheet)
}

fn ahead(date: Date, days: i32) -> Date {
    date.checked_add(jiff::Span::new().days(days)).unwrap_or(date)
}

fn back(date: Date, days: i32) -> Date {
    date.checked_sub(jiff::Span::new().days(days)).unwrap_or(date)
}
