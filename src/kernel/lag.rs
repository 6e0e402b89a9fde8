//! Ends of what is waited for, moved by lags that are not the same in every trial, and starts that are counted from finishes.
//! Of columns of unequal length as many trials are done as the shortest has.

use fearless_simd::dispatch;

use super::Level;
use super::quantile::TO_WHOLE;

/// The starts of finishes and durations: their differences.
pub fn start_of(level: Level, finishes: &[i32], durations: &[i32], starts: &mut [i32]) {
    dispatch!(level.0, _simd => start_of_all(finishes, durations, starts));
}

#[inline(always)]
fn start_of_all(finishes: &[i32], durations: &[i32], starts: &mut [i32]) {
    for ((start, &finish), &duration) in starts.iter_mut().zip(finishes).zip(durations) {
        *start = finish - duration;
    }
}

/// Moves `ends` by a share of the durations, to the nearest whole number, ties to even; not below 0.
///
/// Ends lie within [0, 2³⁰), durations within [0, `most`] and `most` below 2³⁰; a lag is cut at `most` on either side.
pub fn by_share(level: Level, ends: &mut [i32], durations: &[i32], share: f64, most: i32) {
    dispatch!(level.0, _simd => by_share_all(ends, durations, share, most));
}

#[inline(always)]
fn by_share_all(ends: &mut [i32], durations: &[i32], share: f64, most: i32) {
    let most = f64::from(most);
    for (end, &duration) in ends.iter_mut().zip(durations) {
        let lag = share * f64::from(duration);
        let lag = if lag < most { lag } else { most };
        let lag = if lag > -most { lag } else { -most };
        let moved = *end + (lag + TO_WHOLE).to_bits() as u32 as i32;
        *end = if moved > 0 { moved } else { 0 };
    }
}

/// Moves `ends` by a lag where something is there; not below 0.
pub fn where_there(level: Level, ends: &mut [i32], there: &[u8], lag: i32) {
    dispatch!(level.0, _simd => where_there_all(ends, there, lag));
}

#[inline(always)]
fn where_there_all(ends: &mut [i32], there: &[u8], lag: i32) {
    for (end, &there) in ends.iter_mut().zip(there) {
        let moved = *end + if there == 1 { lag } else { 0 };
        *end = if moved > 0 { moved } else { 0 };
    }
}

/// Replaces `values` by `others` where something is not there.
pub fn unless_there(level: Level, values: &mut [i32], there: &[u8], others: &[i32]) {
    dispatch!(level.0, _simd => unless_there_all(values, there, others));
}

#[inline(always)]
fn unless_there_all(values: &mut [i32], there: &[u8], others: &[i32]) {
    for ((value, &there), &other) in values.iter_mut().zip(there).zip(others) {
        *value = if there == 1 { *value } else { other };
    }
}

/// Replaces `values` by 0 where something is not there.
pub fn nothing_unless_there(level: Level, values: &mut [i32], there: &[u8]) {
    dispatch!(level.0, _simd => nothing_unless_there_all(values, there));
}

#[inline(always)]
fn nothing_unless_there_all(values: &mut [i32], there: &[u8]) {
    for (value, &there) in values.iter_mut().zip(there) {
        *value = if there == 1 { *value } else { 0 };
    }
}

/// Lowers values above `most` to it.
pub fn at_most(level: Level, values: &mut [i32], most: i32) {
    dispatch!(level.0, _simd => at_most_all(values, most));
}

#[inline(always)]
fn at_most_all(values: &mut [i32], most: i32) {
    for value in values {
        *value = if *value < most { *value } else { most };
    }
}
