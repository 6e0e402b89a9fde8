//! How long something still takes that is under way: its curve, given that it is not finished yet (METHOD 32 and 33).

use super::normal::{normal_cdf, normal_quantile};
use super::{Curve, Cut};

/// The normal score of P90, beyond which a curve under way goes on as a lognormal one.
const Z90: f64 = 1.281_551_565_544_600_4;

/// The least spread of that.
const LEAST_SPREAD: f64 = 0.25;

/// P10 counts as at least this share of P90 where a spread is made of them: else a curve that begins at 0 would have no end.
const LEAST_P10: f64 = 0.01;

/// From here on what was thought of it is doubtful …
const DOUBTFUL: f64 = 0.98;

/// … and from here on twice as wide.
const HARDLY: f64 = 0.999;

/// No score lies beyond: what is left of a normal distribution there is still a number.
const MOST_SCORE: f64 = 37.0;

/// A curve of something under way; all times in one unit, and above 0 but for those that are cut.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Known {
    curve: Curve,
    cut: Cut,
    p10: f64,
    p90: f64,
}

impl Known {
    pub(crate) fn new(curve: Curve, cut: Cut) -> Self {
        let mut known = Self { curve, cut, p10: 0.0, p90: 0.0 };
        (known.p10, known.p90) = (known.quantile(0.1), known.quantile(0.9));
        known
    }

    /// Whether it is always the same.
    pub(crate) fn is_constant(&self) -> bool {
        self.curve.constant().is_some()
    }

    fn quantile(&self, u: f64) -> f64 {
        match self.cut {
            Cut::Below => self.curve.quantile(u).max(0.0),
            Cut::Above => self.curve.quantile(u).min(0.0),
            Cut::Nothing => self.curve.quantile(u),
        }
    }

    fn cdf(&self, x: f64) -> f64 {
        match self.cut {
            Cut::Below if x < 0.0 => 0.0,
            Cut::Above if x >= 0.0 => 1.0,
            _ => self.curve.cdf(x),
        }
    }
}

/// How long something under way takes in one trial: the longest of several curves, times a factor, plus a delay.
#[derive(Debug, Clone)]
pub(crate) struct Course<'c> {
    curves: Vec<&'c Known>,
    factor: f64,
    delay: f64,
    p90: f64,
    spread: f64,
}

/// Where something under way stands on its curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Stands {
    /// Not beyond P90: so large a share of the outcomes would have been over by now; and how the curve goes on beyond P90.
    Within { below: f64, p90: f64, spread: f64 },
    /// Beyond it: the normal score of where it stands, and the spread from there on.
    Beyond { score: f64, spread: f64 },
}

/// How long something takes in all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Takes {
    /// What its curve says at this share of the outcomes.
    At(f64),
    /// So long.
    This(f64),
}

impl<'c> Course<'c> {
    /// Of at least one curve.
    pub(crate) fn new(curves: Vec<&'c Known>, factor: f64, delay: f64) -> Self {
        let longest =
            |of: fn(&Known) -> f64| curves.iter().map(|known| of(known)).fold(0.0, f64::max) * factor + delay;
        let (p10, p90) = (longest(|known| known.p10), longest(|known| known.p90));
        let itself = match curves[..] {
            // A lognormal curve goes on as itself, however narrow.
            [only] if delay == 0.0 => only.curve.log_sd(),
            _ => None,
        };
        let spread = itself.unwrap_or_else(|| match p90 > 0.0 {
            true => (libm::log(p90 / p10.max(LEAST_P10 * p90)) / (2.0 * Z90)).max(LEAST_SPREAD),
            false => LEAST_SPREAD,
        });
        Self { curves, factor, delay, p90, spread }
    }

