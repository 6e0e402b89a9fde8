//! The roadmap as a Gantt chart whose ends are uncertain.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use super::Chart;
use super::frame::{DASHED, DOTTED, Frame, Letters, Room, SMALL, Side, WIDTH, sheet};
use super::ink::{Ink, SERIES};
use super::scale::{Scale, day_number, evening};
use super::width::{fitted, width};
use crate::explain::Explanation;
use crate::forecast::Forecast;
use crate::plan::ROADMAP;
use crate::report::words::{count, day, percent, plain, short_date};
use crate::units::{P50, P80, P95};

/// The height of a row, and the room for names [pixels].
const ROW: f64 = 24.0;
const NAMES: f64 = 256.0;

/// A row of the chart.
struct Row {
    title: String,
    place: usize,
    /// In the median, and by when it is finished with 50%, 80% and 95%.
    start: Date,
    finish: [Date; 3],
    what: What,
}

enum What {
    Task { ink: Ink, kind: String, exists: Option<f64> },
    Milestone { target: Option<(Date, String)> },
}

/// The roadmap: for each task a bar from its median start to its median finish, which fades to its P80 and its P95; milestones as diamonds
/// with their odds; and the chain of tasks that drives the finish most often, where an explanation tells. Of more tasks than `most` those
/// are shown that are on the way to the finish most often, else those whose finish is least certain. `None` where no single runs of tasks
/// were kept.
pub(in crate::report) fn gantt(forecast: &Forecast, why: Option<&Explanation>, most: usize) -> Option<Chart> {
    let kinds = kinds(forecast);
    let mut rows = rows(forecast, &kinds);
    let tasks = rows.len();
    if tasks == 0 {
        return None;
    }
    if tasks > most {
        leave_out(&mut rows, why, forecast, most);
    }
    let left_out = tasks - rows.len();
    rows.extend(milestones(forecast));
    rows.sort_by_key(|row| (row.start, row.finish, row.place));
    let chain: Vec<&str> = why
        .filter(|why| why.target().is_none())
        .and_then(|why| why.way().chains.first())
        .map_or(Vec::new(), |chain| chain.tasks.iter().map(String::as_str).collect());
    Some(draw(forecast, &rows, &kinds, &chain, left_out))
}

/// The kinds of work in the order of the plan, each with its ink.
fn kinds(forecast: &Forecast) -> BTreeMap<String, Ink> {
    let mut inks = BTreeMap::new();
    let mut more = SERIES.into_iter().filter(|ink| !matches!(ink, Ink::Blue | Ink::Orange)).cycle();
    for task in &forecast.plan().tasks {
        let kind = task.kind.as_deref().unwrap_or(ROADMAP);
        inks.entry(kind.to_owned()).or_insert_with(|| match kind {
            ROADMAP => Ink::Blue,
            "debt" => Ink::Orange,
            _ => more.next().unwrap_or(Ink::Green),
        });
    }
    inks
}

fn rows(forecast: &Forecast, kinds: &BTreeMap<String, Ink>) -> Vec<Row> {
    let tasks = forecast.tasks().iter().zip(&forecast.plan().tasks).enumerate();
    tasks
        .filter_map(|(place, (task, written))| {
            let (start, finish) = (task.start.as_ref()?, task.finish.as_ref()?);
            let kind = written.kind.as_deref().unwrap_or(ROADMAP);
            Some(Row {
                title: plain(&task.title),
                place,
                start: start.date(P50),
                finish: [P50, P80, P95].map(|percentile| finish.date(percentile)),
                what: What::Task {
                    ink: kinds.get(kind).copied().unwrap_or(Ink::Blue),
                    kind: plain(kind),
                    exists: task.exists,
                },
            })
        })
        .collect()
}

fn milestones(forecast: &Forecast) -> impl Iterator<Item = Row> + '_ {
    forecast.milestones().iter().enumerate().map(|(place, milestone)| {
        let finish = [P50, P80, P95].map(|percentile| milestone.finish.date(percentile));
        let target = milestone.target.zip(milestone.on_time);
        Row {
            title: plain(&milestone.title),
            // After the tasks of the same day.
            place: forecast.tasks().len() + place,
            start: finish[0],
            finish,
            what: What::Milestone {
                target: target.map(|(target, odds)| (target, percent(odds.probability))),
            },
        }
    })
}

