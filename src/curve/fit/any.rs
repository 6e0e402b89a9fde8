//! One or the other of several curves.

use std::sync::Arc;

use super::{MOST_VALUES, Misfit, misfit};
use crate::curve::{Curve, Cut, Discrete, Mixture, Part};
use crate::error::Code;

/// The largest weight.
const MOST_WEIGHT: f64 = 1e100;

/// The most parts of one mixture.
const MOST_PARTS: usize = 50;

/// The most single values that a mixture with other curves may have, each of which is a jump.
const MOST_JUMPS: usize = 500;

/// One or the other of several curves, each with its weight and the part of it that counts as 0.
///
/// # Errors
///
/// When there is none, or when the weights are no shares of a whole.
pub(crate) fn fit_any(parts: Vec<(f64, Curve, Cut)>) -> Result<Curve, Misfit> {
    check_weights(parts.iter().map(|&(weight, ..)| weight))?;
    // A part that is itself one or the other counts as its parts, so that there is one list; one without weight never comes.
    let largest = parts.iter().map(|&(weight, ..)| weight).fold(0.0, f64::max);
    let total: f64 = parts.iter().map(|&(weight, ..)| weight / largest).sum();
    few(&parts)?;
    let mut flat = Vec::with_capacity(parts.len());
    for (weight, curve, cut) in parts {
        let share = weight / largest / total;
        match &curve {
            _ if share == 0.0 => {}
            Curve::Mixture(inner) => flat.extend(inner.parts().iter().map(|part| {
                // What the whole of it cuts, its parts do not cut themselves.
                let cut = if part.cut == Cut::Nothing { cut } else { part.cut };
                Part { share: share * part.share, curve: part.curve.clone(), cut }
            })),
            _ => flat.push(Part { share, curve, cut }),
        }
    }
    if let [only] = &flat[..]
        && only.cut == Cut::Nothing
    {
        return Ok(only.curve.clone());
    }
    // Single values only are single values again.
    let single = |part: &Part| match &part.curve {
        Curve::Constant(value) => Some(vec![(*value, part.share)]),
        Curve::Discrete(discrete) => {
            Some(discrete.steps().map(|(value, share)| (value, share * part.share)).collect())
        }
        _ => None,
    };
    if let Some(values) = flat.iter().map(single).collect::<Option<Vec<Vec<(f64, f64)>>>>() {
        let mut values = values.concat();
        values.sort_by(|a, b| a.0.total_cmp(&b.0));
        let count = values.len();
        let mut upto = 0.0;
        let steps = values.into_iter().enumerate().map(|(place, (value, share))| {
            upto += share;
            (value, if place + 1 == count { 1.0 } else { f64::min(upto, 1.0) })
        });
        return Ok(Curve::Discrete(Arc::new(Discrete::of_shares(steps))));
    }
    Ok(Curve::Mixture(Arc::new(Mixture::new(flat))))
}

/// Refuses more possibilities than can be worked with, before they are put together.
fn few(parts: &[(f64, Curve, Cut)]) -> Result<(), Misfit> {
    let (mut curves, mut values, mut smooth) = (0, 0, false);
    let mut add = |curve: &Curve| match curve {
        Curve::Constant(_) => values += 1,
        Curve::Discrete(discrete) => values += discrete.len(),
        _ => {
            curves += 1;
            smooth = true;
        }
    };
    for (_, curve, _) in parts {
        match curve {
            Curve::Mixture(inner) => inner.parts().iter().for_each(|part| add(&part.curve)),
            _ => add(curve),
        }
    }
    let most = if smooth { MOST_JUMPS } else { MOST_VALUES };
    if curves <= MOST_PARTS && values <= most {
        return Ok(());
    }
    misfit(
        Code::PlanLimit,
        format!(
            "{curves} ranges and {values} single values are too many possibilities: {MOST_PARTS} and {most} can be"
        ),
        "leave out what hardly ever comes, or write what it was before as a history",
    )
}

fn check_weights(weights: impl Iterator<Item = f64>) -> Result<(), Misfit> {
    let mut any = false;
    let mut count = 0;
    for weight in weights {
        count += 1;
        if !(0.0..=MOST_WEIGHT).contains(&weight) {
            return misfit(
                Code::Weights,
                match weight < 0.0 {
                    true => "a weight is below 0",
                    false => "a weight is no number, or larger than 1e100",
                },
                "write weights such as 7 and 3 for 7 times and 3 times in ten",
            );
        }
        any |= weight > 0.0;
    }
    match (any, count) {
        (true, _) => Ok(()),
        (false, 0) => misfit(
            Code::Weights,
            "there is no possibility",
            "write any = [{ weight = 7, takes = \"2-3 weeks\" }, { weight = 3, takes = \"4-5 weeks\" }]",
        ),
        (false, _) => misfit(Code::Weights, "all weights are 0", "give a weight above 0 to what may happen"),
    }
}
