//! Draws trials in blocks, on one thread or many. The same seed gives the same bits on any number of threads and for any size of
//! the blocks, because every random number belongs to a seed, a name, a purpose and a trial, and to nothing else.

mod block;
mod run;
mod trials;

use std::fmt;
use std::ops::ControlFlow;

pub use trials::Trials;

/// The trials of a run where nothing else is said.
const DEFAULT_TRIALS: usize = 10_000;

/// The trials of a block: small enough for its columns to stay in the processor's cache.
const DEFAULT_BLOCK: usize = 1024;

/// The most bytes a run's results take where nothing else is said: 2 GiB.
const DEFAULT_MEMORY: u64 = 2 << 30;

/// How to simulate a plan: how many trials, from which seed, on how many threads.
///
/// ```
/// use landfall::{Estimate, Plan, Simulation, Task, date};
///
/// let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("api", Estimate::weeks(2.0..=3.0)));
/// let one = Simulation::new().trials(2000).threads(1).forecast(&plan)?;
/// let two = Simulation::new().trials(2000).threads(2).forecast(&plan)?;
/// assert_eq!(one.finish().mean(), two.finish().mean());
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Simulation<'a> {
    trials: usize,
    seed: u64,
    threads: usize,
    block: usize,
    memory: u64,
    progress: Option<&'a (dyn Fn(Progress) -> ControlFlow<()> + Sync)>,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Trials that are done.
    pub done: usize,
    /// Trials in all.
    pub total: usize,
}

impl Default for Simulation<'_> {
    fn default() -> Self {
        Self {
            trials: DEFAULT_TRIALS,
            seed: 0,
            threads: 0,
            block: DEFAULT_BLOCK,
            memory: DEFAULT_MEMORY,
            progress: None,
        }
    }
}

impl<'a> Simulation<'a> {
    /// 10,000 trials from seed 0 on all cores.
    pub fn new() -> Self {
        Self::default()
    }

    /// With so many trials, 1 to 4,294,967,295.
    #[must_use]
    pub fn trials(mut self, trials: usize) -> Self {
        self.trials = trials;
        self
    }

    /// From this seed. The same seed gives the same answer, bit for bit.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// On so many threads, at most 256, 0 (the default) being one for each core. Changes the time, never the answer. Without the feature
    /// `parallel` there is one.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// In blocks of so many trials, 1,024 by default; a block is what a thread takes on at a time. Networks that need more than
    /// 64 MiB for such a block run in smaller ones. Changes the time, never the answer.
    #[must_use]
    pub fn block(mut self, trials: usize) -> Self {
        self.block = trials.clamp(1, 1 << 20);
        self
    }

    /// With at most so many bytes for the results, 2 GiB by default; a forecast of them takes as much again. A run that would need
    /// more fails before it begins; where the tasks would take more than half of it, only their means and spreads are kept.
    #[must_use]
    pub fn memory(mut self, bytes: u64) -> Self {
        self.memory = bytes;
        self
    }

    /// Calling `report` after each block, from whichever thread finished it; on several threads a call may come after one that was
    /// further on. When it answers
    /// [`ControlFlow::Break`], the run ends with [`ErrorKind::Cancelled`](crate::ErrorKind::Cancelled).
    #[must_use]
    pub fn on_progress(mut self, report: &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync)) -> Self {
        self.progress = Some(report);
        self
    }
}

impl fmt::Debug for Simulation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulation")
            .field("trials", &self.trials)
            .field("seed", &self.seed)
            .field("threads", &self.threads)
            .field("block", &self.block)
            .field("memory", &self.memory)
            .field("progress", &self.progress.is_some())
            .finish()
    }
}
