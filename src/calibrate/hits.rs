//! How many ranges held what they were to hold.

use super::pair::{Claim, Pair};
use super::survival::Survival;
use crate::curve::{middle_score, normal_cdf};
use crate::sample::{Odds, wilson_share};

/// How many ranges held the outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct HitRate {
    /// The share that held, with its 95% interval (Wilson 1927). With unfinished work by Kaplan and Meier (1958); what
    /// nothing decides yet counts as not held.
    pub odds: Odds,
    /// Of how many is known whether they held: those that are finished, and those that have already taken more than the high end.
    pub decided: usize,
}

/// Shares nearer to each other than this are the same: an outcome at the end of a range lies inside.
pub(super) const SAME: f64 = 1e-9;

/// The shares held and missed of the ten ranges that are taken for granted: 6 and 4, of ranges that were to hold 80%.
const GRANTED: (f64, f64) = (10.0, 0.6);

impl HitRate {
    /// Of places on curves: the shares of the curves at or below the outcomes, known or not; those inside lie between two shares.
    pub(super) fn between(places: Vec<(f64, bool)>, low: f64, high: f64) -> Option<Self> {
        let (low, high) = (low - SAME, high + SAME);
        let decided = places.iter().filter(|&&(place, known)| known || place > high).count();
        if decided == 0 {
            return None;
        }
        let share = if decided == places.len() && places.iter().all(|&(_, known)| known) {
            places.iter().filter(|&&(place, _)| place >= low && place <= high).count() as f64 / decided as f64
        } else {
            let survival = Survival::new(places);
            (survival.upto(high) - survival.upto(low)).clamp(0.0, 1.0)
        };
        Some(Self { odds: wilson_share(share, decided as f64), decided })
    }

    /// Of curves, each multiplied by the bias, of which the middle `level` was to hold the outcome.
    pub(super) fn of<'p>(pairs: impl Iterator<Item = &'p Pair>, bias: f64, level: f64) -> Option<Self> {
        let place = |pair: &Pair| {
            let (value, known) = pair.outcome.number();
            (pair.curve.cdf(value / bias), known)
        };
        Self::between(pairs.map(place).collect(), 0.5 - 0.5 * level, 0.5 + 0.5 * level)
    }

    /// Of min-max ranges: how many outcomes lay between the ends, each multiplied by the bias.
    pub(super) fn of_ends<'p>(pairs: impl Iterator<Item = &'p Pair>) -> Option<Self> {
        // Beyond the ends the curve says 0 and 1, and just so at them.
        let place = |pair: &Pair| {
            let (value, known) = pair.outcome.number();
            let near = SAME * value.abs();
            let inside = pair.curve.cdf(value + near) > 0.0 && pair.curve.cdf(value - near) < 1.0;
            (
                if inside {
                    0.5
                } else if pair.curve.cdf(value) >= 1.0 {
                    2.0
                } else {
                    -1.0
                },
                known,
            )
        };
        Self::between(pairs.map(place).collect(), 0.0, 1.0)
    }
}

/// The share that is expected of ranges that were to hold a share `claimed`, from those that were seen: the mean of a beta distribution that
/// begins with 6 held of 10, of ranges that were to hold 80%, and at other claims with what these would be when as much too narrow.
pub(super) fn expected(seen: Option<&HitRate>, claimed: f64) -> f64 {
    let (count, share) = GRANTED;
    let granted = match (claimed - 0.8).abs() < SAME {
        true => share,
        false => 2.0 * normal_cdf(middle_score(claimed) * middle_score(share) / middle_score(0.8)) - 1.0,
    };
    let (held, decided) =
        seen.map_or((0.0, 0.0), |hit| (hit.odds.probability * hit.decided as f64, hit.decided as f64));
    // Within what a plan can be corrected by.
    ((count * granted + held) / (count + decided)).clamp(0.05, 0.99)
}

/// What most ranges claimed; of equally many the larger share.
pub(super) fn claimed(pairs: &[&Pair]) -> Option<f64> {
    let mut claims: Vec<f64> = pairs
        .iter()
        .filter_map(|pair| match pair.claim {
            Claim::Share(share) => Some(share),
            _ => None,
        })
        .collect();
    claims.sort_by(f64::total_cmp);
    claims.chunk_by(|one, other| other - one < SAME).max_by_key(|same| same.len()).map(|same| same[0])
}
