//! The outcomes of one thing in all trials: which lies at which rank, how many lie before a time, and how sure that is.

mod buckets;
mod columns;
mod counts;
mod interval;
mod pairs;
mod rank_correlation;
mod sections;
mod shapley;
pub(crate) mod wide;

use std::sync::{Arc, OnceLock};

use crate::units::Percentile;

use buckets::Buckets;
pub(crate) use columns::{Chunk, Column, Columns};
pub(crate) use counts::{Counts, are_sums};
pub use interval::Odds;
use interval::{Batch, fewest_batches};
pub(crate) use interval::{odds, ranks, wilson_share};
pub(crate) use pairs::{Pairs, sd};
pub(crate) use rank_correlation::Ranks;
pub(crate) use sections::Sections;
pub(crate) use shapley::shapley;

/// The trials that are stratified together: the smallest part of a stratified run that is independent of the rest.
pub(crate) const STRATIFIED: usize = crate::kernel::strata::BLOCK;

/// The outcomes of one thing in all trials [ticks].
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    outcomes: Outcomes,
    /// Whether the trials were stratified.
    stratified: bool,
}

#[derive(Debug, Clone)]
enum Outcomes {
    /// Every one, in a column; in order once somebody asks.
    Kept { columns: Arc<Columns>, column: Column, buckets: OnceLock<Buckets> },
    /// How many lie in each bin.
    Counted(Arc<Counts>),
}

impl Sample {
    /// Those of a column.
    pub(crate) fn kept(columns: &Arc<Columns>, column: Column, stratified: bool) -> Self {
        let outcomes = Outcomes::Kept { columns: Arc::clone(columns), column, buckets: OnceLock::new() };
        Self { outcomes, stratified }
    }

    /// Those that were counted.
    pub(crate) fn counted(counts: &Arc<Counts>, stratified: bool) -> Self {
        Self { outcomes: Outcomes::Counted(Arc::clone(counts)), stratified }
    }

    /// Those of a column's first so many trials.
    pub(crate) fn first(columns: &Columns, column: Column, count: usize, stratified: bool) -> Self {
        let ends: Vec<i32> = columns.values(column).take(count).collect();
        let chunk = Chunk { length: ends.len(), ends, ..Chunk::default() };
        Self::kept(&Arc::new(Columns { chunks: vec![chunk] }), Column::End(0), stratified)
    }

    /// Whether every outcome is kept, trial by trial.
    pub(crate) fn is_kept(&self) -> bool {
        matches!(self.outcomes, Outcomes::Kept { .. })
    }

    /// The outcomes, trial by trial; none where they were counted.
    pub(crate) fn outcomes(&self) -> Vec<i32> {
        match &self.outcomes {
            Outcomes::Kept { columns, column, .. } => columns.values(*column).collect(),
            Outcomes::Counted(_) => Vec::new(),
        }
    }

    /// How many trials there are.
    pub(crate) fn len(&self) -> usize {
        match &self.outcomes {
            Outcomes::Kept { columns, column, .. } => columns.len(*column),
            Outcomes::Counted(counts) => counts.len(),
        }
    }

    /// How far an outcome of a rank may lie before the one given: the width of a bin; 0 where every outcome was kept.
    pub(crate) fn resolution(&self) -> i32 {
        match &self.outcomes {
            Outcomes::Kept { .. } => 0,
            Outcomes::Counted(counts) => counts.resolution(),
        }
    }

    /// The outcome of a rank, 1 to the number of trials.
    pub(crate) fn at_rank(&self, rank: usize) -> i32 {
        match &self.outcomes {
            Outcomes::Kept { columns, column, buckets } => {
                buckets.get_or_init(|| Buckets::new(columns, *column)).at_rank(rank)
            }
            Outcomes::Counted(counts) => counts.at_rank(rank),
        }
    }

    /// The percentile: the outcome of rank ceil(n p).
    pub(crate) fn percentile(&self, percentile: Percentile) -> i32 {
        self.at_rank(percentile.rank(self.len()))
    }

    /// The sum of the outcomes and of their squares.
    pub(crate) fn sums(&self) -> (i64, i128) {
        match &self.outcomes {
            Outcomes::Kept { columns, column, .. } => columns.sums(*column),
            Outcomes::Counted(counts) => counts.sums(),
        }
    }

