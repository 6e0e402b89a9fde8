//! When something is finished: all its outcomes, in order.

use std::sync::Arc;

use jiff::civil::Date;

use super::Odds;
use super::interval::{ranks, wilson};
use crate::calendar::{Axis, WorkingDays};
use crate::units::{Percentile, TICKS_PER_DAY, WorkDays};

/// When something is finished: the outcomes of all trials, as dates and odds.
///
/// Percentiles are samples, never interpolated: P85 is the outcome of rank ceil(0.85 n).
#[derive(Debug, Clone, PartialEq)]
pub struct Finish {
    axis: Arc<Axis>,
    /// The latest morning that it is held until [ticks].
    held_until: i32,
    /// The finish of every trial [ticks], rising.
    sorted: Vec<i32>,
}

impl Finish {
    pub(super) fn new(axis: &Arc<Axis>, held_until: i32, mut ticks: Vec<i32>) -> Self {
        ticks.sort_unstable();
        Self { axis: Arc::clone(axis), held_until, sorted: ticks }
    }

    pub(crate) fn working_days(&self) -> &WorkingDays {
        self.axis.days()
    }

    /// How many trials it comes from.
    pub fn trials(&self) -> usize {
        self.sorted.len()
    }

    /// The percentile in working days after the plan's start.
    pub fn days(&self, percentile: Percentile) -> WorkDays {
        WorkDays::from_ticks(self.ticks(percentile))
    }

    /// The date by which it is finished with the probability of the percentile.
    pub fn date(&self, percentile: Percentile) -> Date {
        self.date_of(self.ticks(percentile))
    }

    /// The two outcomes between which the true percentile lies with 95% [working days after the plan's start]; `None` where the
    /// trials are too few to say.
    pub fn interval(&self, percentile: Percentile) -> Option<(WorkDays, WorkDays)> {
        let (low, high) = self.interval_ticks(percentile)?;
        Some((WorkDays::from_ticks(low), WorkDays::from_ticks(high)))
    }

    /// The same as dates.
    pub fn interval_dates(&self, percentile: Percentile) -> Option<(Date, Date)> {
        let (low, high) = self.interval_ticks(percentile)?;
        Some((self.date_of(low), self.date_of(high)))
    }

    /// The odds that it is finished on or before `date`.
    pub fn odds_by(&self, date: Date) -> Odds {
        let hits = match self.axis.end_of(date) {
            // The evening before the morning that it is held until is too early.
            Some(end) if end == self.held_until => self.sorted.partition_point(|&ticks| ticks < end),
            Some(end) => self.sorted.partition_point(|&ticks| ticks <= end),
            None => 0,
        };
        wilson(hits, self.sorted.len())
    }

    /// The mean [working days after the plan's start].
    pub fn mean(&self) -> WorkDays {
        WorkDays::new(moments(self.sums(), self.trials()).0)
    }

    /// The standard deviation [working days]; 0 for a single trial.
    pub fn sd(&self) -> WorkDays {
        WorkDays::new(moments(self.sums(), self.trials()).1)
    }

    fn sums(&self) -> (i64, i128) {
        self.sorted.iter().fold((0, 0), |(sum, squares), &ticks| {
            let ticks = i64::from(ticks);
            (sum + ticks, squares + i128::from(ticks * ticks))
        })
    }

    pub(super) fn date_of(&self, ticks: i32) -> Date {
        self.axis.finish_date_held(ticks, self.held_until)
    }

    fn ticks(&self, percentile: Percentile) -> i32 {
        self.sorted[percentile.rank(self.sorted.len()) - 1]
    }

    fn interval_ticks(&self, percentile: Percentile) -> Option<(i32, i32)> {
        let (low, high) = ranks(self.sorted.len(), percentile)?;
        Some((self.sorted[low - 1], self.sorted[high - 1]))
    }
}

/// Mean and sample standard deviation [working days] from whole-number sums over `n` trials [ticks].
pub(super) fn moments((sum, squares): (i64, i128), n: usize) -> (f64, f64) {
    let count = n as f64;
    let mean = sum as f64 / count;
    // n Σx² - (Σx)² is exact in whole numbers, so nothing cancels.
    let spread = squares * n as i128 - i128::from(sum) * i128::from(sum);
    let variance = if n > 1 { spread as f64 / (count * (count - 1.0)) } else { 0.0 };
    let day = f64::from(TICKS_PER_DAY);
    (mean / day, variance.sqrt() / day)
}
