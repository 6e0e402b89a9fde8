//! How good forecasts were.

use super::Outcome;
use super::hits::{HitRate, SAME};
use super::survival::Survival;
use crate::curve::{Curve, Distribution};
use crate::error::{Error, Result};
use crate::kernel::stream;
use crate::network::keys::{Purpose, key};
use crate::units::{P10, P25, P50, P75, P80, P90, P95, Percentile};

/// What is scored.
///
/// ```
/// use landfall::{P85, Scoring};
///
/// let mut scoring = Scoring::default();
/// scoring.percentiles = vec![P85];
/// assert_eq!(scoring.levels, [0.5, 0.8, 0.9]);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Scoring {
    /// The shares of outcomes, in (0, 1), whose middle ranges are looked at: 0.8 is from P10 to P90.
    pub levels: Vec<f64>,
    /// The percentiles whose coverage and loss are looked at.
    pub percentiles: Vec<Percentile>,
    /// Where the random numbers begin that place outcomes in jumps.
    pub seed: u64,
}

impl Default for Scoring {
    fn default() -> Self {
        Self { levels: vec![0.5, 0.8, 0.9], percentiles: vec![P10, P25, P50, P75, P80, P90, P95], seed: 0 }
    }
}

/// How good forecasts were: whether their odds held, and how far from the outcomes they lay (METHOD 37).
///
/// Unfinished work is not left out: shares are those of Kaplan and Meier (1958) on the scale of the forecasts' own shares, and losses are
/// those of finished work, each weighed by one over the odds that it would have been seen to its end (Gerds and Schumacher 2006).
///
/// ```
/// use landfall::{Distribution, P90, RangeMeaning, Scores, Scoring, Spread};
///
/// let forecast = |low, high| Distribution::fit(&Spread::shares(low..=high), RangeMeaning::P10P90);
/// let pairs = [(forecast(2.0, 3.0)?, 2.5.into()), (forecast(5.0, 9.0)?, 10.0.into())];
/// let scores = Scores::of(&pairs, &Scoring::default())?;
/// assert_eq!(scores.inside(0.8).expect("finished").odds.probability, 0.5);
/// assert_eq!(scores.coverage(P90).expect("finished").odds.probability, 0.5);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Scores {
    /// How many forecasts there are.
    pub pairs: usize,
    /// How many of them are not finished.
    pub unfinished: usize,
    /// How many outcomes lay in the middle range, by level; `None` where it is known of none.
    pub inside: Vec<(f64, Option<HitRate>)>,
    /// How many outcomes were at or below the percentile; of a jump as much as lies below it. `None` where it is known of none.
    pub coverage: Vec<(Percentile, Option<HitRate>)>,
    /// The mean pinball loss of each percentile, in the unit of the outcomes; `None` where nothing is finished.
    pub pinball: Vec<(Percentile, Option<f64>)>,
    /// The mean of the continuous ranked probability score, in the unit of the outcomes; `None` where nothing is finished.
    pub crps: Option<f64>,
    /// The place of each outcome on its forecast, in [0, 1] (the probability integral transform); in a jump at random.
    pub pit: Vec<Outcome>,
}

/// A forecast, what came of it, and what its losses are shares of.
pub(super) struct Scored<'c> {
    pub(super) curve: &'c Curve,
    pub(super) outcome: Outcome,
    pub(super) unit: f64,
}

impl Scores {
    /// The scores of forecasts and what came of them, in the same unit each.
    ///
    /// # Errors
    ///
    /// When there are none, when an outcome is no finite number, or a level is not between 0 and 1.
    pub fn of(pairs: &[(Distribution, Outcome)], scoring: &Scoring) -> Result<Self> {
        let scored = pairs.iter().map(|(forecast, outcome)| Scored {
            curve: forecast.curve(),
            outcome: *outcome,
            unit: 1.0,
        });
        Self::of_scored(&scored.collect::<Vec<_>>(), scoring)
    }

