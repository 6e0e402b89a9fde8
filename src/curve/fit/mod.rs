//! The numbers a person wrote → the curve they mean (METHOD 5 to 7).

mod any;
mod lists;
mod moments;
mod range;

use super::Curve;
use crate::error::Code;
use crate::plan::{RangeMeaning, Spread};
use crate::units::LONGEST_DAYS;

pub(crate) use any::fit_any;
use lists::{fit_history, fit_percentiles};
use moments::fit_moments;
use range::fit_range;

/// Why numbers make no curve: the code of the finding, what is wrong, and the way out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Misfit {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Misfit {
    /// A calendar that nothing can be counted on.
    pub(crate) fn of_calendar(error: &crate::error::Error) -> Self {
        Self { code: Code::NoWorkingDay, message: error.to_string(), help: String::new() }
    }
}

/// What the numbers are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Quantity {
    /// Working days that something takes: never below 0.
    Duration,
    /// Working days that are added: below 0 is an opportunity.
    Delay,
    /// What a duration is multiplied by: never below 0.
    Factor,
    /// A share of a whole: between 0 and 1.
    Share,
    /// What is added to a duration, as a share of it: never below 0.
    Surplus,
    /// How many items there are: never below 0.
    Count,
    /// What one item turns out to be: never below 0.
    Split,
    /// Any numbers.
    Number,
}

/// The largest factor: ten times.
const MOST_FACTOR: f64 = 10.0;

/// The largest number of items.
const MOST_COUNT: f64 = 100_000.0;

/// The most items that one may turn out to be.
const MOST_SPLIT: f64 = 100.0;

/// The most that a high end may be of a low end where both are percentiles, and an sd of its mean: beyond it is no estimate.
const MOST_RATIO: f64 = 1e6;

/// The most single values of a curve, and the most points of one through percentiles.
pub(super) const MOST_VALUES: usize = 10_000;

/// A factor from this on is taken for a percentage whose sign is missing.
const MEANT_AS_PERCENT: f64 = 50.0;

/// Ends nearer to each other than this, against their size, are equal.
const EQUAL: f64 = 1e-9;

impl Quantity {
    fn may_be_negative(self) -> bool {
        matches!(self, Self::Delay | Self::Number)
    }

    /// How far from 0 a number may be.
    fn bound(self) -> f64 {
        match self {
            Self::Duration | Self::Delay => LONGEST_DAYS,
            Self::Factor | Self::Surplus => MOST_FACTOR,
            Self::Share => 1.0,
            Self::Count => MOST_COUNT,
            Self::Split => MOST_SPLIT,
            Self::Number => 1e100,
        }
    }

    /// A number within its bounds, or what is wrong with it; `name` says which it is.
    fn check(self, value: f64, name: &str) -> Result<(), Misfit> {
        if value.is_nan() || value.is_infinite() {
            return misfit(Code::NumberOutOfBounds, format!("{name} is no finite number"), "write a number");
        }
        if value.abs() > self.bound() {
            return match self {
                Self::Factor | Self::Surplus => misfit(
                    Code::NumberOutOfBounds,
                    format!("{name} is more than ten times (1000%)"),
                    match value {
                        percent if (MEANT_AS_PERCENT..=1000.0).contains(&percent) => {
                            format!("did you mean \"{value}%\"?")
                        }
                        _ => "write at most \"1000%\"; a number without a sign is a factor: 1.2 is \"120%\""
                            .to_owned(),
                    },
                ),
                Self::Share => misfit(
                    Code::NumberOutOfBounds,
                    format!("{name} is more than 100% of the whole"),
                    match value {
                        percent if (2.0..=100.0).contains(&percent) && percent.fract() == 0.0 => {
                            format!("did you mean \"{value}%\"?")
                        }
                        _ => "write a percentage of at most 100%".to_owned(),
                    },
                ),
                Self::Number => misfit(
                    Code::NumberOutOfBounds,
                    format!("{name} is beyond 1e100"),
                    "write a smaller number",
                ),
                Self::Count => misfit(
                    Code::NumberOutOfBounds,
                    format!("{name} is more than 100,000 items"),
                    "count in larger pieces, with the throughput in the same",
                ),
                Self::Split => misfit(
                    Code::NumberOutOfBounds,
                    format!("{name} makes more than {MOST_SPLIT} items of one"),
                    "write what one item turns out to be, such as 1.2",
                ),
                Self::Duration | Self::Delay => misfit(
                    Code::NumberOutOfBounds,
                    format!("{name} is more than {LONGEST_DAYS} working days, about 140 years"),
                    "write a shorter time",
                ),
            };
        }
        if value < 0.0 && !self.may_be_negative() {
            let help = match self {
                Self::Factor => "write \"80%\" for 20% less",
                Self::Share => "write a share between 0% and 100%",
                Self::Surplus => "what takes less stands under saves, such as saves = { api = \"20%\" }",
                Self::Count => "write how many there are",
                Self::Split => "write what one item turns out to be, such as 1.2",
                _ => "only a delay can be negative, which makes it an opportunity",
            };
            return misfit(Code::NumberOutOfBounds, format!("{name} is below 0"), help);
        }
        Ok(())
    }
}

fn misfit<T>(code: Code, message: impl Into<String>, help: impl Into<String>) -> Result<T, Misfit> {
    Err(Misfit { code, message: message.into(), help: help.into() })
}

/// The curve of a spread, its range meaning `default` where it does not say.
///
/// # Errors
///
/// When the numbers are out of bounds or order, or do not go with the shape; the first such fault.
pub(crate) fn fit(spread: &Spread<f64>, default: RangeMeaning, quantity: Quantity) -> Result<Curve, Misfit> {
    match spread {
        Spread::Range(range) => fit_range(range, range.range.unwrap_or(default), quantity),
        Spread::Moments(moments) => fit_moments(moments, quantity),
        Spread::Percentiles(points) => fit_percentiles(points, quantity),
        Spread::History(values) => fit_history(values, quantity),
    }
}
