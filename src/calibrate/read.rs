//! A history in a CSV text.

use super::history::{MOST, told};
use super::pair::Pair;
use super::{History, Outcome, PastEstimate};
use crate::error::{self, Error};
use crate::file::cells;
use crate::names::{did_you_mean, quoted};
use crate::plan::{Range, RangeMeaning, Spread};
use crate::units::Percentile;

/// The columns that are read; others may stand beside them.
const KNOWN: [&str; 8] = ["low", "high", "estimate", "actual", "likely", "claimed", "finished", "so_far"];

/// Where the columns stand that are read.
struct Columns {
    /// How many there are, those that are not read among them.
    all: usize,
    ends: Option<(usize, usize)>,
    estimate: Option<usize>,
    actual: usize,
    likely: Option<usize>,
    claimed: Option<usize>,
    finished: Option<usize>,
    so_far: Option<usize>,
}

pub(super) fn read(text: &str) -> error::Result<History> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let Some((_, first)) = lines.next() else {
        return Err(Error::argument(
            "the history is empty; begin with a line low,high,actual or estimate,actual",
        ));
    };
    let columns = Columns::of(&cells(first))?;
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    for (number, line) in lines {
        if entries.len() + faults.len() == MOST {
            return Err(Error::argument(format!("the history has more than {MOST} lines; keep the latest")));
        }
        let entry = columns.entry(&cells(line)).and_then(|entry| Pair::of(&entry).map(|_| entry));
        match entry {
            Ok(entry) => entries.push(entry),
            Err(fault) => faults.push(format!("line {}: {fault}", number + 1)),
        }
    }
    match (faults.is_empty(), entries.is_empty()) {
        (false, _) => Err(told(faults)),
        (true, true) => Err(Error::argument(
            "the history has a heading only; write estimates and what they took below it",
        )),
        (true, false) => Ok(History { entries }),
    }
}

impl Columns {
    fn of(headings: &[String]) -> error::Result<Self> {
        let named = |heading: &String| heading.to_ascii_lowercase().replace([' ', '-'], "_");
        let names: Vec<String> = headings.iter().map(named).collect();
        for (number, name) in names.iter().enumerate() {
            let is_known = KNOWN.contains(&name.as_str());
            if is_known && names[..number].contains(name) {
                return Err(Error::argument(format!("two columns are called {}; rename one", quoted(name))));
            }
            // What is left out by mistake would be a wrong answer without a word.
            let free = KNOWN.into_iter().filter(|known| !names.iter().any(|name| name == known));
            if let Some(meant) = did_you_mean(name, free).filter(|_| !is_known) {
                let heading = quoted(&headings[number]);
                return Err(Error::argument(format!(
                    "no column is called {heading}; {meant} Else rename it"
                )));
            }
        }
        let place = |name: &str| names.iter().position(|of| of == name);
        let (ends, estimate) = (place("low").zip(place("high")), place("estimate"));
        let (Some(actual), true) = (place("actual"), ends.is_some() || estimate.is_some()) else {
            let there: Vec<String> = headings.iter().map(|heading| quoted(heading)).collect();
            return Err(Error::argument(format!(
                "the first line names the columns low, high and actual, or estimate and actual; there are {}",
                there.join(", ")
            )));
        };
        let (likely, claimed) = (place("likely"), place("claimed"));
        let (finished, so_far) = (place("finished"), place("so_far"));
        Ok(Self { all: names.len(), ends, estimate, actual, likely, claimed, finished, so_far })
    }

    /// A line, or what is wrong with it and the way out.
    fn entry(&self, cells: &[String]) -> Result<PastEstimate, String> {
        if cells.iter().skip(self.all).any(|cell| !cell.is_empty()) {
            return Err(format!(
                "there are {} cells under {} headings; write 5.5 for 5,5, thousands without a comma, such as 1500, and texts with commas in quotes",
                cells.len(),
                self.all
            ));
        }
        let cell =
            |place: Option<usize>| place.and_then(|place| cells.get(place)).map_or("", |cell| cell.as_str());
        let ends = self.ends.map(|(low, high)| (cell(Some(low)), cell(Some(high))));
        let outcome = outcome(cell(Some(self.actual)), cell(self.so_far), cell(self.finished))?;
        match (ends.filter(|(low, high)| !low.is_empty() || !high.is_empty()), cell(self.estimate)) {
            (Some((low, high)), _) => {
                let (low, high) = (number(low, "low")?, number(high, "high")?);
                let likely = match cell(self.likely) {
                    "" => None,
                    likely => Some(number(likely, "likely")?),
                };
                range(low, likely, high, cell(self.claimed), outcome)
            }
            (None, "") => Err("there is no estimate; write low and high, or estimate".to_owned()),
            (None, estimate) => Ok(PastEstimate::new(number(estimate, "estimate")?, outcome)),
        }
    }
}

