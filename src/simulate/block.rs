//! One block of trials: durations, risks, and the longest-path pass, column by column.

mod again;
mod duration;
mod risks;
mod under_way;

use super::events::Events;
use super::sampling::Sampling;
use super::trials::{PLAN, Sums};
use crate::curve::Draw;
use crate::kernel::{Level, lag, path, strata, stream};
use crate::network::{Costs, Network, OutputLag, Past};
use crate::sample::Chunk;
use crate::units::HORIZON_TICKS;

/// Where the random numbers come from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Luck {
    pub(super) seed: u64,
    pub(super) sampling: Sampling,
    pub(super) level: Level,
}

/// The columns a thread works in, used again for each block.
pub(super) struct Workspace {
    bits: Vec<u32>,
    values: Vec<f64>,
    others: Vec<f64>,
    largest: Vec<f64>,
    replaced: Vec<u8>,
    durations: Vec<i32>,
    starts: Vec<i32>,
    /// The finishes that hold a finish, or the times of what is not there.
    held: Vec<i32>,
    /// Whether each risk happens, risk after risk.
    happened: Vec<u8>,
    /// By how much risks scale and delay, size after size.
    sizes: Vec<f64>,
    /// Whether each of what may not be there is there, one after the other.
    there: Vec<u8>,
    /// The normal scores that tasks share, stream after stream.
    shared: Vec<f32>,
    /// The times that are still to be read, slot after slot.
    columns: Vec<i32>,
    /// How long the people of each team worked whose time costs something, team after team.
    worked: Vec<f64>,
}

/// The most bytes a workspace takes; plans that need more columns at once run in smaller blocks.
const MOST_BYTES: usize = 64 << 20;

impl Workspace {
    /// What it takes for each trial of a block [bytes].
    pub(super) fn bytes_per_trial(network: &Network) -> usize {
        // Three columns of f64, four of four bytes, one of bytes; a column of times a slot; a byte a risk and a presence; a column of f64
        // a size, and of f32 a shared stream.
        41 + 4 * (network.slots + network.shared.len())
            + network.risks.len()
            + network.presences.len()
            + 8 * network.sizes.len()
            + network.staff.as_ref().map_or(0, |staff| Events::bytes_per_trial(staff))
    }

    /// The most trials of a block of this network.
    pub(super) fn most_trials(network: &Network) -> usize {
        let most = (MOST_BYTES / Self::bytes_per_trial(network)).max(1);
        // Whole groups of the streams, where one fits.
        if most < stream::GROUP { most } else { most / stream::GROUP * stream::GROUP }
    }

    pub(super) fn new(network: &Network, block: usize) -> Self {
        Self {
            bits: vec![0; block],
            values: vec![0.0; block],
            others: vec![0.0; block],
            largest: vec![0.0; block],
            replaced: vec![0; block],
            durations: vec![0; block],
            starts: vec![0; block],
            held: vec![0; block],
            happened: vec![0; block * network.risks.len()],
            sizes: vec![0.0; block * network.sizes.len()],
            there: vec![0; block * network.presences.len()],
            shared: vec![0.0; block * network.shared.len()],
            columns: vec![0; block * network.slots],
            worked: Vec::new(),
        }
    }

    /// Simulates the trials from `first` on, as many as the chunk is long, and writes the columns that are kept there: those of the
    /// tasks where it has room for them.
    pub(super) fn run(
        &mut self,
        network: &Network,
        luck: Luck,
        first: u64,
        events: Option<&mut Events<'_>>,
        out: &mut Chunk,
        sums: &mut Sums,
    ) {
        let length = out.length;
        begin_ends(network, out);
        self.draw_risks(network, luck, first, length, None, sums);
        self.draw_presences(network, luck, first, length, sums);
        self.draw_shared(network, luck, first, length);
        if !out.tasks.is_empty() {
            out.there.extend_from_slice(&self.there[..network.presences.len() * length]);
        }
        if let Some(events) = events {
            return events.run(self, network, luck, first, out, sums);
        }
        let costs = network.costs.as_deref().filter(|_| !out.costs.is_empty());
        self.worked.clear();
        self.worked.resize(costs.map_or(0, Costs::teams) * length, 0.0);
        let Chunk { ends, tasks, delays, .. } = out;
        let level = luck.level;
        let end = |number: usize| number * length..(number + 1) * length;
        for &node in &network.order {
            self.draw_duration(network, node, luck, first, length);
            self.place(network, node, level, length, sums);
            for &(team, people) in costs.map_or(&[][..], |costs| costs.people(node)) {
                let worked = &mut self.worked[team * length..(team + 1) * length];
                for (worked, &duration) in worked.iter_mut().zip(&self.durations) {
                    *worked += f64::from(people) * f64::from(duration);
                }
            }
            let of_node = &network.nodes[node];
            let finishes = &self.columns[end(of_node.slot)];
            if let Some(milestone) = node.checked_sub(network.plan.tasks.len())
                && let Some(delays) = delays.get_mut(end(milestone))
            {
                delays.copy_from_slice(&self.durations[..length]);
            }
            if of_node.may_end {
                path::latest(level, &mut ends[end(PLAN)], finishes);
            }
            match node.checked_sub(network.plan.tasks.len()) {
                Some(milestone) => ends[end(PLAN + 1 + milestone)].copy_from_slice(finishes),
                None if !tasks.is_empty() => {
                    tasks[end(2 * node)].copy_from_slice(finishes);
                    tasks[end(2 * node + 1)].copy_from_slice(&self.starts[..length]);
                }
                None => {}
            }
        }
        for trial in 0..costs.map_or(0, |_| length) {
            let worked = |team: usize| self.worked[team * length + trial];
            cost(network, out, trial, worked);
        }
    }