/// Leaves so many tasks that tell most.
fn leave_out(rows: &mut Vec<Row>, why: Option<&Explanation>, forecast: &Forecast, most: usize) {
    let weight = |row: &Row| -> f64 {
        let on_way = why.and_then(|why| why.way().criticality(&forecast.tasks()[row.place].name));
        match on_way {
            Some(on_way) => on_way.criticality,
            None => f64::from((row.finish[2] - row.finish[0]).get_days()) / 1e6,
        }
    };
    let mut order: Vec<(f64, usize)> = rows.iter().map(|row| (weight(row), row.place)).collect();
    order.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let kept: HashSet<usize> = order.into_iter().take(most).map(|(_, place)| place).collect();
    rows.retain(|row| kept.contains(&row.place));
}

fn draw(
    forecast: &Forecast,
    rows: &[Row],
    kinds: &BTreeMap<String, Ink>,
    chain: &[&str],
    left_out: usize,
) -> Chart {
    let plan = forecast.plan();
    let name = plain(&plan.name);
    let title = if name.is_empty() { "The roadmap".to_owned() } else { name };
    let below = format!(
        "From the median start to the stretch date (P50), fading to likely (P80) and commit (P95).{}",
        if left_out > 0 { format!(" {} are left out.", count(left_out, "task")) } else { String::new() }
    );
    let first = rows.iter().map(|row| row.start).fold(plan.start, Date::min);
    let ends = rows.iter().flat_map(|row| {
        let target = match &row.what {
            What::Milestone { target: Some((target, _)) } => *target,
            _ => row.finish[2],
        };
        [row.finish[2], target]
    });
    let last = ends.fold(forecast.date(P95), Date::max);
    let sheet = sheet(62.0 + 26.0 + ROW * rows.len() as f64 + 34.0, &title, &below);
    let y = Scale::new(rows.len() as f64, 0.0);
    let room = Room { top: 26.0, left: NAMES, right: 8.0, bottom: 4.0 };
    let frame = Frame::new(&sheet, room, Scale::dates(first, last, 8), y).says_marks();
    legend(&frame, kinds, chain);
    // Where a bar of each task begins and ends, for the line of the chain.
    let mut places: BTreeMap<usize, (f64, f64, f64)> = BTreeMap::new();
    for (number, row) in rows.iter().enumerate() {
        let middle = number as f64 + 0.5;
        let on_chain =
            forecast.tasks().get(row.place).is_some_and(|task| chain.contains(&task.name.as_str()));
        if matches!(row.what, What::Task { .. }) {
            places.insert(row.place, (day_number(row.start), evening(row.finish[0]), middle));
        }
        draw_row(&frame, row, number, on_chain);
    }
    let at = |name: &&str| {
        let place = forecast.tasks().iter().position(|task| task.name == **name)?;
        places.get(&place).copied()
    };
    let on_way: Vec<(f64, f64, f64)> = chain.iter().filter_map(at).collect();
    for pair in on_way.windows(2) {
        let [(begin, end, from), (start, _, to)] = [pair[0], pair[1]];
        let across = |at: f64| frame.place((at, 0.0)).0;
        let down = |at: f64| frame.place((frame.x.from(), at)).1;
        let turn = across(start) - 6.0;
        let mut path = match turn <= across(end) {
            // From the foot of its bar, or of what is left of it.
            true => vec![(turn.max(across(begin)), down(from + 0.3))],
            false => vec![(across(end), down(from)), (turn, down(from))],
        };
        path.extend([(path[path.len() - 1].0, down(to)), (across(start), down(to))]);
        frame.line_on_sheet(&path, Ink::Text, 1.2, None);
    }
    if let Some(as_of) = forecast.as_of() {
        as_of_line(&frame, evening(as_of), &format!("as of {}", short_date(as_of)));
    }
    let said: Vec<String> = forecast
        .milestones()
        .iter()
        .map(|milestone| {
            format!("{} by {} (P80)", plain(&milestone.title), short_date(milestone.finish.date(P80)))
        })
        .collect();
    let description = format!(
        "{} from {} to {}, in the order in which they start.{}",
        count(rows.iter().filter(|row| matches!(row.what, What::Task { .. })).count(), "task"),
        short_date(first),
        short_date(last),
        if said.is_empty() { String::new() } else { format!(" Milestones: {}.", said.join("; ")) }
    );
    Chart::new("gantt", title, description, &sheet)
}

/// The day of the status, told at its foot: at its top the bars begin.
fn as_of_line(frame: &Frame, x: f64, text: &str) {
    let x = frame.x.within(x);
    frame.dashed(vec![(x, frame.y.from()), (x, frame.y.to())], Ink::Muted, 1.5, Some(DASHED));
    let (side, across) = frame.beside(x, text);
    frame.sheet.halo(true);
    frame.text((x, frame.y.from()), (across, -9.0), text, Letters::new(Ink::Muted).side(side));
    frame.sheet.halo(false);
}

