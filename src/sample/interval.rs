//! How sure the answers are: intervals from the number of trials.

use super::STRATIFIED;
use crate::curve::Beta;
use crate::units::Percentile;

/// A probability as counted from trials, with its 95% interval (Wilson 1927).
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Odds {
    /// The share of trials, in [0, 1].
    pub probability: f64,
    /// The low end of its 95% interval.
    pub low: f64,
    /// The high end of its 95% interval.
    pub high: f64,
}

/// How many trials of an independent batch are hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Batch {
    pub(super) hits: usize,
    pub(super) size: usize,
}

/// The fewest batches that say how far they differ (METHOD 23).
pub(super) const fn fewest_batches() -> usize {
    16
}

/// The z of a 95% interval.
const Z_95: f64 = 1.959_963_984_540_054;

/// The share `hits` of `trials` with its 95% interval by Wilson's score (1927).
pub(super) fn wilson(hits: usize, trials: usize) -> Odds {
    score(hits, trials, trials as f64, Z_95)
}

/// The same for a share that need not be one of whole trials, as sure as one of `n` independent ones.
pub(crate) fn wilson_share(share: f64, n: f64) -> Odds {
    score_of(share, n, Z_95)
}

/// Wilson's interval for a share that is as sure as one of `n` independent trials, with the score `z`.
fn score(hits: usize, trials: usize, n: f64, z: f64) -> Odds {
    score_of(hits as f64 / trials as f64, n, z)
}

fn score_of(p: f64, n: f64, z: f64) -> Odds {
    let z2 = z * z;
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
    // At the ends the bound is 0 or 1 exactly, which rounding may miss.
    let low = if p <= 0.0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if p >= 1.0 { 1.0 } else { (middle + half).min(1.0) };
    Odds { probability: p, low, high }
}

/// The odds of what holds in some trials, in their order: those of stratified trials from their whole blocks, where there are enough.
pub(crate) fn odds(trials: impl Iterator<Item = bool>, stratified: bool) -> Odds {
    let mut batches: Vec<Batch> = Vec::new();
    let (mut hits, mut count) = (0, 0);
    let mut batch = Batch::default();
    for hit in trials {
        hits += usize::from(hit);
        count += 1;
        batch.hits += usize::from(hit);
        batch.size += 1;
        if batch.size == STRATIFIED {
            batches.push(std::mem::take(&mut batch));
        }
    }
    match stratified && batches.len() >= fewest_batches() {
        true => batch_odds(hits, count, &batches),
        false => wilson(hits, count),
    }
}

/// The standard error of the share of hits among `trials`, from how far the shares of independent batches differ; trials that belong to
/// no whole batch are taken for random ones.
fn standard_error(trials: usize, batches: &[Batch]) -> f64 {
    let count = batches.len() as f64;
    let share = |batch: &Batch| batch.hits as f64 / batch.size as f64;
    let mean = batches.iter().map(share).sum::<f64>() / count;
    let squares: f64 = batches.iter().map(|batch| (share(batch) - mean) * (share(batch) - mean)).sum();
    let in_batches = batches.iter().map(|batch| batch.size).sum::<usize>() as f64;
    let (n, left) = (trials as f64, trials as f64 - in_batches);
    let of_batches = squares / (count - 1.0) / count * (in_batches / n) * (in_batches / n);
    (of_batches + mean * (1.0 - mean) * left / (n * n)).sqrt()
}

/// The share of hits of stratified trials, with Wilson's interval for as many independent trials as would be as sure (Korn and
/// Graubard 1998), and Student's t for the number of batches.
pub(super) fn batch_odds(hits: usize, trials: usize, batches: &[Batch]) -> Odds {
    let p = hits as f64 / trials as f64;
    let error = standard_error(trials, batches);
    if hits == 0 || hits == trials || error == 0.0 {
        return wilson(hits, trials);
    }
    score(hits, trials, p * (1.0 - p) / (error * error), student_95(batches.len() - 1))
}

