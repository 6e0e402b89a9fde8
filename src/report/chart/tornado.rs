//! The tornado: what drives the date, one thing at a time.

use super::Chart;
use super::frame::{Frame, Letters, Room, SMALL, Side, WIDTH, sheet};
use super::ink::Ink;
use super::scale::Scale;
use super::width::fitted;
use crate::explain::{Driver, Explanation};
use crate::report::changes::Titles;
use crate::report::sentence::named;
use crate::report::why::{named_cause, shift_of_days};
use crate::report::words::{capital, count, plain, short};

/// So many drivers are shown, and none that moves the date by less [working days].
const MOST: usize = 12;
const LEAST_DAYS: f64 = 0.1;

const ROW: f64 = 26.0;
const NAMES: f64 = 290.0;

/// What drives the date: a bar for each, as long as the date would be earlier without it. `None` where nothing does.
pub(in crate::report) fn tornado(why: &Explanation) -> Option<Chart> {
    let titles = Titles::of(&[why.forecast().plan()]);
    let tells = |driver: &&Driver| {
        let impact = driver.impact;
        impact.days.get().abs() >= LEAST_DAYS && (impact.is_sure() || impact.interval.is_none())
    };
    let mut drivers: Vec<&Driver> = why.drivers().iter().filter(tells).collect();
    drivers.sort_by(|one, other| other.impact.days.get().abs().total_cmp(&one.impact.days.get().abs()));
    let more = drivers.len().saturating_sub(MOST);
    drivers.truncate(MOST);
    if drivers.is_empty() {
        return None;
    }
    let of = why.target().map_or(String::new(), |name| format!(" of {}", titles.get("milestone", name)));
    let plan = plain(&why.forecast().plan().name);
    let plan = if plan.is_empty() { plan } else { format!(": {plan}") };
    let title = format!("What drives {}{of}{plan}", named(why.percentile()));
    let below = format!(
        "Working days by which it is later with each than without it; the line is between which, 95% sure.{}",
        if more > 0 {
            format!(" {} more {} less.", more, if more == 1 { "costs" } else { "cost" })
        } else {
            String::new()
        }
    );
    let ends = drivers.iter().flat_map(|driver| {
        let days = driver.impact.days.get();
        let (low, high) = driver.impact.interval.map_or((days, days), |(low, high)| (low.get(), high.get()));
        [low, high, days]
    });
    let (low, high) = (ends.clone().fold(0.0, f64::min), ends.fold(0.0, f64::max));
    // Numbers stand beside the ends.
    let room = 0.09 * (high - low);
    let (low, high) = (if low < 0.0 { low - room } else { low }, high + room);
    let sheet = sheet(62.0 + ROW * drivers.len() as f64 + 48.0, &title, &below);
    let x = Scale::numbers(low, high, 8, short);
    let room = Room { left: NAMES, right: 8.0, top: 2.0, bottom: 16.0 };
    let frame = Frame::new(&sheet, room, x, Scale::new(drivers.len() as f64, 0.0)).says_marks();
    frame.text_on_sheet(
        (f64::from(WIDTH) - 16.0, frame.place((0.0, frame.y.from())).1 + 32.0),
        "working days later",
        Letters::new(Ink::Muted).side(Side::Right),
    );
    let mut said = Vec::new();
    for (number, driver) in drivers.iter().enumerate() {
        let (top, middle, bottom) = (number as f64 + 0.18, number as f64 + 0.5, number as f64 + 0.82);
        let (name, days) = (capital(&named_cause(driver, &titles)), driver.impact.days.get());
        let text = shift_of_days(driver.impact);
        said.push(format!("{name} {text}"));
        frame.sheet.begin(&format!("{name}: {text} working days"));
        let letters = Letters::new(Ink::Text).side(Side::Right);
        frame.text((frame.x.from(), middle), (-8.0, 0.0), &fitted(&name, SMALL, NAMES - 12.0), letters);
        // What makes it earlier has another ink, and goes the other way.
        frame.bar((0.0, top), (days, bottom), if days < 0.0 { Ink::Green } else { Ink::Red }, 0.85);
        let mut end = days;
        if let Some((low, high)) = driver.impact.interval {
            let (low, high) = (low.get(), high.get());
            frame.line(vec![(low, middle), (high, middle)], Ink::Text, 1.2);
            for at in [low, high] {
                frame.line(vec![(at, number as f64 + 0.38), (at, number as f64 + 0.62)], Ink::Text, 1.2);
            }
            end = if days < 0.0 { low } else { high };
        }
        let number = format!("{days:.1}");
        let (side, across) = if days < 0.0 { (Side::Right, -6.0) } else { (Side::Left, 6.0) };
        frame.text((end, middle), (across, 0.0), &number, Letters::new(Ink::Text).bold().side(side));
        frame.sheet.end();
    }
    frame.line(vec![(0.0, frame.y.from()), (0.0, frame.y.to())], Ink::Muted, 1.2);
    let description =
        format!("{} by what each costs: {}.", capital(&count(drivers.len(), "driver")), said.join("; "));
    Some(Chart::new("tornado", title, description, &sheet))
}
