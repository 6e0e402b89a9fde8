//! How a team's time is used over time.

use super::frame::{Frame, Letters, Room, SMALL, WIDTH, sheet};
use super::ink::{Ink, SERIES};
use super::scale::{Scale, day_number};
use super::width::{fitted, width};
use super::{Chart, file_names};
use crate::forecast::{Forecast, TeamForecast, TeamWeek};
use crate::report::words::{day, percent, plain, short};
use crate::units::P95;

/// For each team a picture of its weeks: what each kind of work, interrupts and unplanned work take of its time, and what it has. None where
/// people make no difference.
pub(in crate::report) fn load(forecast: &Forecast) -> Vec<Chart> {
    let last = forecast.date(P95);
    let files = file_names("load", forecast.teams().iter().map(|team| team.name.as_str()));
    let chart = |(number, team): (usize, &TeamForecast)| {
        let weeks: Vec<&TeamWeek> = team.weeks.iter().take_while(|week| week.from <= last).collect();
        (weeks.len() > 1).then(|| draw(&files[number], &forecast.plan().name, team, &weeks))
    };
    forecast.teams().iter().enumerate().filter_map(chart).collect()
}

fn draw(file: &str, plan: &str, team: &TeamForecast, weeks: &[&TeamWeek]) -> Chart {
    let name = plain(&team.title);
    let of = plain(plan);
    let title =
        format!("Where the time of {name} goes{}", if of.is_empty() { of } else { format!(": {of}") });
    let below = "Person-days in five working days, over all runs; the line is the time there is, in the runs that are not finished yet.";
    let sheet = sheet(340.0, &title, below);
    let most = weeks.iter().map(|week| week.available.get()).fold(0.0, f64::max);
    let room = Room { top: 26.0, left: 40.0, right: 12.0, ..Room::default() };
    let x = Scale::dates(weeks[0].from, weeks[weeks.len() - 1].from, 8);
    let frame =
        Frame::new(&sheet, room, x, Scale::numbers(0.0, (1.06 * most).max(0.1), 6, short)).says_marks();
    // The kinds of work in the order of the team's shares, then what comes in between.
    let mut layers: Vec<(String, Ink, f64)> = team
        .kinds
        .iter()
        .enumerate()
        .map(|(place, kind)| {
            let name = kind.kind.as_deref().map_or("its tasks".to_owned(), plain);
            let planned =
                kind.planned.map_or(String::new(), |planned| format!(" of {} planned", percent(planned)));
            (format!("{name} {}{planned}", percent(kind.used)), SERIES[place % SERIES.len()], 0.85)
        })
        .collect();
    layers.push((format!("interrupts {}", percent(team.interrupts)), Ink::Red, 0.5));
    layers.push((format!("unplanned {}", percent(team.unplanned)), Ink::Muted, 0.45));
    let shares = [team.interrupts, team.unplanned];
    let of_week = |week: &TeamWeek| -> Vec<f64> {
        let used = week.used.iter().map(|used| used.get());
        used.chain([week.interrupts.get(), week.unplanned.get()]).collect()
    };
    for (place, week) in weeks.iter().enumerate() {
        let from = day_number(week.from);
        let to = weeks.get(place + 1).map_or(from + 7.0, |next| day_number(next.from)).min(frame.x.to());
        let parts = of_week(week);
        let said: Vec<String> = layers
            .iter()
            .zip(&parts)
            .filter(|(_, days)| **days > 0.0)
            .map(|((text, ..), days)| format!("{} {days:.1}", text.split(' ').next().unwrap_or_default()))
            .collect();
        let available = week.available.get();
        frame.sheet.begin(&format!(
            "from {}: {} of {available:.1} person-days",
            day(week.from),
            said.join(", ")
        ));
        let (mut foot, gap) = (0.0, 0.06 * (to - from));
        for ((_, ink, opacity), days) in layers.iter().zip(&parts) {
            if *days > 0.0 {
                frame.bar((from + gap, foot), (to - gap, foot + days), *ink, *opacity);
                foot += days;
            }
        }
        frame.sheet.end();
    }
    let edge = weeks.iter().enumerate().flat_map(|(place, week)| {
        let from = day_number(week.from);
        let to = weeks.get(place + 1).map_or(from + 7.0, |next| day_number(next.from)).min(frame.x.to());
        [(from, week.available.get()), (to, week.available.get())]
    });
    frame.line(edge.collect(), Ink::Text, 1.5);
    let mut at = 16.0;
    for (place, (text, ink, opacity)) in layers.iter().enumerate() {
        // What takes nothing needs no colour.
        let nothing = place.checked_sub(team.kinds.len()).is_some_and(|other| shares[other] <= 0.0);
        let text = fitted(text, SMALL, 220.0);
        let wide = width(&text) * SMALL + 32.0;
        if nothing || at + wide > f64::from(WIDTH) {
            continue;
        }
        frame.bar_on_sheet((at, 64.0), (14.0, 12.0), *ink, *opacity);
        frame.text_on_sheet((at + 20.0, 70.0), &text, Letters::new(Ink::Text));
        at += wide;
    }
    let texts: Vec<&str> = layers.iter().map(|(text, ..)| text.as_str()).collect();
    let description =
        format!("Of the time of {name}: {}; {} is left over.", texts.join(", "), percent(team.idle));
    Chart::new(file, title, description, &sheet)
}
