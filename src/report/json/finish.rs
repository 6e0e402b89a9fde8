//! When something is finished, as data.

use jiff::civil::Date;
use serde::Serialize;

use super::{iso, iso_or_null};
use crate::forecast::{Finish, Odds};
use crate::units::Percentile;

/// When something is finished.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FinishResult {
    /// The mean [working days after the plan's start].
    pub mean_days: f64,
    /// The standard deviation [working days].
    pub sd_days: f64,
    /// How many working days a percentile may be too late, in runs so long that finishes are only counted; dates and odds are exact
    /// there too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution_days: Option<f64>,
    /// The percentiles, rising.
    pub percentiles: Vec<PercentileResult>,
    /// The odds of the dates that were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub odds: Vec<OddsResult>,
}

/// A percentile with its 95% interval, which is left out where the trials are too few to have one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PercentileResult {
    /// Which percentile: 80 is P80.
    pub percent: f64,
    /// Working days after the plan's start.
    pub days: f64,
    /// The date.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub date: Date,
    /// The low end of the interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_low: Option<f64>,
    /// The high end of the interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_high: Option<f64>,
    /// The low end of the interval as a date.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "iso_or_null")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub date_low: Option<Date>,
    /// The high end of the interval as a date.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "iso_or_null")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub date_high: Option<Date>,
}

/// The odds of a date.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OddsResult {
    /// The date.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub date: Date,
    /// The odds of being finished on or before it.
    #[serde(flatten)]
    pub odds: ProbabilityResult,
}

/// A probability with its 95% interval, all in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ProbabilityResult {
    /// The share of trials.
    pub probability: f64,
    /// The low end of its interval.
    pub low: f64,
    /// The high end of its interval.
    pub high: f64,
}

impl FinishResult {
    pub(super) fn new(finish: &Finish, percentiles: &[Percentile], dates: &[Date]) -> Self {
        Self {
            mean_days: finish.mean().get(),
            sd_days: finish.sd().get(),
            resolution_days: Some(finish.resolution().get()).filter(|&days| days > 0.0),
            percentiles: percentiles
                .iter()
                .map(|&percentile| PercentileResult::new(finish, percentile))
                .collect(),
            odds: dates.iter().map(|&date| OddsResult { date, odds: finish.odds_by(date).into() }).collect(),
        }
    }
}

impl PercentileResult {
    pub(super) fn new(finish: &Finish, percentile: Percentile) -> Self {
        let (days, dates) = (finish.interval(percentile), finish.interval_dates(percentile));
        Self {
            percent: percentile.percent(),
            days: finish.days(percentile).get(),
            date: finish.date(percentile),
            days_low: days.map(|(low, _)| low.get()),
            days_high: days.map(|(_, high)| high.get()),
            date_low: dates.map(|(low, _)| low),
            date_high: dates.map(|(_, high)| high),
        }
    }
}

impl From<Odds> for ProbabilityResult {
    fn from(odds: Odds) -> Self {
        Self { probability: odds.probability, low: odds.low, high: odds.high }
    }
}
