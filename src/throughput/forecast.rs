//! The answers of one throughput.

use jiff::civil::Date;

use super::ready::Ready;
use super::{Dependence, DoneBy, Stability, Throughput, ThroughputFinish, ThroughputWarning};
use crate::error::Result;

/// When so many items are done, how many are done by a date, and how far the history can be trusted.
///
/// All answers come from the same trials: in a trial the items are done by a date exactly where at least as many as are needed are done by
/// it.
#[derive(Debug, Clone, PartialEq)]
pub struct ThroughputForecast {
    throughput: Throughput,
    ready: Ready,
    finish: Option<ThroughputFinish>,
}

impl ThroughputForecast {
    pub(super) fn new(throughput: &Throughput) -> Result<Self> {
        let ready = Ready::new(throughput)?;
        let finish = throughput.items.is_some().then(|| ThroughputFinish::simulate(&ready)).transpose()?;
        Ok(Self { throughput: throughput.clone(), ready, finish })
    }

    /// What was asked.
    pub fn throughput(&self) -> &Throughput {
        &self.throughput
    }

    /// When the items are done; `None` where no items were given.
    pub fn finish(&self) -> Option<&ThroughputFinish> {
        self.finish.as_ref()
    }

    /// How many items are done by a date.
    ///
    /// # Errors
    ///
    /// When the date lies more than 500 years after the start, when all trials together take more than 2²⁸ periods, or when more than
    /// 2³¹ items are done.
    pub fn done_by(&self, date: Date) -> Result<DoneBy> {
        DoneBy::simulate(&self.ready, date)
    }

    /// The last day of so many periods from the start; that of 500 years where there are more.
    pub fn last_day(&self, periods: u32) -> Date {
        self.ready.periods.last_day(i64::from(periods).min(self.ready.periods.most()))
    }

    /// The length of a period [calendar days].
    pub fn days_per_period(&self) -> u32 {
        self.ready.periods.days as u32
    }

    /// The periods that are resampled: those of the window.
    pub fn resampled(&self) -> &[u32] {
        &self.ready.resample.counts
    }

    /// How much the periods of the history hang together, and how many are taken together.
    pub fn dependence(&self) -> Dependence {
        self.ready.dependence
    }

    /// The recent half of the history against the older one.
    pub fn stability(&self) -> Stability {
        self.ready.stability
    }

    /// What a person should look at again.
    pub fn warnings(&self) -> &[ThroughputWarning] {
        &self.ready.warnings
    }

    /// In how many trials each risk happened, in the order of the risks.
    pub fn happened(&self) -> &[usize] {
        &self.ready.happened
    }

    /// How many items were needed in each trial, in the order of the trials; 0 where none were given and no risk adds any.
    pub fn needed(&self) -> Vec<u32> {
        self.ready.trials.iter().map(|trial| trial.needed as u32).collect()
    }
}
