//! Two outcomes of each trial: how far they lie apart, and how sure that is.

use super::STRATIFIED;
use super::interval::{Odds, fewest_batches, odds, student_95};
use crate::units::Percentile;

/// The outcomes of two things in the same trials [ticks].
pub(crate) struct Pairs {
    one: Vec<i32>,
    other: Vec<i32>,
    stratified: bool,
}

/// A number with its 95% interval, where the trials are enough to have one.
pub(crate) type Estimated = (f64, Option<(f64, f64)>);

impl Pairs {
    /// Those of trials that were drawn alike; as many of each.
    pub(crate) fn new(one: Vec<i32>, other: Vec<i32>, stratified: bool) -> Self {
        debug_assert_eq!(one.len(), other.len());
        Self { one, other, stratified }
    }

    pub(crate) fn len(&self) -> usize {
        self.one.len()
    }

    /// One less the other, trial by trial.
    pub(crate) fn differences(&self) -> impl Iterator<Item = i32> {
        self.one.iter().zip(&self.other).map(|(one, other)| one - other)
    }

    /// The percentile of the differences.
    pub(crate) fn percentile(&self, percentile: Percentile) -> i32 {
        let mut differences: Vec<i32> = self.differences().collect();
        let rank = percentile.rank(differences.len());
        *differences.select_nth_unstable(rank - 1).1
    }

    /// The mean of the differences.
    pub(crate) fn mean(&self) -> Estimated {
        let mean = |one: &[i32], other: &[i32]| {
            let sum = |ticks: &[i32]| ticks.iter().map(|&ticks| i64::from(ticks)).sum::<i64>();
            (sum(one) - sum(other)) as f64 / one.len() as f64
        };
        self.estimated(mean)
    }

    /// The standard deviation of the differences; 0 for a single trial.
    pub(crate) fn sd(&self) -> f64 {
        let n = self.len() as i128;
        let whole = |power: u32| self.differences().map(|ticks| i128::from(ticks).pow(power)).sum::<i128>();
        let (sum, squares) = (whole(1), whole(2));
        if n < 2 { 0.0 } else { ((squares * n - sum * sum) as f64 / (n * (n - 1)) as f64).sqrt() }
    }

    /// The percentile of the one less that of the other.
    pub(crate) fn shift(&self, percentile: Percentile) -> Estimated {
        let mut scratch = Vec::new();
        let mut at = |ticks: &[i32], rank: usize| {
            scratch.clear();
            scratch.extend_from_slice(ticks);
            f64::from(*scratch.select_nth_unstable(rank - 1).1)
        };
        let mut shift = |one: &[i32], other: &[i32], rank| at(one, rank) - at(other, rank);
        let (whole, interval) = self.estimated(|one, other| shift(one, other, percentile.rank(one.len())));
        // Where a single task decides, every batch of stratified trials has its percentile in the same 512th, and they differ less than the
        // whole does: the percentile of the whole is no surer than about a quarter of what lies between two ranks of a batch.
        let (rank, step) = (percentile.rank(self.len()), self.len() / STRATIFIED);
        let coarse = match self.stratified && rank > step && rank + step <= self.len() {
            true => {
                let around = [rank + step, rank - step].map(|rank| shift(&self.one, &self.other, rank));
                (around[0] - around[1]).abs() / 8.0
            }
            false => 0.0,
        };
        (whole, interval.map(|(low, high)| (low.min(whole - coarse), high.max(whole + coarse))))
    }

    /// The odds that the difference is as asked.
    pub(crate) fn odds(&self, is: impl Fn(i32) -> bool) -> Odds {
        odds(self.differences().map(is), self.stratified)
    }

    /// Something of all trials, with the interval that comes of how far the same of consecutive batches differs (sectioning; Asmussen and
    /// Glynn 2007, III.5): the batches are whole blocks of stratified trials where there are 16, else sixteenths.
    fn estimated(&self, mut of: impl FnMut(&[i32], &[i32]) -> f64) -> Estimated {
        let whole = of(&self.one, &self.other);
        let count = fewest_batches();
        let size = if self.len() / STRATIFIED >= count { STRATIFIED } else { self.len() / count };
        if size < SMALLEST_BATCH {
            return (whole, None);
        }
        let parts = self.one.chunks_exact(size).zip(self.other.chunks_exact(size));
        let batches: Vec<f64> = parts.map(|(one, other)| of(one, other)).collect();
        let count = batches.len() as f64;
        let mean = batches.iter().sum::<f64>() / count;
        let squares: f64 = batches.iter().map(|batch| (batch - mean) * (batch - mean)).sum();
        let half = student_95(batches.len() - 1) * (squares / (count - 1.0) / count).sqrt();
        (whole, Some((whole - half, whole + half)))
    }
}

/// The fewest trials of a batch that say something about a percentile.
const SMALLEST_BATCH: usize = 20;
