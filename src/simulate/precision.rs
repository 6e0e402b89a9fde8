//! Running until an answer is sure enough.

use crate::calendar::Axis;
use crate::sample::Sample;
use crate::units::{Percentile, WorkDays};

/// How sure a run shall be before it ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wanted {
    pub(super) percentile: Percentile,
    pub(super) days: WorkDays,
}

/// How sure a run that was asked for a precision is.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Reached {
    /// The percentile of the plan's finish that was watched.
    pub percentile: Percentile,
    /// How wide its 95% interval was to be at most.
    pub wanted: WorkDays,
    /// How wide it is; `None` where the trials are too few to have one.
    pub width: Option<WorkDays>,
    /// Whether the run ended because it is narrow enough; else because there were as many trials as allowed.
    pub precise: bool,
}

/// The trials of the first look: enough whole stratified blocks for an interval.
pub(super) const FIRST_LOOK: usize = 8192;

impl Wanted {
    /// How sure the run is by now.
    pub(super) fn look(self, sample: &Sample, axis: &Axis) -> Reached {
        let width = sample
            .interval(self.percentile)
            .map(|(low, high)| WorkDays::from_ticks(axis.plan_ticks(high) - axis.plan_ticks(low)));
        let precise = width.is_some_and(|width| width <= self.days);
        Reached { percentile: self.percentile, wanted: self.days, width, precise }
    }

    /// How many trials to have before the next look: as many as make the interval narrow enough if it shrinks with the square root,
    /// and a tenth more; at least a quarter more than now and at most four times as many.
    pub(super) fn next_look(self, now: usize, reached: &Reached) -> usize {
        let ratio = reached.width.map_or(4.0, |width| width.get() / self.days.get());
        let factor = (1.1 * ratio * ratio).clamp(1.25, 4.0);
        // Whole groups of stratified blocks.
        ((now as f64 * factor) as usize).checked_next_multiple_of(4096).unwrap_or(usize::MAX)
    }
}
