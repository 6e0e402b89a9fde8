//! What if: a plan and changes of it on the same trials.

mod alternatives;
mod difference;
mod price;
mod what_if;

pub use alternatives::{AlternativeForecast, Comparison};
pub use difference::{Difference, Shift};
pub use price::Price;
pub use what_if::{Baseline, WhatIf};
