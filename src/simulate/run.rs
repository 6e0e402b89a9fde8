//! Blocks → trials, on one thread or many.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::block::Workspace;
use super::trials::{Layout, Sums};
use super::{Progress, Simulation, Trials};
use crate::error::{Error, ErrorKind, Result};
use crate::names::quoted;
use crate::network::Network;

/// The most threads a run starts.
#[cfg(feature = "parallel")]
const MOST_THREADS: usize = 256;

impl Simulation<'_> {
    /// Simulates a network.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`] for no trials or too many, [`ErrorKind::Limit`] when the results would not fit into the memory
    /// allowed, [`ErrorKind::Cancelled`] when the progress callback ended the run, and [`ErrorKind::Horizon`] when a finish
    /// lies beyond the axis of about 186,000 working days.
    pub fn run(&self, network: &Network) -> Result<Trials> {
        let count = self.trials;
        if count == 0 || u32::try_from(count).is_err() {
            return Err(Error::argument(format!("{count} trials: take 1 to {}", u32::MAX)));
        }
        let block = self.block.min(count).min(Workspace::most_trials(network));
        let layout = Layout::new(network, count, block, self.memory);
        let bytes = layout.bytes(count);
        if bytes > self.memory {
            let message = format!(
                "{count} trials of this plan take {} MiB, and {} MiB are allowed; take fewer trials, or allow more memory",
                bytes >> 20,
                self.memory >> 20
            );
            return Err(Error::new(ErrorKind::Limit, message));
        }
        let mut ticks = vec![0; layout.columns * count];
        let watch = Watch {
            total: count,
            done: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
            simulation: self,
        };
        let sums = self.blocks(network, &layout, &mut ticks, &watch)?;
        if watch.stopped.into_inner() {
            return Err(Error::new(ErrorKind::Cancelled, "the simulation was cancelled"));
        }
        if sums.beyond > 0 {
            return Err(beyond(network, &sums));
        }
        Ok(Trials { plan: Arc::clone(&network.plan), seed: self.seed, count, layout, ticks, sums })
    }

    #[cfg(feature = "parallel")]
    fn blocks(
        &self,
        network: &Network,
        layout: &Layout,
        ticks: &mut [i32],
        watch: &Watch<'_>,
    ) -> Result<Sums> {
        use rayon::prelude::*;

        let mut simulate = || {
            ticks
                .par_chunks_mut(layout.columns * layout.block)
                .enumerate()
                .map_init(
                    || Workspace::new(network, layout.block),
                    |workspace, (number, out)| watch.block(workspace, network, layout, number, out),
                )
                .fold(|| Sums::new(network), |sums, block| sums.merge(&block))
                .reduce(|| Sums::new(network), |sums, others| sums.merge(&others))
        };
        if self.threads == 0 {
            return Ok(simulate());
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads.min(MOST_THREADS)).build();
        pool.map(|pool| pool.install(simulate))
            .map_err(|error| Error::argument(format!("cannot start threads: {error}")))
    }

    #[cfg(not(feature = "parallel"))]
    fn blocks(
        &self,
        network: &Network,
        layout: &Layout,
        ticks: &mut [i32],
        watch: &Watch<'_>,
    ) -> Result<Sums> {
        let mut workspace = Workspace::new(network, layout.block);
        let chunks = ticks.chunks_mut(layout.columns * layout.block).enumerate();
        Ok(chunks.fold(Sums::new(network), |sums, (number, out)| {
            sums.merge(&watch.block(&mut workspace, network, layout, number, out))
        }))
    }
}

/// The error for trials that end at the horizon: it names what takes longest.
fn beyond(network: &Network, sums: &Sums) -> Error {
    let longest = (0..network.nodes.len()).max_by_key(|&node| sums.durations[node].0).unwrap_or(0);
    let plan = &network.plan;
    let name = match plan.tasks.get(longest) {
        Some(task) => &task.name,
        None => &plan.milestones[longest - plan.tasks.len()].name,
    };
    let message = format!(
        "some runs end beyond the 186,000 working days that the axis has (500 to 700 years); {} takes longest: look for an estimate, a scale or a delay that is far too wide",
        quoted(name)
    );
    Error::new(ErrorKind::Horizon, message)
}

/// How far the run has come, and whether it was stopped.
struct Watch<'a> {
    total: usize,
    done: AtomicUsize,
    stopped: AtomicBool,
    simulation: &'a Simulation<'a>,
}

impl Watch<'_> {
    /// Simulates a block, unless the run was stopped, and reports it.
    fn block(
        &self,
        workspace: &mut Workspace,
        network: &Network,
        layout: &Layout,
        number: usize,
        out: &mut [i32],
    ) -> Sums {
        if self.stopped.load(Ordering::Relaxed) {
            return Sums::new(network);
        }
        let first = (number * layout.block) as u64;
        let sums = workspace.run(network, layout, self.simulation.seed, first, out);
        let trials = out.len() / layout.columns;
        let done = self.done.fetch_add(trials, Ordering::Relaxed) + trials;
        if let Some(report) = self.simulation.progress
            && report(Progress { done, total: self.total }) == ControlFlow::Break(())
        {
            self.stopped.store(true, Ordering::Relaxed);
        }
        sums
    }
}
