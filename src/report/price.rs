//! The price of a piece of work, in words.

use std::fmt::Write;

use super::changes::Titles;
use super::layout::{WIDTH, shown};
use super::verdict::often;
use super::words::{amount, capital, frequency, list, moved, wrapped};
use crate::change::Because;
use crate::compare::{Difference, Price};
use crate::forecast::{Forecast, MilestoneForecast};
use crate::units::P80;

/// What a piece of work moves, and by how much, as a text for people. `forecast` is that of the plan, which has it.
///
/// ```
/// use landfall::{Effect, Estimate, Milestone, Plan, Simulation, Task, date, report};
///
/// let plan = Plan::new("", date(2027, 1, 4))
///     .task(Task::new("refactor", Estimate::weeks(1.0..=2.0)))
///     .task(Task::new("ui", Estimate::weeks(8.0..=12.0)).after("refactor"))
///     .milestone(Milestone::new("beta").after("ui"))
///     .effect(Effect::after("pay-back", "refactor").saves("ui", 0.4));
/// let baseline = Simulation::new().baseline(&plan)?;
/// let text = report::price_text(&baseline.price("refactor")?, baseline.forecast());
/// assert!(text.starts_with("Refactor moves beta 15 working days earlier at P80;"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn price_text(price: &Price, forecast: &Forecast) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_text(&mut out, price, forecast);
    out
}

fn write_text(out: &mut String, price: &Price, forecast: &Forecast) -> std::fmt::Result {
    let titles = Titles::of(&[forecast.plan()]);
    writeln!(out, "{}\n", wrapped(&sentences(price, forecast), WIDTH, ""))?;
    let moves = moves(price, forecast, &titles);
    let width = moves.iter().map(|of| shown(&of.what).chars().count()).max().unwrap_or(0);
    for Move { what, difference, .. } in &moves {
        let what = shown(what);
        let space = " ".repeat(width - what.chars().count());
        let shift = difference.shift(P80);
        let text = match shift.interval {
            _ if difference.same().probability == 1.0 => "does not move".to_owned(),
            _ if shift.days.get().abs() < 0.05 => format!("does not move at P80; {}", often(difference)),
            None => format!("{} at P80; {}", moved(shift.days.get()), often(difference)),
            Some(_) if !shift.is_sure() => format!("no sure move at P80; {}", often(difference)),
            Some((low, high)) => {
                let (low, high) = (tenth(low.get()), tenth(high.get()));
                format!("{} at P80 ({low} to {high}); {}", moved(shift.days.get()), often(difference))
            }
        };
        writeln!(out, "  {what}{space}  {text}")?;
    }
    Ok(())
}

/// A number of days with its sign and one digit.
fn tenth(days: f64) -> String {
    format!("{:+.1}", (days * 10.0).round() / 10.0 + 0.0)
}

/// What something moves.
struct Move<'p> {
    what: String,
    difference: &'p Difference,
    /// [working days at P80].
    days: f64,
    /// Whether it is more than chance, and at least half a day.
    tells: bool,
}

/// What something moves: the milestones, and the whole plan where it is no milestone that ends it.
fn moves<'p>(price: &'p Price, forecast: &Forecast, titles: &Titles<'_>) -> Vec<Move<'p>> {
    let milestones = price.milestones().map(|(name, difference)| (titles.get("milestone", name), difference));
    let ends = |milestone: &MilestoneForecast| milestone.finish.outcomes() == forecast.finish().outcomes();
    let finish =
        (!forecast.milestones().iter().any(ends)).then(|| ("the whole plan".to_owned(), price.difference()));
    let all = milestones.chain(finish).map(|(what, difference)| {
        let shift = difference.shift(P80);
        let days = shift.days.get();
        Move {
            what,
            difference,
            days,
            tells: days.abs() >= 0.5 && (shift.is_sure() || shift.interval.is_none()),
        }
    });
    all.collect()
}

/// "Refactoring moves Beta 9 working days later and Launch 6 working days earlier at P80; in 71% of the runs Launch is earlier for it."
pub(super) fn sentences(price: &Price, forecast: &Forecast) -> String {
    let titles = Titles::of(&[forecast.plan()]);
    let title = titles.dropped(price.name());
    let all = moves(price, forecast, &titles);
    let telling: Vec<&Move<'_>> = all.iter().filter(|of| of.tells).collect();
    let texts: Vec<String> = telling.iter().map(|of| format!("{} {}", of.what, moved(of.days))).collect();
    let mut text = match telling.last() {
        None => format!("{} moves no date in a way that these runs can tell.", capital(&title)),
        Some(Move { what, difference, days, .. }) => {
            let (how, odds) = match *days > 0.0 {
                true => ("later", difference.later()),
                false => ("earlier", difference.earlier()),
            };
            let often = frequency(odds.probability);
            format!("{} moves {} at P80; {often} {what} is {how} for it.", capital(&title), list(&texts))
        }
    };
    if let Some(cost) = price.cost().filter(|cost| cost.abs() >= 0.5) {
        let how = if cost > 0.0 { "more" } else { "less" };
        text += &format!(" With it the plan costs {} {how} on average.", amount(cost.abs()));
    }
    let with = price.dropped().iter().filter(|dropped| dropped.because != Because::Asked);
    let with: Vec<String> = with.map(|dropped| titles.get(dropped.kind, &dropped.name)).collect();
    if !with.is_empty() {
        text += &format!(" Without it these would be gone, too, and are in the figures: {}.", list(&with));
    }
    text
}
