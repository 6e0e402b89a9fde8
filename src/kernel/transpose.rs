//! Eight rows of four → four columns of eight.

use fearless_simd::prelude::*;
use fearless_simd::{f32x4, f32x8};

/// The columns of the rows.
#[inline(always)]
pub(super) fn columns<S: Simd>(simd: S, rows: [&[f32; 4]; 8]) -> [f32x8<S>; 4] {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(columns) = wide::columns(simd.level(), rows) {
        return columns.map_all(simd);
    }
    let [r0, r1, r2, r3, r4, r5, r6, r7] = rows;
    let low = four(simd, [r0, r1, r2, r3]);
    let high = four(simd, [r4, r5, r6, r7]);
    [low[0].combine(high[0]), low[1].combine(high[1]), low[2].combine(high[2]), low[3].combine(high[3])]
}

#[inline(always)]
fn four<S: Simd>(simd: S, [r0, r1, r2, r3]: [&[f32; 4]; 4]) -> [f32x4<S>; 4] {
    let (r0, r1) = (f32x4::from_slice(simd, r0), f32x4::from_slice(simd, r1));
    let (r2, r3) = (f32x4::from_slice(simd, r2), f32x4::from_slice(simd, r3));
    let (a, b) = (r0.zip_low(r2), r1.zip_low(r3));
    let (c, d) = (r0.zip_high(r2), r1.zip_high(r3));
    [a.zip_low(b), a.zip_high(b), c.zip_low(d), c.zip_high(d)]
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
mod wide {
    #[cfg(target_arch = "x86")]
    use std::arch::x86::*;
    #[cfg(target_arch = "x86_64")]
    use std::arch::x86_64::*;

    use fearless_simd::prelude::*;
    use fearless_simd::{Level, f32x4, f32x8};

    /// Two rows side by side in each register halve the work; the portable operations cannot say that.
    #[inline(always)]
    pub(super) fn columns(level: Level, rows: [&[f32; 4]; 8]) -> Option<Columns> {
        match level {
            Level::Avx2(token) => Some(avx2(token, rows)),
            Level::Avx512(token) => Some(avx512(token, rows)),
            _ => None,
        }
    }

    /// The four columns, as plain numbers between one type of register and the other.
    pub(super) struct Columns([[f32; 8]; 4]);

    impl Columns {
        #[inline(always)]
        pub(super) fn map_all<S: Simd>(self, simd: S) -> [f32x8<S>; 4] {
            let Self([a, b, c, d]) = self;
            [a.simd_into(simd), b.simd_into(simd), c.simd_into(simd), d.simd_into(simd)]
        }
    }

    macro_rules! on {
        ($name:ident, $inner:ident, $token:ident) => {
            #[inline(always)]
            fn $name(token: fearless_simd::x86::$token, rows: [&[f32; 4]; 8]) -> Columns {
                fearless_simd::kernel!(
                    #[inline(always)]
                    fn $inner(token: $token, rows: [__m128; 8]) -> [__m256; 4] {
                        let _ = token;
                        let [r0, r1, r2, r3, r4, r5, r6, r7] = rows;
                        let (r0, r1) = (_mm256_set_m128(r4, r0), _mm256_set_m128(r5, r1));
                        let (r2, r3) = (_mm256_set_m128(r6, r2), _mm256_set_m128(r7, r3));
                        let (a, b) = (_mm256_unpacklo_ps(r0, r2), _mm256_unpacklo_ps(r1, r3));
                        let (c, d) = (_mm256_unpackhi_ps(r0, r2), _mm256_unpackhi_ps(r1, r3));
                        [
                            _mm256_unpacklo_ps(a, b),
                            _mm256_unpackhi_ps(a, b),
                            _mm256_unpacklo_ps(c, d),
                            _mm256_unpackhi_ps(c, d),
                        ]
                    }
                );
                let [r0, r1, r2, r3, r4, r5, r6, r7] = rows;
                let load = |row: &[f32; 4]| -> __m128 { f32x4::from_slice(token, row).into() };
                let rows = [load(r0), load(r1), load(r2), load(r3), load(r4), load(r5), load(r6), load(r7)];
                let [a, b, c, d] = $inner(token, rows);
                let plain = |column: __m256| -> [f32; 8] {
                    let column: f32x8<fearless_simd::x86::$token> = column.simd_into(token);
                    column.into()
                };
                Columns([plain(a), plain(b), plain(c), plain(d)])
            }
        };
    }

    on!(avx2, inner_avx2, Avx2);
    on!(avx512, inner_avx512, Avx512);
}