/// What the inks and the line stand for.
fn legend(frame: &Frame, kinds: &BTreeMap<String, Ink>, chain: &[&str]) {
    let mut x = 16.0;
    let mut entry = |text: &str, mark: &dyn Fn(f64)| {
        let wide = width(text) * SMALL + 34.0;
        if x + wide > f64::from(WIDTH) - 16.0 {
            return;
        }
        mark(x);
        frame.text_on_sheet((x + 20.0, 70.0), text, Letters::new(Ink::Text));
        x += wide;
    };
    for (kind, ink) in kinds {
        entry(&fitted(&plain(kind), SMALL, 140.0), &|x| {
            frame.bar_on_sheet((x, 64.0), (14.0, 12.0), *ink, 1.0)
        });
    }
    entry("milestone", &|x| frame.diamond_on_sheet((x + 7.0, 70.0), 6.0, Ink::Text));
    entry("target", &|x| frame.line_on_sheet(&[(x + 7.0, 63.0), (x + 7.0, 77.0)], Ink::Red, 3.0, None));
    if !chain.is_empty() {
        entry("the chain that drives the finish most often", &|x| {
            frame.line_on_sheet(&[(x, 70.0), (x + 14.0, 70.0)], Ink::Text, 1.2, None);
        });
    }
}

fn draw_row(frame: &Frame, row: &Row, number: usize, on_chain: bool) {
    let (top, bottom) = (number as f64 + 0.2, number as f64 + 0.8);
    let middle = number as f64 + 0.5;
    let [stretch, likely, commit] = row.finish;
    let dates = format!("P50 {}, P80 {}, P95 {}", day(stretch), day(likely), day(commit));
    let name = |frame: &Frame, bold: bool| {
        let letters = Letters::new(Ink::Text).side(Side::Right);
        let letters = if bold { letters.bold() } else { letters };
        let text = fitted(&row.title, SMALL, (NAMES - 12.0) / if bold { 1.06 } else { 1.0 });
        frame.text((frame.x.from(), middle), (-8.0, 0.0), &text, letters);
    };
    match &row.what {
        What::Task { ink, kind, exists } => {
            let perhaps =
                exists.map_or(String::new(), |share| format!("; needed in {} of the runs", percent(share)));
            let way = if on_chain { "; on the chain that drives the finish most often" } else { "" };
            frame.sheet.begin(&format!(
                "{} ({kind}): starts {}, finished {dates}{perhaps}{way}",
                row.title,
                day(row.start)
            ));
            name(frame, on_chain);
            let (start, ends) = (day_number(row.start), [stretch, likely, commit].map(evening));
            for (from, to, opacity) in
                [(ends[1], ends[2], 0.22), (ends[0], ends[1], 0.5), (start, ends[0], 1.0)]
            {
                if to > from {
                    frame.bar((from, top), (to, bottom), *ink, opacity);
                }
            }
            if on_chain {
                frame.outline((start, top), (ends[0], bottom), Ink::Text, 1.2);
            }
        }
        What::Milestone { target } => {
            let odds = target.as_ref().map_or(String::new(), |(target, odds)| {
                format!("; its target, {}, holds in {odds} of the runs", day(*target))
            });
            frame.sheet.begin(&format!("{}: {dates}{odds}", row.title));
            name(frame, false);
            let ends = [stretch, likely, commit].map(evening);
            frame.line(vec![(ends[0], middle), (ends[1], middle)], Ink::Text, 2.0);
            frame.dashed(vec![(ends[1], middle), (ends[2], middle)], Ink::Text, 2.0, Some(DOTTED));
            frame.diamond((ends[0], middle), 7.0, Ink::Text);
            let mut after = ends[2];
            if let Some((target, odds)) = target {
                let at = evening(*target);
                frame.line(vec![(at, number as f64 + 0.12), (at, number as f64 + 0.88)], Ink::Red, 3.0);
                after = after.max(at);
                let (right, _) = frame.place((after, 0.0));
                let room = f64::from(WIDTH) - 16.0 - right;
                let text = format!("{odds} on time");
                match room > width(&text) * SMALL + 10.0 {
                    true => frame.text((after, middle), (8.0, 0.0), &text, Letters::new(Ink::Text).bold()),
                    false => {
                        let before = ends[0].min(at);
                        let letters = Letters::new(Ink::Text).bold().side(Side::Right);
                        frame.text((before, middle), (-11.0, 0.0), &text, letters);
                    }
                }
            }
        }
    }
    frame.sheet.end();
}
