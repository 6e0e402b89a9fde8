//! Chunks of trials → a run, on one thread or many.

use std::mem::take;
use std::ops::Range;
use std::sync::Arc;

use super::block::{Luck, Workspace};
use super::chunks::{Chunks, Watch};
use super::cost::Memory;
use super::events::Events;
use super::keep::Keep;
use super::precision::{FIRST_LOOK, Reached};
use super::trials::{PLAN, Sums};
use super::ways::Finder;
use super::{Simulation, TrialRange, Trials};
use crate::dispatch::Endless;
use crate::error::{Error, ErrorKind, Result};
use crate::names::quoted;
use crate::network::Network;
use crate::sample::{Chunk, Column, Columns, Counts, Sample};

/// The most trials whose finishes are kept one by one; of more, they are counted.
pub(crate) const MOST_KEPT: usize = 1 << 20;

/// The most trials of which tasks are kept.
pub(crate) const MOST_KEPT_OF_TASKS: usize = 16_384;

/// The trials of a block where nothing else is said: small enough for its columns to stay in the processor's first cache …
const BLOCK: usize = 1024;

/// … but where the tables are too many for the second cache, each should be read for longer.
const BLOCK_OF_MANY_TABLES: usize = 4096;

/// … and where trials are gone through event by event, one takes much longer, and progress shall show.
const BLOCK_OF_TEAMS: usize = 128;

/// So many tables fill two megabytes.
const MANY_TABLES: usize = 256;

impl Simulation<'_> {
    /// Simulates a network.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`] for no trials or too many or a precision that is not above 0, [`ErrorKind::Limit`] when the results
    /// would not fit into the memory allowed, [`ErrorKind::Cancelled`] when the progress callback ended the run, and
    /// [`ErrorKind::Horizon`] when a finish lies beyond the axis of about 186,000 working days, and [`ErrorKind::Standstill`] when tasks
    /// wait for each other's people for ever.
    pub fn run(&self, network: &Network) -> Result<Trials> {
        let range = self.checked_range()?;
        let most = range.to;
        let mut run = Run::new(self, network, range)?;
        let mut reached = None;
        match self.precision {
            None => run.go_to(most)?,
            Some(wanted) => {
                let mut next = FIRST_LOOK.min(most);
                loop {
                    run.go_to(next)?;
                    let look = wanted.look(&run.plan_sample(), &network.axis);
                    reached = Some(look);
                    if look.precise || run.done == most {
                        break;
                    }
                    next = wanted.next_look(run.done, &look).min(most);
                }
            }
        }
        Ok(run.finish(reached))
    }

    /// Of how many of so many trials tasks are kept.
    pub(crate) fn kept_of_tasks(&self, network: &Network, most: usize) -> usize {
        Keep::new(self, network).of_tasks(most)
    }

    /// How many trials it has at most.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`] where it is a part of a run.
    pub(crate) fn most_trials(&self) -> Result<usize> {
        let range = self.range();
        match range.from {
            0 => Ok(range.to),
            from => Err(Error::argument(format!(
                "the trials from {from} to {} are a part of a run: it can only be run, and merged with the others",
                range.to
            ))),
        }
    }

    /// Which trials it has, where they and the precision wanted make sense.
    pub(super) fn checked_range(&self) -> Result<TrialRange> {
        let range = self.range();
        range.check()?;
        if let Some(wanted) = self.precision
            && !(wanted.days.get() > 0.0 && wanted.days.get().is_finite())
        {
            return Err(Error::argument("the precision wanted has to be above 0 days"));
        }
        if self.precision.is_some() && range.from > 0 {
            return Err(Error::argument("a run until it is precise begins with trial 0"));
        }
        Ok(range)
    }

    fn range(&self) -> TrialRange {
        match (self.trials, self.precision) {
            (Some(trials), _) => trials,
            (None, Some(_)) => super::MOST_PRECISE_TRIALS.into(),
            (None, None) => super::DEFAULT_TRIALS.into(),
        }
    }
}

/// A run under way.
struct Run<'a> {
    simulation: &'a Simulation<'a>,
    network: &'a Network,
    luck: Luck,
    block: usize,
    from: usize,
    done: usize,
    keep: Keep,
    /// Of the first so many trials tasks are kept.
    of_tasks: usize,
    /// The most threads at work, so that what they count by themselves fits into the memory.
    #[cfg(feature = "parallel")]
    workers: usize,
    columns: Columns,
    /// The plan and its milestones, once they are counted.
    counts: Option<Vec<Counts>>,
    sums: Sums,
    #[cfg(feature = "parallel")]
    threads: Option<rayon::ThreadPool>,
}

/// What one thread does and has.
struct Worker<'n> {
    workspace: Workspace,
    /// Where trials are gone through event by event.
    events: Option<Events<'n>>,
    /// Where columns go that are counted and not kept.
    scratch: Chunk,
    finder: Finder,
    sums: Sums,
    chunks: Vec<(usize, Chunk)>,
    counts: Vec<Counts>,
}

