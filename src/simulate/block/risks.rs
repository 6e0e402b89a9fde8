//! What is drawn once for all nodes: which risks happen, by how much they change, what is there, and what tasks have in common.

use std::ops::Range;

use super::again::Known;
use super::{Luck, Workspace};
use crate::curve::{Draw, Source, normal_tables};
use crate::kernel::{adjust, chance, copula};
use crate::network::{FACTOR_UNIT, Network, Rule, Size};
use crate::simulate::trials::Sums;

impl Workspace {
    /// Which risks happen in which trials, and by how much they scale and delay.
    pub(super) fn draw_risks(
        &mut self,
        network: &Network,
        luck: Luck,
        first: u64,
        length: usize,
        known: Option<&Known>,
        sums: &mut Sums,
    ) {
        let Self { bits, happened, .. } = self;
        let bits = &mut bits[..length];
        let mut filled = None;
        for &number in &network.risk_order {
            if known.is_some_and(|known| !known.risks[number]) {
                continue;
            }
            let risk = &network.risks[number];
            // Those of a set have their bits in common, and mostly stand together.
            if filled.replace(risk.happens) != Some(risk.happens) {
                luck.fill(risk.happens, first, bits);
            }
            let column = number * length..(number + 1) * length;
            match risk.rule {
                Rule::Below(threshold) => {
                    chance::happens(luck.level, bits, threshold, &mut happened[column.clone()])
                }
                Rule::Between(from, to) => {
                    chance::happens_between(luck.level, bits, from, to, &mut happened[column.clone()]);
                }
                Rule::Given { otherwise, given, risk: other } => {
                    let (happened, other) =
                        two(happened, column.clone(), other * length..(other + 1) * length);
                    chance::happens_given(luck.level, bits, otherwise, given, other, happened);
                }
            }
            sums.happened[number] += chance::count(luck.level, &happened[column]);
        }
        self.draw_sizes(network, luck, first, length, known);
    }

    /// By how much risks scale and delay where they happen, for all nodes that share it.
    fn draw_sizes(
        &mut self,
        network: &Network,
        luck: Luck,
        first: u64,
        length: usize,
        known: Option<&Known>,
    ) {
        let Self { bits, others, replaced, happened, sizes, .. } = self;
        let (bits, others, replaced) = (&mut bits[..length], &mut others[..length], &mut replaced[..length]);
        let happened = |risk: usize| &happened[risk * length..(risk + 1) * length];
        let mut filled = None;
        let mut draw = |risk: usize, draw: &Draw, values: &mut [f64]| {
            // The sizes of a risk are read with the same bits, and many of them lie together.
            if filled != Some(risk) && draw.source != Source::Zero {
                luck.fill(network.risks[risk].size, first, bits);
                filled = Some(risk);
            }
            network.curves.read(draw, luck.level, bits, values);
        };
        for (number, (size, values)) in network.sizes.iter().zip(sizes.chunks_exact_mut(length)).enumerate() {
            if known.is_some_and(|known| !known.sizes[number]) {
                continue;
            }
            match size {
                Size::Scale(risk, of) => {
                    draw(*risk, of, values);
                    adjust::only_where(luck.level, values, happened(*risk), FACTOR_UNIT, 1.0);
                }
                Size::Delay(risk, of) => {
                    draw(*risk, of, values);
                    adjust::only_where(luck.level, values, happened(*risk), 1.0, 0.0);
                }
                Size::Largest(several) => {
                    replaced.fill(0);
                    for (risk, of) in several {
                        draw(*risk, of, others);
                        adjust::replace(luck.level, values, replaced, happened(*risk), others);
                    }
                    adjust::only_where(luck.level, values, replaced, FACTOR_UNIT, 1.0);
                }
            }
        }
    }

    /// In which trials what may not be there is there.
    pub(super) fn draw_presences(
        &mut self,
        network: &Network,
        luck: Luck,
        first: u64,
        length: usize,
        sums: &mut Sums,
    ) {
        let Self { bits, there, .. } = self;
        let bits = &mut bits[..length];
        for (number, presence) in network.presences.iter().enumerate() {
            let column = number * length..(number + 1) * length;
            match presence.own {
                Some((key, threshold)) => {
                    luck.fill(key, first, bits);
                    chance::happens(luck.level, bits, threshold, &mut there[column.clone()]);
                }
                None => there[column.clone()].fill(1),
            }
            for &needed in &presence.needs {
                let (there, needed) = two(there, column.clone(), needed * length..(needed + 1) * length);
                chance::only_with(luck.level, there, needed);
            }
            sums.there[number] += chance::count(luck.level, &there[column]);
        }
    }

    /// The normal scores that tasks share.
    pub(super) fn draw_shared(&mut self, network: &Network, luck: Luck, first: u64, length: usize) {
        let bits = &mut self.bits[..length];
        let streams = network.shared.iter().zip(&network.learned);
        for ((&key, learned), scores) in streams.zip(self.shared.chunks_exact_mut(length)) {
            luck.fill(key, first, bits);
            copula::scores(luck.level, bits, normal_tables(), scores);
            if let Some((mean, sd)) = *learned {
                scores.iter_mut().for_each(|score| *score = mean + sd * *score);
            }
        }
    }
}

/// One column to write and another to read.
fn two(columns: &mut [u8], write: Range<usize>, read: Range<usize>) -> (&mut [u8], &[u8]) {
    if write.start < read.start {
        let (before, after) = columns.split_at_mut(read.start);
        (&mut before[write], &after[..read.len()])
    } else {
        let (before, after) = columns.split_at_mut(write.start);
        (&mut after[..write.len()], &before[read])
    }
}