    /// The same of what each outcome stands for; of counted ones, what the middle of each bin does.
    pub(crate) fn sums_by(&self, value: impl Fn(i32) -> i32) -> (i64, i128) {
        let add = |(sum, squares): (i64, i128), (outcome, count): (i32, u64)| {
            let value = i64::from(value(outcome));
            (sum + value * count as i64, squares + i128::from(value) * i128::from(value) * i128::from(count))
        };
        match &self.outcomes {
            Outcomes::Kept { columns, column, .. } => {
                columns.values(*column).map(|outcome| (outcome, 1)).fold((0, 0), add)
            }
            Outcomes::Counted(counts) => counts.each().fold((0, 0), add),
        }
    }

    /// The outcomes between which the true percentile lies with 95%; `None` where the sample is too small to have them (METHOD 23).
    pub(crate) fn interval(&self, percentile: Percentile) -> Option<(i32, i32)> {
        let middle = self.percentile(percentile);
        let stratified = self.batches(middle, true).zip(self.batches_before(middle));
        let (low, high) = match stratified {
            Some((upto, before)) => interval::batch_ranks(self.len(), percentile, [&upto, &before])?,
            None => interval::ranks(self.len(), percentile)?,
        };
        Some((self.not_before(self.at_rank(low)), self.at_rank(high)))
    }

    /// The odds of an outcome at or before `ticks` (`including`), or before it, with their 95% interval.
    pub(crate) fn odds(&self, ticks: i32, including: bool) -> Odds {
        match self.batches(ticks, including) {
            Some(batches) => interval::batch_odds(self.count(ticks, including), self.len(), &batches),
            None => interval::wilson(self.count(ticks, including), self.len()),
        }
    }

    /// Whether intervals come from stratified batches, which are narrower than those of a random sample; stratified runs that are too
    /// short take the latter.
    pub(crate) fn has_batches(&self) -> bool {
        self.stratified && self.batch_count() >= fewest_batches()
    }

    /// The time that an outcome of a rank does not lie before, given what [`Sample::at_rank`] says: of a counted one, where its bin begins.
    fn not_before(&self, ticks: i32) -> i32 {
        match &self.outcomes {
            Outcomes::Kept { .. } => ticks,
            Outcomes::Counted(counts) => counts.begin(ticks),
        }
    }

    /// How many of each independent batch lie before an outcome; of a counted one, before its bin.
    fn batches_before(&self, ticks: i32) -> Option<Vec<Batch>> {
        match &self.outcomes {
            Outcomes::Kept { .. } => self.batches(ticks, false),
            Outcomes::Counted(counts) => self.batches(ticks - counts.resolution(), true),
        }
    }

    fn count(&self, ticks: i32, including: bool) -> usize {
        match &self.outcomes {
            Outcomes::Kept { columns, column, buckets } => {
                buckets.get_or_init(|| Buckets::new(columns, *column)).count(ticks, including)
            }
            Outcomes::Counted(counts) => counts.count(ticks, including),
        }
    }

    fn batch_count(&self) -> usize {
        match &self.outcomes {
            Outcomes::Kept { .. } => self.len() / STRATIFIED,
            Outcomes::Counted(counts) => counts.groups(),
        }
    }

    /// How many of each independent batch lie at or before `ticks`, where there are enough batches.
    fn batches(&self, ticks: i32, including: bool) -> Option<Vec<Batch>> {
        self.has_batches().then(|| match &self.outcomes {
            Outcomes::Kept { columns, column, .. } => columns.batches(*column, STRATIFIED, ticks, including),
            Outcomes::Counted(counts) => counts.batches(ticks, including),
        })
    }
}

/// Equal when every outcome is, trial by trial, or every count.
impl PartialEq for Sample {
    fn eq(&self, other: &Self) -> bool {
        self.stratified == other.stratified
            && match (&self.outcomes, &other.outcomes) {
                (
                    Outcomes::Kept { columns, column, .. },
                    Outcomes::Kept { columns: others, column: other, .. },
                ) => columns.values(*column).eq(others.values(*other)),
                (Outcomes::Counted(counts), Outcomes::Counted(others)) => counts == others,
                _ => false,
            }
    }
}
