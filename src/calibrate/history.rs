//! What earlier estimates came to.

use std::io::Read;

use super::pair::Pair;
use super::{CalibrationFit, HistoryScores, PastEstimate, Scoring};
use crate::error::{Error, Result};

/// What earlier estimates came to, in code or from a CSV text.
///
/// ```
/// use landfall::{Estimate, History, Plan, Task, date};
///
/// let history = History::parse("low,high,actual\n2,3,2.8\n5,8,9\n1,2,1.9\n10,15,21\n3,5,4\n")?;
/// let fit = history.fit()?;
/// assert!(fit.bias > 1.0);                                   // work took longer than the middle of its range
/// let ranges = fit.ranges.as_ref().expect("these are ranges");
/// assert_eq!(ranges.entered.expect("they are finished").odds.probability, 0.6);     // 3 of 5 held
/// let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("api", Estimate::weeks(2.0..=3.0)));
/// let forecast = plan.calibration(fit.calibration()).forecast()?;
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct History {
    /// The estimates and what came of them; each counts the same.
    pub entries: Vec<PastEstimate>,
}

/// The most entries: some ten seconds of scores.
pub(super) const MOST: usize = 100_000;

/// The most faults that are told.
const MOST_FAULTS: usize = 20;

/// The most bytes of a text: as of a plan file.
const MOST_BYTES: u64 = crate::file::MOST_BYTES;

impl History {
    /// A history of these.
    pub fn new(entries: impl IntoIterator<Item = PastEstimate>) -> Self {
        Self { entries: entries.into_iter().collect() }
    }

    /// Reads a CSV text whose first line names the columns: `low,high,actual` of ranges or `estimate,actual` of single numbers (both may
    /// stand in one text, with the cells of the other left empty). Cells are parted by commas, semicolons or tabs and may be quoted; columns
    /// of other names are not read. Columns that need not be there: `likely`, the value between the ends; `claimed`, what the range was to
    /// hold, such as 80% or p10-p90 (8 in 10 where it is empty); `finished`, yes or no; `so_far`, what it has taken where it is not
    /// finished and `actual` is empty.
    ///
    /// # Errors
    ///
    /// When a column is missing, a cell is no number or out of bounds, the ends are out of order (each with its line, up to 20), there is
    /// nothing below the heading, more than 100,000 lines or more than the [most bytes](crate::MOST_BYTES) of a file.
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() as u64 > MOST_BYTES {
            return Err(Error::argument(format!("a history of more than {MOST_BYTES} bytes")));
        }
        super::read::read(text)
    }

    /// Reads a file as [`History::parse`] reads a text.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, and as [`History::parse`].
    pub fn read(path: impl AsRef<std::path::Path>) -> Result<Self> {
        let path = path.as_ref();
        let read = |error| Error::io(format!("cannot read {}", path.display()), error);
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path).map_err(read)?;
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(read)?;
        // What is no UTF-8 is no number either; it is told with its line.
        Self::parse(&String::from_utf8_lossy(&bytes))
            .map_err(|error| Error::argument(format!("{}: {error}", path.display())))
    }

    /// What the history says of the next estimates.
    ///
    /// # Errors
    ///
    /// When it is empty, has more than 100,000 entries, or nothing in it is finished; when an entry is out of bounds (each is named, up to
    /// 20); when work took more than a hundred times its estimate, or less than a hundredth, in the middle.
    pub fn fit(&self) -> Result<CalibrationFit> {
        let pairs = self.pairs()?;
        CalibrationFit::of(&pairs.iter().collect::<Vec<_>>())
    }

    /// How good the estimates were as they were entered, and how good they would have been when corrected by what came of the others: each
    /// is left out of the history that it is corrected by. Of more than 500 a fiftieth is left out at a time: the first and each fiftieth after
    /// it, and so on. Losses are shares of the middle of each estimate.
    ///
    /// # Errors
    ///
    /// As [`History::fit`] of what is left, and when there are fewer than two entries, or a level is not between 0 and 1.
    pub fn scores(&self, scoring: &Scoring) -> Result<HistoryScores> {
        HistoryScores::of(&self.pairs()?, scoring)
    }

    /// The entries, checked.
    fn pairs(&self) -> Result<Vec<Pair>> {
        let count = self.entries.len();
        if count == 0 {
            return Err(Error::argument("the history is empty; add what earlier estimates came to"));
        }
        if count > MOST {
            return Err(Error::argument(format!(
                "a history of {count} entries has more than {MOST}; keep the latest"
            )));
        }
        let (mut pairs, mut faults) = (Vec::with_capacity(count), Vec::new());
        for (place, entry) in self.entries.iter().enumerate() {
            match Pair::of(entry) {
                Ok(pair) => pairs.push(pair),
                Err(fault) => faults.push(format!("entry {}: {fault}", place + 1)),
            }
        }
        match faults.is_empty() {
            true => Ok(pairs),
            false => Err(told(faults)),
        }
    }
}

/// The first of many faults in one error.
pub(super) fn told(mut faults: Vec<String>) -> Error {
    let more = faults.len().saturating_sub(MOST_FAULTS);
    faults.truncate(MOST_FAULTS);
    if more > 0 {
        faults.push(format!("and {more} more"));
    }
    Error::argument(faults.join("\n"))
}
