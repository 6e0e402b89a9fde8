//! The journal: a file with a line of JSON for each check-in, only ever added to.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CheckIn, Recorded};
use crate::error::{Error, ErrorKind, Result};
use crate::forecast::Odds;
use crate::plan::Plan;
use crate::units::{Percentile, WorkDays};

/// The version of the shape of a line.
const SCHEMA: u32 = 1;

/// The most bytes of a line: a plan of the largest file, and its answers.
const MOST_BYTES: u64 = 64 << 20;

/// The most lines that are read.
const MOST_LINES: usize = 100_000;

/// The forecasts made so far, in the order of the file.
///
/// A line is complete in itself, and no line is ever changed. One that cannot be read, such as the last one of a machine that lost its
/// power, is skipped and told of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Journal {
    check_ins: Vec<CheckIn>,
    skipped: Vec<Skipped>,
}

/// A line of a journal that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Skipped {
    /// The number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
    /// Whether it breaks off in the middle.
    pub is_torn: bool,
}

/// A line.
#[derive(Serialize, Deserialize)]
struct Line {
    schema: u32,
    landfall: String,
    as_of: String,
    seed: u64,
    trials: usize,
    sampling: String,
    finish: FinishLine,
    milestones: Vec<MilestoneLine>,
    plan: Plan,
}

#[derive(Serialize, Deserialize)]
struct MilestoneLine {
    name: String,
    #[serde(flatten)]
    finish: FinishLine,
}

#[derive(Serialize, Deserialize)]
struct FinishLine {
    mean_days: f64,
    sd_days: f64,
    percentiles: Vec<PercentileLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on_time: Option<OddsLine>,
}

#[derive(Serialize, Deserialize)]
struct PercentileLine {
    percent: f64,
    days: f64,
    date: String,
}

#[derive(Serialize, Deserialize)]
struct OddsLine {
    probability: f64,
    low: f64,
    high: f64,
}

impl Journal {
    /// The journal in a file; an empty one where there is none.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`] when the file cannot be read.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let cannot = |error| Error::io(format!("cannot read the journal {}", path.display()), error);
        match File::open(path) {
            Ok(file) => Self::read_from(BufReader::new(file)).map_err(|error| match error.kind() {
                ErrorKind::Io => error.about(path),
                _ => error,
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(cannot(error)),
        }
    }

    /// The journal in a stream.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`] when it cannot be read.
    pub fn read_from(mut stream: impl BufRead) -> Result<Self> {
        let mut journal = Self::default();
        for line in 1..=MOST_LINES {
            let mut bytes = Vec::new();
            let mut limited = (&mut stream).take(MOST_BYTES);
            let read = limited.read_until(b'\n', &mut bytes);
            if read.map_err(|error| Error::io("cannot read the journal", error))? == 0 {
                return Ok(journal);
            }
            let whole = bytes.ends_with(b"\n");
            if !whole && bytes.len() as u64 == MOST_BYTES {
                let reason = format!("it is longer than {} MiB; nothing after it was read", MOST_BYTES >> 20);
                journal.skipped.push(Skipped { line, reason, is_torn: false });
                return Ok(journal);
            }
            // An editor may have put a mark of its encoding before the first.
            let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes).trim_ascii();
            if text.is_empty() {
                continue;
            }
            match check_in(text) {
                Ok(check_in) => journal.check_ins.push(check_in),
                Err(reason) => {
                    // A line that was torn, and then ended by the next check-in, begins like one and breaks off.
                    let begins = text.starts_with(b"{\"") || text == b"{";
                    let is_torn = begins && (!whole || !text.ends_with(b"}"));
                    let reason = match is_torn {
                        true => "it breaks off in the middle, as when the machine stopped while it was written; make that check-in again"
                            .to_owned(),
                        false => reason,
                    };
                    journal.skipped.push(Skipped { line, reason, is_torn });
                }
            }
        }
        let reason = format!("a journal is read up to its line {MOST_LINES}");
        journal.skipped.push(Skipped { line: MOST_LINES + 1, reason, is_torn: false });
        Ok(journal)
    }

    /// The forecasts, in the order of the file.
    pub fn check_ins(&self) -> &[CheckIn] {
        &self.check_ins
    }

    /// The lines that could not be read.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// The last forecast of each day, by day: a check-in that was made again replaces the one before.
    pub fn by_day(&self) -> Vec<&CheckIn> {
        by_day(&self.check_ins)
    }

