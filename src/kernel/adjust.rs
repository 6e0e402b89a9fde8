//! Changes to a column of values in the trials where something happens, and the rounding to whole ticks.
//! Of columns of unequal length as many trials are done as the shortest has.

use fearless_simd::dispatch;

use super::Level;

/// Whether something with this threshold happens, for each of the bits: `happened` becomes 1 where they lie below it, else 0.
pub fn happens(level: Level, bits: &[u32], threshold: u64, happened: &mut [u8]) {
    dispatch!(level.0, _simd => happens_all(bits, threshold, happened));
}

#[inline(always)]
fn happens_all(bits: &[u32], threshold: u64, happened: &mut [u8]) {
    // All 32 bits lie below a threshold that 32 bits cannot hold.
    let Ok(threshold) = u32::try_from(threshold) else {
        let count = bits.len().min(happened.len());
        happened[..count].fill(1);
        return;
    };
    for (happened, &bits) in happened.iter_mut().zip(bits) {
        *happened = u8::from(bits < threshold);
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

/// Replaces `values` by `others` where it happened; where it also happened before (`replaced`), the larger stays.
pub fn replace(level: Level, values: &mut [f64], replaced: &mut [u8], happened: &[u8], others: &[f64]) {
    dispatch!(level.0, _simd => replace_all(values, replaced, happened, others));
}

#[inline(always)]
fn replace_all(values: &mut [f64], replaced: &mut [u8], happened: &[u8], others: &[f64]) {
    for (((value, replaced), &happened), &other) in values.iter_mut().zip(replaced).zip(happened).zip(others)
    {
        let take = happened == 1 && (*replaced == 0 || other > *value);
        *value = if take { other } else { *value };
        *replaced |= happened;
    }
}

/// Multiplies `values` by `factors` where it happened; the factors are counted in `unit`s.
pub fn multiply(level: Level, values: &mut [f64], happened: &[u8], factors: &[f64], unit: f64) {
    dispatch!(level.0, _simd => multiply_all(values, happened, factors, unit));
}

#[inline(always)]
fn multiply_all(values: &mut [f64], happened: &[u8], factors: &[f64], unit: f64) {
    for ((value, &happened), &factor) in values.iter_mut().zip(happened).zip(factors) {
        *value *= if happened == 1 { factor * unit } else { 1.0 };
    }
}

/// Adds `amounts` to `values` where it happened.
pub fn add(level: Level, values: &mut [f64], happened: &[u8], amounts: &[f64]) {
    dispatch!(level.0, _simd => add_all(values, happened, amounts));
}

#[inline(always)]
fn add_all(values: &mut [f64], happened: &[u8], amounts: &[f64]) {
    for ((value, &happened), &amount) in values.iter_mut().zip(happened).zip(amounts) {
        *value += if happened == 1 { amount } else { 0.0 };
    }
}

/// Lowers values above 0 to 0.
pub fn cut_above(level: Level, values: &mut [f64]) {
    dispatch!(level.0, _simd => cut_above_all(values));
}

#[inline(always)]
fn cut_above_all(values: &mut [f64]) {
    for value in values {
        *value = if *value < 0.0 { *value } else { 0.0 };
    }
}

/// Rounds values to whole ticks, to the nearest, ties to even, within [0, `most`].
pub fn round(level: Level, values: &[f64], most: i32, out: &mut [i32]) {
    dispatch!(level.0, _simd => round_all(values, most, out));
}

#[inline(always)]
fn round_all(values: &[f64], most: i32, out: &mut [i32]) {
    let most = f64::from(most);
    for (out, &value) in out.iter_mut().zip(values) {
        let value = if value > 0.0 { value } else { 0.0 };
        let value = if value < most { value } else { most };
        // After adding 1.5 × 2⁵² the lowest bits of the float are the nearest whole number.
        *out = (value + super::quantile::TO_WHOLE).to_bits() as u32 as i32;
    }
}
