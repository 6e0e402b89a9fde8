//! Random bits by counter: any number of any stream at once, from anywhere.
//!
//! Philox4x32 with 7 rounds (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011), the smallest
//! number of rounds that passes all of BigCrush there.
//!
//! The mapping is part of what a result means. The key of a stream is a 64-bit hash of its name and purpose. Trials come in groups
//! of 128. The counter is 32 times the number of the group, plus the place of the trial in its quarter of the group (low 64 bits),
//! and the seed (high 64 bits); the four words that come out belong to the four trials at that place, one in each quarter.

use fearless_simd::dispatch;

use super::Level;

/// The rounds of the streams.
const ROUNDS: usize = 7;

/// The trials of a group.
pub const GROUP: usize = 128;

/// The trials of a quarter of a group.
const QUARTER: usize = GROUP / 4;

/// One step of Philox4x32: four random words from a counter and a key.
///
/// ```
/// use landfall::kernel::stream::philox;
///
/// // The first published test vector for seven rounds.
/// assert_eq!(philox::<7>([0; 4], [0; 2]), [0x5f6f_b709, 0x0d89_3f64, 0x4f12_1f81, 0x4f73_0a48]);
/// ```
#[inline(always)]
pub fn philox<const N: usize>(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let [mut a, mut b, mut c, mut d] = counter;
    let [mut k, mut l] = key;
    for _ in 0..N {
        let first = u64::from(a) * 0xD251_1F53;
        let second = u64::from(c) * 0xCD9E_8D57;
        (a, b, c, d) =
            ((second >> 32) as u32 ^ b ^ k, second as u32, (first >> 32) as u32 ^ d ^ l, first as u32);
        k = k.wrapping_add(0x9E37_79B9);
        l = l.wrapping_add(0xBB67_AE85);
    }
    [a, b, c, d]
}

/// What is added to the key of a stream of sequences from one step to the next: odd, and half of the bits are set (2⁶⁴ over the golden ratio).
pub const NEXT_KEY: u64 = 0x9E37_79B9_7F4A_7C15;

/// Four words that belong to one trial alone, for sequences of which nobody knows beforehand how long they are.
#[inline]
pub fn single(seed: u64, key: u64, trial: u64) -> [u32; 4] {
    let counter = [trial as u32, (trial >> 32) as u32, seed as u32, (seed >> 32) as u32];
    philox::<ROUNDS>(counter, [key as u32, (key >> 32) as u32])
}

/// Fills `out` with the words of the trials `first`, `first + 1`, … of a stream. Fastest where `first` and the length are multiples
/// of [`GROUP`].
pub fn fill(level: Level, seed: u64, key: u64, first: u64, out: &mut [u32]) {
    dispatch!(level.0, _simd => groups(first, out, #[inline(always)] |group, words| fill_group(seed, key, group, words)));
}

/// The words of one group.
#[inline(always)]
pub(super) fn fill_group(seed: u64, key: u64, group: u64, out: &mut [u32; GROUP]) {
    let key = [key as u32, (key >> 32) as u32];
    let begin = group.wrapping_mul(QUARTER as u64);
    let (low, high) = (begin as u32, (begin >> 32) as u32);
    let (first, rest) = out.split_at_mut(QUARTER);
    let (second, rest) = rest.split_at_mut(QUARTER);
    let (third, fourth) = rest.split_at_mut(QUARTER);
    for place in 0..QUARTER {
        let counter = [low | place as u32, high, seed as u32, (seed >> 32) as u32];
        [first[place], second[place], third[place], fourth[place]] = philox::<ROUNDS>(counter, key);
    }
}

/// Fills `out` with the trials from `first` on of a stream that is made in whole groups.
#[inline(always)]
pub(super) fn groups(first: u64, out: &mut [u32], fill: impl Fn(u64, &mut [u32; GROUP])) {
    let skipped = (first % GROUP as u64) as usize;
    let mut group = first / GROUP as u64;
    let mut rest = out;
    let mut words = [0; GROUP];
    if skipped > 0 {
        let (head, after) = rest.split_at_mut(rest.len().min(GROUP - skipped));
        fill(group, &mut words);
        head.copy_from_slice(&words[skipped..skipped + head.len()]);
        group = group.wrapping_add(1);
        rest = after;
    }
    let (whole, tail) = rest.as_chunks_mut::<GROUP>();
    for out in whole {
        fill(group, out);
        group = group.wrapping_add(1);
    }
    if !tail.is_empty() {
        fill(group, &mut words);
        tail.copy_from_slice(&words[..tail.len()]);
    }
}

#[cfg(test)]
mod tests {
    use super::philox;

    /// The test vectors published with Random123 (kat_vectors): zeros, ones, and the digits of pi.
    #[test]
    fn philox_gives_its_published_test_vectors() {
        let pi = ([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]);
        let ones = ([u32::MAX; 4], [u32::MAX; 2]);
        assert_eq!(philox::<7>([0; 4], [0; 2]), [0x5f6f_b709, 0x0d89_3f64, 0x4f12_1f81, 0x4f73_0a48]);
        assert_eq!(philox::<7>(ones.0, ones.1), [0x5207_ddc2, 0x4516_5e59, 0x4d8e_e751, 0x8c52_f662]);
        assert_eq!(philox::<7>(pi.0, pi.1), [0x4dfc_caba, 0x190a_87f0, 0xc473_62ba, 0xb6b5_242a]);
        assert_eq!(philox::<10>([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox::<10>(ones.0, ones.1), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(philox::<10>(pi.0, pi.1), [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]);
    }
}
