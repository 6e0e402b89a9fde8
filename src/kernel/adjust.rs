//! Changes to a column of values in the trials where something happens, and the rounding to whole ticks.
//! Of columns of unequal length as many trials are done as the shortest has.

use fearless_simd::dispatch;

use super::Level;

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

/// Multiplies `values` by `unit` where it happened, and makes them `otherwise` where it did not.
pub fn only_where(level: Level, values: &mut [f64], happened: &[u8], unit: f64, otherwise: f64) {
    dispatch!(level.0, _simd => only_where_all(values, happened, unit, otherwise));
}

#[inline(always)]
fn only_where_all(values: &mut [f64], happened: &[u8], unit: f64, otherwise: f64) {
    for (value, &happened) in values.iter_mut().zip(happened) {
        *value = if happened == 1 { *value * unit } else { otherwise };
    }
}

/// Multiplies `values` by `factors`.
pub fn multiply(level: Level, values: &mut [f64], factors: &[f64]) {
    dispatch!(level.0, _simd => multiply_all(values, factors));
}

#[inline(always)]
fn multiply_all(values: &mut [f64], factors: &[f64]) {
    for (value, &factor) in values.iter_mut().zip(factors) {
        *value *= factor;
    }
}

/// Adds `amounts` to `values`.
pub fn add(level: Level, values: &mut [f64], amounts: &[f64]) {
    dispatch!(level.0, _simd => add_all(values, amounts));
}

#[inline(always)]
fn add_all(values: &mut [f64], amounts: &[f64]) {
    for (value, &amount) in values.iter_mut().zip(amounts) {
        *value += amount;
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
    for (out, &value) in out.iter_mut().zip(values) {
        *out = rounded(value, f64::from(most));
    }
}

/// The same of `values` times `factors`.
pub fn round_scaled(level: Level, values: &[f64], factors: &[f64], most: i32, out: &mut [i32]) {
    dispatch!(level.0, _simd => round_scaled_all(values, factors, most, out));
}

#[inline(always)]
fn round_scaled_all(values: &[f64], factors: &[f64], most: i32, out: &mut [i32]) {
    for ((out, &value), &factor) in out.iter_mut().zip(values).zip(factors) {
        *out = rounded(value * factor, f64::from(most));
    }
}

/// The same of `values` plus `amounts`.
pub fn round_delayed(level: Level, values: &[f64], amounts: &[f64], most: i32, out: &mut [i32]) {
    dispatch!(level.0, _simd => round_delayed_all(values, amounts, most, out));
}

#[inline(always)]
fn round_delayed_all(values: &[f64], amounts: &[f64], most: i32, out: &mut [i32]) {
    for ((out, &value), &amount) in out.iter_mut().zip(values).zip(amounts) {
        *out = rounded(value + amount, f64::from(most));
    }
}

#[inline(always)]
fn rounded(value: f64, most: f64) -> i32 {
    let value = if value > 0.0 { value } else { 0.0 };
    let value = if value < most { value } else { most };
    // After adding 1.5 × 2⁵² the lowest bits of the float are the nearest whole number.
    (value + super::quantile::TO_WHOLE).to_bits() as u32 as i32
}
