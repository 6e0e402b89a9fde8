//! Weighted sums of rows.

use fearless_simd::dispatch;

use super::Level;

/// The sums, column by column, of the rows, each times its weight, in the order of the rows. Of weights and rows as many are taken as
/// there are of both.
pub fn blend<const N: usize>(level: Level, weights: &[f64], rows: &[[f64; N]], sums: &mut [f64; N]) {
    dispatch!(level.0, _simd => blend_all(weights, rows, sums));
}

#[inline(always)]
fn blend_all<const N: usize>(weights: &[f64], rows: &[[f64; N]], sums: &mut [f64; N]) {
    /// So many sums stay in registers.
    const PART: usize = 16;
    let mut begin = 0;
    while begin + PART <= N {
        let mut part = [0.0; PART];
        for (&weight, row) in weights.iter().zip(rows) {
            for (sum, value) in part.iter_mut().zip(&row[begin..begin + PART]) {
                *sum += weight * value;
            }
        }
        sums[begin..begin + PART].copy_from_slice(&part);
        begin += PART;
    }
    for (place, sum) in sums.iter_mut().enumerate().skip(begin) {
        *sum = weights.iter().zip(rows).fold(0.0, |sum, (&weight, row)| sum + weight * row[place]);
    }
}
