//! What a history says of the next estimates.

use super::hits::{self, HitRate};
use super::pair::{Claim, Pair};
use super::ratios::{PRIOR_PAIRS, ratios};
use super::survival::Survival;
use crate::curve::middle_score;
use crate::error::{Error, Result};
use crate::plan::{Calibration, Spread};
use crate::sample::ranks;
use crate::units::P50;

/// What a history says of the next estimates (METHOD 10): by how much work took longer than estimated, and how much too narrow ranges were.
///
/// All entries decide the bias. Where there are ranges that claim a share of outcomes, they decide how ranges are widened; else the single
/// numbers decide which ratios are as likely as which. Min-max ranges claim nothing that can be widened: they count for the bias only.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CalibrationFit {
    /// How many estimates there are.
    pub pairs: usize,
    /// How many of them are not finished.
    pub unfinished: usize,
    /// The median of what work took over the middle of what was estimated; of an even number the mean of the two in the middle. With
    /// unfinished work by Kaplan and Meier (1958).
    pub median_ratio: f64,
    /// Its 95% interval by order statistics (METHOD 23), of as many pairs as are finished; `None` of fewer than six.
    pub median_interval: Option<(f64, f64)>,
    /// Whether so much is unfinished that the median is not known: it is larger than [`median_ratio`](Self::median_ratio) then.
    pub median_is_beyond: bool,
    /// The bias: exp(n/(n + 5) ln median), as if five more estimates had come true. Between 0.01 and 100.
    pub bias: f64,
    /// The ranges that claim a share of outcomes.
    pub ranges: Option<RangeFit>,
    /// How many ranges were min-max.
    pub min_max: usize,
    /// How many of these held, as they were entered; `None` where it is known of none.
    pub min_max_held: Option<HitRate>,
    /// How many estimates were single numbers.
    pub numbers: usize,
    /// What work took against what was estimated, where only single numbers say so: 5 pairs of a lognormal with P90/P10 = 3, the others
    /// as they were, all around the bias.
    pub ratios: Option<Spread<f64>>,
}

/// What ranges were worth that claim a share of outcomes.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RangeFit {
    /// How many there are.
    pub count: usize,
    /// The share that they were to hold: that of most of them; the others are read at this share, too, by their curves.
    pub claimed: f64,
    /// How many held, as they were entered; `None` where it is known of none.
    pub entered: Option<HitRate>,
    /// How many held when each was multiplied by the bias.
    pub after_bias: Option<HitRate>,
    /// The share that is expected of the next ones: the mean of a beta distribution that began with 6 of 10.
    pub hit_rate: f64,
    /// How much wider ranges are made, in logarithms: k of METHOD 10.
    pub widening: f64,
}

/// The largest bias, and one over the least: as of a plan's calibration.
const MOST_BIAS: f64 = 100.0;

impl CalibrationFit {
    /// The correction, to be put into a plan.
    pub fn calibration(&self) -> Calibration {
        match (&self.ranges, &self.ratios) {
            (Some(ranges), _) => Calibration::new(self.bias).hit_rate(ranges.hit_rate, ranges.claimed),
            (None, Some(ratios)) => Calibration::of_ratios(ratios.clone()),
            (None, None) => Calibration::new(self.bias),
        }
    }

    pub(super) fn of(pairs: &[&Pair]) -> Result<Self> {
        let n = pairs.len();
        let all: Vec<(f64, bool)> = pairs.iter().map(|pair| pair.ratio()).collect();
        let finished = all.iter().filter(|(_, known)| *known).count();
        if finished == 0 {
            return Err(Error::argument("nothing in the history is finished; add what finished work took"));
        }
        let seen = Survival::new(all);
        let (median_ratio, known) = seen.median();
        let weight = n as f64 / (n as f64 + PRIOR_PAIRS);
        let bias = libm::exp(weight * libm::log(median_ratio));
        if !(1.0 / MOST_BIAS..=MOST_BIAS).contains(&bias) {
            return Err(Error::argument(format!(
                "work took {median_ratio:.3} times its estimate, which is beyond what can be corrected; write both in the same unit"
            )));
        }
        let interval = ranks(finished, P50).and_then(|(low, high)| {
            let share = |rank: usize| seen.quantile(rank as f64 / finished as f64);
            Some((share(low).0, Some(share(high)).filter(|(_, known)| *known)?.0))
        });
        let of = |wanted: fn(Claim) -> bool| pairs.iter().copied().filter(move |pair| wanted(pair.claim));
        let numbers: Vec<(f64, bool)> = of(|claim| claim == Claim::Number).map(Pair::ratio).collect();
        let min_max = of(|claim| claim == Claim::All).count();
        let ranges = hits::claimed(pairs).map(|claimed| {
            let ranges = || of(|claim| matches!(claim, Claim::Share(_)));
            let after_bias = HitRate::of(ranges(), bias, claimed);
            let hit_rate = hits::expected(after_bias.as_ref(), claimed);
            RangeFit {
                count: ranges().count(),
                claimed,
                entered: HitRate::of(ranges(), 1.0, claimed),
                after_bias,
                hit_rate,
                widening: middle_score(claimed) / middle_score(hit_rate),
            }
        });
        let (count, some) = (numbers.len(), numbers.iter().any(|(_, known)| *known));
        Ok(Self {
            pairs: n,
            unfinished: n - finished,
            median_ratio,
            median_interval: interval,
            median_is_beyond: !known,
            bias,
            min_max,
            min_max_held: HitRate::of_ends(of(|claim| claim == Claim::All)),
            numbers: count,
            ratios: (ranges.is_none() && some).then(|| ratios(&Survival::new(numbers), count, bias)),
            ranges,
        })
    }
}
