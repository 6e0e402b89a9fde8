//! How sure the answers are: intervals from the number of trials.

use super::Odds;
use crate::curve::Beta;
use crate::units::Percentile;

/// The z of a 95% interval.
const Z_95: f64 = 1.959_963_984_540_054;

/// The share `hits` of `trials` with its 95% interval by Wilson's score (1927).
pub(super) fn wilson(hits: usize, trials: usize) -> Odds {
    let (n, z2) = (trials as f64, Z_95 * Z_95);
    let p = hits as f64 / n;
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z_95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
    // At the ends the bound is 0 or 1 exactly, which rounding may miss.
    let low = if hits == 0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if hits == trials { 1.0 } else { (middle + half).min(1.0) };
    Odds { probability: p, low, high }
}

/// The ranks, 1 to n, between which the true percentile lies with 95%: the largest r and the smallest s with
/// P(Bin(n, p) <= r - 1) <= 2.5% and P(Bin(n, p) >= s) <= 2.5% (METHOD 23). `None` where the sample is too small to have them.
pub(super) fn ranks(n: usize, percentile: Percentile) -> Option<(usize, usize)> {
    const BEYOND: f64 = 0.025;
    let p = percentile.share();
    // P(Bin(n, p) <= k) = I(1-p; n-k, k+1).
    let at_most =
        |k: usize| if k >= n { 1.0 } else { Beta::new((n - k) as f64, (k + 1) as f64).cdf(1.0 - p) };
    let at_least = |k: usize| if k == 0 { 1.0 } else { Beta::new(k as f64, (n - k + 1) as f64).cdf(p) };
    let low = partition(1, n + 1, |r| at_most(r - 1) <= BEYOND).checked_sub(1).filter(|&r| r >= 1)?;
    let high = partition(1, n + 1, |s| at_least(s) > BEYOND);
    (high <= n).then_some((low, high))
}

/// The first number in `from..to` for which `holds` no longer does; it holds for all before.
fn partition(from: usize, to: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (from, to);
    while from < to {
        let middle = from + (to - from) / 2;
        if holds(middle) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{P5, P50, P80, P95};

    #[test]
    fn the_ranks_of_the_method_page_come_out() {
        assert_eq!(ranks(1000, P80), Some((775, 825)));
    }

    /// The definition, summed term by term.
    #[test]
    fn ranks_agree_with_binomial_sums() {
        for n in [1, 5, 20, 59, 60, 100, 200] {
            for percentile in [P5, P50, P80, P95] {
                let p = percentile.share();
                let mut term = libm::pow(1.0 - p, n as f64);
                let mut terms = vec![term];
                for k in 0..n {
                    term *= (n - k) as f64 / (k + 1) as f64 * p / (1.0 - p);
                    terms.push(term);
                }
                let below = |r: usize| terms[..r].iter().sum::<f64>();
                let above = |s: usize| terms[s..].iter().sum::<f64>();
                let low = (1..=n).rev().find(|&r| below(r) <= 0.025);
                let high = (1..=n).find(|&s| above(s) <= 0.025);
                assert_eq!(ranks(n, percentile), low.zip(high), "n = {n}, {percentile}");
            }
        }
    }

    #[test]
    fn wilson_gives_the_textbook_interval() {
        // 81 of 263: 0.255 to 0.366 (Newcombe 1998, table I, method 3).
        let odds = wilson(81, 263);
        assert!((odds.low - 0.2553).abs() < 5e-5 && (odds.high - 0.3662).abs() < 5e-5, "{odds:?}");
        assert_eq!((wilson(0, 10).low, wilson(10, 10).high), (0.0, 1.0));
    }
}