impl<'a> Run<'a> {
    fn new(simulation: &'a Simulation<'a>, network: &'a Network, range: TrialRange) -> Result<Self> {
        let most = range.len();
        let memory = Memory::new(simulation, network, range);
        memory.check(simulation.memory, most)?;
        let keep = Keep::new(simulation, network);
        Ok(Self {
            simulation,
            network,
            luck: Luck {
                seed: simulation.seed,
                sampling: simulation.sampling,
                level: simulation.level.unwrap_or_default(),
            },
            block: block(simulation, network, most),
            from: range.from,
            done: range.from,
            keep,
            of_tasks: keep.of_tasks(range.to),
            #[cfg(feature = "parallel")]
            workers: match most > MOST_KEPT {
                true => {
                    let left = simulation.memory - memory.of_tasks;
                    usize::try_from((left / memory.of_counts).max(2) - 1).unwrap_or(usize::MAX)
                }
                false => usize::MAX,
            },
            columns: Columns::default(),
            counts: None,
            sums: sums(simulation, network),
            #[cfg(feature = "parallel")]
            threads: simulation.pool()?,
        })
    }

    /// Simulates on until so many trials are done.
    fn go_to(&mut self, count: usize) -> Result<()> {
        if count - self.from > MOST_KEPT && self.counts.is_none() {
            self.count_from_now_on();
        }
        let chunks = self.chunks_to(count);
        let watch = Watch::new(self.simulation, self.done - self.from, count - self.from);
        let workers = self.work(chunks, &watch);
        if watch.was_stopped() {
            return Err(Error::new(ErrorKind::Cancelled, "the simulation was cancelled"));
        }
        let mut new = Vec::new();
        for mut worker in workers {
            self.sums.merge(&worker.sums);
            new.append(&mut worker.chunks);
            if let Some(counts) = &mut self.counts {
                counts.iter_mut().zip(worker.counts).for_each(|(counts, others)| counts.merge(others));
            }
        }
        new.sort_unstable_by_key(|&(number, _)| number);
        self.columns.chunks.extend(new.into_iter().map(|(_, chunk)| chunk));
        match self.sums.endless {
            Some((_, Endless::Standstill { waits, keeps })) => {
                return Err(standstill(self.network, waits, keeps));
            }
            Some((_, Endless::Horizon { longest })) => return Err(beyond(self.network, longest)),
            None if self.sums.beyond > 0 => return Err(beyond(self.network, self.sums.longest())),
            None => {}
        }
        self.done = count;
        Ok(())
    }

    /// Counts what was kept, and from now on counts only.
    fn count_from_now_on(&mut self) {
        let mut counts = self.no_counts();
        for (column, counts) in counts.iter_mut().enumerate() {
            let mut first = self.from as u64;
            for part in self.columns.parts(Column::End(column)) {
                counts.add(first, part);
                first += part.len() as u64;
            }
        }
        self.counts = Some(counts);
        self.columns.chunks.retain(|chunk| !chunk.tasks.is_empty());
    }

    /// Empty counts for the plan and each milestone.
    fn no_counts(&self) -> Vec<Counts> {
        let stratified = self.luck.sampling.is_stratified();
        held(self.network).into_iter().map(|held| Counts::new(held, stratified)).collect()
    }

    /// The trials from the last done one to `count`, in blocks; one ends where tasks are no longer kept.
    fn chunks_to(&self, count: usize) -> Chunks {
        Chunks {
            begin: self.done,
            split: self.of_tasks.clamp(self.done, count),
            end: count,
            block: self.block,
        }
    }

    #[cfg(feature = "parallel")]
    fn work<'w>(&self, chunks: Chunks, watch: &'w Watch<'w>) -> Vec<Worker<'w>>
    where
        'a: 'w,
    {
        use rayon::prelude::*;

        let work = || {
            let count = rayon::current_num_threads().min(chunks.len()).min(self.workers);
            (0..count).into_par_iter().with_max_len(1).map(|_| self.worker(chunks, watch)).collect()
        };
        match &self.threads {
            None if self.simulation.threads == 1 => vec![self.worker(chunks, watch)],
            None => work(),
            Some(pool) => pool.install(work),
        }
    }

    #[cfg(not(feature = "parallel"))]
    fn work<'w>(&self, chunks: Chunks, watch: &'w Watch<'w>) -> Vec<Worker<'w>>
    where
        'a: 'w,
    {
        vec![self.worker(chunks, watch)]
    }

    /// Takes chunk after chunk until none is left.
    fn worker<'w>(&self, chunks: Chunks, watch: &'w Watch<'w>) -> Worker<'w>
    where
        'a: 'w,
    {
        let network = self.network;
        let staff = network.staff.as_ref();
        let mut worker = Worker {
            workspace: Workspace::new(self.network, self.block),
            events: staff.map(|staff| Events::new(network, staff).watched(watch)),
            scratch: Chunk::default(),
            finder: Finder::default(),
            sums: sums(self.simulation, self.network),
            chunks: Vec::new(),
            counts: if self.counts.is_some() { self.no_counts() } else { Vec::new() },
        };
        while let Some(number) = watch.next(chunks.len()) {
            let trials = chunks.get(number);
            self.chunk(&mut worker, number, trials.clone());
            if worker.sums.endless.is_some() || watch.was_stopped() {
                break;
            }
            if staff.is_none() {
                watch.report(trials.len());
            }
        }
        worker
    }