    /// The durations of a node, drawn into a column.
    pub(super) fn duration(
        &mut self,
        network: &Network,
        node: usize,
        luck: Luck,
        first: u64,
        column: &mut [i32],
    ) {
        self.draw_duration(network, node, luck, first, column.len());
        column.copy_from_slice(&self.durations[..column.len()]);
    }

    /// In which trials what may not be there is there.
    pub(super) fn there(&self, presence: usize, length: usize) -> &[u8] {
        &self.there[presence * length..(presence + 1) * length]
    }

    /// The values of a curve that is read with a stream of its own.
    pub(super) fn read(
        &mut self,
        network: &Network,
        key: u64,
        draw: &Draw,
        luck: Luck,
        first: u64,
        values: &mut [f64],
    ) {
        let bits = &mut self.bits[..values.len()];
        luck.fill(key, first, bits);
        network.curves.read(draw, luck.level, bits, values);
    }

    /// Starts and finishes of a node whose durations are drawn, and what it leaves behind (METHOD 15 and 16).
    fn place(&mut self, network: &Network, node: usize, level: Level, length: usize, sums: &mut Sums) {
        let of_node = &network.nodes[node];
        let Self { columns, starts, held, durations, there, .. } = &mut *self;
        let (starts, held) = (&mut starts[..length], &mut held[..length]);
        let durations = &mut durations[..length];
        let slot = of_node.slot * length..(of_node.slot + 1) * length;
        let there = of_node.presence.map(|presence| &there[presence * length..(presence + 1) * length]);
        let past = of_node.past;
        if let Some(Past { start, finish: Some(finish), .. }) = past {
            starts.fill(start);
            columns[slot].fill(finish);
            sums.add(node, path::sums(level, durations));
            return self.leave_behind(network, node, level, length);
        }
        match past {
            // What is under way is as if it had begun so much earlier as was done.
            Some(past) => starts.fill(network.as_of - past.done),
            None => {
                // The earliest start is at least 0: a lead never reaches before the plan's start.
                let starts_after = &network.waits[of_node.starts_after.clone()];
                path::start(level, of_node.not_before, starts_after, columns, starts);
            }
        }
        if let Some(there) = there {
            // What is not there takes no time, and stands where its links hold it.
            path::start(level, 0, &network.waits[of_node.absent_after.clone()], columns, held);
            lag::unless_there(level, starts, there, held);
            lag::nothing_unless_there(level, durations, there);
        }
        let holds = !of_node.ends_after.is_empty();
        if holds {
            path::start(level, 0, &network.waits[of_node.ends_after.clone()], columns, held);
            if let Some(there) = there {
                lag::nothing_unless_there(level, held, there);
            }
        }
        let finishes = &mut columns[slot];
        let sum = if network.within_axis {
            path::finish(level, starts, durations, finishes)
        } else {
            path::finish_within(level, HORIZON_TICKS, starts, durations, finishes);
            path::sums(level, durations)
        };
        if holds {
            path::latest(level, finishes, held);
            lag::at_most(level, finishes, HORIZON_TICKS);
            lag::start_of(level, finishes, durations, starts);
        }
        if let Some(past) = past {
            starts.fill(past.start);
        }
        if !network.within_axis {
            sums.beyond += u64::from(path::peak(level, finishes) >= HORIZON_TICKS);
        }
        sums.add(node, sum);
        self.leave_behind(network, node, level, length);
    }

    /// What a node leaves behind whose durations, starts and finishes are there.
    fn leave_behind(&mut self, network: &Network, node: usize, level: Level, length: usize) {
        let of_node = &network.nodes[node];
        let Self { columns, starts, durations, there, .. } = self;
        let (starts, durations) = (&starts[..length], &durations[..length]);
        let slot = of_node.slot * length..(of_node.slot + 1) * length;
        let there = of_node.presence.map(|presence| &there[presence * length..(presence + 1) * length]);
        for output in &network.outputs[of_node.outputs.clone()] {
            let begin = output.slot * length;
            if output.of_start {
                columns[begin..begin + length].copy_from_slice(starts);
            } else {
                columns.copy_within(slot.clone(), begin);
            }
            let times = &mut columns[begin..begin + length];
            match (output.lag, there) {
                (OutputLag::Share(share), _) => lag::by_share(level, times, durations, share, HORIZON_TICKS),
                (OutputLag::WhereThere(ticks), Some(there)) => lag::where_there(level, times, there, ticks),
                (OutputLag::Nothing | OutputLag::WhereThere(_), _) => {}
            }
        }
    }
}

impl Luck {
    pub(super) fn fill(self, key: u64, first: u64, bits: &mut [u32]) {
        match self.sampling {
            Sampling::Random => stream::fill(self.level, self.seed, key, first, bits),
            Sampling::LatinHypercube => strata::fill(self.level, self.seed, key, first, bits),
        }
    }
}

/// Makes room for the finishes of the plan and the milestones.
fn begin_ends(network: &Network, out: &mut Chunk) {
    let (length, ends) = (out.length, PLAN + 1 + network.nodes.len() - network.plan.tasks.len());
    out.ends.clear();
    out.ends.resize(ends * length, 0);
    out.ends[PLAN * length..(PLAN + 1) * length].fill(network.not_over_before);
}

/// Notes what a trial costs, given by team how long its people worked.
pub(super) fn cost(network: &Network, out: &mut Chunk, trial: usize, worked: impl Fn(usize) -> f64) {
    let Some(costs) = network.costs.as_deref().filter(|_| !out.costs.is_empty()) else { return };
    let there = |task: usize| {
        let presence = network.nodes[task].presence;
        presence.is_none_or(|presence| out.there[presence * out.length + trial] == 1)
    };
    out.costs[trial] = costs.of_trial(worked, there);
}
