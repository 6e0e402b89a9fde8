//! When something starts and is finished: dates and odds from all its outcomes.

use std::sync::Arc;

use jiff::civil::Date;

use crate::calendar::{Axis, WorkingDays};
use crate::sample::{Odds, Sample};
use crate::units::{Percentile, TICKS_PER_DAY, WorkDays};

/// When something is finished: the outcomes of all trials, as dates and odds.
///
/// Percentiles are samples, never interpolated: P85 is the outcome of rank ceil(0.85 n).
#[derive(Debug, Clone, PartialEq)]
pub struct Finish {
    axis: Arc<Axis>,
    /// The latest morning that it is held until [ticks].
    held_until: i32,
    sample: Sample,
}

/// When something starts: the outcomes of all trials, as dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    axis: Arc<Axis>,
    sample: Sample,
    /// Of what never takes any time, until when it is held: it starts on the day on which it is finished.
    at_once: Option<i32>,
}

impl Start {
    pub(super) fn new(axis: &Arc<Axis>, at_once: Option<i32>, sample: Sample) -> Self {
        Self { axis: Arc::clone(axis), sample, at_once }
    }

    /// How many trials it comes from.
    pub fn trials(&self) -> usize {
        self.sample.len()
    }

    /// The date by which it has started with the probability of the percentile.
    pub fn date(&self, percentile: Percentile) -> Date {
        let ticks = self.sample.percentile(percentile);
        match self.at_once {
            Some(held_until) => self.axis.finish_date_held(ticks, held_until),
            None => self.axis.start_date(ticks),
        }
    }
}

impl Finish {
    pub(crate) fn new(axis: &Arc<Axis>, held_until: i32, sample: Sample) -> Self {
        Self { axis: Arc::clone(axis), held_until, sample }
    }

    pub(crate) fn working_days(&self) -> &WorkingDays {
        self.axis.plan_days()
    }

    /// The first day on which anybody works.
    pub(crate) fn first_day(&self) -> Date {
        self.axis.date(0)
    }

    /// How many trials it comes from.
    pub fn trials(&self) -> usize {
        self.sample.len()
    }

    /// The percentile in working days after the plan's start.
    pub fn days(&self, percentile: Percentile) -> WorkDays {
        self.days_of(self.ticks(percentile))
    }

    /// The date by which it is finished with the probability of the percentile.
    pub fn date(&self, percentile: Percentile) -> Date {
        self.date_of(self.ticks(percentile))
    }

    /// The two outcomes between which the true percentile lies with 95% [working days after the plan's start]; `None` where the
    /// trials are too few to say.
    pub fn interval(&self, percentile: Percentile) -> Option<(WorkDays, WorkDays)> {
        let (low, high) = self.interval_ticks(percentile)?;
        Some((self.days_of(low), self.days_of(high)))
    }

    /// The same as dates.
    pub fn interval_dates(&self, percentile: Percentile) -> Option<(Date, Date)> {
        let (low, high) = self.interval_ticks(percentile)?;
        Some((self.date_of(low), self.date_of(high)))
    }

    /// The odds that it is finished on or before `date`.
    pub fn odds_by(&self, date: Date) -> Odds {
        match self.axis.end_of(date) {
            // The evening before the morning that it is held until is too early.
            Some(end) => self.sample.odds(end, end != self.held_until),
            None => self.sample.odds(-1, true),
        }
    }

    /// The mean [working days after the plan's start].
    pub fn mean(&self) -> WorkDays {
        WorkDays::new(moments(self.sums(), self.trials()).0)
    }

    /// The standard deviation [working days]; 0 for a single trial.
    pub fn sd(&self) -> WorkDays {
        WorkDays::new(moments(self.sums(), self.trials()).1)
    }

    /// How many working days a percentile may be too late: 0 where every outcome was kept; the width of a bin where they were counted
    /// (dates and odds are exact there too).
    pub fn resolution(&self) -> WorkDays {
        WorkDays::from_ticks(self.sample.resolution())
    }

    /// Whether the intervals are those of stratified trials. In stratified runs of fewer than 16 blocks of 512 trials they are those of
    /// random ones, which are then too wide.
    pub fn has_stratified_intervals(&self) -> bool {
        self.sample.has_batches()
    }

    /// The mean of the calendar weeks from a date to it, where it comes later; 0 where not.
    pub(super) fn mean_weeks_after(&self, date: Date) -> f64 {
        let late = |ticks: i32| {
            let days = self.date_of(ticks) - date;
            days.get_days().max(0)
        };
        self.sample.sums_by(late).0 as f64 / self.trials() as f64 / 7.0
    }

    /// Whether every outcome is kept, trial by trial.
    pub(crate) fn is_kept(&self) -> bool {
        self.sample.is_kept()
    }

    /// The outcomes, trial by trial; none where they were counted.
    pub(crate) fn outcomes(&self) -> Vec<i32> {
        self.sample.outcomes()
    }

    /// The last outcome that is finished on or before a date; below every outcome where none is.
    /// Every run that was kept: in working days of the plan after its start, and as a date.
    pub(crate) fn runs(&self) -> Vec<(WorkDays, Date)> {
        self.outcomes().into_iter().map(|ticks| (self.days_of(ticks), self.date_of(ticks))).collect()
    }

    pub(super) fn last_by(&self, date: Date) -> i32 {
        // The evening before the morning that it is held until is too early.
        self.axis.end_of(date).map_or(-1, |end| end - i32::from(end == self.held_until))
    }

    /// An outcome as something that later dates come after.
    pub(super) fn moment(&self, ticks: i32) -> (i32, bool) {
        (ticks, ticks == self.held_until)
    }

    /// The outcomes in working time of the plan's calendar [ticks], trial by trial; none where they were counted.
    pub(crate) fn plan_ticks(&self) -> Vec<i32> {
        let mut outcomes = self.sample.outcomes();
        if self.axis.has_more_days() {
            outcomes.iter_mut().for_each(|ticks| *ticks = self.axis.plan_ticks(*ticks));
        }
        outcomes
    }

    pub(super) fn date_of(&self, ticks: i32) -> Date {
        self.axis.finish_date_held(ticks, self.held_until)
    }

    /// So much time of the axis in working days of the plan's calendar.
    pub(super) fn days_of(&self, ticks: i32) -> WorkDays {
        WorkDays::from_ticks(self.axis.plan_ticks(ticks))
    }

    /// The sum of all outcomes and of their squares, in working time of the plan's calendar [ticks].
    fn sums(&self) -> (i64, i128) {
        match self.axis.has_more_days() {
            true => self.sample.sums_by(|ticks| self.axis.plan_ticks(ticks)),
            false => self.sample.sums(),
        }
    }

    fn ticks(&self, percentile: Percentile) -> i32 {
        self.sample.percentile(percentile)
    }

    fn interval_ticks(&self, percentile: Percentile) -> Option<(i32, i32)> {
        self.sample.interval(percentile)
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