    fn chunk(&self, worker: &mut Worker<'_>, number: usize, trials: Range<usize>) {
        let first = trials.start as u64;
        let mut chunk = take(&mut worker.scratch);
        chunk.length = trials.len();
        if trials.start < self.of_tasks {
            chunk.tasks = vec![0; 2 * self.network.plan.tasks.len() * trials.len()];
            if worker.sums.ways.is_some() && worker.events.is_none() {
                chunk.delays = vec![0; self.network.plan.milestones.len() * trials.len()];
            }
            chunk.costs = vec![0.0; if self.network.costs.is_some() { trials.len() } else { 0 }];
        }
        worker.workspace.run(
            self.network,
            self.luck,
            first,
            worker.events.as_mut(),
            &mut chunk,
            &mut worker.sums,
        );
        if let (Some(ways), None, false) = (&mut worker.sums.ways, &worker.events, chunk.tasks.is_empty()) {
            worker.finder.count(self.network, &chunk, ways);
            chunk.delays = Vec::new();
        }
        for (column, counts) in worker.counts.iter_mut().enumerate() {
            counts.add(first, chunk.column(Column::End(column)).unwrap_or_default());
        }
        if self.counts.is_none() || !chunk.tasks.is_empty() {
            worker.chunks.push((number, chunk));
        } else {
            worker.scratch = chunk;
        }
    }

    /// The finishes of the plan so far.
    fn plan_sample(&self) -> Sample {
        let stratified = self.luck.sampling.is_stratified();
        match &self.counts {
            None => {
                let plan = |chunk: &Chunk| Chunk {
                    length: chunk.length,
                    ends: chunk.column(Column::End(PLAN)).unwrap_or_default().to_vec(),
                    ..Chunk::default()
                };
                let chunks = self.columns.chunks.iter().map(plan).collect();
                Sample::kept(&Arc::new(Columns { chunks }), Column::End(PLAN), stratified)
            }
            Some(counts) => Sample::counted(&Arc::new(counts[PLAN].clone()), stratified),
        }
    }

    fn finish(self, reached: Option<Reached>) -> Trials {
        let trimmed = |mut counts: Counts| {
            counts.trim();
            Arc::new(counts)
        };
        Trials {
            plan: Arc::clone(&self.network.plan),
            seed: self.luck.seed,
            sampling: self.luck.sampling,
            from: self.from,
            count: self.done - self.from,
            keep: self.keep,
            held: held(self.network),
            columns: Arc::new(self.columns),
            counts: self.counts.map(|counts| counts.into_iter().map(trimmed).collect()),
            sums: self.sums,
            presences: self.network.nodes[..self.network.plan.tasks.len()]
                .iter()
                .map(|node| node.presence)
                .collect(),
            reached,
        }
    }
}

/// The trials of a block of a run of so many.
pub(super) fn block(simulation: &Simulation<'_>, network: &Network, most: usize) -> usize {
    let wanted = match simulation.block {
        Some(block) => block,
        None if network.staff.is_some() => BLOCK_OF_TEAMS,
        None if network.curves.tables.len() > MANY_TABLES => BLOCK_OF_MANY_TABLES,
        None => BLOCK,
    };
    wanted.min(most).min(Workspace::most_trials(network))
}

/// Until when the plan and each milestone are held, whatever is finished earlier [ticks].
pub(super) fn held(network: &Network) -> Vec<i32> {
    let milestones = network.nodes[network.plan.tasks.len()..].iter().map(|node| node.held_until);
    [network.held_until].into_iter().chain(milestones).collect()
}

/// Where the trials of a run are summed up.
fn sums(simulation: &Simulation<'_>, network: &Network) -> Sums {
    let sums = Sums::new(network);
    match simulation.ways {
        Some(targets) => sums.with_ways(network, targets),
        None => sums,
    }
}

/// The error for trials in which nothing goes on any more.
fn standstill(network: &Network, waits: usize, keeps: usize) -> Error {
    let (waits, keeps) = (quoted(network.name(waits)), quoted(network.name(keeps)));
    let message = format!(
        "some runs come to a standstill: {waits} waits for people that {keeps} keeps until a link lets it finish, which never comes; give the team more people, take out that link, or let {waits} have the people first (priority)"
    );
    Error::new(ErrorKind::Standstill, message)
}

/// The error for trials that end at the horizon: it names what takes longest.
fn beyond(network: &Network, longest: usize) -> Error {
    let name = network.name(longest);
    let of_teams = match network.staff.is_some() {
        true => ", or for a team that hardly ever has time or people for its work",
        false => "",
    };
    let message = format!(
        "some runs end beyond the 186,000 working days that the axis has (500 to 700 years); {} takes longest: look for an estimate, a scale or a delay that is far too wide{of_teams}",
        quoted(name)
    );
    Error::new(ErrorKind::Horizon, message)
}
