//! A history in a text: counts or dates, one a line.

use std::io::Read;

use jiff::civil::Date;

use crate::error::{Error, Result};
use crate::file::cells;
use crate::names::quoted;

/// What a text holds: a count for each period, or a date for each item.
///
/// ```
/// use landfall::{HistoryText, date};
///
/// let counts = HistoryText::parse("week,done\n2027-W01,3\n2027-W02,0\n", Some("done"))?;
/// assert_eq!(counts, HistoryText::Counts(vec![3, 0]));
/// let dates = HistoryText::parse("resolved,type\n\"2027-01-04 12:49:14+00:00\",bug\n", None)?;
/// assert_eq!(dates, HistoryText::Dates(vec![date(2027, 1, 4)]));
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryText {
    /// How many items each period finished, the oldest first.
    Counts(Vec<u32>),
    /// When each item was finished.
    Dates(Vec<Date>),
}

/// The most faults that are told.
const MOST_FAULTS: usize = 20;

/// The most bytes of a text: as of a plan file.
const MOST_BYTES: usize = crate::file::MOST_BYTES as usize;

impl HistoryText {
    /// Reads a file as [`HistoryText::parse`] reads a text.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, and as [`HistoryText::parse`].
    pub fn read(path: impl AsRef<std::path::Path>, column: Option<&str>) -> Result<Self> {
        let path = path.as_ref();
        let read = |error| Error::io(format!("cannot read {}", path.display()), error);
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path).map_err(read)?;
        file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(read)?;
        // What is no UTF-8 is no count and no date either; it is told with its line.
        Self::parse(&String::from_utf8_lossy(&bytes), column)
            .map_err(|error| Error::argument(format!("{}: {error}", path.display())))
    }

    /// Reads a CSV text of counts or of dates, one a line, or of counts on one line ("3, 0, 5, 4"). Cells are parted by commas, semicolons or tabs and may
    /// be quoted. `column` is the name of the column to read in the first line; without it the first column is read, where no other could be
    /// meant, and a first line that is neither a number nor a date is a heading. Of a time only the date is read.
    ///
    /// # Errors
    ///
    /// When a line holds neither a whole number nor a date, or another kind than the others (each with its line, up to 20), when there is
    /// no such column, nothing to read, or more than the [most bytes](crate::MOST_BYTES) of a file.
    pub fn parse(text: &str, column: Option<&str>) -> Result<Self> {
        if text.len() > MOST_BYTES {
            return Err(Error::argument(format!("a history of more than {MOST_BYTES} bytes")));
        }
        let text = text.trim_start_matches('\u{feff}');
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).peekable();
        let Some(&(_, first)) = lines.peek() else {
            return Err(Error::argument(
                "the history is empty; write counts or dates, one a line, such as 3 or 2027-01-04",
            ));
        };
        let cells = cells(first);
        let place = match column {
            None => 0,
            Some(name) => {
                lines.next();
                cells.iter().position(|cell| cell.eq_ignore_ascii_case(name)).ok_or_else(|| {
                    let there: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
                    Error::argument(format!(
                        "there is no column {}; there are {}",
                        quoted(name),
                        there.join(", ")
                    ))
                })?
            }
        };
        // One line that begins with a count is a list of them.
        let is_list = column.is_none() && cells.len() > 1 && lines.clone().count() == 1;
        if is_list && matches!(Cell::read(&cells[0]), Some(Cell::Count(_))) {
            let count = |cell: &String| {
                cell.parse().map_err(|_| {
                    let wanted = "write whole numbers, such as 3, 0, 5, 4";
                    Error::argument(format!("{} in the list is no count; {wanted}", quoted(cell)))
                })
            };
            return Ok(Self::Counts(cells.iter().map(count).collect::<Result<_>>()?));
        }
        if column.is_none() {
            // A number that is no count is a fault, not a heading.
            let is_heading = Cell::read(&cells[0]).is_none() && cells[0].parse::<f64>().is_err();
            if is_heading {
                lines.next();
            }
            one_column(is_heading.then_some(&cells[..]), lines.clone().map(|(_, line)| line))?;
        }
        let (mut counts, mut dates, mut faults) = (Vec::new(), Vec::new(), Vec::new());
        for (number, line) in lines {
            let cells = self::cells(line);
            let cell = cells.get(place).map_or("", |cell| cell.as_str());
            match Cell::read(cell) {
                Some(Cell::Count(count)) if dates.is_empty() => counts.push(count),
                Some(Cell::Date(date)) if counts.is_empty() => dates.push(date),
                Some(_) => faults.push(format!(
                    "line {}: {} is {}, unlike the lines before; write either counts or dates",
                    number + 1,
                    quoted(cell),
                    if dates.is_empty() { "a date" } else { "a count" },
                )),
                None => faults.push(format!(
                    "line {}: {} is neither a count nor a date; write 3, or 2027-01-04",
                    number + 1,
                    quoted(cell),
                )),
            }
        }
        if !faults.is_empty() {
            let more = faults.len().saturating_sub(MOST_FAULTS);
            faults.truncate(MOST_FAULTS);
            if more > 0 {
                faults.push(format!("and {more} more"));
            }
            return Err(Error::argument(faults.join("\n")));
        }
        match (counts.is_empty(), dates.is_empty()) {
            (true, true) => {
                Err(Error::argument("the history has a heading only; write counts or dates below it"))
            }
            (true, false) => Ok(Self::Dates(dates)),
            _ => Ok(Self::Counts(counts)),
        }
    }
}

/// That there is no other column that could be meant: which it is must be said then.
fn one_column<'t>(names: Option<&[String]>, lines: impl Iterator<Item = &'t str>) -> Result<()> {
    let rows: Vec<Vec<String>> = lines.map(cells).collect();
    // Of open items, some cells are empty.
    let holds = |place: usize| {
        let mut cells = rows.iter().filter_map(|row| row.get(place)).filter(|cell| !cell.is_empty());
        let first = Cell::read(cells.next()?)?.kind();
        cells.all(|cell| Cell::read(cell).is_some_and(|cell| cell.kind() == first)).then_some(first)
    };
    let Some(first) = holds(0) else { return Ok(()) };
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let Some((place, second)) = (1..width).find_map(|place| Some((place, holds(place)?))) else {
        return Ok(());
    };
    let column = |place: usize| match names.and_then(|names| names.get(place)) {
        Some(name) => format!("column {}", quoted(name)),
        None => format!("column {}", place + 1),
    };
    let (one, other) = (column(0), column(place));
    let which = if names.is_some() { "say which to read, by its heading" } else { "leave one of them" };
    let help = match (first, second) {
        ("counts", "counts") => "write thousands without a comma, such as 1500",
        _ => "with dates each line is an item that was finished then",
    };
    let second = if second == first { format!("{second} too") } else { second.to_owned() };
    Err(Error::argument(format!("{one} holds {first} and {other} {second}: {which}; {help}")))
}

/// What a cell holds.
enum Cell {
    Count(u32),
    Date(Date),
}

impl Cell {
    fn kind(&self) -> &'static str {
        match self {
            Self::Count(_) => "counts",
            Self::Date(_) => "dates",
        }
    }

    fn read(cell: &str) -> Option<Self> {
        if let Ok(count) = cell.parse() {
            return Some(Self::Count(count));
        }
        // Of a time, such as 2010-10-04 12:49:14+00:00 or 2010-10-04T12:49:14Z, the date.
        let day = cell.get(..10)?;
        let rest = &cell[10..];
        let ends = rest.is_empty() || rest.starts_with([' ', 'T']);
        day.parse().ok().filter(|_| ends).map(Self::Date)
    }
}
