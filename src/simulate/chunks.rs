//! Which trials are to be done next, and how far a run has come.

use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::{Progress, Simulation};

/// Consecutive trials in blocks, some before the split and the rest after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunks {
    pub(super) begin: usize,
    pub(super) split: usize,
    pub(super) end: usize,
    pub(super) block: usize,
}

impl Chunks {
    fn before_split(self) -> usize {
        (self.split - self.begin).div_ceil(self.block)
    }

    pub(super) fn len(self) -> usize {
        self.before_split() + (self.end - self.split).div_ceil(self.block)
    }

    pub(super) fn get(self, number: usize) -> Range<usize> {
        let (begin, number, end) = match number.checked_sub(self.before_split()) {
            None => (self.begin, number, self.split),
            Some(number) => (self.split, number, self.end),
        };
        let begin = begin + number * self.block;
        begin..begin.saturating_add(self.block).min(end)
    }
}

/// How far the run has come, which chunk is next, and whether it was stopped.
pub(super) struct Watch<'a> {
    done: AtomicUsize,
    next: AtomicUsize,
    stopped: AtomicBool,
    total: usize,
    simulation: &'a Simulation<'a>,
}

impl<'a> Watch<'a> {
    /// Over a run that has come to `done` trials and shall come to `total`.
    pub(super) fn new(simulation: &'a Simulation<'a>, done: usize, total: usize) -> Self {
        Self {
            done: AtomicUsize::new(done),
            next: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
            total,
            simulation,
        }
    }

    /// Whether the progress callback ended the run.
    pub(super) fn was_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// The number of a chunk that nobody has taken yet; `None` when all `count` are taken, or the run was stopped.
    pub(super) fn next(&self, count: usize) -> Option<usize> {
        if self.was_stopped() {
            return None;
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        (number < count).then_some(number)
    }

    /// Reports so many trials more as done.
    pub(super) fn report(&self, trials: usize) {
        let done = self.done.fetch_add(trials, Ordering::Relaxed) + trials;
        if let Some(report) = self.simulation.progress
            && report(Progress { done, total: self.total }) == ControlFlow::Break(())
        {
            self.stopped.store(true, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_chunk_ends_with_the_last_trial_that_has_a_number() {
        let chunks = Chunks { begin: usize::MAX - 200, split: usize::MAX - 100, end: usize::MAX, block: 128 };
        let all: Vec<_> = (0..chunks.len()).map(|number| chunks.get(number)).collect();
        assert_eq!(all, [usize::MAX - 200..usize::MAX - 100, usize::MAX - 100..usize::MAX]);
        let long = Chunks { begin: 0, split: 0, ..chunks };
        assert_eq!(long.get(long.len() - 1), usize::MAX - 127..usize::MAX);
    }
}
