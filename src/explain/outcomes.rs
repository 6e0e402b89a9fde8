//! When something is finished in each trial, and by how much a change moves that.

use std::sync::Arc;

use crate::compare::Shift;
use crate::sample::Sections;
use crate::units::Percentile;

/// A finish in each trial [ticks of the plan's calendar], and the same with a change.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outcomes {
    /// As it is; of at least as many trials.
    now: Arc<[i32]>,
    changed: Arc<[i32]>,
    stratified: bool,
}

/// A percentile of the trials as they are: all of them, and the first few.
pub(super) struct Now {
    ticks: Arc<[i32]>,
    stratified: bool,
    percentile: Percentile,
    known: Vec<(usize, Sections)>,
}

impl Now {
    pub(super) fn new(ticks: Arc<[i32]>, percentile: Percentile, stratified: bool, counts: &[usize]) -> Self {
        let known = counts
            .iter()
            .map(|&count| (count, Sections::percentile(&ticks[..count], percentile, stratified)))
            .collect();
        Self { ticks, stratified, percentile, known }
    }

    /// These and those of a changed plan, and by how much the change moves the percentile.
    pub(super) fn with(&self, changed: Vec<i32>) -> (Outcomes, Shift) {
        let count = changed.len();
        // Most of what is changed somewhere changes nothing here, and need not be kept.
        let changed = match changed[..] == self.ticks[..] {
            true => Arc::clone(&self.ticks),
            false => Arc::from(changed),
        };
        let outcomes = Outcomes { now: Arc::clone(&self.ticks), changed, stratified: self.stratified };
        let now = self.known.iter().find(|(known, _)| *known == count);
        let shift = match now {
            Some((_, now)) => {
                let changed = Sections::percentile(&outcomes.changed, self.percentile, self.stratified);
                Shift::of(changed.less(now))
            }
            None => outcomes.shift(self.percentile),
        };
        (outcomes, shift)
    }
}

impl Outcomes {
    pub(super) fn trials(&self) -> usize {
        self.changed.len()
    }

    /// By how much the change moves a percentile.
    pub(super) fn shift(&self, percentile: Percentile) -> Shift {
        let at = |ticks: &[i32]| Sections::percentile(ticks, percentile, self.stratified);
        Shift::of(at(&self.changed).less(&at(&self.now[..self.trials()])))
    }
}
