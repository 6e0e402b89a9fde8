//! The nearest whole numbers, ties to even: one instruction where the processor has it, which the portable operations cannot say.

use fearless_simd::prelude::*;
use fearless_simd::{f32x8, i32x8};

/// The whole numbers nearest to eight within ±2³¹.
#[inline(always)]
pub(super) fn nearest<S: Simd>(simd: S, values: f32x8<S>) -> i32x8<S> {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(whole) = x86::nearest(simd.level(), values.into()) {
        return whole.simd_into(simd);
    }
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
    let _ = simd;
    values.round_ties_even().to_int()
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
mod x86 {
    #[cfg(target_arch = "x86")]
    use std::arch::x86::*;
    #[cfg(target_arch = "x86_64")]
    use std::arch::x86_64::*;

    use fearless_simd::prelude::*;
    use fearless_simd::{Level, f32x8, i32x8};

    /// By the processor's own instruction, where it has one.
    #[inline(always)]
    pub(super) fn nearest(level: Level, values: [f32; 8]) -> Option<[i32; 8]> {
        match level {
            Level::Sse2(token) => Some(sse2(token, values)),
            Level::Sse4_2(token) => Some(sse4_2(token, values)),
            Level::Avx2(token) => Some(avx2(token, values)),
            Level::Avx512(token) => Some(avx512(token, values)),
            _ => None,
        }
    }

    /// By one instruction for eight.
    macro_rules! eight {
        ($name:ident, $inner:ident, $token:ident) => {
            #[inline(always)]
            fn $name(token: fearless_simd::x86::$token, values: [f32; 8]) -> [i32; 8] {
                fearless_simd::kernel!(
                    #[inline(always)]
                    fn $inner(token: $token, values: __m256) -> __m256i {
                        let _ = token;
                        _mm256_cvtps_epi32(values)
                    }
                );
                let values: f32x8<fearless_simd::x86::$token> = values.simd_into(token);
                let whole: i32x8<fearless_simd::x86::$token> = $inner(token, values.into()).simd_into(token);
                whole.into()
            }
        };
    }

    /// By one instruction for four.
    macro_rules! four {
        ($name:ident, $inner:ident, $token:ident) => {
            #[inline(always)]
            fn $name(token: fearless_simd::x86::$token, values: [f32; 8]) -> [i32; 8] {
                fearless_simd::kernel!(
                    #[inline(always)]
                    fn $inner(token: $token, values: __m128) -> __m128i {
                        let _ = token;
                        _mm_cvtps_epi32(values)
                    }
                );
                let values: f32x8<fearless_simd::x86::$token> = values.simd_into(token);
                let (low, high) = values.split();
                let low: fearless_simd::i32x4<fearless_simd::x86::$token> =
                    $inner(token, low.into()).simd_into(token);
                let high: fearless_simd::i32x4<fearless_simd::x86::$token> =
                    $inner(token, high.into()).simd_into(token);
                let whole: i32x8<fearless_simd::x86::$token> = low.combine(high);
                whole.into()
            }
        };
    }

    four!(sse2, inner_sse2, Sse2);
    four!(sse4_2, inner_sse4_2, Sse4_2);
    eight!(avx2, inner_avx2, Avx2);
    eight!(avx512, inner_avx512, Avx512);
}
