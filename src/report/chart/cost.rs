//! Dates against costs, run by run.

use jiff::civil::Date;

use super::Chart;
use super::frame::{DASHED, Frame, Letters, Room, Side, sheet};
use super::ink::Ink;
use super::scale::{Scale, evening};
use crate::forecast::Forecast;
use crate::report::Questions;
use crate::report::words::{amount, exact, frequency, percent, plain, short_date};
use crate::report::worth::joint_dates;
use crate::units::P80;

/// So many runs are drawn.
const DOTS: usize = 700;

/// Each run as a dot, with the date and the budget that are asked for, else those that are 80% sure, and how often both hold. `None`
/// where nothing costs anything.
pub(in crate::report) fn cost(forecast: &Forecast, questions: &Questions) -> Option<Chart> {
    let cost = forecast.cost()?;
    let budget = questions.budget.or(forecast.plan().budget);
    let asked = joint_dates(forecast, questions).last().copied();
    let (date, most) = (asked.unwrap_or_else(|| forecast.date(P80)), budget.unwrap_or_else(|| cost.at(P80)));
    let both = cost.odds_by_within(date, most).probability;
    let in_time = forecast.odds_by(date);
    let within = cost.odds_within(most).probability;
    let name = plain(&forecast.plan().name);
    let title = format!("Date and cost{}", if name.is_empty() { name } else { format!(": {name}") });
    let below = format!(
        "Finished by {}: {}. At most {}: {}. Both: {}.",
        short_date(date),
        percent(in_time),
        exact(most),
        percent(within),
        percent(both)
    );
    let runs: Vec<(Date, f64)> = cost.runs().step_by(cost.trials().div_ceil(DOTS).max(1)).collect();
    let below = format!("{below} Each dot is a run; {} are drawn.", exact(runs.len() as f64));
    let costs = runs.iter().map(|(_, cost)| *cost);
    let (low, high) = (costs.clone().fold(most, f64::min), costs.fold(most, f64::max));
    let space = (0.08 * (high - low)).max(0.01 * high.abs()).max(1e-9);
    let dates = runs.iter().map(|(date, _)| *date);
    let (first, last) = (dates.clone().fold(date, Date::min), dates.fold(date, Date::max));
    let sheet = sheet(450.0, &title, &below);
    let y = Scale::numbers((low - space).max(0.0), high + 0.4 * space, 6, amount);
    // What is said of the upper corners stands above them: there the line of the budget may be.
    let room = Room { left: 66.0, right: 12.0, top: 20.0, ..Room::default() };
    let x = Scale::dates(first, last, 8);
    let frame = Frame::new(&sheet, room, x, y).says_marks();
    let (line, top) = (evening(date), frame.y.within(most));
    frame.bar((frame.x.from(), frame.y.from()), (line, top), Ink::Green, 0.1);
    for (date, cost) in runs {
        let at = (frame.x.within(evening(date)), frame.y.within(cost));
        frame.dot(at, 1.6, if at.0 <= line && at.1 <= top { Ink::Green } else { Ink::Orange });
    }
    frame.dashed(vec![(line, frame.y.from()), (line, frame.y.to())], Ink::Red, 1.5, Some(DASHED));
    frame.dashed(vec![(frame.x.from(), top), (frame.x.to(), top)], Ink::Red, 1.5, Some(DASHED));
    frame.sheet.halo(true);
    let corner = |x: f64, y: f64, right: f64, down: f64, text: &str, side: Side| {
        frame.text((x, y), (right, down), text, Letters::new(Ink::Text).bold().side(side));
    };
    let (from, to) = (frame.x.from(), frame.x.to());
    let neither = (1.0 - in_time - within + both).max(0.0);
    corner(from, frame.y.from(), 8.0, -12.0, &format!("both hold: {}", percent(both)), Side::Left);
    corner(
        from,
        frame.y.to(),
        8.0,
        -10.0,
        &format!("in time, but dearer: {}", percent((in_time - both).max(0.0))),
        Side::Left,
    );
    corner(to, frame.y.to(), -8.0, -10.0, &format!("late and dearer: {}", percent(neither)), Side::Right);
    corner(
        to,
        frame.y.from(),
        -8.0,
        -12.0,
        &format!("late, but within: {}", percent((within - both).max(0.0))),
        Side::Right,
    );
    frame.sheet.halo(false);
    let description = format!(
        "Each dot is a run. Finished by {} and at most {} {}; in time alone {}, within alone {}.",
        short_date(date),
        exact(most),
        frequency(both),
        percent(in_time),
        percent(within)
    );
    Some(Chart::new("cost", title, description, &sheet))
}
