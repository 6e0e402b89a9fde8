//! Eight trials of a tabulated quantile function.

use fearless_simd::prelude::*;
use fearless_simd::{f32x8, i32x8, u32x8};

use super::super::transpose::columns;
use super::closed::folded;
use super::{CELLS_PER_SIDE, Cell};

/// So many trials find their places before the cells are read: from memory a number is had more cheaply than from a register of eight.
pub(in super::super) const PART: usize = 64;

pub(in super::super) struct Places {
    pub(in super::super) begins: [[u32; 8]; PART / 8],
    pub(in super::super) ways: [[f32; 8]; PART / 8],
}

/// Where the cells of the bits begin in a flattened [`Table`], in the upper bits, and the ways through them from 0 to 1.
#[inline(always)]
pub(in super::super) fn place<S: Simd>(bits: u32x8<S>) -> (u32x8<S>, f32x8<S>) {
    // The exponent of a float, with its top three mantissa bits, is the number of an eighth of an octave.
    const BELOW_2_31: f32 = 2_147_483_520.0;
    let (upper, distance) = folded(bits);
    let place = distance.min(BELOW_2_31).bitcast::<u32x8<S>>() - 0.5f32.to_bits();
    let begin = (place >> 18) + (upper.bitcast::<u32x8<S>>() & (4 * CELLS_PER_SIDE as u32));
    let way = (place & 0xF_FFFF).bitcast::<i32x8<S>>().to_float::<f32x8<S>>() * (1.0 / 1_048_576.0);
    (begin, way)
}

/// What a flattened table says at eight places.
#[inline(always)]
pub(super) fn read<S: Simd>(
    simd: S,
    table: &[f32; 8 * CELLS_PER_SIDE],
    begins: &[u32; 8],
    ways: &[f32; 8],
) -> f32x8<S> {
    let [b0, b1, b2, b3, b4, b5, b6, b7] = *begins;
    let row = |begin: u32| cell(table, begin);
    let rows = [row(b0), row(b1), row(b2), row(b3), row(b4), row(b5), row(b6), row(b7)];
    let [c0, c1, c2, c3] = columns(simd, rows);
    let t = f32x8::simd_from(simd, *ways);
    c0 + t * (c1 + t * (c2 + t * c3))
}

/// Where the last cell of a flattened table begins.
const LAST: u32 = (8 * CELLS_PER_SIDE - 4) as u32;

#[inline(always)]
fn cell(table: &[f32; 8 * CELLS_PER_SIDE], begin: u32) -> &Cell {
    let begin = (begin & LAST) as usize;
    table[begin..begin + 4].first_chunk().expect("a cell has four numbers")
}
