//! An S-curve and bars for a terminal.

use std::fmt::Write;

use jiff::civil::Date;

use super::layout::shown;
use super::words::{short_date, word};
use crate::forecast::{Finish, Forecast};
use crate::units::{P5, P50, P80, P95, Percentile};

/// The size of the curve [characters].
const WIDTH: usize = 64;
const HEIGHT: usize = 10;

/// Eighths of a character.
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Whether a terminal shows colours.
///
/// A program should show none where the output is no terminal or where the environment has a `NO_COLOR` that is not empty (no-color.org).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Colour {
    /// None.
    #[default]
    Off,
    /// The colours of ANSI.
    On,
}

impl Colour {
    fn paint(self, text: &str, code: &str) -> String {
        match self {
            Self::On if !text.trim().is_empty() => format!("\x1b[{code}m{text}\x1b[0m"),
            _ => text.to_owned(),
        }
    }
}

/// The odds of being finished by each date as a curve of characters, and a bar for each milestone: dots from P5 on, a line from P50 to P80,
/// dots again to P95, and a mark where its target is. About 100 columns wide.
///
/// ```
/// use landfall::{Estimate, Plan, Task, date, report};
///
/// let plan = Plan::new("Search", date(2027, 1, 4)).task(Task::new("index", Estimate::weeks(2.0..=3.0)));
/// let curve = report::curve(&plan.forecast()?, report::Colour::Off);
/// assert!(curve.contains("100% ") && curve.contains('█') && !curve.contains('\x1b'));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn curve(forecast: &Forecast, colour: Colour) -> String {
    let mut out = String::new();
    let finish = forecast.finish();
    let at =
        |share: f64| Percentile::new(share).map_or(finish.first_day(), |percentile| finish.date(percentile));
    let axis = Axis::new(at(0.5), at(99.5));
    let odds: Vec<f64> = (0..WIDTH).map(|column| finish.odds_by(axis.date(column)).probability).collect();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "Finished on or before");
    for row in (0..HEIGHT).rev() {
        let label = match row {
            9 => "100% ",
            4 => " 50% ",
            0 => "  0% ",
            _ => "     ",
        };
        let _ = write!(out, "  {label}");
        for &odds in &odds {
            let filled = (odds * (HEIGHT * 8) as f64).round() as usize;
            let here = filled.saturating_sub(8 * row).min(8);
            let code = match odds {
                odds if odds < P50.share() => "31",
                odds if odds < P80.share() => "33",
                _ => "32",
            };
            out += &colour.paint(&EIGHTHS[here].to_string(), code);
        }
        out = out.trim_end().to_owned() + "\n";
    }
    let mut marks = vec![' '; WIDTH + 1];
    let mut labels = String::new();
    for percentile in [P50, P80, P95] {
        let column = axis.column(finish.date(percentile));
        marks[column] = '^';
        let text = format!("{percentile} {}", short_date(finish.date(percentile)));
        let from = column.max(labels.chars().count() + usize::from(!labels.is_empty()) * 2);
        labels += &format!("{}{text}", " ".repeat(from - labels.chars().count()));
    }
    let marks: String = marks.into_iter().collect();
    let _ = writeln!(out, "       {}\n       {labels}", marks.trim_end());
    bars(&mut out, forecast, colour);
    out
}

fn bars(out: &mut String, forecast: &Forecast, colour: Colour) {
    let milestones = forecast.milestones();
    let targets = milestones.iter().filter_map(|milestone| milestone.target);
    let dates =
        |percentile: Percentile| milestones.iter().map(move |milestone| milestone.finish.date(percentile));
    let Some((first, last)) = dates(P5).chain(targets.clone()).min().zip(dates(P95).chain(targets).max())
    else {
        return;
    };
    let axis = Axis::new(first, last);
    let wide = milestones.iter().map(|milestone| shown(&milestone.title).chars().count()).max().unwrap_or(0);
    let (from, to) = (short_date(axis.date(0)), short_date(axis.date(WIDTH - 1)));
    let gap = WIDTH.saturating_sub(from.chars().count() + to.chars().count());
    let _ = writeln!(out, "\n{}  {from}{}{to}", " ".repeat(wide), " ".repeat(gap));
    for milestone in milestones {
        let cells = bar(&axis, &milestone.finish, milestone.target);
        let title = shown(&milestone.title);
        let space = " ".repeat(wide - title.chars().count());
        let mut text = String::new();
        for cell in cells {
            let code = match cell {
                '█' => "34",
                '┃' => "31",
                _ => "36",
            };
            text += &colour.paint(&cell.to_string(), code);
        }
        let _ = writeln!(out, "{title}{space}  {}", text.trim_end());
    }
    let words = [P50, P80, P95].map(|percentile| format!("{percentile} {}", word(percentile)));
    let _ = writeln!(
        out,
        "\n{}  · from P5 to P95   █ from {} to {}   ┃ target",
        " ".repeat(wide),
        words[0],
        words[1]
    );
}

/// A bar of a milestone.
fn bar(axis: &Axis, finish: &Finish, target: Option<Date>) -> Vec<char> {
    let [first, stretch, likely, last] =
        [P5, P50, P80, P95].map(|percentile| axis.column(finish.date(percentile)));
    let mut cells: Vec<char> = (0..=WIDTH)
        .map(|column| match column {
            column if (stretch..=likely).contains(&column) => '█',
            column if (first..=last).contains(&column) => '·',
            _ => ' ',
        })
        .collect();
    if let Some(target) = target {
        cells[axis.column(target)] = '┃';
    }
    cells
}

/// Dates as columns of characters.
struct Axis {
    first: Date,
    days: f64,
}

impl Axis {
    fn new(first: Date, last: Date) -> Self {
        Self { first, days: f64::from((last - first).get_days().max(WIDTH as i32 / 8)) }
    }

    fn date(&self, column: usize) -> Date {
        let days = (self.days * column as f64 / (WIDTH - 1) as f64).round() as i64;
        self.first.checked_add(jiff::Span::new().days(days)).unwrap_or(self.first)
    }

    fn column(&self, date: Date) -> usize {
        let share = f64::from((date - self.first).get_days()) / self.days;
        (share.clamp(0.0, 1.0) * (WIDTH - 1) as f64).round() as usize
    }
}
