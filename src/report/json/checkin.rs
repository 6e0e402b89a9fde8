//! A check-in as data.

use jiff::civil::Date;
use serde::Serialize;

use super::{ForecastResult, ProbabilityResult, iso, iso_or_null, written};
use crate::compare::Shift;
use crate::error::Result;
use crate::forecast::Forecast;
use crate::report::checkin::{bridge_sentence, signal_sentence};
use crate::report::{Questions, Since};
use crate::track::{Bridge, Signal, SignalKind};

/// A check-in: the forecast, what is out of the ordinary, and why the date moved.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "landfall check-in"))]
#[non_exhaustive]
pub struct CheckInResult {
    /// The forecast as of the day of the status.
    pub forecast: ForecastResult,
    /// The day of the check-in that it is held against; left out at the first.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "iso_or_null")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub since: Option<Date>,
    /// What the forecasts made so far say together.
    pub signals: Vec<SignalResult>,
    /// Why dates moved since.
    pub bridges: Vec<BridgeResult>,
}

/// Something that the forecasts made so far say together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SignalResult {
    /// "odds-fell", "later-than-likely", "three-the-same-way" or "beyond-spread".
    pub kind: String,
    /// The milestone it is about; left out for the whole plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub milestone: Option<String>,
    /// The day of the check-in that it is held against.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub since: Date,
    /// By how many working days the mean moved in all; below 0 is earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<f64>,
    /// The standard deviation that was to be expected of it [working days].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_sd_days: Option<f64>,
    /// The odds of the target before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<ProbabilityResult>,
    /// The odds of the target now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<ProbabilityResult>,
    /// How often it comes at a check-in where all goes as the plan says it may, in [0, 1].
    pub false_alarms: f64,
    /// The same in words.
    pub text: String,
}

/// Why a date moved: parts that add up.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BridgeResult {
    /// The milestone it is about; left out for the whole plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub milestone: Option<String>,
    /// Which percentile moved.
    pub percent: f64,
    /// The date before.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub from: Date,
    /// The date now.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub to: Date,
    /// By how many working days of the new calendar it moved.
    pub moved_days: f64,
    /// Whether that is more than the error of the runs.
    pub sure: bool,
    /// The 95% interval of the move [working days], where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<[f64; 2]>,
    /// The parts, which add up to the move.
    pub parts: Vec<PartResult>,
    /// How many trials it comes from.
    pub trials: usize,
    /// The same in words.
    pub text: String,
}

/// The part of a move that a class of changes has.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PartResult {
    /// "progress", "scope", "estimates", "risks", "capacity" or "calendar".
    pub class: String,
    /// By how many working days it moved the date.
    pub days: f64,
}

/// A check-in as JSON, indented, with a line's end.
///
/// # Errors
///
/// As [`json`](super::json()).
pub fn checkin_json(forecast: &Forecast, questions: &Questions, since: Since<'_>) -> Result<String> {
    written(&CheckInResult::new(forecast, questions, since)?)
}

impl CheckInResult {
    /// The result of a check-in as data.
    ///
    /// # Errors
    ///
    /// As [`checkin_json`].
    pub fn new(forecast: &Forecast, questions: &Questions, since: Since<'_>) -> Result<Self> {
        Ok(Self {
            forecast: ForecastResult::new(forecast, questions)?,
            since: since.before.map(|before| before.as_of),
            signals: since.signals.iter().map(|signal| SignalResult::new(forecast, signal)).collect(),
            bridges: since.bridges.iter().map(BridgeResult::new).collect(),
        })
    }
}

impl SignalResult {
    fn new(forecast: &Forecast, signal: &Signal) -> Self {
        let (days, expected, odds) = match signal.kind {
            SignalKind::OddsFell { before, now, .. } => (None, None, Some((before, now))),
            SignalKind::LaterThanLikely { .. } => (None, None, None),
            SignalKind::ThreeTheSameWay { days } => (Some(days), None, None),
            SignalKind::BeyondSpread { days, expected_sd } => (Some(days), Some(expected_sd), None),
        };
        Self {
            kind: signal.kind.as_str().to_owned(),
            milestone: signal.milestone.clone(),
            since: signal.since,
            days,
            expected_sd_days: expected,
            before: odds.map(|(before, _)| before.into()),
            now: odds.map(|(_, now)| now.into()),
            false_alarms: signal.kind.false_alarms(),
            text: signal_sentence(forecast, signal, true),
        }
    }
}

impl BridgeResult {
    fn new(bridge: &Bridge) -> Self {
        let Shift { days, interval, .. } = bridge.moved;
        let part = |part: &crate::track::BridgePart| PartResult {
            class: part.class.as_str().to_owned(),
            days: part.days.get(),
        };
        Self {
            milestone: bridge.milestone.clone(),
            percent: bridge.percentile.percent(),
            from: bridge.dates.0,
            to: bridge.dates.1,
            moved_days: days.get(),
            sure: bridge.moved.is_sure(),
            interval: interval.map(|(low, high)| [low.get(), high.get()]),
            parts: bridge.parts.iter().map(part).collect(),
            trials: bridge.trials,
            text: bridge_sentence(bridge),
        }
    }
}
