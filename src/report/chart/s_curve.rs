//! The S-curve: the odds of being finished by each date.

use jiff::civil::Date;

use super::frame::{DOTTED, Frame, Letters, Room, Side, above, sheet};
use super::ink::Ink;
use super::scale::{Scale, evening};
use super::{Chart, file_names};
use crate::forecast::{Finish, Forecast};
use crate::report::Questions;
use crate::report::forecast::PERCENTILES;
use crate::report::words::{count, day, percent, plain, short_date, word};
use crate::units::Percentile;

/// The curve ends where less than this share of the runs is earlier, or later.
const ENDS: f64 = 0.002;

/// So many dates are enough for a curve.
const MOST_DATES: i32 = 420;

/// A band narrower than this is hidden by the curve.
const VISIBLE: f64 = 0.03;

/// Labels stand so far apart at least, as shares of the height.
const APART: f64 = 0.055;

/// The odds of being finished by each date, with the percentiles, the target, the plan's own date, and how far more runs could move it.
pub(in crate::report) fn s_curve(forecast: &Forecast, questions: &Questions) -> Chart {
    let percentiles = questions.percentiles.as_deref().unwrap_or(&PERCENTILES);
    let name = plain(&forecast.plan().name);
    let what = if name.is_empty() { "The whole plan".to_owned() } else { name };
    draw("s-curve", &what, forecast.finish(), percentiles, &marks_of_plan(forecast))
}

/// What the whole plan is held against: the last of its targets, and its own date.
pub(super) fn marks_of_plan(forecast: &Forecast) -> Vec<(Date, String, Ink)> {
    let own = forecast.plan_date();
    let own_text =
        format!("the plan's own date, {}: {}", short_date(own.date), percent(own.odds.probability));
    let own = (own.date, own_text, Ink::Purple);
    let targets = forecast.milestones().iter().filter_map(|milestone| milestone.target);
    // What the whole plan is to be held against is the last of the targets.
    let target = targets.max().map(|target| {
        (
            target,
            format!("last target, {}: {}", short_date(target), percent(forecast.odds_by(target))),
            Ink::Red,
        )
    });
    target.into_iter().chain([own]).collect()
}

/// The same of a milestone.
pub(in crate::report) fn of_milestone(
    forecast: &Forecast,
    number: usize,
    questions: &Questions,
) -> Option<Chart> {
    let percentiles = questions.percentiles.as_deref().unwrap_or(&PERCENTILES);
    let milestone = forecast.milestones().get(number)?;
    let target = milestone.target.zip(milestone.on_time);
    let marks: Vec<(Date, String, Ink)> = target
        .map(|(target, odds)| {
            (target, format!("target, {}: {}", short_date(target), percent(odds.probability)), Ink::Red)
        })
        .into_iter()
        .collect();
    let all = forecast.milestones().iter().map(|milestone| milestone.name.as_str());
    let file = &file_names("s-curve", all)[number];
    Some(draw(file, &plain(&milestone.title), &milestone.finish, percentiles, &marks))
}

/// The dates at which a finish becomes likelier, and the last ones before, so that days on which nobody works are level; with the odds
/// and between which they lie, from the first to the last.
pub(super) fn odds_by_date(finish: &Finish) -> Vec<(Date, [f64; 3])> {
    let (first, last) = ends(finish);
    let step = ((last - first).get_days() / MOST_DATES).max(1);
    let mut points: Vec<(Date, [f64; 3])> = Vec::new();
    let mut date = first.yesterday().unwrap_or(first);
    while date <= last {
        let odds = finish.odds_by(date);
        let of = [odds.probability, odds.low, odds.high];
        match points.as_slice() {
            // As long as nothing changes, only its beginning and its end.
            [.., (_, first), (last, second)] if first[0] == of[0] && second[0] == of[0] => {
                debug_assert!(*last < date);
                points.pop();
                points.push((date, of));
            }
            _ => points.push((date, of)),
        }
        match date.checked_add(jiff::Span::new().days(step)) {
            Ok(next) => date = next,
            Err(_) => break,
        }
    }
    points
}

/// Where a curve through such points reaches a share.
pub(super) fn reached(points: &[(Date, [f64; 3])], share: f64) -> Option<(f64, f64)> {
    let after = points.iter().position(|(_, [odds, ..])| *odds >= share)?;
    let (to, [high, ..]) = points[after];
    let Some(&(from, [low, ..])) = after.checked_sub(1).and_then(|before| points.get(before)) else {
        return Some((evening(to), share));
    };
    let part = (share - low) / (high - low);
    Some((evening(from) + part * (evening(to) - evening(from)), share))
}

/// The dates between which nearly all finishes lie.
pub(super) fn ends(finish: &Finish) -> (Date, Date) {
    let at = |share: f64| Percentile::new(100.0 * share).map_or(finish.first_day(), |at| finish.date(at));
    (at(ENDS), at(1.0 - ENDS))
}

