//! The forecast from check-in to check-in: a cone that narrows, or does not.

use jiff::civil::Date;

use super::frame::{DASHED, Frame, Letters, Room, Side, sheet};
use super::ink::Ink;
use super::scale::{Scale, evening};
use super::{Chart, file_names};
use crate::report::words::{count, day, plain, short_date};
use crate::track::{CheckIn, Recorded};
use crate::units::{P10, P50, P80, P95};

/// What the check-ins said of the plan, and of each milestone of the last of them. None where there are fewer than two.
pub(super) fn check_ins(check_ins: &[&CheckIn]) -> Vec<Chart> {
    let Some(last) = check_ins.last() else { return Vec::new() };
    let name = plain(&last.plan.name);
    let what = if name.is_empty() { "The whole plan".to_owned() } else { name };
    let mut charts = vec![draw("check-ins", &what, check_ins, |check_in| Some(&check_in.finish))];
    let files = file_names("check-ins", last.plan.milestones.iter().map(|milestone| milestone.name.as_str()));
    for (milestone, name) in last.plan.milestones.iter().zip(&files) {
        let title = plain(milestone.title.as_deref().unwrap_or(&milestone.name));
        charts.push(draw(name, &title, check_ins, |check_in| check_in.milestone(&milestone.name)));
    }
    charts.into_iter().flatten().collect()
}

fn draw<'c>(
    name: &str,
    what: &str,
    check_ins: &[&'c CheckIn],
    of: impl Fn(&'c CheckIn) -> Option<&'c Recorded>,
) -> Option<Chart> {
    let said = |check_in: &&'c CheckIn| {
        let recorded = of(check_in)?;
        let [early, stretch, likely, commit] = [P10, P50, P80, P95].map(|at| recorded.date(at));
        let stretch = stretch?;
        let dates = [early.unwrap_or(stretch), stretch, likely.unwrap_or(stretch), commit.unwrap_or(stretch)];
        Some((check_in.as_of, dates, recorded.target))
    };
    let points: Vec<(Date, [Date; 4], Option<Date>)> = check_ins.iter().filter_map(said).collect();
    if points.len() < 2 {
        return None;
    }
    let (first, last) = (points[0].0, points[points.len() - 1].0);
    let target = points[points.len() - 1].2;
    let dates = points.iter().flat_map(|(_, dates, target)| dates.iter().copied().chain(*target));
    let (low, high) = (dates.clone().min()?, dates.max()?);
    let title = format!("From check-in to check-in: {what}");
    let below = "The line is the stretch date (P50) as it was said on each day; the bands reach from P10 to P80 and to P95.";
    let sheet = sheet(400.0, &title, below);
    let across = Scale::dates(first, last, 8);
    let up = Scale::dates(low, high, 7);
    let room = Room { left: 76.0, right: 70.0, ..Room::default() };
    let frame = Frame::new(&sheet, room, across, up).says_marks();
    let band = |from: usize, to: usize| {
        let low = points.iter().map(|(as_of, dates, _)| (evening(*as_of), evening(dates[from])));
        let high = points.iter().rev().map(|(as_of, dates, _)| (evening(*as_of), evening(dates[to])));
        low.chain(high).collect::<Vec<_>>()
    };
    frame.area(band(0, 3), Ink::Blue, 0.15);
    frame.area(band(0, 2), Ink::Blue, 0.2);
    if let Some(target) = target {
        let y = evening(target);
        frame.sheet.begin(&format!("target {}", day(target)));
        frame.dashed(vec![(frame.x.from(), y), (frame.x.to(), y)], Ink::Red, 1.5, Some(DASHED));
        frame.sheet.halo(true);
        frame.text(
            (frame.x.from(), y),
            (6.0, -9.0),
            &format!("target {}", short_date(target)),
            Letters::new(Ink::Red),
        );
        frame.sheet.halo(false);
        frame.sheet.end();
    }
    frame.line(
        points.iter().map(|(as_of, dates, _)| (evening(*as_of), evening(dates[1]))).collect(),
        Ink::Blue,
        2.5,
    );
    for (as_of, [early, stretch, likely, commit], _) in &points {
        frame.sheet.begin(&format!(
            "as of {}: P50 {}, P80 {}, P95 {}",
            day(*as_of),
            day(*stretch),
            day(*likely),
            day(*commit)
        ));
        // Where the first date is the last, it is reached.
        match early == commit && stretch <= as_of {
            true => frame.diamond((evening(*as_of), evening(*stretch)), 7.0, Ink::Text),
            false => frame.dot((evening(*as_of), evening(*stretch)), 4.0, Ink::Blue),
        }
        frame.sheet.end();
    }
    let (as_of, [_, stretch, likely, commit], _) = points[points.len() - 1];
    frame.sheet.halo(true);
    let mut before: Option<f64> = None;
    for (date, word) in [(stretch, "P50"), (likely, "P80"), (commit, "P95")] {
        let y = frame.place((0.0, evening(date))).1;
        if before.is_none_or(|before| (before - y).abs() > 13.0) {
            let text = format!("{word} {}", date.strftime("%-d %b"));
            frame.text(
                (evening(as_of), evening(date)),
                (8.0, 0.0),
                &text,
                Letters::new(Ink::Text).side(Side::Left),
            );
            before = Some(y);
        }
    }
    frame.sheet.halo(false);
    let texts: Vec<String> = points
        .iter()
        .map(|(as_of, [_, stretch, likely, _], _)| {
            format!("as of {} P50 {}, P80 {}", short_date(*as_of), short_date(*stretch), short_date(*likely))
        })
        .collect();
    let target = target.map_or(String::new(), |target| format!(" The target is {}.", short_date(target)));
    let description = format!("{}: {}.{target}", count(points.len(), "check-in"), texts.join("; "));
    Some(Chart::new(name, title, description, &sheet))
}