/// The ranks, 1 to n, between which the true percentile of stratified trials lies with 95%: those of the shares p ± t times the
/// standard error of the share of trials up to the percentile, or before it where that is larger (Woodruff 1952): at the end of the
/// sample, or where many outcomes are the same, one of them is 0. Where both are, those of random trials. `None` where the sample has
/// none.
pub(super) fn batch_ranks(
    n: usize,
    percentile: Percentile,
    batches: [&[Batch]; 2],
) -> Option<(usize, usize)> {
    let error = batches.into_iter().map(|batches| standard_error(n, batches)).fold(0.0, f64::max);
    if error == 0.0 {
        return ranks(n, percentile);
    }
    let half = student_95(batches[0].len() - 1) * error;
    let (low, high) = (percentile.share() - half, percentile.share() + half);
    let rank = (n as f64 * low).ceil();
    let last = (n as f64 * high).floor() + 1.0;
    (rank >= 1.0 && last <= n as f64).then_some((rank as usize, last as usize))
}

/// The t of a 95% interval with so many degrees of freedom, at least 15: within 1e-4 (Abramowitz and Stegun 26.7.5).
pub(super) fn student_95(degrees: usize) -> f64 {
    let (z, n) = (Z_95, degrees as f64);
    let z2 = z * z;
    let first = (z2 + 1.0) * z / 4.0;
    let second = ((5.0 * z2 + 16.0) * z2 + 3.0) * z / 96.0;
    let third = (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) * z / 384.0;
    z + first / n + second / (n * n) + third / (n * n * n)
}

/// The ranks, 1 to n, between which the true percentile lies with 95%: the largest r and the smallest s with
/// P(Bin(n, p) <= r - 1) <= 2.5% and P(Bin(n, p) >= s) <= 2.5% (METHOD 23). `None` where the sample is too small to have them.
pub(crate) fn ranks(n: usize, percentile: Percentile) -> Option<(usize, usize)> {
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
    fn the_t_of_tables_comes_out() {
        // Printed in any textbook: 2.131 for 15, 2.042 for 30, 1.984 for 100 degrees of freedom.
        for (degrees, t) in [(15, 2.1314), (30, 2.0423), (100, 1.9840)] {
            assert!((student_95(degrees) - t).abs() < 1e-4, "{degrees}");
        }
    }

    #[test]
    fn batches_that_differ_as_random_ones_do_give_random_intervals() {
        // Hits 400 to 424 of 512: the variance between batches is that of independent trials, 512 p (1 - p) = 80.5.
        let hits = [400, 406, 412, 418, 424, 396, 428, 412, 404, 420, 412, 412, 401, 423, 399, 425];
        let batches: Vec<Batch> = hits.iter().map(|&hits| Batch { hits, size: 512 }).collect();
        let n = 512 * hits.len();
        let all = hits.iter().sum();
        let (ours, random) = (batch_odds(all, n, &batches), wilson(all, n));
        let ratio = (ours.high - ours.low) / (random.high - random.low);
        assert!((1.0..1.4).contains(&ratio), "{ratio}");
        let (low, high) = batch_ranks(n, P80, [&batches, &batches]).unwrap();
        let (r, s) = ranks(n, P80).unwrap();
        assert!((0.9..1.4).contains(&((high - low) as f64 / (s - r) as f64)));
    }

    #[test]
    fn wilson_gives_the_textbook_interval() {
        // 81 of 263: 0.255 to 0.366 (Newcombe 1998, table I, method 3).
        let odds = wilson(81, 263);
        assert!((odds.low - 0.2553).abs() < 5e-5 && (odds.high - 0.3662).abs() < 5e-5, "{odds:?}");
        assert_eq!((wilson(0, 10).low, wilson(10, 10).high), (0.0, 1.0));
    }
}
