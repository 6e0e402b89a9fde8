//! One block of trials: durations, risks, and the longest-path pass, column by column.

use super::sampling::Sampling;
use super::trials::{PLAN, Sums};
use crate::curve::{Draw, Source, fine_scores};
use crate::kernel::{Level, adjust, path, quantile, strata, stream};
use crate::network::{ChangeKind, FACTOR_UNIT, Network};
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
    replaced: Vec<u8>,
    durations: Vec<i32>,
    starts: Vec<i32>,
    /// Whether each risk happens, risk after risk.
    happened: Vec<u8>,
    /// By how much risks scale and delay, size after size.
    sizes: Vec<f64>,
    /// The finishes that are still to be read, slot after slot.
    finishes: Vec<i32>,
}

/// The most bytes a workspace takes; plans that need more columns at once run in smaller blocks.
const MOST_BYTES: usize = 64 << 20;

impl Workspace {
    /// The most trials of a block of this network.
    pub(super) fn most_trials(network: &Network) -> usize {
        // Two columns of f64, three of four bytes, one of bytes; a column of finishes a slot; a byte a risk; a column of f64 a size.
        let per_trial = 29 + 4 * network.slots + network.risks.len() + 8 * network.sizes.len();
        let most = (MOST_BYTES / per_trial).max(1);
        // Whole groups of the streams, where one fits.
        if most < stream::GROUP { most } else { most / stream::GROUP * stream::GROUP }
    }

    pub(super) fn new(network: &Network, block: usize) -> Self {
        Self {
            bits: vec![0; block],
            values: vec![0.0; block],
            others: vec![0.0; block],
            replaced: vec![0; block],
            durations: vec![0; block],
            starts: vec![0; block],
            happened: vec![0; block * network.risks.len()],
            sizes: vec![0.0; block * network.sizes.len()],
            finishes: vec![0; block * network.slots],
        }
    }

    /// Simulates the trials from `first` on, as many as the chunk is long, and writes the columns that are kept there: those of the
    /// tasks where it has room for them.
    pub(super) fn run(
        &mut self,
        network: &Network,
        luck: Luck,
        first: u64,
        out: &mut Chunk,
        sums: &mut Sums,
    ) {
        let Chunk { length, ends, tasks } = out;
        let length = *length;
        let level = luck.level;
        let end = |number: usize| number * length..(number + 1) * length;
        ends.clear();
        ends.resize((PLAN + 1 + network.nodes.len() - network.plan.tasks.len()) * length, 0);
        self.draw_risks(network, luck, first, length, sums);
        for &node in &network.order {
            self.draw_duration(network, node, luck, first, length);
            let of_node = &network.nodes[node];
            let (starts, durations) = (&mut self.starts[..length], &self.durations[..length]);
            // The earliest start is at least 0: a lead never reaches before the plan's start.
            path::start(level, of_node.not_before, network.waits_of(node), &self.finishes, starts);
            let finishes = &mut self.finishes[of_node.slot * length..(of_node.slot + 1) * length];
            let durations = if network.within_axis {
                path::finish(level, starts, durations, finishes)
            } else {
                path::finish_within(level, HORIZON_TICKS, starts, durations, finishes);
                sums.beyond += u64::from(path::peak(level, finishes) >= HORIZON_TICKS);
                path::sums(level, durations)
            };
            sums.add(node, durations);
            if of_node.may_end {
                path::latest(level, &mut ends[end(PLAN)], finishes);
            }
            match node.checked_sub(network.plan.tasks.len()) {
                Some(milestone) => ends[end(PLAN + 1 + milestone)].copy_from_slice(finishes),
                None if !tasks.is_empty() => {
                    tasks[end(2 * node)].copy_from_slice(finishes);
                    tasks[end(2 * node + 1)].copy_from_slice(starts);
                }
                None => {}
            }
        }
    }

