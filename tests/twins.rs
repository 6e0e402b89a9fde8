//! The kernels again, each in a few plain lines straight from its definition. Tests compare bit for bit, benches compare speed.
#![allow(dead_code, unreachable_pub, reason = "the benches use only some of them")]

use landfall::kernel::quantile::{CELLS_PER_SIDE, Cell};
use landfall::kernel::stream::philox;

/// The word of one trial of a stream.
pub fn word(seed: u64, key: u64, trial: u64) -> u32 {
    let (low, high) = (|x: u64| x as u32, |x: u64| (x >> 32) as u32);
    let counter = [low(trial / 4), high(trial / 4), low(seed), high(seed)];
    philox::<7>(counter, [low(key), high(key)])[(trial % 4) as usize]
}

pub fn fill(seed: u64, key: u64, first: u64, out: &mut [u32]) {
    (first..).zip(out).for_each(|(trial, out)| *out = word(seed, key, trial));
}

fn probability(bits: u32) -> f64 {
    (f64::from(bits) + 0.5) / 4_294_967_296.0
}

pub fn uniform(bits: &[u32], flip: bool, out: &mut [f64]) {
    bits.iter().zip(out).for_each(|(&bits, out)| *out = probability(if flip { !bits } else { bits }));
}

pub fn triangle(bits: &[u32], flip: bool, mode: f64, out: &mut [f64]) {
    for (&bits, out) in bits.iter().zip(out) {
        let bits = if flip { !bits } else { bits };
        *out = if probability(bits) <= mode {
            (mode * probability(bits)).sqrt()
        } else {
            1.0 - ((1.0 - mode) * probability(!bits)).sqrt()
        };
    }
}

/// The cell and the place in it by comparing with the edges instead of by the bits of a float.
pub fn table(bits: &[u32], flip: bool, table: &[Cell], out: &mut [f64]) {
    for (&bits, out) in bits.iter().zip(out) {
        let bits = if flip { !bits } else { bits };
        let (side, tail) = if bits >> 31 == 0 { (0, bits) } else { (CELLS_PER_SIDE, !bits) };
        // As a float, halves and all: the kernel's own precision, and below the middle.
        let distance = (tail as f32 + 0.5).min(2_147_483_520.0);
        let octave = (0..32).rev().find(|&octave| distance >= 0.5 * (1u64 << octave) as f32).unwrap_or(0);
        let eighths = (distance / (0.5 * (1u64 << octave) as f32) - 1.0) * 8.0;
        let cell = octave * 8 + eighths.floor() as usize;
        let t = eighths - eighths.floor();
        let [c0, c1, c2, c3] = table[side + cell];
        *out = f64::from(c0 + t * (c1 + t * (c2 + t * c3)));
    }
}

pub fn scale(values: &mut [f64], shift: f64, scale: f64, floor: f64, ceiling: f64) {
    values.iter_mut().for_each(|value| *value = (shift + scale * *value).max(floor).min(ceiling));
}

pub fn happens(bits: &[u32], threshold: u64, happened: &mut [u8]) {
    bits.iter().zip(happened).for_each(|(&bits, happened)| *happened = (u64::from(bits) < threshold).into());
}

pub fn replace(values: &mut [f64], replaced: &mut [u8], happened: &[u8], others: &[f64]) {
    for trial in (0..values.len()).filter(|&trial| happened[trial] == 1) {
        values[trial] = if replaced[trial] == 1 { values[trial].max(others[trial]) } else { others[trial] };
        replaced[trial] = 1;
    }
}

pub fn multiply(values: &mut [f64], happened: &[u8], factors: &[f64]) {
    (0..values.len()).filter(|&trial| happened[trial] == 1).for_each(|trial| values[trial] *= factors[trial]);
}

pub fn add(values: &mut [f64], happened: &[u8], amounts: &[f64]) {
    (0..values.len()).filter(|&trial| happened[trial] == 1).for_each(|trial| values[trial] += amounts[trial]);
}

pub fn round(values: &[f64], most: i32, out: &mut [i32]) {
    values
        .iter()
        .zip(out)
        .for_each(|(&value, out)| *out = (value.clamp(0.0, f64::from(most)) + 0.5).floor() as i32);
}

pub fn wait_for(starts: &mut [i32], finishes: &[i32], lag: i32) {
    starts.iter_mut().zip(finishes).for_each(|(start, &finish)| *start = (*start).max(finish + lag));
}

pub fn finish(starts: &mut [i32], durations: &[i32], horizon: i32, finishes: &mut [i32]) {
    for trial in 0..starts.len() {
        starts[trial] = starts[trial].min(horizon);
        finishes[trial] = (starts[trial] + durations[trial]).min(horizon);
    }
}

pub fn latest(latest: &mut [i32], others: &[i32]) {
    latest.iter_mut().zip(others).for_each(|(latest, &other)| *latest = (*latest).max(other));
}

pub fn sums(before: &[i32], after: &[i32]) -> (i64, i128) {
    let differences =
        || before.iter().zip(after).map(|(&before, &after)| i128::from(after) - i128::from(before));
    (differences().sum::<i128>() as i64, differences().map(|difference| difference * difference).sum())
}
