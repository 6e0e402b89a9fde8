//! Stratified random bits (Latin hypercube sampling, McKay, Beckman and Conover 1979): of every 512 trials exactly one lies in each of
//! the 512 strata of a stream, in an order of the stream's own, so that means and percentiles need fewer trials.
//!
//! The mapping is part of what a result means. The lower 23 bits of a trial are the upper 23 of the same trial in [`stream`]. The upper
//! 9 are its place in the block of 512, permuted by three rounds of adding, multiplying by an odd number (both modulo 512) and
//! folding the upper half onto the lower (after Kensler, "Correlated multi-jittered sampling", 2013), with numbers from the step of
//! Philox whose counter is the number of the block with its highest bit set.

use fearless_simd::prelude::*;
use fearless_simd::{dispatch, u16x16, u32x8};

use super::Level;
use super::stream::{self, GROUP, fill_group, philox};

/// The trials of a block, and its strata.
pub const BLOCK: usize = 512;

/// Fills `out` with the words of the trials `first`, `first + 1`, … of a stream. Fastest where `first` and the length are multiples
/// of [`stream::GROUP`].
pub fn fill(level: Level, seed: u64, key: u64, first: u64, out: &mut [u32]) {
    if first.is_multiple_of(GROUP as u64) && out.len().is_multiple_of(GROUP) {
        // The words first: one loop does one thing, and the compiler does it well.
        stream::fill(level, seed, key, first, out);
        dispatch!(level.0, simd => {
            for (words, group) in out.as_chunks_mut::<GROUP>().0.iter_mut().zip(first / GROUP as u64..) {
                stratify(simd, seed, key, group, words);
            }
        });
    } else {
        dispatch!(level.0, simd => stream::groups(first, out, #[inline(always)] |group, words| {
            fill_group(seed, key, group, words);
            stratify(simd, seed, key, group, words);
        }));
    }
}

/// The places of sixteen trials after the first.
const NEXT: [u16; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

#[inline(always)]
fn stratify<S: Simd>(simd: S, seed: u64, key: u64, group: u64, words: &mut [u32; GROUP]) {
    const GROUPS: u64 = (BLOCK / GROUP) as u64;
    let permutation = Permutation::new(seed, key, group / GROUPS);
    // Sixteen numbers of two bytes at a time, because two bytes go twice as far as four.
    let mut places = u16x16::simd_from(simd, NEXT) + (group % GROUPS) as u16 * GROUP as u16;
    for words in words.as_chunks_mut::<16>().0 {
        let (low, high) = permutation.of(places).widen();
        let (first, second) = words.split_at_mut(8);
        for (words, strata) in [(first, low), (second, high)] {
            let jitter = u32x8::from_slice(simd, words) >> 9;
            words.copy_from_slice(((strata << 23) | jitter).as_slice());
        }
        places += 16;
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
    fn of<S: Simd>(self, places: u16x16<S>) -> u16x16<S> {
        const MASK: u16 = BLOCK as u16 - 1;
        let [a, b, c, d] = self.add;
        let [e, f, g] = self.multiply;
        let x = ((places + a) * e) & MASK;
        let x = (((x ^ (x >> 5)) + b) * f) & MASK;
        let x = (((x ^ (x >> 5)) + c) * g) & MASK;
        ((x ^ (x >> 5)) + d) & MASK
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stratum_is_met_once() {
        for key in 0..200u64 {
            let mut words = vec![0; 2 * BLOCK];
            fill(Level::best(), 3, 0x1234_5678_9abc_def0 ^ key << 20, 0, &mut words);
            for block in words.chunks(BLOCK) {
                let mut met = [false; BLOCK];
                block.iter().for_each(|word| met[(word >> 23) as usize] = true);
                assert!(met.into_iter().all(|met| met));
            }
        }
    }
}
