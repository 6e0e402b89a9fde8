//! One block of trials: durations, risks, and the longest-path pass, column by column.

use super::trials::{Layout, PLAN, Sums};
use crate::curve::{Draw, Source};
use crate::kernel::{adjust, path, quantile, stream};
use crate::network::{ChangeKind, Network};
use crate::units::HORIZON_TICKS;

/// The columns a thread works in, used again for each block.
pub(super) struct Workspace {
    bits: Vec<u32>,
    values: Vec<f64>,
    others: Vec<f64>,
    replaced: Vec<u8>,
    durations: Vec<i32>,
    starts: Vec<i32>,
    latest: Vec<i32>,
    /// Whether each risk happens, risk after risk.
    happened: Vec<u8>,
    /// The finishes that are still to be read, slot after slot.
    finishes: Vec<i32>,
}

/// The most bytes a workspace takes; plans that need more columns at once run in smaller blocks.
const MOST_BYTES: usize = 64 << 20;

impl Workspace {
    /// The most trials of a block of this network.
    pub(super) fn most_trials(network: &Network) -> usize {
        // Two columns of f64, four of four bytes, one of bytes; a column of finishes a slot; a byte a risk.
        let per_trial = 33 + 4 * network.slots + network.risks.len();
        (MOST_BYTES / per_trial).max(1)
    }

    pub(super) fn new(network: &Network, block: usize) -> Self {
        Self {
            bits: vec![0; block],
            values: vec![0.0; block],
            others: vec![0.0; block],
            replaced: vec![0; block],
            durations: vec![0; block],
            starts: vec![0; block],
            latest: vec![0; block],
            happened: vec![0; block * network.risks.len()],
            finishes: vec![0; block * network.slots],
        }
    }

    /// Simulates the trials from `first` on, as many as `out` has room for, and writes their columns there.
    pub(super) fn run(
        &mut self,
        network: &Network,
        layout: &Layout,
        seed: u64,
        first: u64,
        out: &mut [i32],
    ) -> Sums {
        let length = out.len() / layout.columns;
        let mut sums = Sums::new(network);
        self.draw_risks(network, seed, first, length, &mut sums);
        self.latest[..length].fill(0);
        for &node in &network.order {
            self.draw_duration(network, node, seed, first, length);
            self.start(network, node, length);
            let slot = network.nodes[node].slot * length;
            let finishes = &mut self.finishes[slot..slot + length];
            let starts = &mut self.starts[..length];
            path::finish(starts, &self.durations[..length], HORIZON_TICKS, finishes);
            sums.durations[node] = path::sums(starts, finishes);
            sums.beyond += u64::from(path::peak(finishes) >= HORIZON_TICKS);
            if network.nodes[node].may_end {
                path::latest(&mut self.latest[..length], finishes);
            }
            for (column, ticks) in [(layout.finishes[node], &*finishes), (layout.starts[node], &*starts)] {
                if let Some(column) = column {
                    out[column * length..(column + 1) * length].copy_from_slice(ticks);
                }
            }
        }
        out[PLAN * length..(PLAN + 1) * length].copy_from_slice(&self.latest[..length]);
        sums
    }

    /// Which risks happen in which trials.
    fn draw_risks(&mut self, network: &Network, seed: u64, first: u64, length: usize, sums: &mut Sums) {
        let bits = &mut self.bits[..length];
        for (number, risk) in network.risks.iter().enumerate() {
            let happened = &mut self.happened[number * length..(number + 1) * length];
            stream::fill(seed, risk.happens, first, bits);
            adjust::happens(bits, risk.threshold, happened);
            sums.happened[number] = adjust::count(happened);
        }
    }

    /// The duration of a node: its own draw, changed by the risks that happen, rounded once (METHOD 2, 9, 12 and 13).
    fn draw_duration(&mut self, network: &Network, node: usize, seed: u64, first: u64, length: usize) {
        let Self { bits, values, others, replaced, durations, happened, .. } = self;
        let (bits, values, others) = (&mut bits[..length], &mut values[..length], &mut others[..length]);
        let of_node = &network.nodes[node];
        read(network, &of_node.takes, of_node.key, (seed, first), bits, values);
        let changes = network.changes_of(node);
        if changes.first().is_some_and(|change| change.kind == ChangeKind::Becomes) {
            replaced[..length].fill(0);
        }
        for change in changes {
            let risk = &network.risks[change.risk];
            let key = if change.kind == ChangeKind::Becomes { of_node.key } else { risk.size };
            read(network, &change.draw, key, (seed, first), bits, others);
            let happened = &happened[change.risk * length..(change.risk + 1) * length];
            match change.kind {
                ChangeKind::Becomes => adjust::replace(values, &mut replaced[..length], happened, others),
                ChangeKind::Scales => adjust::multiply(values, happened, others),
                ChangeKind::Delays => adjust::add(values, happened, others),
            }
        }
        adjust::round(values, HORIZON_TICKS, &mut durations[..length]);
    }

    /// The start of a node: the latest of what it waits for (METHOD 15).
    fn start(&mut self, network: &Network, node: usize, length: usize) {
        let starts = &mut self.starts[..length];
        // The earliest start is at least 0: a lead never reaches before the plan's start.
        starts.fill(network.nodes[node].not_before);
        for link in network.links_of(node) {
            let slot = network.nodes[link.from].slot * length;
            path::wait_for(starts, &self.finishes[slot..slot + length], link.lag);
        }
    }
}

/// Draws a column of values.
fn read(
    network: &Network,
    draw: &Draw,
    key: u64,
    (seed, first): (u64, u64),
    bits: &mut [u32],
    values: &mut [f64],
) {
    if draw.source == Source::Zero {
        values.fill(draw.shift);
        return;
    }
    stream::fill(seed, key, first, bits);
    match draw.source {
        Source::Zero => {}
        Source::Uniform => quantile::uniform(bits, draw.flip, values),
        Source::Triangle(mode) => quantile::triangle(bits, draw.flip, mode, values),
        Source::Table(number) => quantile::table(bits, draw.flip, &network.tables[number], values),
    }
    quantile::scale(values, draw.shift, draw.scale, draw.floor, draw.ceiling);
}
