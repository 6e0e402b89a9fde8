//! Two outcomes of each trial: how far they lie apart, and how sure that is.

use super::interval::{Odds, odds};
use super::sections::{Estimated, Sections};
use crate::units::Percentile;

/// The outcomes of two things in the same trials [ticks].
pub(crate) struct Pairs {
    one: Vec<i32>,
    other: Vec<i32>,
    stratified: bool,
}

impl Pairs {
    /// Those of trials that were drawn alike; as many of each.
    pub(crate) fn new(one: Vec<i32>, other: Vec<i32>, stratified: bool) -> Self {
        debug_assert_eq!(one.len(), other.len());
        Self { one, other, stratified }
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
        let mean = |ticks: &[i32]| {
            ticks.iter().map(|&ticks| i64::from(ticks)).sum::<i64>() as f64 / ticks.len() as f64
        };
        let differences: Vec<i32> = self.differences().collect();
        Sections::of(&differences, mean).estimated()
    }

    /// The standard deviation of the differences; 0 for a single trial.
    pub(crate) fn sd(&self) -> f64 {
        sd(self.differences())
    }

    /// The percentile of the one less that of the other.
    pub(crate) fn shift(&self, percentile: Percentile) -> Estimated {
        let at = |ticks: &[i32]| Sections::percentile(ticks, percentile, self.stratified);
        at(&self.one).less(&at(&self.other))
    }

    /// The odds that the difference is as asked.
    pub(crate) fn odds(&self, is: impl Fn(i32) -> bool) -> Odds {
        odds(self.differences().map(is), self.stratified)
    }
}

/// The standard deviation of outcomes; 0 for a single one.
pub(crate) fn sd(outcomes: impl Iterator<Item = i32>) -> f64 {
    let add = |(n, sum, squares): (i128, i128, i128), ticks: i32| {
        let ticks = i128::from(ticks);
        (n + 1, sum + ticks, squares + ticks * ticks)
    };
    let (n, sum, squares) = outcomes.fold((0, 0, 0), add);
    if n < 2 { 0.0 } else { ((squares * n - sum * sum) as f64 / (n * (n - 1)) as f64).sqrt() }
}
