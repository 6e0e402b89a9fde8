//! What work took against what was estimated, as a curve.

use super::survival::Survival;
use crate::curve::{normal_cdf, normal_quantile};
use crate::plan::Spread;
use crate::units::Percentile;

/// How many pairs the prior counts for.
pub(super) const PRIOR_PAIRS: f64 = 5.0;

/// P90 over P10 of the prior, a lognormal.
const PRIOR_WIDTH: f64 = 3.0;

/// The percentiles that the curve goes through.
const PERCENTS: [f64; 13] = [1.0, 5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0, 99.0];

/// Neighbours differ by this at least, against their size: where many ratios are the same, the curve is nearly flat.
const STEP: f64 = 1e-4;

/// Ratios lie between these, as a plan's calibration wants them.
const BOUNDS: (f64, f64) = (0.0102, 98.0);

/// The curve F = (n F_seen + 5 F_prior)/(n + 5): what was seen of n numbers, scaled so that its middle is the bias, and a lognormal with that
/// middle (METHOD 10).
pub(super) fn ratios(seen: &Survival, n: usize, bias: f64) -> Spread<f64> {
    let scale = bias / seen.median().0;
    let sd = libm::log(PRIOR_WIDTH) / (2.0 * normal_quantile(0.9));
    let prior_above = |x: f64| normal_cdf((libm::log(bias) - libm::log(x)) / sd);
    let n = n as f64;
    let largest = seen.largest() * scale;
    let share = |x: f64| {
        // What is only known to lie beyond all goes on as the prior does.
        let beyond = match seen.beyond() {
            beyond if beyond > 0.0 && x > largest => {
                beyond * (1.0 - prior_above(x) / prior_above(largest).max(f64::MIN_POSITIVE))
            }
            _ => 0.0,
        };
        (n * (seen.upto(x / scale) + beyond) + PRIOR_PAIRS * (1.0 - prior_above(x))) / (n + PRIOR_PAIRS)
    };
    let quantile = |p: f64| {
        let (mut low, mut high) = (libm::log(BOUNDS.0), libm::log(BOUNDS.1));
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            // Rounding must not pass over a value that is a ratio itself.
            if share(libm::exp(middle) * (1.0 + 1e-12)) >= p { high = middle } else { low = middle }
        }
        libm::exp(high)
    };
    let mut values = PERCENTS.map(|percent| if percent == 50.0 { bias } else { quantile(percent / 100.0) });
    let middle = PERCENTS.len() / 2;
    for place in middle + 1..values.len() {
        values[place] = values[place].max(values[place - 1] * (1.0 + STEP));
    }
    for place in (0..middle).rev() {
        values[place] = values[place].min(values[place + 1] / (1.0 + STEP));
    }
    let points = PERCENTS.iter().zip(values);
    Spread::percentiles(points.filter_map(|(&percent, value)| Some((Percentile::new(percent)?, value))))
}
