//! Whether good periods follow good ones, and how many are then taken together.

use super::stability::deviations;

/// How many consecutive periods of the history are taken together.
///
/// Where good periods follow good ones and bad ones bad ones, periods taken one by one forget it, and the answer looks surer than it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Blocks {
    /// One, unless the history itself shows that its periods hang together; then as many as suit it. The default.
    #[default]
    Automatic,
    /// So many, at least 1 and at most as many as are resampled.
    Of(usize),
}

/// How much the periods of a history hang together.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Dependence {
    /// The correlation of each period with the next one, of deviations from the mean of their half of the history, in [-1, 1].
    pub autocorrelation: f64,
    /// Above this it counts as more than chance: 1.645 standard errors, 5% of histories without any pass it.
    pub critical: f64,
    /// How many consecutive periods are taken together.
    pub block: usize,
}

/// The fewest periods in which it can be seen whether they hang together.
const FEWEST: usize = 12;

/// The 95th percentile of the standard normal distribution.
const Z_95_ONE_SIDED: f64 = 1.644_853_626_951_472_2;

impl Dependence {
    /// That of a history; the block where none is asked for.
    ///
    /// The standard error of the autocorrelation at lag 1 is 1/sqrt(n) where there is none (Bartlett 1946).
    /// A block is at most a third of the fewest periods that a trial looks back on: what hangs together over longer is a change of the
    /// pace, which looking back on more or fewer of them is for.
    pub(super) fn of(history: &[u32], blocks: Blocks, least: usize) -> Self {
        let deviations = deviations(history);
        let n = history.len();
        let autocorrelation = autocorrelation(&deviations, 1);
        let critical = Z_95_ONE_SIDED / (n as f64).sqrt();
        let block = match blocks {
            Blocks::Of(length) => length,
            Blocks::Automatic if n >= FEWEST && autocorrelation > critical => {
                automatic(&deviations).clamp(2, (least / 3).max(2))
            }
            Blocks::Automatic => 1,
        };
        Self { autocorrelation, critical, block }
    }
}

/// The correlation of deviations with those `lag` later; 0 where nothing deviates.
fn autocorrelation(deviations: &[f64], lag: usize) -> f64 {
    let products = |lag: usize| -> f64 {
        deviations.iter().zip(deviations.iter().skip(lag)).map(|(now, later)| now * later).sum()
    };
    let all = products(0);
    if all > 0.0 { products(lag) / all } else { 0.0 }
}

/// The length of the blocks of a circular block bootstrap with the least error (Politis and White 2004, "Automatic block-length
/// selection for the dependent bootstrap", Econometric Reviews 23, with the correction of Patton, Politis and White 2009): as many
/// lags as are more than chance, and from their autocorrelations the length. At least 1.
fn automatic(deviations: &[f64]) -> usize {
    let n = deviations.len() as f64;
    let log_n = libm::log10(n);
    // So many lags in a row that are no more than chance end the search.
    let quiet = (log_n.sqrt().ceil() as usize).max(5);
    let most = (n.sqrt().ceil() as usize + quiet).min(deviations.len() - 1);
    let chance = 2.0 * (log_n / n).sqrt();
    let by_lag: Vec<f64> = (0..=most).map(|lag| autocorrelation(deviations, lag)).collect();
    let is_quiet = |lag: usize| by_lag.get(lag).is_none_or(|value| value.abs() < chance);
    let last = (0..=most).find(|lag| (1..=quiet).all(|more| is_quiet(lag + more))).unwrap_or(most);
    let bandwidth = (2 * last).clamp(1, most);
    // The flat-top lag window: 1 up to half the bandwidth, then straight down to 0.
    let weight = |lag: usize| (2.0 * (1.0 - lag as f64 / bandwidth as f64)).clamp(0.0, 1.0);
    let (mut slope, mut spectrum) = (0.0, 1.0);
    for (lag, value) in by_lag.iter().enumerate().take(bandwidth + 1).skip(1) {
        slope += 2.0 * weight(lag) * lag as f64 * value;
        spectrum += 2.0 * weight(lag) * value;
    }
    let variance = 4.0 / 3.0 * spectrum * spectrum;
    if !(variance > 0.0) {
        return 1;
    }
    let length = libm::cbrt(2.0 * slope * slope / variance * n);
    length.round().clamp(1.0, (3.0 * n.sqrt()).min(n / 3.0).ceil()) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A series on which the length can be computed by hand: one lag counts, so that slope = 2 r (1 + 0.5 x 0) and so on.
    #[test]
    fn the_length_is_that_of_the_formula() {
        // Pairs of equal values: r1 is about one half, all beyond about 0.
        let mut state = 3u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as f64 / f64::from(1u32 << 31) - 0.5
        };
        let noise: Vec<f64> = (0..401).map(|_| next()).collect();
        let moving: Vec<f64> = noise.windows(2).map(|pair| pair[0] + pair[1]).collect();
        let r = autocorrelation(&moving, 1);
        assert!((r - 0.5).abs() < 0.1, "{r}");
        // Bandwidth 2: weight 1 at lag 1, 0 at lag 2.
        let (slope, spectrum) = (2.0 * r, 1.0 + 2.0 * r);
        let by_hand = libm::cbrt(2.0 * slope * slope / (4.0 / 3.0 * spectrum * spectrum) * 400.0).round();
        assert_eq!(automatic(&moving), by_hand as usize);
        assert_eq!(automatic(&noise), 1);
    }
}
