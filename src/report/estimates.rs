//! Estimates and scales as a person would say them.

use crate::file::{points_text, shares_text};
use crate::plan::{Amount, Estimate, Range, Scale, Spread, percent_text};
use crate::units::Percentile;

/// "2-3 weeks", "2 / 3 / 6 weeks (triangular, min-max)", "one of 3-5 days and 2-3 weeks".
pub(super) fn estimate(estimate: &Estimate) -> String {
    match estimate {
        Estimate::Size(name) => format!("size {name}"),
        Estimate::Spread(of) => spread(of, points_text, Amount::to_string),
        Estimate::Any(parts) => one_of(parts.iter().map(|part| self::estimate(&part.takes))),
        Estimate::Items(items) => {
            let count = spread(&items.items, |points| dashed(points, f64::to_string), f64::to_string);
            format!("the time for {count} items at the pace of the past")
        }
    }
}

/// "20%", "10-20%".
pub(super) fn scale(scale: &Scale) -> String {
    match scale {
        Scale::Spread(of) => spread(of, shares_text, |share| format!("{}%", percent_text(*share))),
        Scale::Any(parts) => one_of(parts.iter().map(|part| self::scale(&part.takes))),
    }
}

fn one_of(parts: impl Iterator<Item = String>) -> String {
    format!("one of {}", parts.collect::<Vec<_>>().join(" and "))
}

fn dashed<Q>(points: &[Q], one: impl Fn(&Q) -> String) -> String {
    points.iter().map(one).collect::<Vec<_>>().join("-")
}

fn spread<Q: PartialEq + Copy>(
    spread: &Spread<Q>,
    points: impl Fn(&[Q]) -> String,
    one: impl Fn(&Q) -> String,
) -> String {
    match spread {
        Spread::Range(range) => {
            let Range { shape, range: meaning, .. } = range;
            let said = [shape.map(|shape| shape.as_str()), meaning.map(|meaning| meaning.as_str())];
            let said: Vec<&str> = said.into_iter().flatten().collect();
            let points = points(&range.points());
            if said.is_empty() { points } else { format!("{points} ({})", said.join(", ")) }
        }
        Spread::Moments(moments) => {
            let sd = moments.sd.as_ref().map_or(String::new(), |sd| format!(" and an sd of {}", one(sd)));
            format!("{} with a mean of {}{sd}", moments.shape.as_str(), one(&moments.mean))
        }
        Spread::Percentiles(points) => {
            let point = |(percentile, value): &(Percentile, Q)| format!("{percentile} {}", one(value));
            points.iter().map(point).collect::<Vec<_>>().join(", ")
        }
        Spread::History(values) => format!("what it was before ({} times)", values.len()),
    }
}
