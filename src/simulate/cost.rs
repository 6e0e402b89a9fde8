//! What a run takes, before it starts.

use std::time::{Duration, Instant};

use super::block::Workspace;
use super::keep::Keep;
use super::run::{MOST_KEPT, block};
use super::trials::PLAN;
use super::{Simulation, TrialRange};
use crate::error::{Error, ErrorKind, Result};
use crate::network::Network;
use crate::sample::Counts;

/// What a run takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RunCost {
    /// How many trials it has; at most, where it goes on until it is precise.
    pub trials: usize,
    /// The memory of its results, which [`Simulation::memory`] limits, in bytes. The most it can be: exact where all trials are kept one by
    /// one, and usually far less where they are counted.
    pub results: u64,
    /// The memory that its threads work with besides, all together, in bytes.
    pub working: u64,
    /// How long it takes, on as many threads as it has, from a run of a few trials on one of them.
    pub time: Duration,
}

/// The trials of the runs that are timed, and how long such a run takes [ms] for the next, longer one to be spared: of few trials, what
/// comes before the first of them would count for too much.
const TIMED: [(usize, u64); 4] = [(1, 200), (16, 50), (128, 5), (1024, 0)];

/// Whether the platform has a clock.
const HAS_CLOCK: bool = !cfg!(all(target_family = "wasm", target_os = "unknown"));

/// The memory that results take [bytes].
#[derive(Debug, Clone, Copy)]
#[cfg_attr(
    not(feature = "parallel"),
    allow(dead_code, reason = "the parts decide of how many threads count")
)]
pub(super) struct Memory {
    /// Of the trials of which tasks are kept.
    pub(super) of_tasks: u64,
    /// Of one set of counts of the plan and all milestones.
    pub(super) of_counts: u64,
    /// Of all.
    pub(super) all: u64,
}

impl Memory {
    pub(super) fn new(simulation: &Simulation<'_>, network: &Network, range: TrialRange) -> Self {
        let most = range.len();
        let ends = (PLAN + 1 + network.nodes.len() - network.plan.tasks.len()) as u64;
        let keep = Keep::new(simulation, network);
        let with_tasks = keep.of_tasks(range.to).saturating_sub(range.from).min(most);
        let of_tasks = keep.bytes(range.to) * with_tasks as u64;
        let of_ends = 4 * ends * most.min(MOST_KEPT) as u64;
        let of_counts = ends * Counts::most_bytes(simulation.sampling.is_stratified(), network.latest);
        // Each thread counts by itself, and one more holds the sum.
        let of_answers = if most > MOST_KEPT { 2 * of_counts } else { 0 };
        Self { of_tasks, of_counts, all: of_ends.max(of_answers) + of_tasks }
    }

    /// That it is no more than allowed.
    pub(super) fn check(self, allowed: u64, trials: usize) -> Result<()> {
        if self.all <= allowed {
            return Ok(());
        }
        // Rounded so that the two differ.
        let said = |bytes: u64| match bytes {
            bytes if bytes >= 100 << 20 => format!("{} MiB", bytes >> 20),
            bytes => format!("{} KiB", bytes.div_ceil(1 << 10)),
        };
        let message = format!(
            "{trials} trials of this plan take {}, and {} are allowed; take fewer trials, or allow more memory",
            said(self.all),
            said(allowed)
        );
        Err(Error::new(ErrorKind::Limit, message))
    }
}

impl Simulation<'_> {
    /// What a run of this network takes, before it starts: memory exactly, time as measured on up to 1,024 trials, which takes a few
    /// milliseconds of its own, or two trials where one takes longer.
    ///
    /// ```
    /// use landfall::{Estimate, Network, Plan, Simulation, Task, date};
    ///
    /// let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("api", Estimate::weeks(2.0..=3.0)));
    /// let simulation = Simulation::new().trials(100_000);
    /// let cost = simulation.estimate_cost(&Network::new(&plan)?)?;
    /// assert!(cost.results < 1 << 20 && cost.time.as_secs() < 10);
    /// # Ok::<(), landfall::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Simulation::run`], but for the limit of memory: what is above it is told, not refused. What goes wrong in rare trials only is
    /// not seen. [`ErrorKind::Argument`] on `wasm32-unknown-unknown`, where there is no clock.
    pub fn estimate_cost(&self, network: &Network) -> Result<RunCost> {
        if !HAS_CLOCK {
            return Err(Error::argument("there is no clock on this platform, by which a run could be timed"));
        }
        let range = self.checked_range()?;
        let trials = range.len();
        let block = block(self, network, trials);
        let chunks = trials.div_ceil(block);
        let threads = self.count_of_threads().min(chunks).max(1);
        let mut each = Duration::ZERO;
        for (timed, enough) in TIMED {
            let timed = timed.min(trials);
            let begin = Instant::now();
            self.quiet().exactly(timed).threads(1).run(network)?;
            let took = begin.elapsed();
            each = took.div_f64(timed as f64);
            if took >= Duration::from_millis(enough) {
                break;
            }
        }
        Ok(RunCost {
            trials,
            results: Memory::new(self, network, range).all,
            working: (threads * block) as u64 * Workspace::bytes_per_trial(network) as u64,
            time: each.mul_f64(trials as f64 / threads as f64),
        })
    }
}