fn number(cell: &str, name: &str) -> Result<f64, String> {
    if cell.is_empty() {
        return Err(format!("{name} is empty; write a number"));
    }
    // What has no end is told by the check that follows.
    cell.parse().map_err(|_| format!("{name} is {}, and no number; write it such as 2.5", quoted(cell)))
}

/// What came of it, by the cells actual, so_far and finished.
fn outcome(actual: &str, so_far: &str, finished: &str) -> Result<Outcome, String> {
    let finished = match finished.to_ascii_lowercase().as_str() {
        "" => !actual.is_empty(),
        "yes" | "y" | "true" | "1" => true,
        "no" | "n" | "false" | "0" => false,
        _ => return Err(format!("finished is {}; write yes or no", quoted(finished))),
    };
    match (finished, actual, so_far) {
        (true, "", _) => Err("it is finished, and actual is empty; write what it took".to_owned()),
        (true, actual, _) => Ok(Outcome::Finished(number(actual, "actual")?)),
        (false, "", "") => {
            Err("actual is empty; write what it took, or under so_far what it has taken".to_owned())
        }
        (false, "", so_far) => Ok(Outcome::Unfinished(number(so_far, "so_far")?)),
        (false, actual, "") => Ok(Outcome::Unfinished(number(actual, "actual")?)),
        (false, _, so_far) => Ok(Outcome::Unfinished(number(so_far, "so_far")?)),
    }
}

/// A range and what it claimed to hold.
fn range(
    low: f64,
    likely: Option<f64>,
    high: f64,
    claimed: &str,
    outcome: Outcome,
) -> Result<PastEstimate, String> {
    let of = |meaning| {
        let range = Range { likely, ..Range::new(low, high) };
        PastEstimate::of(Spread::Range(range), outcome).range(meaning)
    };
    if low < 0.0 {
        return Err(format!("low is {low}: no work takes less than nothing"));
    }
    let lower = claimed.to_ascii_lowercase();
    if low == 0.0 && lower != "min-max" {
        return Err("low is 0, which a range does not reach: write what it takes at least, or min-max in the column claimed".to_owned());
    }
    if claimed.is_empty() {
        return Ok(of(RangeMeaning::default()));
    }
    if let Ok(meaning) = lower.parse() {
        return Ok(of(meaning));
    }
    let share = match lower.strip_suffix('%') {
        Some(percent) => percent.trim().parse().map(|percent: f64| percent / 100.0),
        None => lower.parse(),
    };
    let Some(share) = share.ok().filter(|&share| (0.05..=0.99).contains(&share) || share == 1.0) else {
        return Err(format!(
            "claimed is {}; write the share of outcomes the range was to hold, 5% to 99%, such as 80%, or p10-p90 or min-max",
            quoted(claimed)
        ));
    };
    let same = |meaning: &&RangeMeaning| (1.0 - 2.0 * meaning.below() - share).abs() < 1e-6;
    if let Some(&meaning) = RangeMeaning::ALL.iter().find(same) {
        return Ok(of(meaning));
    }
    if likely.is_some() {
        return Err(
            "a likely value goes with claims of 50%, 80%, 90% or min-max; leave it out, or change claimed"
                .to_owned(),
        );
    }
    let below = ((1.0 - share) * 5000.0).round() / 100.0;
    match Percentile::new(below).filter(|_| low < high) {
        Some(below) => {
            Ok(PastEstimate::of(Spread::percentiles([(below, low), (below.complement(), high)]), outcome))
        }
        None => Ok(of(RangeMeaning::default())),
    }
}
