//! How long until so many items are done, when each period finishes as many as one of the past did (METHOD 38): the exact distribution of
//! the number of periods.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::fit::MOST_VALUES;
use super::quadrature::tail_nodes;
use super::{Curve, Discrete, Misfit, Tail};
use crate::error::Code;
use crate::units::LONGEST_DAYS;

/// Items to be done, and how many were done in past periods.
pub(crate) struct Backlog<'a> {
    /// How many items; what lies below 0 counts as 0.
    pub(crate) items: &'a Curve,
    /// What one item turns out to be; what lies below 0 counts as 0.
    pub(crate) split: &'a Curve,
    /// How many were finished in each of the past periods.
    pub(crate) throughput: &'a [u32],
    /// The length of a period [working days].
    pub(crate) per: f64,
}

/// The most items that are counted.
const MOST_ITEMS: f64 = 100_000.0;

/// So many counts are told apart where items and split are smooth; of more, those between two such are taken from a straight line. Where a
/// standard deviation is 30 of them, that is right to 0.00003 (a normal density's steepest slope, 0.24, over 8 times 30 squared).
const MOST_TOLD: usize = 1024;

/// The share of outcomes of a smooth curve takes as long to compute as so many sums of two numbers.
const COST_OF_SHARE: u64 = 256;

/// Shares of outcomes smaller than this are left out: those beyond the last that 32 random bits tell apart.
const LEAST: f64 = 1.0 / (1u64 << 33) as f64;

impl Backlog<'_> {
    /// The curve of the time until all are done [working days]; takes what it costs from `work`, in sums of two numbers.
    ///
    /// # Errors
    ///
    /// When nothing was ever finished, or when there are too many items or periods to be counted.
    pub(crate) fn curve(&self, work: &Cell<u64>) -> Result<Curve, Misfit> {
        if self.throughput.iter().all(|&count| count == 0) {
            let (message, help) = match self.throughput {
                [] => (
                    "the throughput is empty",
                    "write how many items were finished in past periods, such as [3, 0, 5, 4]",
                ),
                _ => (
                    "no period of the throughput finished anything, so this never ends",
                    "look back further, to periods in which something was finished, or write a range instead",
                ),
            };
            return misfit(Code::Throughput, message, help);
        }
        let upto = self.needed(work)?;
        let history = self.shares_of_counts();
        let most = upto.len() - 1;
        // How likely each count below what is needed at most is, after so many periods.
        let mut done = vec![0.0; most.max(1)];
        let mut next = done.clone();
        done[0] = 1.0;
        let open =
            |done: &[f64]| done.iter().zip(&upto).map(|(&share, &upto)| share * (1.0 - upto)).sum::<f64>();
        let mut left = open(&done);
        let mut steps = vec![(0.0, 1.0 - left)];
        let mut periods = 0.0;
        while left >= LEAST {
            periods += 1.0;
            spend(work, (done.len() * history.len()) as u64)?;
            if periods * self.per > 4.0 * LONGEST_DAYS {
                return misfit(
                    Code::NumberOutOfBounds,
                    "at this throughput it may take more than 500 years",
                    "write fewer items, or a throughput that finishes them",
                );
            }
            if steps.len() > MOST_VALUES {
                return misfit(
                    Code::PlanLimit,
                    "this may take more than 10,000 periods",
                    "count in longer periods, such as per = \"1 week\"",
                );
            }
            next.fill(0.0);
            for &(count, share) in &history {
                let reached = next.iter_mut().skip(count);
                for (next, &done) in reached.zip(&done) {
                    *next += share * done;
                }
            }
            std::mem::swap(&mut done, &mut next);
            left = open(&done);
            steps.push((periods * self.per, 1.0 - left));
        }
        if let Some(last) = steps.last_mut() {
            last.1 = 1.0;
        }
        let possible = steps.into_iter().filter(|&(_, share)| share > 0.0);
        Ok(Curve::Discrete(Arc::new(Discrete::of_shares(possible))))
    }

    /// The counts of a period with their shares; a count larger than anything needed is as good as any such.
    fn shares_of_counts(&self) -> Vec<(usize, f64)> {
        let mut counts = BTreeMap::new();
        for &count in self.throughput {
            *counts.entry(count as usize).or_insert(0u32) += 1;
        }
        let all = self.throughput.len() as f64;
        counts.into_iter().map(|(count, times)| (count, f64::from(times) / all)).collect()
    }

    /// For each count from 0 on, how likely it is that no more are needed; the last is 1.
    fn needed(&self, work: &Cell<u64>) -> Result<Vec<f64>, Misfit> {
        /// Beyond this share of either tail no counts are told apart.
        const TAIL: Tail = Tail { probability: 1.0 / (1u64 << 24) as f64, upper: true };
        let most = (self.items.at(TAIL) * self.split.at(TAIL)).ceil();
        if !(most <= MOST_ITEMS) {
            return misfit(
                Code::Throughput,
                "this may be more than 100,000 items",
                "count in larger pieces, with the throughput in the same",
            );
        }
        // One of the two is taken value by value, the other by its shares: single values are exact, a smooth curve is taken at nodes.
        let (by_value, by_share) = match (self.items, self.split) {
            (Curve::Constant(_) | Curve::Discrete(_), _) => (self.items, self.split),
            (_, Curve::Constant(_) | Curve::Discrete(_)) => (self.split, self.items),
            // The product of smooth curves is smoother over the one without bends.
            (Curve::Uniform { .. } | Curve::Triangular { .. }, _) => (self.items, self.split),
            _ => (self.split, self.items),
        };
        let values = values(by_value);
        let most = most.max(0.0) as usize;
        let is_single = matches!(by_share, Curve::Constant(_) | Curve::Discrete(_));
        // Below this none is enough.
        let lower = Tail { upper: false, ..TAIL };
        let least = (self.items.at(lower).max(0.0) * self.split.at(lower).max(0.0)).floor() as usize;
        let told = if is_single { most } else { (most - least.min(most)).min(MOST_TOLD) };
        spend(work, (values.len() * (told + 1)) as u64 * if is_single { 1 } else { COST_OF_SHARE })?;
        // What is needed is the product, rounded up: at most m where the product is.
        let upto = |m: usize| -> f64 {
            let share = |&(value, share): &(f64, f64)| match value > 0.0 {
                true => share * by_share.cdf(m as f64 / value),
                false => share,
            };
            values.iter().map(share).sum::<f64>().min(1.0)
        };
        let mut needed: Vec<f64> = match most.saturating_sub(least) <= told {
            true => (0..most).map(|m| if m < least && !is_single { 0.0 } else { upto(m) }).collect(),
            false => {
                let step = (most - least).div_ceil(told);
                let mut needed = vec![0.0; least];
                let mut low = upto(least);
                for from in (least..most).step_by(step) {
                    let high = upto(from + step);
                    let part = |m: usize| low + (high - low) * (m as f64 / step as f64);
                    needed.extend((0..step.min(most - from)).map(part));
                    low = high;
                }
                needed
            }
        };
        needed.push(1.0);
        Ok(needed)
    }
}

