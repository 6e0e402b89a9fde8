//! Numbers as messages tell them.

use crate::names::quoted;
use crate::plan::percent_text;

/// A number with one digit behind the point at most.
pub(super) fn short(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// A share in whole percent.
pub(super) fn whole_percent(share: f64) -> String {
    format!("{}%", percent_text((share * 100.0).round() / 100.0))
}

/// A share in percent to four digits behind the point, where it matters by how little it misses.
pub(super) fn fine_percent(share: f64) -> String {
    format!("{}%", percent_text((share * 1e6).round() / 1e6))
}

/// The question of a share that is a percentage without its sign.
pub(super) fn meant_as_percent(share: f64) -> Option<String> {
    (2.0..=100.0).contains(&share).then(|| format!("did you mean {}?", quoted(&format!("{share}%"))))
}
