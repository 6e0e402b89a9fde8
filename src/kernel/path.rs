//! The longest-path pass over a network, one column of trials at a time. All times are whole ticks, so sums are exact in any order.
//! Of columns of unequal length as many trials are done as the shortest has.

use fearless_simd::prelude::*;
use fearless_simd::{dispatch, i32x8, u32x8, u64x4};

use super::Level;

/// Something to wait for: a column of finishes, by its number, and a lag; a negative one is a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// Which column.
    pub column: usize,
    /// What is added to its finishes.
    pub lag: i32,
}

/// The starts: the latest of `earliest` and of each wait's column plus its lag. `columns` holds the columns one after another, each as
/// long as `starts`.
///
/// Finishes lie within [0, 2³⁰) and lags between -2³⁰ and 2³⁰, so that their sum fits.
///
/// # Panics
///
/// When `columns` does not hold a column that is waited for.
pub fn start(level: Level, earliest: i32, waits: &[Wait], columns: &[i32], starts: &mut [i32]) {
    dispatch!(level.0, _simd => start_all(earliest, waits, columns, starts));
}

#[inline(always)]
fn start_all(earliest: i32, waits: &[Wait], columns: &[i32], starts: &mut [i32]) {
    let length = starts.len();
    let column = |wait: &Wait| &columns[wait.column * length..][..length];
    // The first two in one pass: most things wait for no more.
    match waits {
        [] => starts.fill(earliest),
        [only] => {
            for (start, &finish) in starts.iter_mut().zip(column(only)) {
                *start = later(earliest, finish + only.lag);
            }
        }
        [first, second, others @ ..] => {
            let both = starts.iter_mut().zip(column(first)).zip(column(second));
            // Nothing that is waited for without a lead is finished before 0.
            if earliest <= 0 && first.lag >= 0 {
                for ((start, &one), &two) in both {
                    *start = later(one + first.lag, two + second.lag);
                }
            } else {
                for ((start, &one), &two) in both {
                    *start = later(earliest, later(one + first.lag, two + second.lag));
                }
            }
            for other in others {
                for (start, &finish) in starts.iter_mut().zip(column(other)) {
                    *start = later(*start, finish + other.lag);
                }
            }
        }
    }
}

#[inline(always)]
fn later(one: i32, other: i32) -> i32 {
    if one > other { one } else { other }
}

/// The finishes of starts and durations: their sums, which the caller knows to fit. Gives what [`sums`] gives for the durations.
pub fn finish(level: Level, starts: &[i32], durations: &[i32], finishes: &mut [i32]) -> (i64, i128) {
    dispatch!(level.0, simd => {
        let length = starts.len().min(durations.len()).min(finishes.len());
        let mut sums = Sums::default();
        let parts = starts[..length].chunks(PART).zip(durations[..length].chunks(PART));
        for (finishes, (starts, durations)) in finishes[..length].chunks_mut(PART).zip(parts) {
            finish_part(simd, starts, durations, finishes, &mut sums);
        }
        (sums.sum, sums.squares)
    })
}

#[inline(always)]
fn finish_part<S: Simd>(simd: S, starts: &[i32], durations: &[i32], finishes: &mut [i32], sums: &mut Sums) {
    let mut lanes = Lanes::new(simd);
    let (of_starts, starts_left) = starts.as_chunks::<8>();
    let (of_durations, durations_left) = durations.as_chunks::<8>();
    let (of_finishes, finishes_left) = finishes.as_chunks_mut::<8>();
    for ((finish, start), duration) in of_finishes.iter_mut().zip(of_starts).zip(of_durations) {
        let duration = i32x8::simd_from(simd, *duration);
        *finish = (i32x8::simd_from(simd, *start) + duration).into();
        lanes.add(duration);
    }
    for ((finish, &start), &duration) in finishes_left.iter_mut().zip(starts_left).zip(durations_left) {
        *finish = start.wrapping_add(duration);
    }
    sums.add(lanes, durations);
}

/// The finishes of starts and durations, cut at `horizon`; starts are cut there too.
///
/// Durations lie within [0, `horizon`], and the horizon below 2³⁰, so that the sum fits.
pub fn finish_within(
    level: Level,
    horizon: i32,
    starts: &mut [i32],
    durations: &[i32],
    finishes: &mut [i32],
) {
    dispatch!(level.0, _simd => finish_within_all(horizon, starts, durations, finishes));
}