/// The values of a curve with their shares: all of them where they are single, else the nodes of Gauss-Legendre quadrature over each octave
/// of both tails.
fn values(curve: &Curve) -> Vec<(f64, f64)> {
    match curve {
        Curve::Constant(value) => vec![(*value, 1.0)],
        Curve::Discrete(discrete) => discrete.steps().collect(),
        _ => {
            let both = |(probability, weight)| {
                [false, true].map(|upper| (curve.at(Tail { probability, upper }), weight))
            };
            tail_nodes(0.5).into_iter().flat_map(both).collect()
        }
    }
}

/// Takes what something costs from the work that is left.
fn spend(work: &Cell<u64>, cost: u64) -> Result<(), Misfit> {
    match work.get().checked_sub(cost) {
        Some(left) => {
            work.set(left);
            Ok(())
        }
        None => misfit(
            Code::PlanLimit,
            "estimates by items and throughput take too long to compute in this plan",
            "count in larger pieces, with the throughput in the same",
        ),
    }
}

fn misfit<T>(code: Code, message: &str, help: &str) -> Result<T, Misfit> {
    Err(Misfit { code, message: message.to_owned(), help: help.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_items_are_as_likely_done_as_by_fine_steps_and_in_no_time() {
        let items = Curve::Lognormal { mu: libm::log(5000.0), sigma: 0.4, negative: false };
        let split = Curve::Uniform { low: 1.0, high: 1.5 };
        let work = Cell::new(1 << 29);
        let backlog = Backlog { items: &items, split: &split, throughput: &[100], per: 5.0 };
        let curve = backlog.curve(&work).unwrap();
        // By the midpoint rule over the split.
        let steps = 4000;
        let exactly = |done: f64| -> f64 {
            let of_split =
                |step: i32| items.cdf(done / (1.0 + 0.5 * (f64::from(step) + 0.5) / f64::from(steps)));
            (0..steps).map(of_split).sum::<f64>() / f64::from(steps)
        };
        for periods in (1..=300).step_by(7) {
            let (share, exactly) = (curve.cdf(5.0 * f64::from(periods)), exactly(100.0 * f64::from(periods)));
            // As right as a straight line between counts is.
            assert!((share - exactly).abs() < 4e-5, "{periods}: {share} {exactly}");
        }
        // A fifth of what a plan may take; each count by itself would take six times all of it.
        assert!(work.get() > (1 << 29) / 5 * 4, "{}", work.get());
    }
}
