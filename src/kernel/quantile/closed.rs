//! Quantile functions that are computed directly.

use fearless_simd::prelude::*;
use fearless_simd::{f32x8, i32x8, u32x8};

/// The probability, as near as four bytes come.
#[inline(always)]
pub(super) fn uniform<S: Simd>(bits: u32x8<S>) -> f32x8<S> {
    // Counted from the middle, because only signed numbers become floats in one step.
    let from_middle = (bits ^ 0x8000_0000).bitcast::<i32x8<S>>().to_float::<f32x8<S>>() + 0.5;
    from_middle * (1.0 / 4_294_967_296.0) + 0.5
}

/// Minus one where the bits lie in the upper half, else 0, and the distance from the nearer end in units of 2⁻³².
#[inline(always)]
pub(super) fn folded<S: Simd>(bits: u32x8<S>) -> (i32x8<S>, f32x8<S>) {
    let bits = bits.bitcast::<i32x8<S>>();
    let upper = bits >> 31;
    (upper, (bits ^ upper).to_float::<f32x8<S>>() + 0.5)
}

#[inline(always)]
pub(super) fn triangle<S: Simd>(simd: S, bits: u32x8<S>, mode: f32) -> f32x8<S> {
    let (upper, distance) = folded(bits);
    let near = distance * (1.0 / 4_294_967_296.0);
    let far = f32x8::splat(simd, 1.0) - near;
    let is_upper = upper.simd_lt(0);
    let (below, above) = (is_upper.select(far, near), is_upper.select(near, far));
    let rises = below.simd_le(mode);
    let root = rises.select(below * mode, above * (1.0 - mode)).sqrt();
    rises.select(root, f32x8::splat(simd, 1.0) - root)
}
