//! One block of trials that are gone through event by event: what is drawn in columns is handed out trial by trial.

use super::block::{Luck, Workspace, cost};
use super::chunks::Watch;
use super::trials::{PLAN, Sums};
use crate::dispatch::{Engine, Sharers, Trial, Usage, way_of_plain};
use crate::kernel::list::{self, Scratch};
use crate::kernel::{lag, path};
use crate::network::{Network, Plain, Staff};
use crate::sample::Chunk;
use crate::units::{HORIZON_TICKS, MOST_SHARE};

/// So many trials are turned from columns into rows at a time: what a line of the cache holds.
const TILE: usize = 16;

/// After so many steps of trials, some milliseconds, progress is told.
const STEPS: usize = 1 << 16;

/// In so many of the first trials the time of the teams is also watched over time.
const LOAD_TRIALS: u64 = 1024;

/// What a thread goes through trials with.
pub(super) struct Events<'n> {
    staff: &'n Staff,
    engine: Engine<'n>,
    /// What each job takes, and whether it is there: job after job.
    takes: Vec<i32>,
    there: Vec<u8>,
    /// The unplanned share of each team, and the factor of each entry of an effect.
    unplanned: Vec<f64>,
    factors: Vec<f64>,
    rows: Rows,
    /// Where a plain list is worked out: starts and finishes, job after job, and when a milestone is reached.
    scratch: Option<Scratch>,
    starts: Vec<i32>,
    finishes: Vec<i32>,
    reached: Vec<i32>,
    usage: Option<Usage>,
    /// Who draws on the same people, and the way back from a finish, where ways are looked for.
    sharers: Option<Sharers>,
    back: Vec<u32>,
    /// How long the people of each team worked whose time costs something.
    worked: Vec<f64>,
    /// Who is told of progress.
    watch: Option<&'n Watch<'n>>,
}

/// The same, trial after trial.
#[derive(Default)]
struct Rows {
    takes: Vec<i32>,
    there: Vec<u8>,
    unplanned: Vec<f64>,
    factors: Vec<f64>,
}

impl<'n> Events<'n> {
    pub(super) fn new(network: &'n Network, staff: &'n Staff) -> Self {
        Self {
            staff,
            engine: Engine::new(network, staff),
            takes: Vec::new(),
            there: Vec::new(),
            unplanned: Vec::new(),
            factors: Vec::new(),
            rows: Rows::default(),
            scratch: None,
            starts: Vec::new(),
            finishes: Vec::new(),
            reached: Vec::new(),
            usage: None,
            sharers: None,
            back: Vec::new(),
            worked: Vec::new(),
            watch: None,
        }
    }

    /// The same, telling of progress, also within a block.
    pub(super) fn watched(self, watch: &'n Watch<'n>) -> Self {
        Self { watch: Some(watch), ..self }
    }

    /// The bytes that a trial takes.
    pub(super) fn bytes_per_trial(staff: &Staff) -> usize {
        13 * staff.nodes.len() + 8 * (staff.teams.len() + staff.entries.len())
    }

    /// Goes through the trials from `first` on whose risks and presences `workspace` has drawn; as [`Workspace::run`]. Where the run is
    /// stopped meanwhile, the rest is left out.
    pub(super) fn run(
        &mut self,
        workspace: &mut Workspace,
        network: &Network,
        luck: Luck,
        first: u64,
        out: &mut Chunk,
        sums: &mut Sums,
    ) {
        let (staff, length) = (self.staff, out.length);
        self.draw(workspace, network, luck, first, length, sums);
        if let Some(plain) = &staff.plain {
            self.plain(plain, network, (luck, first), out, sums);
            return self.tell(length);
        }
        self.engine.watch(!out.tasks.is_empty());
        let mut untold = 0;
        for begin in (0..length).step_by(TILE) {
            let count = TILE.min(length - begin);
            self.turn(begin, count, length);
            for place in 0..count {
                self.go_through(begin + place, place, network, luck, first, out, sums);
                if sums.endless.is_some() {
                    return;
                }
                untold += 1;
                if let Some(watch) = self.watch
                    && self.engine.took_steps(STEPS)
                {
                    watch.report(std::mem::take(&mut untold));
                    if watch.was_stopped() {
                        return;
                    }
                }
            }
        }
        self.tell(untold);
    }

    /// Tells of so many trials more.
    fn tell(&self, trials: usize) {
        if let Some(watch) = self.watch.filter(|_| trials > 0) {
            watch.report(trials);
        }
    }

