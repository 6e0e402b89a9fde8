//! Two ends and three points (METHOD 5, 6 and 9).

use super::{EQUAL, MOST_RATIO, Misfit, Quantity, misfit};
use crate::curve::{Curve, Tail, normal_quantile};
use crate::error::Code;
use crate::plan::{Range, RangeMeaning, Shape};

pub(super) fn fit_range(
    range: &Range<f64>,
    meaning: RangeMeaning,
    quantity: Quantity,
) -> Result<Curve, Misfit> {
    let &Range { low, likely, high, shape, .. } = range;
    let constant = low == high && likely.is_none();
    quantity.check(low, if constant { "the amount" } else { "the low end" })?;
    likely.map_or(Ok(()), |likely| quantity.check(likely, "the likely value"))?;
    quantity.check(high, "the high end")?;
    if !(low <= high) {
        return misfit(Code::EndsOutOfOrder, "the low end lies above the high end", "swap the two ends");
    }
    if likely.is_some_and(|likely| !(low <= likely && likely <= high)) {
        return misfit(
            Code::EndsOutOfOrder,
            "the likely value does not lie between the ends",
            "write low, likely and high in rising order",
        );
    }
    check_shape(shape, likely.is_some(), meaning, low, high)?;
    if high - low <= EQUAL * low.abs().max(high.abs()) {
        return Ok(Curve::Constant(low));
    }
    let share = meaning.below();
    if share == 0.0 {
        return Ok(match (likely, shape) {
            (Some(mode), Some(Shape::Triangular)) => Curve::Triangular { low, mode, high },
            (Some(mode), _) => Curve::Pert { low, mode, high },
            (None, _) => Curve::Uniform { low, high },
        });
    }
    if low == 0.0 || high == 0.0 {
        let small = match quantity {
            Quantity::Factor | Quantity::Share | Quantity::Surplus => "\"1%\"",
            Quantity::Count | Quantity::Number => "1",
            Quantity::Split => "0.1",
            Quantity::Duration | Quantity::Delay => "\"1 hour\"",
        };
        return misfit(
            Code::ZeroLowEnd,
            format!("an end of 0 cannot be a percentile: with {meaning} some outcomes lie beyond it"),
            format!("write range = \"min-max\", or a small amount instead of 0, such as {small}"),
        );
    }
    if quantity == Quantity::Share && high == 1.0 {
        return misfit(
            Code::NumberOutOfBounds,
            format!("an end of 100% cannot be a percentile: with {meaning} some outcomes lie beyond it"),
            "write range = \"min-max\", or a high end below 100%",
        );
    }
    if low.signum() == high.signum() && !(high.abs().max(low.abs()) <= MOST_RATIO * high.abs().min(low.abs()))
    {
        return misfit(
            Code::NumberOutOfBounds,
            "one end is more than a million times the other",
            "write the range that you would bet on",
        );
    }
    Ok(match (likely, shape) {
        (Some(mode), Some(Shape::Triangular)) => from_percentiles(low, mode, high, share, Curve::triangular),
        (Some(mode), _) => from_percentiles(low, mode, high, share, Curve::pert),
        (None, Some(Shape::Uniform)) => {
            let beyond = (high - low) * share / (1.0 - 2.0 * share);
            Curve::Uniform { low: low - beyond, high: high + beyond }
        }
        (None, Some(Shape::Normal)) => normal(low, high, share),
        (None, _) if low < 0.0 && high > 0.0 => normal(low, high, share),
        (None, None) if quantity == Quantity::Share => {
            let logit = |share: f64| libm::log(share) - libm::log1p(-share);
            let (low, high) = (logit(low), logit(high));
            Curve::LogitNormal {
                mu: (low + high) / 2.0,
                sigma: (high - low) / (-2.0 * normal_quantile(share)),
            }
        }
        (None, _) => {
            let (ln_low, ln_high) = (libm::log(low.abs()), libm::log(high.abs()));
            let sigma = (ln_high - ln_low).abs() / (-2.0 * normal_quantile(share));
            Curve::Lognormal { mu: (ln_low + ln_high) / 2.0, sigma, negative: high < 0.0 }
        }
    })
}

fn normal(low: f64, high: f64, share: f64) -> Curve {
    Curve::Normal { mean: low + (high - low) / 2.0, sd: (high - low) / (-2.0 * normal_quantile(share)) }
}

/// Whether a shape goes with the number of points and the meaning of the ends.
fn check_shape(
    shape: Option<Shape>,
    three: bool,
    meaning: RangeMeaning,
    low: f64,
    high: f64,
) -> Result<(), Misfit> {
    let Some(shape) = shape else { return Ok(()) };
    let (allowed, points): (&[Shape], &str) = match (three, meaning) {
        (true, _) => (&[Shape::Pert, Shape::Triangular], "three points"),
        (false, RangeMeaning::MinMax) => (&[Shape::Uniform], "two ends that are min-max"),
        (false, _) => (&[Shape::Lognormal, Shape::Normal, Shape::Uniform], "two ends"),
    };
    if !allowed.contains(&shape) {
        let names: Vec<&str> = allowed.iter().map(|shape| shape.as_str()).collect();
        return misfit(
            Code::ShapeMismatch,
            format!("the shape \"{shape}\" does not go with {points}"),
            format!("write {} here", names.join(", ")),
        );
    }
    if shape == Shape::Lognormal && low < 0.0 && high > 0.0 {
        return misfit(
            Code::ShapeMismatch,
            "a lognormal curve cannot reach from below 0 to above it",
            "leave the shape out: ends of opposite sign make a normal curve",
        );
    }
    Ok(())
}

/// The bounded curve with this mode whose percentiles at `share` and 1 - `share` are the ends (METHOD 6).
///
/// Where the mode lies between the two percentiles rises with its place on the support, from below 0 to above 1, so there
/// is exactly one such place; it is found by secants inside a bracket (the Illinois method).
fn from_percentiles(low: f64, mode: f64, high: f64, share: f64, curve: fn(f64, f64, f64) -> Curve) -> Curve {
    let quantiles = |place: f64| {
        let standard = curve(0.0, place, 1.0);
        (
            standard.at(Tail { probability: share, upper: false }),
            standard.at(Tail { probability: share, upper: true }),
        )
    };
    let wanted = (mode - low) / (high - low);
    let miss = |place: f64| {
        let (first, second) = quantiles(place);
        (place - first) / (second - first) - wanted
    };
    let (mut left, mut right) = (0.0, 1.0);
    let (mut at_left, mut at_right) = (miss(left), miss(right));
    let mut place = 0.5;
    // Which end stayed in the last step: -1 the left one, 1 the right one. One that stays twice counts half.
    let mut stayed = 0;
    for _ in 0..100 {
        place = (left * at_right - right * at_left) / (at_right - at_left);
        let here = miss(place);
        if here == 0.0 || right - left < 1e-15 {
            break;
        }
        if here < 0.0 {
            (left, at_left) = (place, here);
            at_right *= if stayed == 1 { 0.5 } else { 1.0 };
            stayed = 1;
        } else {
            (right, at_right) = (place, here);
            at_left *= if stayed == -1 { 0.5 } else { 1.0 };
            stayed = -1;
        }
    }
    let (first, second) = quantiles(place);
    let width = (high - low) / (second - first);
    curve(mode - width * place, mode, mode + width * (1.0 - place))
}
