//! A figure of trials and of batches of them, and how sure it is that it moves.

use super::STRATIFIED;
use super::buckets::Buckets;
use super::interval::{fewest_batches, student_95};
use crate::units::Percentile;

/// A number with its 95% interval, where the trials are enough to have one.
pub(crate) type Estimated = (f64, Option<(f64, f64)>);

/// The fewest trials of a batch that say something about a percentile.
const SMALLEST_BATCH: usize = 20;

/// How many trials a batch has: whole blocks of stratified trials where there are 16, else sixteenths. `None` where there are too few.
fn batch_size(trials: usize) -> Option<usize> {
    let count = fewest_batches();
    let size = if trials / STRATIFIED >= count { STRATIFIED } else { trials / count };
    (size >= SMALLEST_BATCH).then_some(size)
}

/// A figure of all trials, and the same of consecutive batches.
#[derive(Debug, Clone)]
pub(crate) struct Sections {
    whole: f64,
    batches: Vec<f64>,
    /// How sure the whole is at most.
    coarse: [f64; 2],
}

impl Sections {
    /// Of a figure of outcomes.
    pub(super) fn of(ticks: &[i32], mut figure: impl FnMut(&[i32]) -> f64) -> Self {
        let whole = figure(ticks);
        let batches = batch_size(ticks.len()).map(|size| ticks.chunks_exact(size).map(figure).collect());
        Self { whole, batches: batches.unwrap_or_default(), coarse: [0.0; 2] }
    }

    /// The percentile of outcomes: that of rank ceil(n p).
    pub(crate) fn percentile(ticks: &[i32], percentile: Percentile, stratified: bool) -> Self {
        let buckets = Buckets::of_parts(&[ticks]);
        let at = |rank: usize| f64::from(buckets.at_rank(rank));
        let rank = percentile.rank(ticks.len());
        let mut scratch = Vec::new();
        let mut of_batch = |batch: &[i32]| {
            scratch.clear();
            scratch.extend_from_slice(batch);
            f64::from(*scratch.select_nth_unstable(percentile.rank(batch.len()) - 1).1)
        };
        let batches =
            batch_size(ticks.len()).map(|size| ticks.chunks_exact(size).map(&mut of_batch).collect());
        // Where a single task decides, every batch of stratified trials has its percentile in the same 512th, and they differ less than the
        // whole does: the percentile of the whole is no surer than about a quarter of what lies between two ranks of a batch.
        let step = ticks.len() / STRATIFIED;
        let coarse = match stratified && rank > step && rank + step <= ticks.len() {
            true => [rank + step, rank - step].map(at),
            false => [0.0; 2],
        };
        Self { whole: at(rank), batches: batches.unwrap_or_default(), coarse }
    }

    /// This less that of other outcomes of the same trials.
    pub(crate) fn less(&self, other: &Self) -> Estimated {
        let batches = self.batches.iter().zip(&other.batches).map(|(one, other)| one - other);
        let difference = Self {
            whole: self.whole - other.whole,
            batches: batches.collect(),
            coarse: [0, 1].map(|end| self.coarse[end] - other.coarse[end]),
        };
        difference.estimated()
    }

    /// The figure, with the interval that comes of how far the same of the batches differs (sectioning; Asmussen and Glynn 2007, III.5).
    pub(super) fn estimated(&self) -> Estimated {
        if self.batches.is_empty() {
            return (self.whole, None);
        }
        let count = self.batches.len() as f64;
        let mean = self.batches.iter().sum::<f64>() / count;
        let squares: f64 = self.batches.iter().map(|batch| (batch - mean) * (batch - mean)).sum();
        let half = student_95(self.batches.len() - 1) * (squares / (count - 1.0) / count).sqrt();
        let half = half.max((self.coarse[0] - self.coarse[1]).abs() / 8.0);
        (self.whole, Some((self.whole - half, self.whole + half)))
    }
}
