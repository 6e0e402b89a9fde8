//! Random bits that have something in common: a one-factor Gaussian copula (METHOD 11).
//! Of columns of unequal length as many trials are done as the shortest has.

use fearless_simd::prelude::*;
use fearless_simd::{dispatch, f32x8, i32x8, u32x8};

use super::Level;
use super::quantile::{CELLS_PER_SIDE, PART, Places, Table, place, read_flat};

/// How many cells of a table of tails lie between two whole normal scores.
pub const TAILS_PER_SCORE: usize = 64;

/// Tables that a copula reads.
#[derive(Debug, Clone, Copy)]
pub struct Normal<'a> {
    /// The quantile function of the standard normal distribution.
    pub scores: &'a Table,
    /// How likely a score is to lie beyond z, in units of 2⁻³²: cell i from z = i / 64 on.
    pub tails: &'a Table,
}

/// The normal scores of the bits.
pub fn scores(level: Level, bits: &[u32], normal: Normal<'_>, out: &mut [f32]) {
    dispatch!(level.0, simd => scores_all(simd, bits, normal.scores, out));
}

#[inline(always)]
fn scores_all<S: Simd>(simd: S, bits: &[u32], table: &Table, out: &mut [f32]) {
    let length = bits.len().min(out.len());
    for (bits, out) in bits[..length].chunks(PART).zip(out[..length].chunks_mut(PART)) {
        let (mut padded, mut scores) = ([0; PART], [0.0; PART]);
        padded[..bits.len()].copy_from_slice(bits);
        read_part(simd, table, &padded, &mut scores);
        out.copy_from_slice(&scores[..out.len()]);
    }
}

/// What a table says for a part: first the places, then the cells there.
#[inline(always)]
fn read_part<S: Simd>(simd: S, table: &Table, bits: &[u32; PART], scores: &mut [f32; PART]) {
    let mut places = Places { begins: [[0; 8]; PART / 8], ways: [[0.0; 8]; PART / 8] };
    let eights = bits.as_chunks::<8>().0.iter();
    for ((begin, way), bits) in places.begins.iter_mut().zip(&mut places.ways).zip(eights) {
        let (begins, ways) = place(u32x8::simd_from(simd, *bits));
        (*begin, *way) = (begins.into(), ways.into());
    }
    let eights = scores.as_chunks_mut::<8>().0.iter_mut();
    for ((begins, ways), scores) in places.begins.iter().zip(&places.ways).zip(eights) {
        *scores = read_flat(simd, table, begins, ways).into();
    }
}

/// Makes bits err together: their normal scores become `own` times themselves plus `common` times those that are shared, whose squares sum
/// to 1, and the bits those that have the new scores.
pub fn mix(level: Level, bits: &mut [u32], normal: Normal<'_>, shared: &[f32], common: f32, own: f32) {
    dispatch!(level.0, simd => mix_all(simd, bits, normal, shared, common, own));
}

#[inline(always)]
fn mix_all<S: Simd>(simd: S, bits: &mut [u32], normal: Normal<'_>, shared: &[f32], common: f32, own: f32) {
    let length = bits.len().min(shared.len());
    let (bits, bits_left) = bits[..length].as_chunks_mut::<PART>();
    let (shared, shared_left) = shared[..length].as_chunks::<PART>();
    for (bits, shared) in bits.iter_mut().zip(shared) {
        mix_part(simd, bits, normal, shared, common, own);
    }
    if !bits_left.is_empty() {
        let (mut padded, mut padded_shared) = ([0; PART], [0.0; PART]);
        padded[..bits_left.len()].copy_from_slice(bits_left);
        padded_shared[..shared_left.len()].copy_from_slice(shared_left);
        mix_part(simd, &mut padded, normal, &padded_shared, common, own);
        bits_left.copy_from_slice(&padded[..bits_left.len()]);
    }
}

#[inline(always)]
fn mix_part<S: Simd>(
    simd: S,
    bits: &mut [u32; PART],
    normal: Normal<'_>,
    shared: &[f32; PART],
    common: f32,
    own: f32,
) {
    /// The largest float below the number of cells.
    const LAST: f32 = 511.999_97;
    const BELOW_2_31: f32 = 2_147_483_520.0;
    let mut scores = [0.0; PART];
    read_part(simd, normal.scores, bits, &mut scores);
    let mut places = Places { begins: [[0; 8]; PART / 8], ways: [[0.0; 8]; PART / 8] };
    let eights = scores.as_chunks_mut::<8>().0.iter_mut().zip(shared.as_chunks::<8>().0);
    for ((begin, way), (scores, shared)) in places.begins.iter_mut().zip(&mut places.ways).zip(eights) {
        let mixed = f32x8::simd_from(simd, *scores) * own + f32x8::simd_from(simd, *shared) * common;
        let place = (mixed.abs() * TAILS_PER_SCORE as f32).min(LAST);
        let cells: i32x8<S> = place.to_int();
        *scores = mixed.into();
        *begin = (cells << 2).bitcast::<u32x8<S>>().into();
        *way = (place - cells.to_float::<f32x8<S>>()).into();
    }
    let eights = bits.as_chunks_mut::<8>().0.iter_mut().zip(scores.as_chunks::<8>().0);
    for ((begins, ways), (bits, scores)) in places.begins.iter().zip(&places.ways).zip(eights) {
        let tails = read_flat(simd, normal.tails, begins, ways);
        let beyond: i32x8<S> = tails.min(BELOW_2_31).to_int();
        // Counted from the other end above the middle.
        let upper = f32x8::simd_from(simd, *scores).simd_gt(0.0);
        *bits = upper.select(beyond ^ -1, beyond).bitcast::<u32x8<S>>().into();
    }
}

/// A side of a table has half of its cells.
const _: () = assert!(2 * CELLS_PER_SIDE == 512);
