//! Whether things happen, trial by trial: 1 where they do, else 0.
//! Of columns of unequal length as many trials are done as the shortest has.

use fearless_simd::dispatch;

use super::Level;

/// Whether something with this threshold happens, for each of the bits: where they lie below it.
pub fn happens(level: Level, bits: &[u32], threshold: u64, happened: &mut [u8]) {
    happens_between(level, bits, 0, threshold, happened);
}

/// Whether something happens, for each of the bits: where they lie from `from` on and below `to`. Both are at most 2³².
pub fn happens_between(level: Level, bits: &[u32], from: u64, to: u64, happened: &mut [u8]) {
    dispatch!(level.0, _simd => happens_between_all(bits, from, to, happened));
}

#[inline(always)]
fn happens_between_all(bits: &[u32], from: u64, to: u64, happened: &mut [u8]) {
    // As many as lie between; all of them where 32 bits cannot hold the number.
    let Ok(width) = u32::try_from(to.saturating_sub(from)) else {
        let count = bits.len().min(happened.len());
        happened[..count].fill(1);
        return;
    };
    let from = from as u32;
    for (happened, &bits) in happened.iter_mut().zip(bits) {
        *happened = u8::from(bits.wrapping_sub(from) < width);
    }
}

/// Whether something happens whose threshold depends on whether something else did.
pub fn happens_given(
    level: Level,
    bits: &[u32],
    otherwise: u64,
    given: u64,
    other: &[u8],
    happened: &mut [u8],
) {
    dispatch!(level.0, _simd => happens_given_all(bits, otherwise, given, other, happened));
}

#[inline(always)]
fn happens_given_all(bits: &[u32], otherwise: u64, given: u64, other: &[u8], happened: &mut [u8]) {
    for ((happened, &bits), &other) in happened.iter_mut().zip(bits).zip(other) {
        let threshold = if other == 1 { given } else { otherwise };
        *happened = u8::from(u64::from(bits) < threshold);
    }
}

/// Lets something happen only where something else does too.
pub fn only_with(level: Level, happened: &mut [u8], other: &[u8]) {
    dispatch!(level.0, _simd => only_with_all(happened, other));
}

#[inline(always)]
fn only_with_all(happened: &mut [u8], other: &[u8]) {
    for (happened, &other) in happened.iter_mut().zip(other) {
        *happened &= other;
    }
}

/// How often something happened.
pub fn count(level: Level, happened: &[u8]) -> u64 {
    dispatch!(level.0, _simd => count_all(happened))
}

#[inline(always)]
fn count_all(happened: &[u8]) -> u64 {
    happened.iter().map(|&happened| u64::from(happened)).sum()
}