    #[allow(clippy::too_many_arguments, reason = "a part of the above")]
    fn go_through(
        &mut self,
        trial: usize,
        place: usize,
        network: &Network,
        luck: Luck,
        first: u64,
        out: &mut Chunk,
        sums: &mut Sums,
    ) {
        let Chunk { length, ends, tasks, .. } = out;
        let row = |count: usize| place * count..(place + 1) * count;
        let jobs = self.staff.nodes.len();
        let drawn = Trial {
            takes: &self.rows.takes[row(jobs)],
            there: match self.there.is_empty() {
                true => &[],
                false => &self.rows.there[row(jobs)],
            },
            unplanned: &self.rows.unplanned[row(self.staff.teams.len())],
            factors: &self.rows.factors[row(self.staff.entries.len())],
            interrupts: Some((luck.seed, first + trial as u64)),
        };
        self.engine.watch_load(!tasks.is_empty() && first + (trial as u64) < LOAD_TRIALS);
        let (starts, finishes, usage) = match self.engine.run(&drawn) {
            Ok(times) => times,
            Err(endless) => {
                sums.endless = Some((first + trial as u64, endless));
                return;
            }
        };
        let of_tasks = network.plan.tasks.len();
        let mut latest = network.not_over_before;
        for (&node, (&start, &finish)) in self.staff.nodes.iter().zip(starts.iter().zip(finishes)) {
            latest = latest.max(finish);
            match node.checked_sub(of_tasks) {
                Some(milestone) => ends[(PLAN + 1 + milestone) * *length + trial] = finish,
                None if !tasks.is_empty() => {
                    tasks[2 * node * *length + trial] = finish;
                    tasks[(2 * node + 1) * *length + trial] = start;
                }
                None => {}
            }
        }
        ends[PLAN * *length + trial] = latest;
        if !tasks.is_empty() {
            sums.use_of_time(usage);
            spent(network, out, trial, &usage.spent, &mut self.worked);
            if let Some(ways) = &mut sums.ways {
                let (staff, engine, back) = (self.staff, &self.engine, &mut self.back);
                let sharers = self.sharers.get_or_insert_with(|| Sharers::new(staff));
                let is_there = |node: usize| {
                    let presence = network.nodes[node].presence;
                    presence.is_none_or(|presence| out.there[presence * out.length + trial] == 1)
                };
                ways.trials += 1;
                for (target, way) in &mut ways.targets {
                    // The milestones are the last jobs.
                    let target = target.map(|place| of_tasks + place);
                    engine.way(target, sharers, &drawn, back);
                    way.count(back, true, |node| network.is_open_task(node) && is_there(node));
                }
            }
        }
    }

    /// The trials of a plan in which all that matters is who comes first.
    fn plain(
        &mut self,
        plain: &Plain,
        network: &Network,
        (luck, first): (Luck, u64),
        out: &mut Chunk,
        sums: &mut Sums,
    ) {
        let (staff, length) = (self.staff, out.length);
        let of_tasks = network.plan.tasks.len();
        self.starts.resize(staff.nodes.len() * length, 0);
        self.finishes.resize(staff.nodes.len() * length, 0);
        let scratch = self.scratch.get_or_insert_with(|| Scratch::new(&plain.list));
        let tasks = ..of_tasks * length;
        list::schedule(
            luck.level,
            &plain.list,
            scratch,
            &self.takes[tasks],
            length,
            &mut self.starts[tasks],
            &mut self.finishes[tasks],
        );
        let column = |job: usize| job * length..(job + 1) * length;
        for &job in &plain.milestones {
            // What a milestone waits for may stand before it or behind it.
            let mut reached = std::mem::take(&mut self.reached);
            reached.clear();
            reached.resize(length, 0);
            for link in plain.ins_of(job) {
                let times = if link.of_start { &self.starts } else { &self.finishes };
                for (reached, time) in reached.iter_mut().zip(&times[column(link.from)]) {
                    *reached = (*reached).max(time.saturating_add(link.lag));
                }
            }
            self.starts[column(job)].copy_from_slice(&reached);
            self.finishes[column(job)].copy_from_slice(&reached);
            self.reached = reached;
        }
        for (job, &node) in staff.nodes.iter().enumerate() {
            let (starts, finishes) = (&self.starts[column(job)], &self.finishes[column(job)]);
            path::latest(luck.level, &mut out.ends[column(PLAN)], finishes);
            match node.checked_sub(of_tasks) {
                Some(milestone) => out.ends[column(PLAN + 1 + milestone)].copy_from_slice(finishes),
                None if !out.tasks.is_empty() => {
                    out.tasks[column(2 * node)].copy_from_slice(finishes);
                    out.tasks[column(2 * node + 1)].copy_from_slice(starts);
                }
                None => {}
            }
        }
        sums.beyond += u64::from(path::peak(luck.level, &out.ends[column(PLAN)]) >= HORIZON_TICKS);
        if !out.tasks.is_empty() && sums.beyond == 0 {
            let usage = self.usage.get_or_insert_with(|| Usage::new(staff));
            for trial in 0..length {
                let at = |values: &[i32], job: usize| values[job * length + trial];
                let times = (|job| at(&self.starts, job), |job| at(&self.finishes, job));
                usage.watch_load(first + (trial as u64) < LOAD_TRIALS);
                usage.of_plain(staff, plain, |job| at(&self.takes, job), times);
                sums.use_of_time(usage);
                spent(network, out, trial, &usage.spent, &mut self.worked);
                let Some(ways) = &mut sums.ways else { continue };
                let sharers = self.sharers.get_or_insert_with(|| Sharers::new(staff));
                ways.trials += 1;
                for (target, way) in &mut ways.targets {
                    let target = target.map(|place| of_tasks + place);
                    let times = (|job| at(&self.starts, job), |job| at(&self.finishes, job));
                    way_of_plain(staff, plain, target, sharers, times, &mut self.back);
                    way.count(&self.back, true, |node| network.is_open_task(node));
                }
            }
        }
    }

