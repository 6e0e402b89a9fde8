//! Draws trials in blocks, on one thread or many. The same seed gives the same bits on any number of threads and for any size of
//! the blocks, because every random number belongs to a seed, a name, a purpose and a trial, and to nothing else.

mod block;
mod chunks;
mod cost;
mod each;
mod events;
#[doc(hidden)]
pub mod inspect;
mod keep;
mod merge;
mod precision;
mod range;
mod run;
mod sampling;
mod stored;
mod trials;
mod ways;

use std::fmt;
use std::ops::ControlFlow;

pub use cost::RunCost;
pub(crate) use each::Tally;
pub use precision::Reached;
pub use range::TrialRange;
pub(crate) use run::{MOST_KEPT, MOST_KEPT_OF_TASKS};
pub use sampling::Sampling;
pub(crate) use trials::TimeSums;
pub use trials::Trials;
pub(crate) use ways::{Targets, Way};

use crate::kernel::Level;
use crate::units::{Percentile, WorkDays};
use precision::Wanted;

/// The trials of a run where nothing else is said.
const DEFAULT_TRIALS: usize = 10_000;

/// The most trials of a run that goes on until it is precise, where nothing else is said.
const MOST_PRECISE_TRIALS: usize = 10_000_000;

/// How random numbers are spread where nothing else is said: the way with the smallest error for the same time on all four plans of
/// benches/sampling.rs (the table is in benches/record).
const DEFAULT_SAMPLING: Sampling = Sampling::LatinHypercube;

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
    trials: Option<TrialRange>,
    precision: Option<Wanted>,
    sampling: Sampling,
    seed: u64,
    threads: usize,
    block: Option<usize>,
    level: Option<Level>,
    tasks: bool,
    ways: Option<Targets>,
    memory: u64,
    progress: Option<&'a (dyn Fn(Progress) -> ControlFlow<()> + Sync)>,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Trials that are done.
    pub done: usize,
    /// Trials in all, as far as is known: a run that goes on until it is precise may add to them.
    pub total: usize,
}

impl Default for Simulation<'_> {
    fn default() -> Self {
        Self {
            trials: None,
            precision: None,
            sampling: DEFAULT_SAMPLING,
            seed: 0,
            threads: 0,
            block: None,
            level: None,
            tasks: true,
            ways: None,
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

    /// With so many trials, 1 to 4,294,967,295; with [`Simulation::precision`], with at most so many.
    ///
    /// Or with those from one number to another, as `1000..2000`: a part of a run, for [`Simulation::run`] only. [`Trials::merge`] puts parts
    /// together, and they give, bit for bit, what one run of all of them gives, wherever each was simulated.
    #[must_use]
    pub fn trials(mut self, trials: impl Into<TrialRange>) -> Self {
        self.trials = Some(trials.into());
        self
    }

    /// Until the 95% interval of this percentile of the plan's finish is no wider than so many working days, or there are as many
    /// trials as [`Simulation::trials`] says, 10,000,000 where it says nothing. [`Trials::reached`] tells which.
    ///
    /// ```
    /// use landfall::{Estimate, Network, P80, Plan, Simulation, Task, WorkDays, date};
    ///
    /// let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("api", Estimate::weeks(2.0..=8.0)));
    /// let trials = Simulation::new().precision(P80, WorkDays::new(0.25)).run(&Network::new(&plan)?)?;
    /// let reached = trials.reached().expect("a precision was asked for");
    /// assert!(reached.precise && reached.width <= Some(WorkDays::new(0.25)));
    /// # Ok::<(), landfall::Error>(())
    /// ```
    #[must_use]
    pub fn precision(mut self, percentile: Percentile, days: WorkDays) -> Self {
        self.precision = Some(Wanted { percentile, days });
        self
    }

    /// With random numbers spread like this; by default [`Sampling::LatinHypercube`].
    #[must_use]
    pub fn sampling(mut self, sampling: Sampling) -> Self {
        self.sampling = sampling;
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

    /// In blocks of so many trials; a block is what a thread takes on at a time. By default 1,024, or 4,096 for plans with more than 256
    /// estimates of different shape; fewer for networks that need more than 64 MiB for such a block. Rounded up to a multiple of 128.
    /// Changes the time, never the answer.
    #[must_use]
    pub fn block(mut self, trials: usize) -> Self {
        self.block = Some(trials.clamp(1, 1 << 20).next_multiple_of(128));
        self
    }

    /// On this instruction set instead of the widest that the processor has. Changes the time, never the answer.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    /// Keeping the starts and finishes of every task, which is the default; without, a run is faster, and a forecast of it knows of
    /// tasks only how long they take.
    #[must_use]
    pub fn tasks(mut self, keep: bool) -> Self {
        self.tasks = keep;
        self
    }

    /// With at most so many bytes for the results, 2 GiB by default. A run that would need more fails before it begins. An eighth of it
    /// is for the single trials of tasks: what does not fit there is not kept, but for the means and spreads. The runs of a comparison
    /// share it.
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

impl<'a> Simulation<'a> {
    /// Whether it goes on until it is precise.
    pub(crate) fn is_precise(&self) -> bool {
        self.precision.is_some()
    }

    /// Whether its trials come in blocks that belong together.
    pub(crate) fn is_stratified(&self) -> bool {
        self.sampling.is_stratified()
    }

    /// The same with exactly so many trials.
    pub(crate) fn exactly(self, trials: usize) -> Self {
        Self { trials: Some(trials.into()), precision: None, ..self }
    }

    /// The same, looking for what drives the finishes of the trials of which tasks are kept.
    pub(crate) fn with_ways(self, targets: Targets) -> Self {
        Self { ways: Some(targets), tasks: true, ..self }
    }

    /// The same, of which nobody hears how far it has come.
    pub(crate) fn quiet(self) -> Self {
        Self { progress: None, ..self }
    }

    /// One of so many that have the memory together.
    pub(crate) fn shared_by(self, runs: usize) -> Self {
        Self { memory: self.memory / runs.max(1) as u64, ..self }
    }

    /// Who wants to know how far it has come.
    pub(crate) fn progress(&self) -> Option<&'a (dyn Fn(Progress) -> ControlFlow<()> + Sync)> {
        self.progress
    }
}

impl fmt::Debug for Simulation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulation")
            .field("trials", &self.trials)
            .field("precision", &self.precision)
            .field("sampling", &self.sampling)
            .field("seed", &self.seed)
            .field("threads", &self.threads)
            .field("block", &self.block)
            .field("level", &self.level)
            .field("tasks", &self.tasks)
            .field("memory", &self.memory)
            .field("progress", &self.progress.is_some())
            .finish()
    }
}
