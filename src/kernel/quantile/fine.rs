//! Four trials of a finely tabulated quantile function, and the exponential.

use fearless_simd::prelude::*;
use fearless_simd::{f64x4, u64x4};

use super::{FINE_CELLS_PER_SIDE, FineTable, TO_WHOLE};

/// The cell of a fine table for the bits, and the way through it from 0 to 1.
#[inline(always)]
pub(super) fn fine_place(bits: u32) -> (u32, f64) {
    let upper = bits >> 31;
    let folded = bits ^ 0u32.wrapping_sub(upper);
    let place = (f64::from(folded) + 0.5).to_bits() - 0.5f64.to_bits();
    let cell = (place >> 47) as u32 + FINE_CELLS_PER_SIDE as u32 * upper;
    (cell, f64::from_bits(1f64.to_bits() | (place & ((1 << 47) - 1)) << 5) - 1.0)
}

/// What a fine table says at four places.
#[inline(always)]
pub(super) fn read_fine<S: Simd>(simd: S, table: &FineTable, cells: &[u32], ways: &[f64]) -> f64x4<S> {
    let row =
        |lane: usize| f64x4::from_slice(simd, &table[cells[lane] as usize & (2 * FINE_CELLS_PER_SIDE - 1)]);
    let (r0, r1, r2, r3) = (row(0), row(1), row(2), row(3));
    let (a, b) = (r0.zip_low(r2), r1.zip_low(r3));
    let (c, d) = (r0.zip_high(r2), r1.zip_high(r3));
    let (c0, c1, c2, c3) = (a.zip_low(b), a.zip_high(b), c.zip_low(d), c.zip_high(d));
    let t = f64x4::from_slice(simd, ways);
    c0 + t * (c1 + t * (c2 + t * c3))
}

/// e^x for x within ±700: 2^n e^r with |r| at most ln 2 / 2, and thirteen terms of the series for e^r. Relative error about 2⁻⁵².
#[inline(always)]
pub(super) fn exp<S: Simd>(x: f64x4<S>) -> f64x4<S> {
    // ln 2 in two parts, the first with 21 zeros at its end, so that n times it is exact.
    const LN_2_HIGH: f64 = f64::from_bits(0x3FE6_2E42_FEE0_0000);
    const LN_2_LOW: f64 = f64::from_bits(0x3DEA_39EF_3579_3C76);
    let shifted = x * std::f64::consts::LOG2_E + TO_WHOLE;
    let n = shifted - TO_WHOLE;
    let r = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    // One over the factorials, from 13! down.
    let mut sum = r * (1.0 / 6_227_020_800.0) + 1.0 / 479_001_600.0;
    sum = sum * r + 1.0 / 39_916_800.0;
    sum = sum * r + 1.0 / 3_628_800.0;
    sum = sum * r + 1.0 / 362_880.0;
    sum = sum * r + 1.0 / 40_320.0;
    sum = sum * r + 1.0 / 5_040.0;
    sum = sum * r + 1.0 / 720.0;
    sum = sum * r + 1.0 / 120.0;
    sum = sum * r + 1.0 / 24.0;
    sum = sum * r + 1.0 / 6.0;
    sum = sum * r + 1.0 / 2.0;
    sum = sum * r + 1.0;
    sum = sum * r + 1.0;
    let power = ((shifted.bitcast::<u64x4<S>>() + 1023) << 52).bitcast::<f64x4<S>>();
    power * sum
}