    /// What no outcome passes of several curves, times at most such a factor, plus a delay between these, of which so much is done.
    pub(crate) fn longest(curves: &[&Known], factor: f64, delay: (f64, f64), done: f64) -> f64 {
        /// From P90 to the last place that 32 random bits tell apart.
        const SCORES: f64 = 6.4 - Z90;
        let p90 = curves.iter().map(|known| known.p90).fold(0.0, f64::max);
        let p10 = curves.iter().map(|known| known.p10).fold(p90, f64::min);
        // What is added moves the two nearer to each other, but for what is taken off.
        let least = if delay.0 < 0.0 { 0.0 } else { p10 }.max(LEAST_P10 * p90);
        let spread = if p90 > 0.0 { libm::log(p90 / least) / (2.0 * Z90) } else { 0.0 };
        let of_lognormals = curves.iter().filter_map(|known| known.curve.log_sd());
        let widest = of_lognormals.fold(spread.max(LEAST_SPREAD), f64::max);
        (p90 * factor + delay.1).max(done) * libm::exp(2.0 * widest * SCORES)
    }

    /// In 9 of 10 outcomes it takes no longer.
    pub(crate) fn p90(&self) -> f64 {
        self.p90
    }

    /// Where it stands after so much work.
    pub(crate) fn after(&self, done: f64) -> Stands {
        if done < self.p90 {
            return Stands::Within { below: self.below(done), p90: self.p90, spread: self.spread };
        }
        let score = self.score_beyond(done);
        let share = normal_cdf(score);
        let doubt = ((share - DOUBTFUL) / (HARDLY - DOUBTFUL)).clamp(0.0, 1.0);
        Stands::Beyond { score, spread: self.spread * (1.0 + doubt) }
    }

    /// The normal score of a time at or beyond P90.
    fn score_beyond(&self, done: f64) -> f64 {
        if !(self.p90 > 0.0) {
            return if done > 0.0 { MOST_SCORE } else { Z90 };
        }
        (Z90 + libm::log(done / self.p90) / self.spread).min(MOST_SCORE)
    }

    /// The share of outcomes that are over after a time below P90.
    fn below(&self, done: f64) -> f64 {
        let base = match self.factor > 0.0 {
            true => (done - self.delay) / self.factor,
            // Nothing is left of it but the delay.
            false if done < self.delay => return 0.0,
            false => f64::INFINITY,
        };
        self.curves.iter().map(|known| known.cdf(base)).fold(1.0, f64::min)
    }

    /// The share of outcomes that take longer than this.
    pub(crate) fn above(&self, done: f64) -> f64 {
        match done < self.p90 {
            true => 1.0 - self.below(done),
            false => normal_cdf(-self.score_beyond(done)),
        }
    }

    /// The normal score of a time.
    pub(crate) fn score(&self, done: f64) -> f64 {
        match done < self.p90 {
            true => {
                let below = self.below(done);
                if below > 0.0 { normal_quantile(below).max(-MOST_SCORE) } else { -MOST_SCORE }
            }
            false => self.score_beyond(done),
        }
    }

    /// What is left after so much work, in a share `u` of those outcomes in which it is not over; above 0.
    pub(crate) fn left(&self, done: f64, u: f64) -> f64 {
        let takes = match self.after(done).takes(done, u) {
            Takes::This(takes) => takes,
            Takes::At(share) => {
                self.curves.iter().map(|known| known.quantile(share)).fold(0.0, f64::max) * self.factor
                    + self.delay
            }
        };
        takes - done
    }
}

impl Stands {
    /// How long something takes in all of which so much is done, in a share `u` of those outcomes in which it is not over.
    pub(crate) fn takes(self, done: f64, u: f64) -> Takes {
        match self {
            Self::Within { below, p90, spread } => {
                let above = (1.0 - u) * (1.0 - below);
                if above >= 0.1 {
                    return Takes::At(1.0 - above);
                }
                Takes::This(p90 * libm::exp(spread * (-normal_quantile(above) - Z90)))
            }
            Self::Beyond { score, spread } => {
                let above = (1.0 - u) * normal_cdf(-score);
                Takes::This(done * libm::exp(spread * (-normal_quantile(above) - score)))
            }
        }
    }