    /// Which risks happen in which trials, and by how much they scale and delay.
    fn draw_risks(&mut self, network: &Network, luck: Luck, first: u64, length: usize, sums: &mut Sums) {
        let Self { bits, happened, sizes, .. } = self;
        let bits = &mut bits[..length];
        for (number, risk) in network.risks.iter().enumerate() {
            let happened = &mut happened[number * length..(number + 1) * length];
            luck.fill(risk.happens, first, bits);
            adjust::happens(luck.level, bits, risk.threshold, happened);
            sums.happened[number] += adjust::count(luck.level, happened);
        }
        let mut filled = None;
        for (number, size) in network.sizes.iter().enumerate() {
            // The sizes of a risk are read with the same bits, and many of them lie together.
            if filled != Some(size.risk) && size.draw.source != Source::Zero {
                luck.fill(network.risks[size.risk].size, first, bits);
                filled = Some(size.risk);
            }
            read(network, &size.draw, luck.level, bits, &mut sizes[number * length..(number + 1) * length]);
        }
    }

    /// The duration of a node: its own draw, changed by the risks that happen, rounded once (METHOD 2, 9, 12 and 13).
    fn draw_duration(&mut self, network: &Network, node: usize, luck: Luck, first: u64, length: usize) {
        let Self { bits, values, others, replaced, durations, happened, sizes, .. } = self;
        let (bits, durations) = (&mut bits[..length], &mut durations[..length]);
        let (level, of_node) = (luck.level, &network.nodes[node]);
        if let Some(ticks) = of_node.constant {
            durations.fill(ticks);
            return;
        }
        luck.fill(of_node.key, first, bits);
        if of_node.in_ticks
            && let Some(source) = source(network, &of_node.takes)
        {
            quantile::ticks(level, bits, source, &of_node.takes.map, durations);
            return;
        }
        let (values, others) = (&mut values[..length], &mut others[..length]);
        let replaced = &mut replaced[..length];
        read(network, &of_node.takes, level, bits, values);
        replaced.fill(0);
        for change in network.changes_of(node) {
            let happened = &happened[change.risk * length..(change.risk + 1) * length];
            let size = |number: usize| &sizes[number * length..(number + 1) * length];
            match change.kind {
                ChangeKind::Becomes(draw) => {
                    read(network, &draw, level, bits, others);
                    adjust::replace(level, values, replaced, happened, others);
                }
                ChangeKind::Scales(number) => {
                    adjust::multiply(level, values, happened, size(number), FACTOR_UNIT);
                }
                ChangeKind::Delays(number) => adjust::add(level, values, happened, size(number)),
            }
        }
        adjust::round(level, values, HORIZON_TICKS, durations);
    }
}

impl Luck {
    fn fill(self, key: u64, first: u64, bits: &mut [u32]) {
        match self.sampling {
            Sampling::Random => stream::fill(self.level, self.seed, key, first, bits),
            Sampling::LatinHypercube => strata::fill(self.level, self.seed, key, first, bits),
        }
    }
}

/// The values that the bits stand for in a draw.
fn read(network: &Network, draw: &Draw, level: Level, bits: &[u32], values: &mut [f64]) {
    match source(network, draw) {
        None => values.fill(draw.map.shift()),
        Some(source) => {
            quantile::values(level, bits, source, &draw.map, values);
            if draw.cut_above {
                adjust::cut_above(level, values);
            }
        }
    }
}

/// What a draw reads; a constant reads nothing.
fn source<'n>(network: &'n Network, draw: &Draw) -> Option<quantile::Source<'n>> {
    Some(match draw.source {
        Source::Zero => return None,
        Source::Uniform => quantile::Source::Uniform,
        Source::Triangle(mode) => quantile::Source::Triangle(mode),
        Source::Table(number) => quantile::Source::Table(&network.tables[number]),
        Source::Exp(sigma) => quantile::Source::Exp(fine_scores(), sigma),
    })
}
