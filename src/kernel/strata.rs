//! Stratified random bits (Latin hypercube sampling, McKay, Beckman and Conover 1979): of every 512 trials exactly one lies in each of
//! the 512 strata of a stream, in an order of the stream's own, so that means and percentiles need fewer trials.
//!
//! The mapping is part of what a result means. The lower 23 bits of a trial are the upper 23 of the same trial in [`stream`]. The upper
//! 9 are its place in the block of 512, permuted by three rounds of adding, multiplying by an odd number (both modulo 512) and
//! folding the upper half onto the lower (after Kensler, "Correlated multi-jittered sampling", 2013), with numbers from the step of
//! Philox whose counter is the number of the block with its highest bit set.

use fearless_simd::dispatch;

use super::Level;
use super::stream::{self, GROUP, fill_group, philox};

/// The trials of a block, and its strata.
pub const BLOCK: usize = 512;

/// Fills `out` with the words of the trials `first`, `first + 1`, … of a stream. Fastest where `first` and the length are multiples
/// of [`stream::GROUP`].
pub fn fill(level: Level, seed: u64, key: u64, first: u64, out: &mut [u32]) {
    dispatch!(level.0, _simd => stream::groups(first, out, #[inline(always)] |group, words| {
        fill_group(seed, key, group, words);
        stratify(seed, key, group, words);
    }));
}

/// The places in a group.
const PLACES: [u16; GROUP] = {
    let mut places = [0; GROUP];
    let mut place = 0;
    while place < GROUP {
        places[place] = place as u16;
        place += 1;
    }
    places
};

#[inline(always)]
fn stratify(seed: u64, key: u64, group: u64, words: &mut [u32; GROUP]) {
    const GROUPS: u64 = (BLOCK / GROUP) as u64;
    let permutation = Permutation::new(seed, key, group / GROUPS);
    let begin = (group % GROUPS) as u16 * GROUP as u16;
    // In a column of their own, because two bytes go twice as far as four.
    let mut strata = PLACES;
    for stratum in &mut strata {
        *stratum = permutation.of(begin + *stratum);
    }
    for (word, stratum) in words.iter_mut().zip(strata) {
        *word = u32::from(stratum) << 23 | *word >> 9;
    }
}

/// A permutation of 0 to 511.
#[derive(Clone, Copy)]
struct Permutation {
    add: [u16; 4],
    multiply: [u16; 3],
}

impl Permutation {
    #[inline(always)]
    fn new(seed: u64, key: u64, block: u64) -> Self {
        let counter = [block as u32, (block >> 32) as u32 | 1 << 31, seed as u32, (seed >> 32) as u32];
        let [a, b, c, d] = philox::<7>(counter, [key as u32, (key >> 32) as u32]);
        let halves = |word: u32| [word as u16, (word >> 16) as u16];
        let ([a, e], [b, f], [c, g]) = (halves(a), halves(b), halves(c));
        Self { add: [a, b, c, d as u16], multiply: [e | 1, f | 1, g | 1] }
    }

    #[inline(always)]
    fn of(self, place: u16) -> u16 {
        const MASK: u16 = BLOCK as u16 - 1;
        let mut x = place;
        for round in 0..3 {
            x = x.wrapping_add(self.add[round]).wrapping_mul(self.multiply[round]) & MASK;
            x ^= x >> 5;
        }
        x.wrapping_add(self.add[3]) & MASK
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stratum_is_met_once() {
        for block in 0..200 {
            let permutation = Permutation::new(3, 0x1234_5678_9abc_def0 ^ block << 20, block);
            let mut met = [false; BLOCK];
            (0..BLOCK).for_each(|place| met[permutation.of(place as u16) as usize] = true);
            assert!(met.into_iter().all(|met| met));
        }
    }
}