    /// Draws everything that is not drawn yet.
    fn draw(
        &mut self,
        workspace: &mut Workspace,
        network: &Network,
        luck: Luck,
        first: u64,
        length: usize,
        sums: &mut Sums,
    ) {
        let staff = self.staff;
        self.takes.resize(staff.nodes.len() * length, 0);
        self.there.resize(if network.presences.is_empty() { 0 } else { staff.nodes.len() * length }, 0);
        for (job, &node) in staff.nodes.iter().enumerate() {
            let column = job * length..(job + 1) * length;
            let takes = &mut self.takes[column.clone()];
            workspace.duration(network, node, luck, first, takes);
            match network.nodes[node].presence {
                Some(presence) => {
                    self.there[column.clone()].copy_from_slice(workspace.there(presence, length));
                }
                None if !self.there.is_empty() => self.there[column.clone()].fill(1),
                None => {}
            }
            if !self.there.is_empty() {
                lag::nothing_unless_there(luck.level, takes, &self.there[column]);
            }
            sums.add(node, path::sums(luck.level, takes));
        }
        self.unplanned.resize(staff.teams.len() * length, 0.0);
        for (team, column) in staff.teams.iter().zip(self.unplanned.chunks_exact_mut(length)) {
            match team.unplanned {
                None => column.fill(team.planned),
                Some((key, draw)) => {
                    workspace.read(network, key, &draw, luck, first, column);
                    column.iter_mut().for_each(|share| *share = share.min(MOST_SHARE));
                }
            }
        }
        self.factors.resize(staff.entries.len() * length, 0.0);
        for (entry, column) in staff.entries.iter().zip(self.factors.chunks_exact_mut(length)) {
            workspace.read(network, staff.effects[entry.effect].key, &entry.draw, luck, first, column);
            column.iter_mut().for_each(|share| *share = entry.factor(*share));
        }
    }

    /// Turns some trials from columns into rows.
    fn turn(&mut self, begin: usize, count: usize, length: usize) {
        turn(&self.takes, &mut self.rows.takes, begin, count, length);
        turn(&self.there, &mut self.rows.there, begin, count, length);
        turn(&self.unplanned, &mut self.rows.unplanned, begin, count, length);
        turn(&self.factors, &mut self.rows.factors, begin, count, length);
    }
}

/// Notes what a trial costs, given what the tasks of each pool took.
fn spent(network: &Network, out: &mut Chunk, trial: usize, spent: &[f64], worked: &mut Vec<f64>) {
    let Some(costs) = network.costs.as_deref() else { return };
    worked.resize(costs.teams(), 0.0);
    costs.worked(spent, worked);
    cost(network, out, trial, |team| worked[team]);
}

fn turn<T: Copy + Default>(columns: &[T], rows: &mut Vec<T>, begin: usize, count: usize, length: usize) {
    let width = columns.len() / length;
    rows.resize(TILE * width, T::default());
    for (place, column) in columns.chunks_exact(length).enumerate() {
        for (trial, &value) in column[begin..begin + count].iter().enumerate() {
            rows[trial * width + place] = value;
        }
    }
}