#[inline(always)]
fn finish_within_all(horizon: i32, starts: &mut [i32], durations: &[i32], finishes: &mut [i32]) {
    for ((finish, start), &duration) in finishes.iter_mut().zip(starts).zip(durations) {
        *start = if *start < horizon { *start } else { horizon };
        let sum = *start + duration;
        *finish = if sum < horizon { sum } else { horizon };
    }
}

/// Raises each of `latest` to the other column's value.
pub fn latest(level: Level, latest: &mut [i32], others: &[i32]) {
    dispatch!(level.0, _simd => latest_all(latest, others));
}

#[inline(always)]
fn latest_all(latest: &mut [i32], others: &[i32]) {
    for (latest, &other) in latest.iter_mut().zip(others) {
        *latest = later(other, *latest);
    }
}

/// The sum of a column's values, which are at least 0, and the sum of their squares, exact.
pub fn sums(level: Level, values: &[i32]) -> (i64, i128) {
    dispatch!(level.0, simd => sums_all(simd, values))
}

/// So many values are summed at once: 128 in each of eight lanes.
const PART: usize = 1024;

/// The sums of 128 values below this fit into 32 bits, and those of 256 of their squares into 64.
const SMALL: u32 = 1 << 24;

#[inline(always)]
fn sums_all<S: Simd>(simd: S, values: &[i32]) -> (i64, i128) {
    let mut sums = Sums::default();
    for part in values.chunks(PART) {
        let mut lanes = Lanes::new(simd);
        for eight in part.as_chunks::<8>().0 {
            lanes.add(i32x8::simd_from(simd, *eight));
        }
        sums.add(lanes, part);
    }
    (sums.sum, sums.squares)
}

/// The sums of the eights of a part, lane by lane.
struct Lanes<S: Simd> {
    all_bits: u32x8<S>,
    sums: u32x8<S>,
    squares: u64x4<S>,
}

impl<S: Simd> Lanes<S> {
    #[inline(always)]
    fn new(simd: S) -> Self {
        let zero = u32x8::splat(simd, 0);
        Self { all_bits: zero, sums: zero, squares: u64x4::splat(simd, 0) }
    }

    #[inline(always)]
    fn add(&mut self, values: i32x8<S>) {
        let values = values.bitcast::<u32x8<S>>();
        self.all_bits |= values;
        self.sums += values;
        // As numbers of 64 bits whose upper halves are 0, so that one instruction multiplies.
        let pairs = values.bitcast::<u64x4<S>>();
        let (even, odd) = (pairs & 0xFFFF_FFFF, pairs >> 32);
        self.squares += even * even;
        self.squares += odd * odd;
    }
}

/// The sums of a column so far.
#[derive(Default)]
struct Sums {
    sum: i64,
    squares: i128,
}

impl Sums {
    /// Adds a part whose eights are summed already.
    #[inline(always)]
    fn add<S: Simd>(&mut self, lanes: Lanes<S>, part: &[i32]) {
        let all_bits: [u32; 8] = lanes.all_bits.into();
        if all_bits.iter().all(|&bits| bits < SMALL) {
            let (sums, squares): ([u32; 8], [u64; 4]) = (lanes.sums.into(), lanes.squares.into());
            self.sum += sums.iter().map(|&sum| i64::from(sum)).sum::<i64>();
            self.squares += squares.iter().map(|&sum| i128::from(sum)).sum::<i128>();
            self.add_exactly(part.as_chunks::<8>().1);
        } else {
            self.add_exactly(part);
        }
    }

    #[inline(always)]
    fn add_exactly(&mut self, values: &[i32]) {
        for &value in values {
            self.sum += i64::from(value);
            self.squares += i128::from(i64::from(value) * i64::from(value));
        }
    }
}

/// The largest value of a column, at least 0.
pub fn peak(level: Level, values: &[i32]) -> i32 {
    dispatch!(level.0, _simd => peak_of(values))
}

#[inline(always)]
fn peak_of(values: &[i32]) -> i32 {
    values.iter().fold(0, |peak, &value| later(value, peak))
}
