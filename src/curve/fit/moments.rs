//! A mean and a standard deviation.

use super::{EQUAL, MOST_RATIO, Misfit, Quantity, misfit};
use crate::curve::Curve;
use crate::error::Code;
use crate::plan::{Moments, Shape};

/// The most that the sd of a gamma curve may be of its mean: beyond it nearly all of its outcomes are 0.
const MOST_GAMMA_RATIO: f64 = 4.0;

pub(super) fn fit_moments(moments: &Moments<f64>, quantity: Quantity) -> Result<Curve, Misfit> {
    let &Moments { mean, sd, shape } = moments;
    quantity.check(mean, "the mean")?;
    if let Some(sd) = sd {
        if sd < 0.0 {
            return misfit(
                Code::NumberOutOfBounds,
                "the sd is below 0",
                "write how far outcomes spread, such as \"2 days\"",
            );
        }
        quantity.check(sd, "the sd")?;
        if shape == Shape::Lognormal && mean > 0.0 && !(sd <= MOST_RATIO * mean) {
            return misfit(
                Code::NumberOutOfBounds,
                "the sd is more than a million times the mean",
                "write a smaller sd",
            );
        }
    }
    let sd = sd.map(|sd| if sd <= EQUAL * mean.abs() { 0.0 } else { sd });
    let positive = |shape: Shape| {
        if mean > 0.0 {
            return Ok(());
        }
        misfit(
            Code::NumberOutOfBounds,
            format!("the mean of a curve of shape \"{shape}\" must be above 0"),
            "write a mean above 0",
        )
    };
    match (shape, sd) {
        (Shape::Normal, Some(0.0)) => Ok(Curve::Constant(mean)),
        (Shape::Normal, Some(sd)) => Ok(Curve::Normal { mean, sd }),
        (Shape::Lognormal, Some(sd)) => {
            positive(shape)?;
            if sd == 0.0 {
                return Ok(Curve::Constant(mean));
            }
            let ratio = sd / mean;
            let variance = libm::log1p(ratio * ratio);
            Ok(Curve::Lognormal {
                mu: libm::log(mean) - variance / 2.0,
                sigma: variance.sqrt(),
                negative: false,
            })
        }
        (Shape::Exponential, None) => {
            positive(shape)?;
            Ok(Curve::Exponential { mean })
        }
        (Shape::Exponential, Some(_)) => misfit(
            Code::ShapeMismatch,
            "an exponential curve has no sd of its own: it equals the mean",
            "take the sd out, or write shape = \"lognormal\"",
        ),
        (Shape::Gamma, Some(sd)) => {
            positive(shape)?;
            if sd == 0.0 {
                return Ok(Curve::Constant(mean));
            }
            if !(sd <= MOST_GAMMA_RATIO * mean) {
                return misfit(
                    Code::NumberOutOfBounds,
                    "the sd of a gamma curve is more than four times its mean",
                    "write a smaller sd, or shape = \"lognormal\"",
                );
            }
            let ratio = mean / sd;
            Ok(Curve::Gamma { shape: ratio * ratio, scale: sd / ratio })
        }
        (Shape::Normal | Shape::Lognormal | Shape::Gamma, None) => misfit(
            Code::ShapeMismatch,
            format!("a {shape} curve needs an sd beside its mean"),
            "add sd, such as sd = \"2 days\"",
        ),
        _ => misfit(
            Code::ShapeMismatch,
            format!("the shape \"{shape}\" does not go with a mean"),
            "write \"normal\", \"lognormal\" or \"gamma\" with mean and sd, or \"exponential\" with mean alone",
        ),
    }
}
