//! When the items are done: periods and dates with their odds.

use std::sync::Arc;

use jiff::civil::Date;

use super::ready::{Periods, ROUNDING, Ready, spend};
use crate::error::{Error, ErrorKind, Result};
use crate::sample::{Chunk, Column, Columns, Odds, Sample};
use crate::units::Percentile;

/// When the items are done: in each trial at the end of the period in which their number is reached.
///
/// Percentiles are samples, never interpolated: P85 is the outcome of rank ceil(0.85 n).
#[derive(Debug, Clone, PartialEq)]
pub struct ThroughputFinish {
    periods: Periods,
    sample: Sample,
}

/// Outcomes of trials, to be asked for ranks and odds.
pub(super) fn sample(outcomes: Vec<i32>) -> Sample {
    let chunk = Chunk { length: outcomes.len(), ends: outcomes, ..Chunk::default() };
    Sample::kept(&Arc::new(Columns { chunks: vec![chunk] }), Column::End(0), false)
}

impl ThroughputFinish {
    /// Goes through every trial until its items are done.
    pub(super) fn simulate(ready: &Ready) -> Result<Self> {
        let most = ready.periods.most();
        let mut walk = ready.resample.walk();
        let mut outcomes = Vec::with_capacity(ready.trials.len());
        let mut work = 0;
        for (place, trial) in ready.trials.iter().enumerate() {
            walk.begin(place as u64);
            let (mut done, mut periods) = (0.0, 0);
            let enough = trial.needed * (1.0 - ROUNDING);
            while done < enough {
                let worked = trial.worked(periods);
                if worked > 0.0 {
                    done += f64::from(walk.next()) * trial.scale * worked;
                }
                periods += 1;
                if periods > most {
                    return Err(too_long());
                }
            }
            spend(&mut work, periods)?;
            outcomes.push(periods as i32);
        }
        Ok(Self { periods: ready.periods, sample: sample(outcomes) })
    }

    /// How many trials it comes from.
    pub fn trials(&self) -> usize {
        self.sample.len()
    }

    /// In how many periods the items are done with the probability of the percentile.
    pub fn periods(&self, percentile: Percentile) -> u32 {
        self.sample.percentile(percentile) as u32
    }

    /// The date by which the items are done with the probability of the percentile: the last day of the period; the eve of the start
    /// where nothing is to be done.
    pub fn date(&self, percentile: Percentile) -> Date {
        self.periods.last_day(i64::from(self.sample.percentile(percentile)))
    }

    /// The two outcomes between which the true percentile lies with 95%, in periods; `None` where the trials are too few to say.
    pub fn interval(&self, percentile: Percentile) -> Option<(u32, u32)> {
        self.sample.interval(percentile).map(|(low, high)| (low as u32, high as u32))
    }

    /// The same as dates.
    pub fn interval_dates(&self, percentile: Percentile) -> Option<(Date, Date)> {
        let (low, high) = self.sample.interval(percentile)?;
        Some((self.periods.last_day(i64::from(low)), self.periods.last_day(i64::from(high))))
    }

    /// The odds that the items are done on or before `date`, with their 95% interval.
    pub fn odds_by(&self, date: Date) -> Odds {
        let periods = self.periods.by(date).map_or(-1, |periods| periods.min(i64::from(i32::MAX)) as i32);
        self.sample.odds(periods, true)
    }

    /// The mean number of periods.
    pub fn mean(&self) -> f64 {
        self.sample.sums().0 as f64 / self.sample.len() as f64
    }

    /// The periods of each trial, in the order of the trials.
    pub fn outcomes(&self) -> Vec<u32> {
        self.sample.outcomes().into_iter().map(|periods| periods as u32).collect()
    }
}

fn too_long() -> Error {
    Error::new(
        ErrorKind::Horizon,
        "some runs take more than 500 years: too few periods finished anything to know the pace; look back further, ask for fewer \
         items, or count the pace as known",
    )
}
