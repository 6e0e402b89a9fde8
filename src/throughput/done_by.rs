//! How many items are done by a date.

use jiff::civil::Date;

use super::finish::sample;
use super::ready::{ROUNDING, Ready, spend};
use crate::error::{Error, ErrorKind, Result};
use crate::sample::{Odds, Sample};
use crate::units::Percentile;

/// How many items are done by a date, in whole periods.
#[derive(Debug, Clone, PartialEq)]
pub struct DoneBy {
    date: Date,
    periods: u32,
    sample: Sample,
}

impl DoneBy {
    /// Goes through the periods up to a date in every trial.
    pub(super) fn simulate(ready: &Ready, date: Date) -> Result<Self> {
        let periods = ready.periods.by(date).unwrap_or(0);
        if periods > ready.periods.most() {
            return Err(Error::new(
                ErrorKind::Horizon,
                format!("{date} lies more than 500 years after the start"),
            ));
        }
        let mut walk = ready.resample.walk();
        let mut outcomes = Vec::with_capacity(ready.trials.len());
        let mut work = 0;
        for (place, trial) in ready.trials.iter().enumerate() {
            spend(&mut work, periods)?;
            walk.begin(place as u64);
            let mut done = 0.0;
            for before in 0..periods {
                let worked = trial.worked(before);
                if worked > 0.0 {
                    done += f64::from(walk.next()) * trial.scale * worked;
                }
            }
            let whole = (done * (1.0 + ROUNDING)).floor();
            if whole > f64::from(i32::MAX) {
                return Err(Error::new(
                    ErrorKind::Limit,
                    format!("by {date} more than 2^31 items are done; count in larger pieces"),
                ));
            }
            outcomes.push(whole as i32);
        }
        Ok(Self { date, periods: periods as u32, sample: sample(outcomes) })
    }

    /// The date that was asked for.
    pub fn date(&self) -> Date {
        self.date
    }

    /// How many periods end on or before it; what is finished in one that does not is not counted.
    pub fn periods(&self) -> u32 {
        self.periods
    }

    /// How many items are done at least, with the probability of the percentile: for P85 the 15th percentile from below.
    pub fn at_least(&self, percentile: Percentile) -> u32 {
        self.sample.percentile(percentile.complement()) as u32
    }

    /// The two outcomes between which the true percentile lies with 95%; `None` where the trials are too few to say.
    pub fn interval(&self, percentile: Percentile) -> Option<(u32, u32)> {
        self.sample.interval(percentile.complement()).map(|(low, high)| (low as u32, high as u32))
    }

    /// The odds that so many items or more are done, with their 95% interval.
    pub fn odds_of(&self, items: u32) -> Odds {
        let fewer = self.sample.odds(items.min(i32::MAX as u32) as i32, false);
        Odds { probability: 1.0 - fewer.probability, low: 1.0 - fewer.high, high: 1.0 - fewer.low }
    }

    /// The mean number of items.
    pub fn mean(&self) -> f64 {
        self.sample.sums().0 as f64 / self.sample.len() as f64
    }

    /// The items of each trial, in the order of the trials.
    pub fn outcomes(&self) -> Vec<u32> {
        self.sample.outcomes().into_iter().map(|items| items as u32).collect()
    }
}