    /// Whether it has taken longer than it almost ever would.
    pub(crate) fn is_doubtful(self) -> bool {
        matches!(self, Self::Beyond { score, .. } if normal_cdf(score) >= DOUBTFUL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P10 and P90 of 10 and 30 days, lognormal.
    fn ten_to_thirty() -> Known {
        let (low, high) = (libm::log(10.0), libm::log(30.0));
        let curve =
            Curve::Lognormal { mu: (low + high) / 2.0, sigma: (high - low) / (2.0 * Z90), negative: false };
        Known::new(curve, Cut::Below)
    }

    #[test]
    fn what_is_left_of_ten_to_thirty_days_after_ten_twenty_thirty_and_forty() {
        // The issue's own figures; the P85 after 40 days is 14.35.
        let known = ten_to_thirty();
        let course = Course::new(vec![&known], 1.0, 0.0);
        let left = |done, u| (course.left(done, u) * 100.0).round() / 100.0;
        for (done, median, p85) in
            [(10.0, 8.3, 17.8), (20.0, 5.5, 14.3), (30.0, 5.05, 13.9), (40.0, 5.14, 14.35)]
        {
            assert!((left(done, 0.5) - median).abs() < 0.05, "{done}: {}", left(done, 0.5));
            assert!((left(done, 0.85) - p85).abs() < 0.05, "{done}: {}", left(done, 0.85));
        }
    }

    #[test]
    fn a_narrow_lognormal_goes_on_as_itself_and_any_other_narrow_curve_is_wider() {
        let narrow = Known::new(Curve::Lognormal { mu: 2.0, sigma: 0.05, negative: false }, Cut::Below);
        let of_shape = Known::new(Curve::Uniform { low: 7.0, high: 8.0 }, Cut::Below);
        let takes = |known: &Known, u| Course::new(vec![known], 1.0, 0.0).left(1.0, u) + 1.0;
        let z = 3.090_232_306_167_813_5;
        assert!((takes(&narrow, 0.999) - libm::exp(2.0 + 0.05 * z)).abs() < 1e-6);
        assert!((takes(&of_shape, 0.999) - 7.9 * libm::exp(0.25 * (z - Z90))).abs() < 1e-6);
    }

    #[test]
    fn something_is_always_left_never_less_with_worse_luck_and_never_more_than_the_most() {
        let known = ten_to_thirty();
        let zero = Known::new(Curve::Constant(0.0), Cut::Below);
        let fixed = Known::new(Curve::Constant(5.0), Cut::Below);
        let wide = Known::new(Curve::Uniform { low: 0.0, high: 8.0 }, Cut::Below);
        for known in [&known, &zero, &fixed, &wide] {
            for (factor, delay) in [(1.0, 0.0), (1.3, 2.0), (0.0, 1.0), (0.5, -1.0)] {
                let course = Course::new(vec![known], factor, delay);
                for done in [1e-3, 0.5, 4.0, 5.0, 7.9, 8.0, 20.0, 50.0, 1000.0] {
                    let mut before = 0.0;
                    let longest = Course::longest(&[known], factor, (delay.min(0.0), delay.max(0.0)), done);
                    for u in [1e-9, 1e-3, 0.1, 0.5, 0.9, 0.999, 1.0 - libm::exp2(-33.0)] {
                        let left = course.left(done, u);
                        assert!(
                            left.is_finite() && left > 0.0 && left >= before,
                            "{known:?} {done} {u} {left}"
                        );
                        assert!(done + left <= longest, "{known:?} {done} {u} {left} {longest}");
                        before = left;
                    }
                }
            }
        }
    }

    #[test]
    fn the_curve_goes_on_without_a_jump_at_p90_and_scores_are_those_of_a_lognormal() {
        let known = ten_to_thirty();
        let course = Course::new(vec![&known], 1.0, 0.0);
        for u in [0.1, 0.5, 0.9, 0.97] {
            assert!((course.left(30.0 - 1e-9, u) - course.left(30.0 + 1e-9, u)).abs() < 1e-6);
        }
        assert!((course.score(30.0) - Z90).abs() < 1e-12 && (course.score(10.0) + Z90).abs() < 1e-12);
        assert!((course.above(30.0) - 0.1).abs() < 1e-12);
    }
}
