//! Each kernel against its plain twin, bit for bit, on every instruction set that this machine has.

use landfall::kernel::path::Wait;
use landfall::kernel::quantile::{CELLS_PER_SIDE, FINE_CELLS_PER_SIDE, FineTable, Map, Source, Table};
use landfall::kernel::{Level, adjust, blend, path, quantile, strata, stream};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::{plans, twins};

/// The horizon of the axis.
const HORIZON: i32 = (1 << 30) - 1;

fn bits() -> impl Strategy<Value = Vec<u32>> {
    // Uniform, and close to both ends and the middle on every scale.
    let near = (0u32..32, any::<u32>()).prop_map(|(shift, bits)| bits >> shift);
    vec(
        prop_oneof![
            any::<u32>(),
            near.clone(),
            near.clone().prop_map(|b| !b),
            near.prop_map(|b| b ^ (1 << 31))
        ],
        1..300,
    )
}

/// The bits of floats, zeros of either sign being the same.
fn same(level: Level, ours: &[f64], theirs: &[f64]) -> Result<(), TestCaseError> {
    let bits = |values: &[f64]| values.iter().map(|value| (value + 0.0).to_bits()).collect::<Vec<_>>();
    prop_assert_eq!(bits(ours), bits(theirs), "{}", level);
    Ok(())
}

/// A column of values with what happened and other values.
fn column() -> impl Strategy<Value = (Vec<f64>, Vec<u8>, Vec<u8>, Vec<f64>)> {
    (1usize..200)
        .prop_flat_map(|n| (vec(0.0..1e6f64, n), vec(0u8..2, n), vec(0u8..2, n), vec(-1e6..1e6f64, n)))
}

/// Three columns, one after another.
fn columns() -> impl Strategy<Value = Vec<i32>> {
    (1usize..200).prop_flat_map(|n| vec(0..=HORIZON, 3 * n))
}

/// Flip, shift, scale and floor; small shifts and scales of a half meet ties.
fn map() -> impl Strategy<Value = twins::Parts> {
    let floor = prop_oneof![Just(f64::NEG_INFINITY), Just(0.0), Just(3.0)];
    let shift =
        prop_oneof![-1e5..1e5f64, -2e8..2e8f64, (-40..40i32).prop_map(|halves| f64::from(halves) / 2.0)];
    let scale = prop_oneof![-1e3..1e3f64, Just(0.5), Just(1.0)];
    (any::<bool>(), shift, scale, floor)
}

