//! How long a node takes: its own draw, and what risks make of it.

use super::{Luck, Workspace};
use crate::curve::normal_tables;
use crate::kernel::{adjust, copula, quantile};
use crate::network::{By, Change, ChangeKind, Common, FACTOR_UNIT, Network};
use crate::units::HORIZON_TICKS;

impl Workspace {
    /// The durations of a node: its own draw, changed by the risks that happen, rounded once (METHOD 2, 9, and 11 to 13).
    pub(super) fn draw_duration(
        &mut self,
        network: &Network,
        node: usize,
        luck: Luck,
        first: u64,
        length: usize,
    ) {
        let Some(past) = network.nodes[node].past else {
            return self.draw_whole(network, node, luck, first, length);
        };
        if past.finish.is_some() {
            self.durations[..length].fill(past.done);
        } else if let Some(under_way) = past.under_way {
            self.draw_bits(network, node, luck, first, length);
            self.draw_under_way(network, node, &network.under_way[under_way], luck, first, length);
        } else {
            self.draw_whole(network, node, luck, first, length);
            let durations = self.durations[..length].iter_mut();
            durations.for_each(|left| *left = (*left + past.done).min(HORIZON_TICKS));
        }
    }

    /// The random bits of a node, with what they have in common with those of others.
    fn draw_bits(&mut self, network: &Network, node: usize, luck: Luck, first: u64, length: usize) {
        let (bits, of_node) = (&mut self.bits[..length], &network.nodes[node]);
        luck.fill(of_node.key, first, bits);
        if let Some(Common { shared: number, common, own }) = of_node.common {
            let shared = &self.shared[number * length..(number + 1) * length];
            copula::mix(luck.level, bits, normal_tables(), shared, common, own);
        }
    }

    /// The durations of a node of which all is still to be done, or what is left of one.
    fn draw_whole(&mut self, network: &Network, node: usize, luck: Luck, first: u64, length: usize) {
        let (level, of_node) = (luck.level, &network.nodes[node]);
        if let Some(ticks) = of_node.constant {
            self.durations[..length].fill(ticks);
            return;
        }
        self.draw_bits(network, node, luck, first, length);
        let durations = &mut self.durations[..length];
        if of_node.in_ticks
            && let Some(source) = network.curves.source(&of_node.takes)
        {
            quantile::ticks(level, &self.bits[..length], source, &of_node.takes.map, durations);
            return;
        }
        let (changes, count) = (network.changes_of(node), self.read_replaced(network, node, luck, length));
        // The last change and the rounding go in one where a shared size is all there is to it.
        let (last, rest) = match changes[count..].split_last() {
            Some((last, before)) if last.kind.is_of_shared_size() => (Some(last.kind), before),
            _ => (None, &changes[count..]),
        };
        self.change(network, rest.iter(), luck, first, length);
        let Self { values, durations, sizes, .. } = self;
        let (values, durations) = (&values[..length], &mut durations[..length]);
        let size = |number: usize| &sizes[number * length..(number + 1) * length];
        match last {
            Some(ChangeKind::Scales(By::Size(number))) => {
                adjust::round_scaled(level, values, size(number), HORIZON_TICKS, durations);
            }
            Some(ChangeKind::Delays(By::Size(number))) => {
                adjust::round_delayed(level, values, size(number), HORIZON_TICKS, durations);
            }
            _ => adjust::round(level, values, HORIZON_TICKS, durations),
        }
    }

    /// The values that the bits of a node stand for, in its own curve or in those that replace it (what replaces comes first); how many of
    /// its changes could.
    pub(super) fn read_replaced(
        &mut self,
        network: &Network,
        node: usize,
        luck: Luck,
        length: usize,
    ) -> usize {
        let Self { bits, values, others, replaced, happened, .. } = self;
        let (bits, values, others) = (&bits[..length], &mut values[..length], &mut others[..length]);
        let replaced = &mut replaced[..length];
        network.curves.read(&network.nodes[node].takes, luck.level, bits, values);
        let mut count = 0;
        for change in network.changes_of(node) {
            let ChangeKind::Becomes(draw) = change.kind else { break };
            if count == 0 {
                replaced.fill(0);
            }
            network.curves.read(&draw, luck.level, bits, others);
            let happened = &happened[change.risk * length..(change.risk + 1) * length];
            adjust::replace(luck.level, values, replaced, happened, others);
            count += 1;
        }
        count
    }

    /// Scales, delays and paces what is in the column of values, as changes say of which none replaces it.
    pub(super) fn change<'c>(
        &mut self,
        network: &Network,
        changes: impl Iterator<Item = &'c Change>,
        luck: Luck,
        first: u64,
        length: usize,
    ) {
        let Self { bits, values, others, largest, replaced, happened, sizes, .. } = self;
        let (bits, values, others) = (&mut bits[..length], &mut values[..length], &mut others[..length]);
        let (largest, replaced) = (&mut largest[..length], &mut replaced[..length]);
        let level = luck.level;
        let size = |number: usize| &sizes[number * length..(number + 1) * length];
        // Whether no scale of a set that absorb each other has been looked at yet.
        let mut is_first = true;
        for change in changes {
            let happened = |risk: usize| &happened[risk * length..(risk + 1) * length];
            match change.kind {
                ChangeKind::Becomes(_) => {}
                ChangeKind::Scales(By::Size(number)) => adjust::multiply(level, values, size(number)),
                ChangeKind::Scales(By::Own { key, draw }) => {
                    luck.fill(key, first, bits);
                    network.curves.read(&draw, level, bits, others);
                    adjust::only_where(level, others, happened(change.risk), FACTOR_UNIT, 1.0);
                    adjust::multiply(level, values, others);
                }
                ChangeKind::ScalesMost { key, draw, last } => {
                    luck.fill(key, first, bits);
                    network.curves.read(&draw, level, bits, others);
                    if std::mem::replace(&mut is_first, last) {
                        replaced.fill(0);
                    }
                    adjust::replace(level, largest, replaced, happened(change.risk), others);
                    if last {
                        adjust::only_where(level, largest, replaced, FACTOR_UNIT, 1.0);
                        adjust::multiply(level, values, largest);
                    }
                }
                ChangeKind::Delays(By::Size(number)) => adjust::add(level, values, size(number)),
                ChangeKind::Delays(By::Own { key, draw }) => {
                    luck.fill(key, first, bits);
                    network.curves.read(&draw, level, bits, others);
                    adjust::only_where(level, others, happened(change.risk), 1.0, 0.0);
                    adjust::add(level, values, others);
                }
                ChangeKind::Pace(pace) => {
                    others.fill(pace);
                    adjust::multiply(level, values, others);
                }
            }
        }
    }
}
