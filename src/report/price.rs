//! The price of a piece of work, in words.

use super::changes::Titles;
use super::layout::LONGEST_TITLE;
use super::parts::{Report, Table};
use super::verdict::often;
use super::words::{amount, capital, frequency, list, moved, plain};
use super::worth::delivered;
use crate::change::Because;
use crate::compare::{Difference, Price};
use crate::forecast::{Forecast, MilestoneForecast};
use crate::units::P80;

/// What a piece of work moves, and by how much. `forecast` is that of the plan, which has it.
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
/// let text = report::price(&baseline.price("refactor")?, baseline.forecast()).text();
/// assert!(text.starts_with("Refactor moves beta 14.7 working days earlier at P80;"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn price(price: &Price, forecast: &Forecast) -> Report {
    let mut report = Report::default();
    let titles = Titles::of(&[forecast.plan()]);
    report.paragraph(sentences(price, forecast));
    let mut table =
        Table::of(["", "with it, in working days (between which 95% sure)"]).narrow(LONGEST_TITLE);
    for Move { what, difference, .. } in moves(price, forecast, &titles) {
        let shift = difference.shift(P80);
        let text = match shift.interval {
            _ if difference.same().probability == 1.0 => "does not move".to_owned(),
            _ if shift.days.get().abs() < 0.05 => format!("does not move at P80; {}", often(difference)),
            None => format!("{} at P80; {}", short_moved(shift.days.get()), often(difference)),
            Some(_) if !shift.is_sure() => format!("no sure move at P80; {}", often(difference)),
            Some((low, high)) => {
                let (low, high) =
                    (low.get().abs().min(high.get().abs()), low.get().abs().max(high.get().abs()));
                let (low, high) = (tenth(low), tenth(high));
                format!("{} at P80 ({low} to {high}); {}", short_moved(shift.days.get()), often(difference))
            }
        };
        table.row([plain(&what), text]);
    }
    report.table(table);
    report
}

/// A number of days with one digit.
fn tenth(days: f64) -> String {
    format!("{days:.1}")
}

/// "9.1 later".
fn short_moved(days: f64) -> String {
    format!("{} {}", tenth(days.abs()), if days < 0.0 { "earlier" } else { "later" })
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
    // One that goes with it does not stand for the plan.
    let stays = |milestone: &&MilestoneForecast| price.milestone(&milestone.name).is_some();
    let ends = |milestone: &MilestoneForecast| milestone.finish.outcomes() == forecast.finish().outcomes();
    let finish = (!forecast.milestones().iter().filter(stays).any(ends))
        .then(|| ("the whole plan".to_owned(), price.difference()));
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
    let title = titles.really_dropped(price.name(), price.dropped(), forecast.plan());
    let title = title.unwrap_or_else(|| titles.dropped(price.name()));
    let (verb, it) = if price.name().starts_with('#') { ("move", "them") } else { ("moves", "it") };
    let all = moves(price, forecast, &titles);
    let telling: Vec<&Move<'_>> = all.iter().filter(|of| of.tells).collect();
    let texts: Vec<String> = telling.iter().map(|of| format!("{} {}", of.what, moved(of.days))).collect();
    let mut text = match telling.last() {
        None => format!("{} {verb} no date in a way that these runs can tell.", capital(&title)),
        Some(Move { what, difference, days, .. }) => {
            let (how, odds) = match *days > 0.0 {
                true => ("later", difference.later()),
                false => ("earlier", difference.earlier()),
            };
            let often = frequency(odds.probability);
            format!("{} {verb} {} at P80; {often} {what} is {how} for {it}.", capital(&title), list(&texts))
        }
    };
    let value = delivered(forecast) - delivered(price.without().forecast());
    let mut more: Vec<String> = Vec::new();
    if amount(value) != "0" {
        let how = if value > 0.0 { "more" } else { "less" };
        more.push(format!("the plan delivers {} {how} of value in the end", amount(value.abs())));
    }
    if let Some(cost) = price.cost().filter(|&cost| amount(cost) != "0") {
        let how = if cost > 0.0 { "more" } else { "less" };
        let the = if more.is_empty() { "the plan" } else { "it" };
        more.push(format!("{the} costs {} {how} on average", amount(cost.abs())));
    }
    if !more.is_empty() {
        text += &format!(" With it {}.", list(&more));
    }
    let with = price.dropped().iter().filter(|dropped| dropped.because != Because::Asked);
    let with: Vec<String> = with.map(|dropped| titles.gone(dropped)).collect();
    if !with.is_empty() {
        text += &format!(" What would go with {it}, and is in these figures: {}.", list(&with));
    }
    text
}
