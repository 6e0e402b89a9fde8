//! Each kernel against its plain twin, bit for bit.

use landfall::kernel::quantile::{CELLS_PER_SIDE, Cell};
use landfall::kernel::{adjust, path, quantile, stream};
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

fn same(ours: &[f64], theirs: &[f64]) -> Result<(), TestCaseError> {
    let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    prop_assert_eq!(bits(ours), bits(theirs));
    Ok(())
}

/// A column of values with what happened and other values.
fn column() -> impl Strategy<Value = (Vec<f64>, Vec<u8>, Vec<u8>, Vec<f64>)> {
    (1usize..200)
        .prop_flat_map(|n| (vec(0.0..1e6f64, n), vec(0u8..2, n), vec(0u8..2, n), vec(-1e6..1e6f64, n)))
}

fn ticks() -> impl Strategy<Value = (Vec<i32>, Vec<i32>)> {
    (1usize..200).prop_flat_map(|n| (vec(0..=HORIZON, n), vec(0..=HORIZON, n)))
}

proptest! {
    #![proptest_config(plans::config(128))]

    #[test]
    fn streams_fill_as_word_by_word(seed in any::<u64>(), key in any::<u64>(), first in 0u64..1 << 40, n in 0usize..70) {
        let (mut ours, mut theirs) = (vec![0; n], vec![0; n]);
        stream::fill(seed, key, first, &mut ours);
        twins::fill(seed, key, first, &mut theirs);
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn quantiles_are_read_as_defined(
        bits in bits(),
        flip in any::<bool>(),
        mode in 0.0..=1.0f64,
        cells in vec(any::<[i16; 4]>(), 2 * CELLS_PER_SIDE),
    ) {
        let n = bits.len();
        let (mut ours, mut theirs) = (vec![0.0; n], vec![0.0; n]);
        quantile::uniform(&bits, flip, &mut ours);
        twins::uniform(&bits, flip, &mut theirs);
        same(&ours, &theirs)?;
        quantile::triangle(&bits, flip, mode, &mut ours);
        twins::triangle(&bits, flip, mode, &mut theirs);
        same(&ours, &theirs)?;
        let cells: Vec<Cell> = cells.into_iter().map(|cell| cell.map(f32::from)).collect();
        quantile::table(&bits, flip, &cells, &mut ours);
        twins::table(&bits, flip, &cells, &mut theirs);
        same(&ours, &theirs)?;
        quantile::scale(&mut ours, 3.0, -2.5, f64::NEG_INFINITY, 0.0);
        twins::scale(&mut theirs, 3.0, -2.5, f64::NEG_INFINITY, 0.0);
        same(&ours, &theirs)?;
    }

    #[test]
    fn changes_apply_where_they_happen(
        (values, happened, before, others) in column(),
        bits in bits(),
        threshold in 0u64..=1 << 32,
    ) {
        let (mut ours, mut theirs) = (values.clone(), values);
        let (mut replaced, mut replaced_too) = (before.clone(), before);
        adjust::replace(&mut ours, &mut replaced, &happened, &others);
        twins::replace(&mut theirs, &mut replaced_too, &happened, &others);
        prop_assert_eq!(replaced, replaced_too);
        same(&ours, &theirs)?;
        adjust::multiply(&mut ours, &happened, &others);
        twins::multiply(&mut theirs, &happened, &others);
        adjust::add(&mut ours, &happened, &others);
        twins::add(&mut theirs, &happened, &others);
        same(&ours, &theirs)?;
        let (mut rounded, mut rounded_too) = (vec![0; ours.len()], vec![0; ours.len()]);
        adjust::round(&ours, HORIZON, &mut rounded);
        twins::round(&theirs, HORIZON, &mut rounded_too);
        prop_assert_eq!(rounded, rounded_too);
        let (mut fired, mut fired_too) = (vec![0; bits.len()], vec![0; bits.len()]);
        adjust::happens(&bits, threshold, &mut fired);
        twins::happens(&bits, threshold, &mut fired_too);
        prop_assert_eq!(adjust::count(&fired), fired_too.iter().filter(|&&fired| fired == 1).count() as u64);
        prop_assert_eq!(fired, fired_too);
    }

    #[test]
    fn the_longest_path_is_taken((starts, others) in ticks(), lag in -HORIZON..=HORIZON) {
        let (mut ours, mut theirs) = (starts.clone(), starts);
        path::wait_for(&mut ours, &others, lag);
        twins::wait_for(&mut theirs, &others, lag);
        prop_assert_eq!(&ours, &theirs);
        // The largest differences there are.
        let ends = ([i32::MIN; 3], [i32::MAX; 3]);
        prop_assert_eq!(path::sums(&ends.0, &ends.1), twins::sums(&ends.0, &ends.1));
        let (mut finishes, mut finishes_too) = (vec![0; ours.len()], vec![0; ours.len()]);
        path::finish(&mut ours, &others, HORIZON, &mut finishes);
        twins::finish(&mut theirs, &others, HORIZON, &mut finishes_too);
        prop_assert_eq!((&ours, &finishes), (&theirs, &finishes_too));
        prop_assert_eq!(path::sums(&ours, &finishes), twins::sums(&theirs, &finishes_too));
        prop_assert_eq!(path::peak(&finishes), finishes_too.iter().copied().max().unwrap_or(0));
        path::latest(&mut finishes, &others);
        twins::latest(&mut finishes_too, &others);
        prop_assert_eq!(finishes, finishes_too);
    }
}