proptest! {
    #![proptest_config(plans::config(128))]

    #[test]
    fn streams_fill_as_word_by_word(seed in any::<u64>(), key in any::<u64>(), first in 0u64..1 << 40, n in 0usize..400) {
        for level in Level::available() {
            let (mut ours, mut theirs) = (vec![0; n], vec![0; n]);
            stream::fill(level, seed, key, first, &mut ours);
            twins::fill(seed, key, first, &mut theirs);
            prop_assert_eq!(&ours, &theirs, "{}", level);
            strata::fill(level, seed, key, first, &mut ours);
            twins::fill_stratified(seed, key, first, &mut theirs);
            prop_assert_eq!(&ours, &theirs, "{}", level);
        }
    }

    #[test]
    fn quantiles_are_read_as_defined(
        bits in bits(),
        parts in map(),
        mode in 0.0..=1.0f32,
        cells in vec(any::<[i16; 4]>(), 2 * CELLS_PER_SIDE),
        steps in vec(-1e3..1e3f64, 1..50),
    ) {
        let n = bits.len();
        let cells: Vec<_> = cells.into_iter().map(|cell| cell.map(f32::from)).collect();
        let table: &Table = cells.as_array().expect("it has the cells of a table");
        let (flip, shift, scale, floor) = parts;
        let map = Map::new(flip, shift, scale, floor);
        for source in [Source::Uniform, Source::Triangle(mode), Source::Table(table), Source::Steps(&steps)] {
            let (mut theirs, mut rounded) = (vec![0.0; n], vec![0; n]);
            twins::values(&bits, source, parts, &mut theirs);
            twins::ticks(&bits, source, parts, &mut rounded);
            for level in Level::available() {
                let (mut ours, mut ticks) = (vec![0.0; n], vec![0; n]);
                quantile::values(level, &bits, source, &map, &mut ours);
                same(level, &ours, &theirs)?;
                quantile::ticks(level, &bits, source, &map, &mut ticks);
                prop_assert_eq!(&ticks, &rounded, "{}", level);
            }
        }
    }

    /// The exponential is our own: the same bits on every level, and the math library's but for the last digits.
    #[test]
    fn exponentials_are_exact_and_the_same_everywhere(bits in bits(), factor in -8.0..8.0f64) {
        // Straight lines in the octaves of the tail: from -6.4 at the lower end to 6.4 at the upper.
        let cells: Vec<_> = (0..2 * FINE_CELLS_PER_SIDE)
            .map(|cell| {
                let (side, place) = (cell / FINE_CELLS_PER_SIDE, cell % FINE_CELLS_PER_SIDE);
                let slope = if side == 0 { 6.4 / 1024.0 } else { -6.4 / 1024.0 };
                [slope * (place as f64 - 1024.0), slope, 0.0, 0.0]
            })
            .collect();
        let table: &FineTable = cells.as_array().expect("it has the cells of a fine table");
        let map = Map::new(false, 0.0, 1.0, f64::NEG_INFINITY);
        let n = bits.len();
        let (mut lowest, mut theirs) = (vec![0.0; n], vec![0.0; n]);
        quantile::values(Level::lowest(), &bits, Source::Exp(table, factor), &map, &mut lowest);
        twins::values(&bits, Source::Exp(table, factor), (false, 0.0, 1.0, f64::NEG_INFINITY), &mut theirs);
        for (ours, exact) in lowest.iter().zip(&theirs) {
            prop_assert!((ours / exact - 1.0).abs() < 1e-15, "{} for {}", ours, exact);
        }
        for level in Level::available() {
            let mut ours = vec![0.0; n];
            quantile::values(level, &bits, Source::Exp(table, factor), &map, &mut ours);
            same(level, &ours, &lowest)?;
        }
    }

    #[test]
    fn changes_apply_where_they_happen(
        (values, happened, before, others) in column(),
        bits in bits(),
        threshold in 0u64..=1 << 32,
    ) {
        for level in Level::available() {
            let (mut ours, mut theirs) = (values.clone(), values.clone());
            let (mut replaced, mut replaced_too) = (before.clone(), before.clone());
            adjust::replace(level, &mut ours, &mut replaced, &happened, &others);
            twins::replace(&mut theirs, &mut replaced_too, &happened, &others);
            prop_assert_eq!(replaced, replaced_too);
            same(level, &ours, &theirs)?;
            adjust::multiply(level, &mut ours, &happened, &others, 0.25);
            twins::multiply(&mut theirs, &happened, &others, 0.25);
            adjust::add(level, &mut ours, &happened, &others);
            twins::add(&mut theirs, &happened, &others);
            same(level, &ours, &theirs)?;
            let (mut cut, mut cut_too) = (others.clone(), others.clone());
            adjust::cut_above(level, &mut cut);
            twins::cut_above(&mut cut_too);
            same(level, &cut, &cut_too)?;
            let (mut rounded, mut rounded_too) = (vec![0; ours.len()], vec![0; ours.len()]);
            adjust::round(level, &ours, HORIZON, &mut rounded);
            twins::round(&theirs, HORIZON, &mut rounded_too);
            prop_assert_eq!(rounded, rounded_too);
            let (mut fired, mut fired_too) = (vec![0; bits.len()], vec![0; bits.len()]);
            adjust::happens(level, &bits, threshold, &mut fired);
            twins::happens(&bits, threshold, &mut fired_too);
            prop_assert_eq!(adjust::count(level, &fired), fired_too.iter().filter(|&&fired| fired == 1).count() as u64);
            prop_assert_eq!(fired, fired_too);
        }
    }

    #[test]
    fn what_is_sure_to_happen_happens(bits in bits()) {
        let mut fired = vec![0; bits.len()];
        adjust::happens(Level::best(), &bits, 1 << 32, &mut fired);
        prop_assert!(fired.iter().all(|&fired| fired == 1));
        adjust::happens(Level::best(), &bits, 0, &mut fired);
        prop_assert!(fired.iter().all(|&fired| fired == 0));
    }

    #[test]
    fn the_longest_path_is_taken(
        columns in columns(),
        earliest in prop_oneof![Just(0), 0..HORIZON],
        waits in vec((0usize..3, -HORIZON..=HORIZON), 0..5),
    ) {
        let n = columns.len() / 3;
        let durations = &columns[n..2 * n];
        let waits: Vec<Wait> = waits.into_iter().map(|(column, lag)| Wait { column, lag }).collect();
        for level in Level::available() {
            let (mut ours, mut theirs) = (vec![0; n], vec![0; n]);
            path::start(level, earliest, &waits, &columns, &mut ours);
            twins::start(earliest, &waits, &columns, &mut theirs);
            prop_assert_eq!(&ours, &theirs, "{}", level);
            let (mut finishes, mut finishes_too) = (vec![0; n], vec![0; n]);
            let sums = path::finish(level, durations, &columns[..n], &mut finishes);
            prop_assert_eq!(sums, twins::finish(durations, &columns[..n], &mut finishes_too));
            prop_assert_eq!(&finishes, &finishes_too, "{}", level);
            path::finish_within(level, HORIZON, &mut ours, durations, &mut finishes);
            twins::finish_within(HORIZON, &mut theirs, durations, &mut finishes_too);
            prop_assert_eq!((&ours, &finishes), (&theirs, &finishes_too), "{}", level);
            prop_assert_eq!(path::peak(level, &finishes), finishes_too.iter().copied().max().unwrap_or(0));
            path::latest(level, &mut finishes, durations);
            twins::latest(&mut finishes_too, durations);
            prop_assert_eq!(finishes, finishes_too, "{}", level);
        }
    }

    /// Small values take another way than large ones, and the largest that there are.
    #[test]
    fn sums_are_exact(values in vec(0..i32::MAX, 0..400), shift in 0u32..31) {
        let values: Vec<i32> = values.into_iter().map(|value| value >> shift).collect();
        for level in Level::available() {
            prop_assert_eq!(path::sums(level, &values), twins::sums(&values), "{}", level);
            let largest = vec![i32::MAX; values.len()];
            prop_assert_eq!(path::sums(level, &largest), twins::sums(&largest), "{}", level);
        }
    }

    #[test]
    fn rows_are_blended_in_order(weights in vec(-2.0..2.0f64, 5), rows in vec(vec(-1e3..1e3f64, 37), 5)) {
        let rows: Vec<[f64; 37]> = rows.into_iter().map(|row| row.try_into().expect("37 values")).collect();
        let mut theirs = [0.0; 37];
        twins::blend(&weights, &rows, &mut theirs);
        for level in Level::available() {
            let mut ours = [0.0; 37];
            blend::blend(level, &weights, &rows, &mut ours);
            same(level, &ours, &theirs)?;
        }
    }
}
