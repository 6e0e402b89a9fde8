//! What is left of work under way that the status says nothing more of: its curve in the trial, given that it is longer than what was
//! done, and how that curve goes on beyond its P90 (METHOD 32 and 33).

use super::simulator::probability;

/// The normal score of 90%.
const Z90: f64 = 1.281_551_565_544_600_4;
/// Beyond this score a share is no number any more, and what lies there is as if it lay here. So does everything beyond a P90 of 0.
const MOST_SCORE: f64 = 37.0;
/// The last bits below 10% and 90%.
const P10: u32 = 429_496_729;
const P90: u32 = 3_865_470_565;
const ALL: f64 = 4_294_967_296.0;

/// The logarithm of the share of outcomes that lie beyond a normal score; far out by Mills' ratio, where the share itself is below the
/// least number.
fn log_beyond(score: f64) -> f64 {
    if score < 12.0 {
        return libm::log(beyond(score));
    }
    let square = 1.0 / (score * score);
    let series = 1.0 - square * (1.0 - 3.0 * square * (1.0 - 5.0 * square * (1.0 - 7.0 * square)));
    libm::log(series / (score * libm::sqrt(2.0 * std::f64::consts::PI))) - score * score / 2.0
}

/// The share of outcomes that lie beyond a normal score.
pub(super) fn beyond(score: f64) -> f64 {
    libm::erfc(score / std::f64::consts::SQRT_2) / 2.0
}

/// The normal score that a share of outcomes lies beyond, given its logarithm: found by halving, so far that nothing is left to halve.
fn score_of_log(log: f64) -> f64 {
    let (mut low, mut high) = (-40.0, 1e9);
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return middle;
        }
        if log_beyond(middle) > log { low = middle } else { high = middle }
    }
}

/// The normal score that a share of outcomes lies beyond.
pub(super) fn score_beyond(share: f64) -> f64 {
    // Of a share near 1 the other side is the finer one.
    if share > 0.5 { -score_of_log(libm::log1p(-share)) } else { score_of_log(libm::log(share)) }
}

/// What a curve takes, read with bits.
pub(super) type Read<'a> = dyn Fn(u32) -> f64 + 'a;

/// The share of outcomes of a curve that are at or below a value.
pub(super) fn at_or_below(read: &Read<'_>, value: f64) -> f64 {
    let (mut low, mut high) = (0u64, 1 << 32);
    while low < high {
        let middle = low.midpoint(high);
        if read(middle as u32) <= value { low = middle + 1 } else { high = middle }
    }
    low as f64 / ALL
}

/// A curve, and how it goes on beyond its P90.
pub(super) struct Late<'a> {
    read: &'a Read<'a>,
    p90: f64,
    /// What a table may be off by.
    off: f64,
    slope: f64,
}

impl<'a> Late<'a> {
    /// Where a curve jumps at 10% or 90%, what lies below is meant, or what lies `above`.
    pub(super) fn new(read: &'a Read<'a>, is_lognormal: bool, above: [bool; 2]) -> Self {
        let p10 = read(P10 + 2 * u32::from(above[0]));
        let p90 = read(P90 + 2 * u32::from(above[1]));
        let p10 = if is_lognormal { p10 } else { p10.max(p90 / 100.0) };
        let slope = if p90 > 0.0 { (libm::log(p90) - libm::log(p10)) / (2.0 * Z90) } else { 0.0 };
        let off = 2e-5 * (p90 - p10).max(0.0) + 1.0;
        Self { read, p90, off, slope: if is_lognormal { slope } else { slope.max(0.25) } }
    }

    /// Whether nine in ten outcomes take no time. How such a curve goes on the definitions leave open.
    pub(super) fn is_nothing(&self) -> bool {
        self.p90 == 0.0
    }

    /// The normal score of a value beyond P90.
    fn score(&self, value: f64) -> f64 {
        if self.p90 == 0.0 {
            return MOST_SCORE;
        }
        (Z90 + (libm::log(value) - libm::log(self.p90)) / self.slope).min(MOST_SCORE)
    }

    /// 9 of 10 outcomes take no longer.
    pub(super) fn p90(&self) -> f64 {
        self.p90
    }

    /// The share of outcomes that take longer.
    pub(super) fn longer(&self, value: f64) -> f64 {
        if value > self.p90 {
            return beyond(self.score(value));
        }
        1.0 - at_or_below(self.read, value).min(0.9)
    }

    /// The same for a value that is as much smaller or larger as a table may be off by.
    pub(super) fn longer_beside(&self, value: f64, side: f64) -> f64 {
        self.longer((value + side * self.off).max(0.0))
    }

    /// What is left once so much was done, with the bits that are the task's own; on this side of what a table may be off by.
    pub(super) fn left(&self, done: f64, bits: u32, side: f64) -> f64 {
        let longer = self.longer_beside(done, side);
        let still = (1.0 - probability(bits)) * longer;
        if done > self.p90 {
            let more = ((1.0 - longer - 0.98) / (0.999 - 0.98)).clamp(0.0, 1.0);
            let slope = self.slope * (1.0 + more);
            let score = self.score(done);
            let still = score_of_log(log_beyond(score) + libm::log(1.0 - probability(bits)));
            return done * libm::exp(slope * (still - score)) - done;
        }
        if still < 0.1 {
            return self.p90 * libm::exp(self.slope * (score_beyond(still) - Z90)) - done;
        }
        (self.read)((((1.0 - still) * ALL) as u32).min(P90)) - done
    }
}