    /// How many outcomes lay in the middle range of a level that was asked for, where it is known of some.
    pub fn inside(&self, level: f64) -> Option<&HitRate> {
        self.inside.iter().find(|(of, _)| (of - level).abs() < SAME)?.1.as_ref()
    }

    /// How many outcomes were at or below a percentile that was asked for, where it is known of some.
    pub fn coverage(&self, percentile: Percentile) -> Option<&HitRate> {
        self.coverage.iter().find(|(of, _)| *of == percentile)?.1.as_ref()
    }

    pub(super) fn of_scored(scored: &[Scored<'_>], scoring: &Scoring) -> Result<Self> {
        if scored.is_empty() {
            return Err(Error::argument("there are no forecasts to score; give some with what came of them"));
        }
        if let Some(place) = scored.iter().position(|one| !one.outcome.number().0.is_finite()) {
            return Err(Error::argument(format!("outcome {} is no finite number; leave it out", place + 1)));
        }
        if let Some(level) = scoring.levels.iter().find(|&&level| !(level > 0.0 && level < 1.0)) {
            return Err(Error::argument(format!(
                "{level} is no level; write a share between 0 and 1, such as 0.8"
            )));
        }
        let key = key("", Purpose::Tie);
        let place = |(number, one): (usize, &Scored<'_>)| {
            let luck =
                (f64::from(stream::single(scoring.seed, key, number as u64)[0]) + 0.5) / 4_294_967_296.0;
            let within = |x: f64| {
                let (before, upto) = one.curve.jump(x);
                before + luck * (upto - before)
            };
            match one.outcome {
                Outcome::Finished(x) => Outcome::Finished(within(x)),
                // In the end it lies above x, and above all of a jump there.
                Outcome::Unfinished(x) => Outcome::Unfinished(one.curve.jump(x).1),
            }
        };
        let pit: Vec<Outcome> = scored.iter().enumerate().map(place).collect();
        let places: Vec<(f64, bool)> = pit.iter().map(|place| place.number()).collect();
        let survival = Survival::new(places.clone());
        let weights = weights(&places, &survival);
        let mean = |loss: &dyn Fn(&Scored<'_>, f64) -> f64| {
            let weights = weights.as_ref()?;
            let losses = scored.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
            Some(
                losses
                    .map(|(one, weight)| weight * loss(one, one.outcome.number().0) / one.unit)
                    .sum::<f64>(),
            )
        };
        let pinball = |&percentile: &Percentile| {
            let share = percentile.share();
            (percentile, mean(&|one, x| Curve::pinball(one.curve.quantile(share), share, x)))
        };
        let inside =
            |&level: &f64| (level, HitRate::between(places.clone(), 0.5 - 0.5 * level, 0.5 + 0.5 * level));
        Ok(Self {
            pairs: scored.len(),
            unfinished: places.iter().filter(|(_, known)| !known).count(),
            inside: scoring.levels.iter().map(inside).collect(),
            coverage: scoring
                .percentiles
                .iter()
                .map(|&percentile| (percentile, HitRate::between(places.clone(), -1.0, percentile.share())))
                .collect(),
            pinball: scoring.percentiles.iter().map(pinball).collect(),
            crps: mean(&|one, x| one.curve.crps(x)),
            pit,
        })
    }
}

/// The weight of each: of what is finished one over the odds that nothing ended its being watched before, as shares of their sum; 0 of the
/// rest. These odds are 1 over what a step of Kaplan and Meier's curve is more than one of n (Satten and Datta 2001).
fn weights(places: &[(f64, bool)], survival: &Survival) -> Option<Vec<f64>> {
    let mut known: Vec<f64> = places.iter().filter(|(_, known)| *known).map(|(place, _)| *place).collect();
    known.sort_by(f64::total_cmp);
    let sum = 1.0 - survival.beyond();
    let weight = |&(place, is_known): &(f64, bool)| {
        if !is_known {
            return 0.0;
        }
        let same =
            known.partition_point(|&other| other <= place) - known.partition_point(|&other| other < place);
        survival.jump(place) / (sum * same as f64)
    };
    (!known.is_empty()).then(|| places.iter().map(weight).collect())
}
