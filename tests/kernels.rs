//! Each kernel against its plain twin, bit for bit, on every instruction set that this machine has.

use landfall::kernel::path::Wait;
use landfall::kernel::quantile::{
    CELLS_PER_SIDE, FINE_CELLS_PER_SIDE, FineTable, Map, Pieces, Source, Table,
};
use landfall::kernel::{Level, adjust, blend, chance, copula, lag, path, quantile, strata, stream};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::{plans, twins};

mod lists;

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
    ) {
        let n = bits.len();
        let cells: Vec<_> = cells.into_iter().map(|cell| cell.map(f32::from)).collect();
        let table: &Table = cells.as_array().expect("it has the cells of a table");
        let (flip, shift, scale, floor) = parts;
        let map = Map::new(flip, shift, scale, floor);
        for source in [Source::Uniform, Source::Triangle(mode), Source::Table(table)] {
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
            adjust::multiply(level, &mut ours, &others);
            twins::multiply(&mut theirs, &others);
            adjust::add(level, &mut ours, &others);
            twins::add(&mut theirs, &others);
            same(level, &ours, &theirs)?;
            adjust::only_where(level, &mut ours, &happened, 0.25, 7.0);
            twins::only_where(&mut theirs, &happened, 0.25, 7.0);
            same(level, &ours, &theirs)?;
            let (mut cut, mut cut_too) = (others.clone(), others.clone());
            adjust::cut_above(level, &mut cut);
            twins::cut_above(&mut cut_too);
            same(level, &cut, &cut_too)?;
            let (mut rounded, mut rounded_too) = (vec![0; ours.len()], vec![0; ours.len()]);
            adjust::round(level, &ours, HORIZON, &mut rounded);
            twins::round(&theirs, HORIZON, &mut rounded_too);
            prop_assert_eq!(&rounded, &rounded_too);
            // In one what is the same in two.
            let (mut scaled, mut delayed) = (theirs.clone(), theirs.clone());
            twins::multiply(&mut scaled, &others);
            twins::round(&scaled, HORIZON, &mut rounded_too);
            adjust::round_scaled(level, &theirs, &others, HORIZON, &mut rounded);
            prop_assert_eq!(&rounded, &rounded_too);
            twins::add(&mut delayed, &others);
            twins::round(&delayed, HORIZON, &mut rounded_too);
            adjust::round_delayed(level, &theirs, &others, HORIZON, &mut rounded);
            prop_assert_eq!(rounded, rounded_too);
            let (mut fired, mut fired_too) = (vec![0; bits.len()], vec![0; bits.len()]);
            chance::happens(level, &bits, threshold, &mut fired);
            twins::happens(&bits, threshold, &mut fired_too);
            prop_assert_eq!(chance::count(level, &fired), fired_too.iter().filter(|&&fired| fired == 1).count() as u64);
            prop_assert_eq!(fired, fired_too);
        }
    }

    #[test]
    fn pieces_are_read_where_they_lie(
        bits in bits(),
        begins in proptest::collection::btree_set(any::<u32>(), 0..60),
        near in proptest::collection::btree_set(0u32..100, 0..60),
        cells in vec(any::<[i8; 4]>(), 200),
    ) {
        // Many of them close together, as where a curve jumps.
        let begins = [0].into_iter().chain(begins).chain(near).collect::<std::collections::BTreeSet<u32>>();
        let scaled = |[c0, c1, c2, c3]: [i8; 4]| {
            [f64::from(c0), f64::from(c1) / 1e9, f64::from(c2) / 1e19, f64::from(c3) / 1e29]
        };
        let pieces: Vec<_> = begins.into_iter().zip(cells.into_iter().map(scaled)).collect();
        let compiled = Pieces::new(pieces.iter().copied());
        prop_assert_eq!(compiled.len(), pieces.len());
        let bits: Vec<u32> = bits.iter().copied().chain(pieces.iter().flat_map(|&(begin, _)| [begin, begin.wrapping_sub(1)])).collect();
        let theirs: Vec<f64> = bits.iter().map(|&bits| twins::piece(&pieces, bits)).collect();
        let map = Map::new(false, 0.0, 1.0, f64::NEG_INFINITY);
        for level in Level::available() {
            let mut ours = vec![0.0; bits.len()];
            quantile::values(level, &bits, Source::Pieces(&compiled), &map, &mut ours);
            same(level, &ours, &theirs)?;
        }
    }

    #[test]
    fn bits_are_mixed_as_defined(
        bits in bits(),
        seed in any::<u64>(),
        common in 0.0..=1.0f32,
        cells in vec(any::<[i16; 4]>(), 2 * CELLS_PER_SIDE),
    ) {
        let n = bits.len();
        let small: Vec<_> = cells.iter().map(|cell| cell.map(|c| f32::from(c) / 8192.0)).collect();
        let large: Vec<_> = cells.iter().map(|cell| cell.map(|c| f32::from(c.unsigned_abs()) * 16384.0)).collect();
        let (scores, tails): (&Table, &Table) = (small.as_array().unwrap(), large.as_array().unwrap());
        let normal = copula::Normal { scores, tails };
        let own = (1.0 - common * common).sqrt();
        let mut other = vec![0; n];
        twins::fill(seed, 1, 0, &mut other);
        let (mut shared, mut mixed) = (vec![0.0; n], bits.clone());
        twins::scores(&other, scores, &mut shared);
        twins::mix(&mut mixed, scores, tails, &shared, common, own);
        for level in Level::available() {
            let (mut ours, mut ours_mixed) = (vec![0.0; n], bits.clone());
            copula::scores(level, &other, normal, &mut ours);
            prop_assert_eq!(&ours, &shared, "{}", level);
            copula::mix(level, &mut ours_mixed, normal, &shared, common, own);
            prop_assert_eq!(&ours_mixed, &mixed, "{}", level);
        }
    }

    #[test]
    fn chances_depend_on_each_other_as_defined(
        bits in bits(),
        seed in any::<u64>(),
        (from, to) in (0u64..=1 << 32, 0u64..=1 << 32),
    ) {
        let n = bits.len();
        let mut other_bits = vec![0; n];
        twins::fill(seed, 1, 0, &mut other_bits);
        let other: Vec<u8> = other_bits.iter().map(|bits| (bits % 2) as u8).collect();
        for level in Level::available() {
            let (mut ours, mut theirs) = (vec![0; n], vec![0; n]);
            chance::happens_between(level, &bits, from, to, &mut ours);
            twins::happens_between(&bits, from, to, &mut theirs);
            prop_assert_eq!(&ours, &theirs, "{}", level);
            chance::happens_given(level, &bits, from, to, &other, &mut ours);
            twins::happens_given(&bits, from, to, &other, &mut theirs);
            prop_assert_eq!(&ours, &theirs, "{}", level);
            chance::only_with(level, &mut ours, &other);
            theirs.iter_mut().zip(&other).for_each(|(theirs, &other)| *theirs = u8::from(*theirs == 1 && other == 1));
            prop_assert_eq!(&ours, &theirs, "{}", level);
        }
    }

    #[test]
    fn ends_are_moved_as_defined(
        columns in columns(),
        bits in any::<u64>(),
        share in prop_oneof![-10.0..=10.0f64, Just(0.5), Just(-0.75)],
        ticks in -HORIZON..=HORIZON,
    ) {
        let n = columns.len() / 3;
        let (ends, durations, others) = (&columns[..n], &columns[n..2 * n], &columns[2 * n..]);
        let there: Vec<u8> = (0..n).map(|trial| (bits >> (trial % 64) & 1) as u8).collect();
        for level in Level::available() {
            let (mut ours, mut theirs) = (ends.to_vec(), ends.to_vec());
            lag::by_share(level, &mut ours, durations, share, HORIZON);
            twins::by_share(&mut theirs, durations, share, HORIZON);
            prop_assert_eq!(&ours, &theirs, "{}", level);
            let (mut ours, mut theirs) = (ends.to_vec(), ends.to_vec());
            lag::where_there(level, &mut ours, &there, ticks);
            twins::where_there(&mut theirs, &there, ticks);
            prop_assert_eq!(&ours, &theirs, "{}", level);
            let mut ours = ends.to_vec();
            lag::unless_there(level, &mut ours, &there, others);
            let chosen = |trial: usize| if there[trial] == 1 { ends[trial] } else { others[trial] };
            prop_assert_eq!(&ours, &(0..n).map(chosen).collect::<Vec<i32>>(), "{}", level);
            lag::nothing_unless_there(level, &mut ours, &there);
            let kept = |trial: usize| i32::from(there[trial]) * ends[trial];
            prop_assert_eq!(&ours, &(0..n).map(kept).collect::<Vec<i32>>(), "{}", level);
            let mut ours = ends.to_vec();
            lag::at_most(level, &mut ours, 1000);
            prop_assert_eq!(&ours, &ends.iter().map(|&end| end.min(1000)).collect::<Vec<i32>>(), "{}", level);
            lag::start_of(level, ends, durations, &mut ours);
            let started = |trial: usize| ends[trial] - durations[trial];
            prop_assert_eq!(&ours, &(0..n).map(started).collect::<Vec<i32>>(), "{}", level);
        }
    }

    #[test]
    fn what_is_sure_to_happen_happens(bits in bits()) {
        let mut fired = vec![0; bits.len()];
        chance::happens(Level::best(), &bits, 1 << 32, &mut fired);
        prop_assert!(fired.iter().all(|&fired| fired == 1));
        chance::happens(Level::best(), &bits, 0, &mut fired);
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
