//! Many runs of one kind, side by side on several threads.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::{Progress, Simulation};
use crate::error::{Error, ErrorKind, Result};

/// How far several runs have come together, told to whoever wants to know.
#[derive(Debug)]
pub(crate) struct Tally<'s> {
    simulation: Simulation<'s>,
    done: AtomicUsize,
    total: AtomicUsize,
    stopped: AtomicBool,
}

impl<'s> Tally<'s> {
    pub(crate) fn new(simulation: &Simulation<'s>) -> Self {
        Self {
            simulation: *simulation,
            done: AtomicUsize::new(0),
            total: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
        }
    }

    /// So many trials more are to be done.
    pub(crate) fn expect(&self, trials: usize) {
        self.total.fetch_add(trials, Ordering::Relaxed);
    }

    /// So many trials more are done. Says whether to go on.
    pub(crate) fn report(&self, trials: usize) -> ControlFlow<()> {
        let done = self.done.fetch_add(trials, Ordering::Relaxed) + trials;
        if let Some(report) = self.simulation.progress
            && report(Progress { done, total: self.total.load(Ordering::Relaxed).max(done) }).is_break()
        {
            self.stopped.store(true, Ordering::Relaxed);
        }
        match self.stopped.load(Ordering::Relaxed) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }
}

impl Simulation<'_> {
    /// What `run` gives for each of several things, on as many threads as the simulation has; each is so many trials.
    ///
    /// # Errors
    ///
    /// The first of theirs, and [`ErrorKind::Cancelled`] when the progress callback ended the run.
    pub(crate) fn each<T: Sync, R: Send>(
        &self,
        tally: &Tally<'_>,
        trials: usize,
        things: &[T],
        run: impl Fn(&T) -> Result<R> + Sync,
    ) -> Result<Vec<R>> {
        tally.expect(trials * things.len());
        let one = |thing: &T| {
            if tally.stopped.load(Ordering::Relaxed) {
                return Err(Error::new(ErrorKind::Cancelled, "the simulation was cancelled"));
            }
            let result = run(thing)?;
            match tally.report(trials) {
                ControlFlow::Continue(()) => Ok(result),
                ControlFlow::Break(()) => {
                    Err(Error::new(ErrorKind::Cancelled, "the simulation was cancelled"))
                }
            }
        };
        #[cfg(feature = "parallel")]
        if self.threads != 1 {
            use rayon::prelude::*;

            let all = || things.par_iter().with_max_len(1).map(one).collect::<Vec<Result<R>>>();
            let all = match self.pool()? {
                None => all(),
                Some(pool) => pool.install(all),
            };
            // Of several errors the first, on any number of threads.
            return all.into_iter().collect();
        }
        things.iter().map(one).collect()
    }

    /// The threads of its own, where it is to have so many.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`] where they cannot be started.
    #[cfg(feature = "parallel")]
    pub(super) fn pool(&self) -> Result<Option<rayon::ThreadPool>> {
        match self.threads {
            // One thread is the one that is here.
            0 | 1 => Ok(None),
            threads => {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.min(MOST_THREADS)).build();
                let started = pool.map_err(|error| Error::argument(format!("cannot start threads: {error}")));
                started.map(Some)
            }
        }
    }
}

impl Simulation<'_> {
    /// On how many threads it runs.
    #[cfg(feature = "parallel")]
    pub(super) fn count_of_threads(&self) -> usize {
        match self.threads {
            0 => rayon::current_num_threads(),
            threads => threads.min(MOST_THREADS),
        }
    }

    /// On how many threads it runs.
    #[cfg(not(feature = "parallel"))]
    pub(super) fn count_of_threads(&self) -> usize {
        1
    }
}

/// The most threads a run starts.
#[cfg(feature = "parallel")]
const MOST_THREADS: usize = 256;