    /// Adds a forecast to the end of the journal in a file, which is made where there is none. The line is written at once and kept
    /// before this returns; lines written before are not touched, whatever happens.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`] when the file cannot be written, and [`ErrorKind::Argument`] when the plan cannot be written as a file, or when
    /// the file has something in it and none of that is a check-in: it is something else then, and stays as it is.
    pub fn append(path: impl AsRef<Path>, check_in: &CheckIn) -> Result<()> {
        let path = path.as_ref();
        let made = Self::read(path)?;
        if made.check_ins.is_empty()
            && made.skipped.iter().any(|skipped| skipped.line > 1 || !skipped.is_torn)
        {
            return Err(Error::argument(format!(
                "{} is no journal: no line of it is a check-in; name another file, or one that is not there yet",
                path.display()
            )));
        }
        let cannot = |error| Error::io(format!("cannot write the journal {}", path.display()), error);
        let text =
            serde_json::to_string(&Line::of(check_in)).map_err(|error| Error::argument(error.to_string()))?;
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(cannot)?;
        // One at a time, so that two lines never run into each other.
        match file.lock() {
            // Where files cannot be locked, one call writes a line all the same.
            Err(error) if error.kind() != std::io::ErrorKind::Unsupported => return Err(cannot(error)),
            _ => {}
        }
        let mut bytes = Vec::with_capacity(text.len() + 2);
        if !ends_a_line(&mut file).map_err(cannot)? {
            // What was torn stays a line of its own.
            bytes.push(b'\n');
        }
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(b'\n');
        file.write_all(&bytes).map_err(cannot)?;
        file.sync_data().map_err(cannot)
    }
}

/// The last check-in of each day, by day.
pub(super) fn by_day(check_ins: &[CheckIn]) -> Vec<&CheckIn> {
    let mut by_day: Vec<&CheckIn> = Vec::new();
    for check_in in check_ins {
        by_day.retain(|other| other.as_of != check_in.as_of);
        by_day.push(check_in);
    }
    by_day.sort_by_key(|check_in| check_in.as_of);
    by_day
}

/// Whether a file is empty, or ends with a line.
fn ends_a_line(file: &mut File) -> std::io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// A line → a check-in, or what is wrong with it.
fn check_in(text: &[u8]) -> std::result::Result<CheckIn, String> {
    let line: Line = serde_json::from_slice(text).map_err(|error| error.to_string())?;
    if line.schema != SCHEMA {
        return Err(format!("schema {} is not known to this version of landfall", line.schema));
    }
    let milestones = line.milestones.into_iter().map(|of| Ok((of.name, of.finish.recorded()?)));
    Ok(CheckIn {
        landfall: line.landfall,
        as_of: date(&line.as_of)?,
        seed: line.seed,
        trials: line.trials,
        sampling: line.sampling.parse().map_err(|error: Error| error.to_string())?,
        finish: line.finish.recorded()?,
        milestones: milestones.collect::<std::result::Result<_, String>>()?,
        plan: line.plan,
    })
}

fn date(text: &str) -> std::result::Result<Date, String> {
    text.parse().map_err(|_| format!("{text:?} is no date"))
}

impl Line {
    fn of(check_in: &CheckIn) -> Self {
        let milestones = check_in.milestones.iter();
        Self {
            schema: SCHEMA,
            landfall: check_in.landfall.clone(),
            as_of: check_in.as_of.to_string(),
            seed: check_in.seed,
            trials: check_in.trials,
            sampling: check_in.sampling.as_str().to_owned(),
            finish: FinishLine::of(&check_in.finish),
            milestones: milestones
                .map(|(name, finish)| MilestoneLine { name: name.clone(), finish: FinishLine::of(finish) })
                .collect(),
            plan: check_in.plan.clone(),
        }
    }
}

impl FinishLine {
    fn of(recorded: &Recorded) -> Self {
        let at = |&(percentile, days, date): &(Percentile, WorkDays, Date)| PercentileLine {
            percent: percentile.percent(),
            days: days.get(),
            date: date.to_string(),
        };
        let odds = |odds: Odds| OddsLine { probability: odds.probability, low: odds.low, high: odds.high };
        Self {
            mean_days: recorded.mean.get(),
            sd_days: recorded.sd.get(),
            percentiles: recorded.percentiles.iter().map(at).collect(),
            target: recorded.target.map(|target| target.to_string()),
            on_time: recorded.on_time.map(odds),
        }
    }

    fn recorded(self) -> std::result::Result<Recorded, String> {
        let at = |line: PercentileLine| {
            let percentile = Percentile::new(line.percent);
            let percentile = percentile.ok_or_else(|| format!("{} is no percentile", line.percent))?;
            Ok((percentile, WorkDays::new(line.days), date(&line.date)?))
        };
        let odds = |odds: OddsLine| Odds { probability: odds.probability, low: odds.low, high: odds.high };
        Ok(Recorded {
            mean: WorkDays::new(self.mean_days),
            sd: WorkDays::new(self.sd_days),
            percentiles: self.percentiles.into_iter().map(at).collect::<std::result::Result<_, String>>()?,
            target: self.target.as_deref().map(date).transpose()?,
            on_time: self.on_time.map(odds),
        })
    }
}
