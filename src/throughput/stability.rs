//! Whether the recent half of a history goes at another pace than the older one.

use crate::kernel::stream;
use crate::network::keys::{Purpose, key};

/// The recent half of a history against the older one.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Stability {
    /// The mean of the older half [items a period].
    pub older: f64,
    /// The mean of the recent half [items a period].
    pub recent: f64,
    /// How often a history of the same periods in another order has halves that differ as much, in (0, 1]; `None` where the history is
    /// too short to tell (fewer than eight blocks).
    pub chance: Option<f64>,
}

/// The fewest blocks whose order can be looked at: there are 70 ways to halve eight.
const FEWEST: usize = 8;

/// In how many other orders the periods are looked at.
const ORDERS: usize = 999;

/// Where halves differ as much by chance as seldom as this, they are told to differ.
const SELDOM: f64 = 0.05;

impl Stability {
    /// That of a history whose periods hang together in blocks of a length.
    ///
    /// Halves are compared by the difference of their means over its standard error (Chung and Romano 2013, "Exact and asymptotically robust
    /// permutation tests", Annals of Statistics 41), among orders of the blocks taken at random.
    pub(super) fn of(history: &[u32], block: usize) -> Self {
        let (older, recent) = halves(history);
        let mean = |part: &[u32]| part.iter().map(|&count| f64::from(count)).sum::<f64>() / part.len() as f64;
        let (older, recent) = (mean(older), mean(recent));
        // Whole blocks, from the end.
        let mut blocks: Vec<f64> = history
            .rchunks_exact(block.max(1))
            .map(|block| block.iter().map(|&count| f64::from(count)).sum())
            .collect();
        if blocks.len() < FEWEST {
            return Self { older, recent, chance: None };
        }
        let observed = difference(&blocks);
        let stream = key("", Purpose::Order);
        let mut as_much = 1;
        for order in 0..ORDERS {
            shuffle(&mut blocks, stream, order as u64);
            // Less what adding in another order loses.
            as_much += usize::from(difference(&blocks) >= observed * (1.0 - 1e-9));
        }
        Self { older, recent, chance: Some(as_much as f64 / (ORDERS + 1) as f64) }
    }

    /// Whether the pace changed: halves differ as much by chance in no more than 5% of the histories.
    pub fn has_changed(&self) -> bool {
        self.chance.is_some_and(|chance| chance <= SELDOM)
    }
}

/// The older and the recent half; of an odd number the older has one more.
fn halves(history: &[u32]) -> (&[u32], &[u32]) {
    history.split_at(history.len().div_ceil(2))
}

/// The deviation of each period from the mean of its half, so that a change of the pace does not count as hanging together.
pub(super) fn deviations(history: &[u32]) -> Vec<f64> {
    let (older, recent) = halves(history);
    let mut deviations = Vec::with_capacity(history.len());
    for part in [older, recent] {
        let mean = part.iter().map(|&count| f64::from(count)).sum::<f64>() / part.len().max(1) as f64;
        deviations.extend(part.iter().map(|&count| f64::from(count) - mean));
    }
    deviations
}

/// By how many standard errors the means of both halves differ; without any spread infinitely many, where they differ at all.
fn difference(blocks: &[f64]) -> f64 {
    let (first, second) = blocks.split_at(blocks.len() / 2);
    let moments = |part: &[f64]| {
        let n = part.len() as f64;
        let mean = part.iter().sum::<f64>() / n;
        let squares: f64 = part.iter().map(|value| (value - mean) * (value - mean)).sum();
        (mean, squares / (n - 1.0) / n)
    };
    let ((first, of_first), (second, of_second)) = (moments(first), moments(second));
    let difference = (first - second).abs();
    if difference > 0.0 { difference / (of_first + of_second).sqrt() } else { 0.0 }
}

/// Another order of the blocks (Fisher and Yates).
fn shuffle(blocks: &mut [f64], stream: u64, order: u64) {
    let mut key = stream;
    let mut words = [0; 4];
    for (step, place) in (1..blocks.len()).rev().enumerate() {
        if step % 4 == 0 {
            words = stream::single(0, key, order);
            key = key.wrapping_add(stream::NEXT_KEY);
        }
        let other = (u64::from(words[step % 4]) * (place as u64 + 1)) >> 32;
        blocks.swap(place, other as usize);
    }
}
