//! A list in words, ready for its trials.

use super::super::List;
use super::build::{Builder, Edges};

/// So many jobs can be at work at a time at most.
pub(super) const SLOTS: usize = 1024;

/// So many people can be counted digit by digit.
pub(super) const DIGITS: usize = 10;

/// So many different needs a pool can have.
pub(super) const NEEDS: usize = 4;

/// So many followers are released at once. Most jobs have no more, and each time that a processor guesses wrong costs as much as
/// several.
pub(super) const BATCH: usize = 3;

/// Followers of a place, nobody where there are fewer, and the number of the next batch or 0.
pub(super) type Batch = ([u16; BATCH], u16);

/// The jobs, by their places.
#[derive(Debug, Clone)]
pub(in super::super) struct Table {
    /// How many there are, lags included.
    pub(super) count: usize,
    /// The place of each job.
    pub(super) places: Vec<u32>,
    /// The places of lags, and how long they last.
    pub(super) lags: Vec<(u32, i32)>,
    /// The place that stands for nobody: the first of a word of its own after all others.
    pub(super) nobody: u16,
    /// How many jobs can be at work at a time, at most.
    pub(super) slots: usize,
    /// The first batch of each place, and then the others.
    pub(super) followers: Vec<Batch>,
    /// The first batch of those who wait for the start of each place; empty if nobody does.
    pub(super) start_followers: Vec<Batch>,
    /// How much each place waits for.
    pub(super) waits: Vec<u8>,
    /// The number of the job at each place.
    pub(super) ranks: Vec<u16>,
    /// Which places wait for nothing.
    pub(super) ready: [u64; 64],
    /// How many people need each word's jobs.
    pub(super) needs: [u32; 64],
    /// The pool of each word.
    pub(super) pools: [u8; 64],
    /// How many people each pool has.
    pub(super) people: [u32; 64],
    /// The words of the same pool as each, if it has a pool; those are always open that do not.
    pub(super) siblings: [u64; 64],
    pub(super) always: u64,
    /// How many people each word's pool has, digit by digit, counted as jobs that they can do.
    pub(super) digits: [u64; DIGITS],
    /// How many digits there are.
    pub(super) most_digits: usize,
    /// The words of each need of a pool, and the need.
    pub(super) kinds: [[(u64, u32); NEEDS]; 64],
    /// How many needs a pool has at most.
    pub(super) most_kinds: usize,
}

impl Table {
    pub(in super::super) fn new(list: &List<'_>) -> Option<Self> {
        let all = Builder::new(list)?;
        let nobody = 64 * all.words as u16;
        let size = usize::from(nobody) + 1;
        let mut ready = [0; 64];
        let mut waits = vec![0; size];
        for (&place, &count) in all.places.iter().zip(&all.waits) {
            waits[place as usize] = u8::try_from(count).ok()?;
            ready[place as usize / 64] |= u64::from(count == 0) << (place % 64);
        }
        let mut ranks = vec![0; size];
        for (number, &place) in all.places.iter().enumerate() {
            ranks[place as usize] = number as u16;
        }
        let (mut needs, mut pools, mut siblings) = ([0; 64], [63; 64], [0u64; 64]);
        let mut people = [0; 64];
        let mut kinds = [[(0, u32::MAX); NEEDS]; 64];
        let (mut most_kinds, mut slots) = (1, 0);
        let (mut always, mut digits, mut most_digits) = (0, [0; DIGITS], 1);
        for (number, pool) in all.pools.iter().enumerate() {
            people[number] = pool.units;
            most_kinds = most_kinds.max(pool.kinds.len());
            slots += pool.most;
            let words = pool.kinds.iter().fold(0, |all, kind| all | mask(kind.begin, kind.end));
            for (at, kind) in pool.kinds.iter().enumerate() {
                *kinds[number].get_mut(at)? = (mask(kind.begin, kind.end), kind.need);
                for word in kind.begin..kind.end {
                    pools[word] = number as u8;
                    needs[word] = kind.need;
                    siblings[word] = if kind.need == 0 { 0 } else { words };
                }
            }
            if pool.kinds[0].need == 0 {
                always |= words;
            } else if slots <= SLOTS {
                // Each digit's bit in all words of the pool.
                for (digit, bits) in digits.iter_mut().enumerate() {
                    *bits |= if pool.most >> digit & 1 == 1 { words } else { 0 };
                }
                most_digits = most_digits.max(pool.most.ilog2() as usize + 1);
            }
        }
        if slots > SLOTS || most_digits > DIGITS {
            return None;
        }
        Some(Self {
            count: all.places.len(),
            places: all.places[..list.jobs.len()].to_vec(),
            lags: all.places[list.jobs.len()..].iter().copied().zip(all.lags).collect(),
            nobody,
            slots,
            followers: batches(&all.places, &all.edges, nobody)?,
            start_followers: if all.start_edges.is_empty() {
                Vec::new()
            } else {
                batches(&all.places, &all.start_edges, nobody)?
            },
            waits,
            ranks,
            ready,
            needs,
            pools,
            people,
            siblings,
            always,
            digits,
            most_digits,
            kinds,
            most_kinds,
        })
    }

    /// How long a row is.
    pub(super) fn width(&self) -> usize {
        usize::from(self.nobody) + 64
    }
}

/// The words from one to before another.
fn mask(begin: usize, end: usize) -> u64 {
    (begin..end).fold(0, |all, word| all | 1 << word)
}

/// The followers of each place, in batches.
fn batches(places: &[u32], edges: &Edges, nobody: u16) -> Option<Vec<Batch>> {
    let mut batches = vec![([nobody; BATCH], 0); usize::from(nobody) + 1];
    let mut last: Vec<(usize, usize)> = (0..batches.len()).map(|batch| (batch, 0)).collect();
    for &(from, to) in edges {
        let (batch, filled) = &mut last[places[from] as usize];
        if *filled == BATCH {
            let next = batches.len();
            batches[*batch].1 = u16::try_from(next).ok()?;
            batches.push(([nobody; BATCH], 0));
            (*batch, *filled) = (next, 0);
        }
        batches[*batch].0[*filled] = places[to] as u16;
        *filled += 1;
    }
    Some(batches)
}
