//! Percentiles, and what it was before (METHOD 7).

use std::sync::Arc;

use super::{EQUAL, MOST_RATIO, MOST_VALUES, Misfit, Quantity, misfit};
use crate::curve::{Curve, Discrete, Points, Tail};
use crate::error::Code;
use crate::units::Percentile;

/// The steepest that the logarithm may be by the normal score at either end: P90 is then e^26 times P10.
const STEEPEST: f64 = 10.0;

fn few(count: usize, name: &str) -> Result<(), Misfit> {
    if count <= MOST_VALUES {
        return Ok(());
    }
    misfit(
        Code::PlanLimit,
        format!("{name} of {count} values is longer than {MOST_VALUES}"),
        "keep those that tell most about what is to come, such as the latest",
    )
}

/// A monotone curve through percentiles (METHOD 7).
pub(super) fn fit_percentiles(points: &[(Percentile, f64)], quantity: Quantity) -> Result<Curve, Misfit> {
    few(points.len(), "a list of percentiles")?;
    for &(percentile, value) in points {
        quantity.check(value, &percentile.to_string())?;
    }
    let [(_, first), _, ..] = points else {
        return misfit(
            Code::Percentiles,
            "a curve needs two percentiles or more",
            match quantity {
                Quantity::Duration | Quantity::Delay => {
                    "write percentiles = { p10 = \"2w\", p50 = \"3w\", p90 = \"7w\" }"
                }
                Quantity::Factor | Quantity::Surplus | Quantity::Share => {
                    "write more of them, such as p10 = \"20%\", p50 = \"30%\" and p90 = \"60%\""
                }
                Quantity::Count | Quantity::Split | Quantity::Number => {
                    "write more of them, such as p10 = 0.8, p50 = 1.1 and p90 = 2"
                }
            },
        );
    };
    // Those of a gain are mirrored: what is least of it is the high end.
    let negative = *first < 0.0;
    let side = if negative { -1.0 } else { 1.0 };
    if points.iter().any(|&(_, value)| !(side * value > 0.0)) {
        return match quantity.may_be_negative() {
            true => misfit(
                Code::Percentiles,
                "percentiles have to lie on one side of 0",
                "keep all of them above 0, or all below",
            ),
            false => misfit(
                Code::Percentiles,
                "0 cannot be a percentile: some outcomes would lie below it",
                "write a small amount instead of 0",
            ),
        };
    }
    for pair in points.windows(2) {
        let ((first, low), (second, high)) = (pair[0], pair[1]);
        if first >= second {
            let message = match first == second {
                true => format!("{second} stands here twice"),
                false => format!("{second} stands after {first}"),
            };
            return misfit(Code::Percentiles, message, "write each percentile once, in rising order");
        }
        if !(high > low) {
            let message = format!("the value of {second} is not above that of {first}");
            return misfit(
                Code::Percentiles,
                message,
                "write rising values: a larger share of the outcomes does not pass a larger value",
            );
        }
    }
    let (low, high) = (first.abs(), points[points.len() - 1].1.abs());
    if !(low.max(high) <= MOST_RATIO * low.min(high)) {
        return misfit(
            Code::NumberOutOfBounds,
            "one end is more than a million times the other",
            "write the range that you would bet on",
        );
    }
    let knot = |&(percentile, value): &(Percentile, f64)| {
        (Tail::of(percentile.share()).normal_score(), libm::log(side * value))
    };
    let mut knots: Vec<(f64, f64)> = points.iter().map(knot).collect();
    if negative {
        knots.reverse();
        knots.iter_mut().for_each(|(z, _)| *z = -*z);
    }
    if knots.windows(2).any(|pair| !(pair[1].1 - pair[0].1 > EQUAL)) {
        return misfit(
            Code::Percentiles,
            "two percentiles have nearly the same value",
            "leave one of them out",
        );
    }
    // Beyond its ends the curve goes on as straight as it ends: two values far apart between neighbours would lead out of all bounds.
    let steep = |pair: &[(f64, f64)]| !((pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0) <= STEEPEST);
    if steep(&knots[..2]) || steep(&knots[knots.len() - 2..]) {
        return misfit(
            Code::Percentiles,
            "the first two or the last two percentiles are too near each other for values so far apart",
            "leave one of them out, or write percentiles that lie farther apart, such as p10 and p50",
        );
    }
    Ok(Curve::Points { points: Arc::new(Points::new(&knots)), negative })
}

/// What it was before, each as likely as the others.
pub(super) fn fit_history(values: &[f64], quantity: Quantity) -> Result<Curve, Misfit> {
    few(values.len(), "a history")?;
    let Some(&first) = values.first() else {
        return misfit(
            Code::History,
            "the history is empty",
            "write what it was before, such as history = [\"3d\", \"5d\", \"4d\"]",
        );
    };
    if !quantity.may_be_negative() && values.iter().any(|&value| value < 0.0) {
        return misfit(
            Code::History,
            "the history holds a value below 0",
            match quantity {
                Quantity::Duration => {
                    "take it out: only a delay can be negative, which makes it an opportunity"
                }
                _ => "take it out: it cannot be negative",
            },
        );
    }
    for (place, &value) in values.iter().enumerate() {
        quantity.check(value, &format!("value {} of the history", place + 1))?;
    }
    if values.iter().all(|&value| value == first) {
        return Ok(Curve::Constant(first));
    }
    Ok(Curve::Discrete(Arc::new(Discrete::equally(values.to_vec()))))
}