fn draw(
    name: &str,
    what: &str,
    finish: &Finish,
    percentiles: &[Percentile],
    marks: &[(Date, String, Ink)],
) -> Chart {
    let points = odds_by_date(finish);
    let (first, last) = ends(finish);
    let dates = marks.iter().map(|(date, ..)| *date);
    let (low, high) = (dates.clone().fold(first, Date::min), dates.fold(last, Date::max));
    let said: Vec<String> = percentiles
        .iter()
        .map(|&percentile| format!("{percentile} {}", day(finish.date(percentile))))
        .collect();
    let title = format!("When will it ship? {what}");
    let widest = points.iter().map(|(_, [_, low, high])| high - low).fold(0.0, f64::max);
    let below = match widest < VISIBLE {
        true => {
            let points = count((50.0 * widest).ceil() as usize, "point");
            format!("Finished on or before a date, in so many of the runs; more runs would move it by less than {points}.")
        }
        false => {
            "Finished on or before a date, in so many of the runs; the band is how far more runs could move it."
                .to_owned()
        }
    };
    let marked: Vec<(f64, &str, Ink)> =
        marks.iter().map(|(date, text, ink)| (evening(*date), text.as_str(), *ink)).collect();
    let top = above(marked.len());
    let sheet = sheet(420.0 + top, &title, &below);
    let y = Scale::shares();
    let frame = Frame::new(
        &sheet,
        Room { left: 38.0, right: 12.0, top, ..Room::default() },
        Scale::dates(low, high, 9),
        y,
    )
    .says_marks();
    let band = points.iter().map(|(date, [_, low, _])| (evening(*date), *low));
    let back = points.iter().rev().map(|(date, [_, _, high])| (evening(*date), *high));
    frame.area(band.chain(back).collect(), Ink::Blue, 0.25);
    let curve = points.iter().map(|(date, [odds, ..])| (evening(*date), *odds));
    // Before the first it is 0, after the last 1.
    let curve = [(frame.x.from(), 0.0)].into_iter().chain(curve).chain([(frame.x.to(), points_end(&points))]);
    frame.line(curve.collect(), Ink::Blue, 2.5);
    frame.uprights(&marked);
    let at = |percentile: Percentile| {
        let share = percentile.share();
        reached(&points, share).unwrap_or((evening(finish.date(percentile)), share))
    };
    for &percentile in percentiles {
        let (x, share) = at(percentile);
        frame.dashed(vec![(x, 0.0), (x, share)], Ink::Blue, 1.0, Some(DOTTED));
    }
    let mut labelled: Option<f64> = None;
    for &percentile in percentiles {
        let (date, share, at) = (finish.date(percentile), percentile.share(), at(percentile));
        let text = format!("{percentile} {} {}", short_date(date), word(percentile));
        let text = text.trim_end();
        frame.sheet.begin(&format!(
            "{percentile}: finished by {} in at least {}% of the runs",
            day(date),
            percentile.percent()
        ));
        frame.dot(at, 4.0, Ink::Blue);
        if labelled.is_none_or(|before| (share - before).abs() >= APART) {
            // Left of the curve there is nothing but what is marked.
            let (side, across) = frame.beside(at.0, text);
            let down = if side == Side::Right { -8.0 } else { 7.0 };
            frame.sheet.halo(true);
            frame.text(at, (1.6 * across, down), text, Letters::new(Ink::Text).bold().side(side));
            frame.sheet.halo(false);
            labelled = Some(share);
        }
        frame.sheet.end();
    }
    let marked: Vec<&str> = marked.into_iter().map(|(_, text, _)| text).collect();
    let description = format!(
        "A curve that rises from 0% to 100% from {} to {}. {}. {}. The band around it is where it would lie with any number of runs, \
         95% sure.",
        short_date(first),
        short_date(last),
        said.join(", "),
        marked.join("; ")
    );
    Chart::new(name, title, description, &sheet)
}

fn points_end(points: &[(Date, [f64; 3])]) -> f64 {
    points.last().map_or(1.0, |(_, [odds, ..])| *odds)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};

    use super::*;
    use crate::plan::{Estimate, Plan, Task};
    use crate::units::{P5, P50, P80, P95};

    #[test]
    fn nobody_finishes_on_a_weekend_and_each_percentile_lies_within_its_day() {
        let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::days(5.0..=60.0)));
        let forecast = plan.forecast().unwrap();
        let points = odds_by_date(forecast.finish());
        assert!(points.len() > 60, "{}", points.len());
        let mut level = 0;
        for pair in points.windows(2) {
            let [(from, [before, ..]), (to, [after, ..])] = [pair[0], pair[1]];
            assert!(from < to && before <= after);
            // It only rises from one evening to the next, of a working day.
            match before < after {
                true => assert!(to.weekday().to_monday_one_offset() <= 5 && (to - from).get_days() == 1),
                false => level += u32::from(to.weekday() == Weekday::Sunday),
            }
        }
        assert!(level > 10, "{level}");
        for percentile in [P5, P50, P80, P95] {
            let (x, share) = reached(&points, percentile.share()).unwrap();
            let end = evening(forecast.date(percentile));
            assert!(end - 1.0 < x && x <= end && share == percentile.share(), "{percentile} {x} {end}");
        }
        assert_eq!(reached(&points, 2.0), None);
    }
}
