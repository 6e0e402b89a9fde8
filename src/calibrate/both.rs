//! Estimates as they were entered, beside those that the others correct.

use super::pair::Pair;
use super::scores::Scored;
use super::{CalibrationFit, Scores, Scoring};
use crate::curve::{Correction, Curve};
use crate::error::{Error, Result};
use crate::plan::RangeMeaning;

/// How good estimates were as they were entered, and when each is corrected by what came of the others. Losses are shares of the middle of
/// each estimate.
///
/// ```
/// use landfall::{History, Scoring};
///
/// let history = History::parse("estimate,actual\n10,14\n20,35\n5,8\n8,9\n30,48\n4,7\n12,20\n6,10\n")?;
/// let scores = history.scores(&Scoring::default())?;
/// assert!(scores.corrected.crps < scores.entered.crps);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct HistoryScores {
    /// As they were entered; of single numbers all that is forecast is the number.
    pub entered: Scores,
    /// Corrected by what came of the others.
    pub corrected: Scores,
}

/// Of so many each is left out by itself.
const ONE_BY_ONE: usize = 500;

/// Of more than that so many parts are left out, one after the other.
const PARTS: usize = 50;

impl HistoryScores {
    pub(super) fn of(pairs: &[Pair], scoring: &Scoring) -> Result<Self> {
        if pairs.len() < 2 {
            return Err(Error::argument(
                "of one estimate nothing is left to correct it by; add what others came to",
            ));
        }
        let parts = if pairs.len() <= ONE_BY_ONE { pairs.len() } else { PARTS };
        let mut curves: Vec<Curve> = pairs.iter().map(|pair| pair.curve.clone()).collect();
        for part in 0..parts {
            let others: Vec<&Pair> = pairs
                .iter()
                .enumerate()
                .filter(|(place, _)| place % parts != part)
                .map(|(_, pair)| pair)
                .collect();
            let calibration = CalibrationFit::of(&others)?.calibration();
            let Some(correction) = Correction::of(&calibration, RangeMeaning::P10P90) else { continue };
            for (curve, pair) in curves.iter_mut().zip(pairs).skip(part).step_by(parts) {
                *curve = correction.apply(pair.curve.clone());
            }
        }
        let scores = |curves: &mut dyn Iterator<Item = &Curve>| {
            let scored = curves.zip(pairs).map(|(curve, pair)| Scored {
                curve,
                outcome: pair.outcome,
                unit: pair.median,
            });
            Scores::of_scored(&scored.collect::<Vec<_>>(), scoring)
        };
        Ok(Self {
            entered: scores(&mut pairs.iter().map(|pair| &pair.curve))?,
            corrected: scores(&mut curves.iter())?,
        })
    }
}
