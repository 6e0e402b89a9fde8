//! Comparisons and prices as data, and as JSON.

#[cfg(feature = "schema")]
use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::{DeliveredResult, ForecastResult, Named, SCHEMA, iso_or_null, written};
use crate::change::{Because, Dropped};
use crate::compare::{AlternativeForecast, Comparison, Difference, Price, Shift};
use crate::error::Result;
use crate::forecast::Forecast;
use crate::report::Questions;
use crate::report::compare::Words;
use crate::units::{P10, P50, P80, P90, P95, Percentile};

/// The percentiles whose moves are written where nothing else was asked for.
const PERCENTILES: [Percentile; 3] = [P50, P80, P95];

/// A plan and its alternatives on the same trials.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "landfall comparison"))]
#[non_exhaustive]
pub struct ComparisonResult {
    /// The version of this shape: 1.
    pub schema: u32,
    /// The version of landfall that made it.
    pub landfall: String,
    /// The plan as it is.
    pub base: ForecastResult,
    /// Its alternatives by name, in plan order.
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, AlternativeResult>"))]
    pub alternatives: Named<AlternativeResult>,
    /// For each alternative, the share of trials in which it is finished earlier than each other one; for the plan see `difference`.
    #[serde(skip_serializing_if = "Named::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, BTreeMap<String, f64>>"))]
    pub earlier_than: Named<Named<f64>>,
}

/// An alternative: its own forecast, and how it differs from the plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AlternativeResult {
    /// What people call it.
    pub title: String,
    /// The alternative that it is built on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub based_on: Option<String>,
    /// What was noted of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How it differs from the alternative that it is built on, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against_based_on: Option<String>,
    /// What it changes, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<String>,
    /// What is no longer in the plan.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<DroppedResult>,
    /// Its forecast.
    pub forecast: ForecastResult,
    /// Its finish less that of the plan.
    pub difference: DifferenceResult,
    /// The same of the milestones that both have, by name.
    #[serde(skip_serializing_if = "Named::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, DifferenceResult>"))]
    pub milestones: Named<DifferenceResult>,
    /// The mean of the value that it delivers in the end, less that of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_difference: Option<f64>,
    /// When 80% of what the **plan** is worth has been delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_80_percent_of_plan: Option<DeliveredResult>,
    /// Its mean cost less that of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_difference: Option<f64>,
    /// What it gains against the plan, in sentences.
    pub gains: Vec<String>,
    /// What it pays for that.
    pub pays: Vec<String>,
}

/// Something that is no longer in the plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DroppedResult {
    /// "task", "milestone", "risk", "effect", "team" or "group".
    pub kind: String,
    /// Its name.
    pub name: String,
    /// "asked"; "needs" what is dropped; "nothing-left" of a milestone; "effect-of" what is dropped.
    pub because: String,
    /// What it needs, or is the effect of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// What it was worth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The day on which work on it was started, where it was: what was spent on it until the status stays, and only the rest is left out.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "iso_or_null")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub started: Option<Date>,
}

/// How far two finishes lie apart in the same trials [working days]: below 0 where this one is earlier.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DifferenceResult {
    /// The mean of the differences.
    pub mean_days: f64,
    /// The low end of its 95% interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_days_low: Option<f64>,
    /// The high end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_days_high: Option<f64>,
    /// Their standard deviation.
    pub sd_days: f64,
    /// In 10% of the trials it is no more.
    pub p10_days: f64,
    /// In half of the trials it is no more.
    pub p50_days: f64,
    /// In 90% of the trials it is no more.
    pub p90_days: f64,
    /// By how much each percentile of the date moves, which is not the percentile of the differences.
    pub shifts: Vec<ShiftResult>,
    /// The share of trials in which this one is earlier.
    pub odds_earlier: f64,
    /// The low end of its 95% interval.
    pub odds_earlier_low: f64,
    /// The high end.
    pub odds_earlier_high: f64,
    /// The share of trials in which both are finished at the same moment.
    pub odds_same: f64,
    /// The share of trials in which this one is later.
    pub odds_later: f64,
}

/// By how much a percentile moves, with the 95% interval of that.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ShiftResult {
    /// Which percentile: 80 is P80.
    pub percent: f64,
    /// By how many working days; below 0 is earlier.
    pub days: f64,
    /// The low end of the interval; left out where the trials are too few.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_low: Option<f64>,
    /// The high end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_high: Option<f64>,
}

/// The prices of pieces of work.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "landfall prices"))]
#[non_exhaustive]
pub struct PricesResult {
    /// The version of this shape: 1.
    pub schema: u32,
    /// The version of landfall that made it.
    pub landfall: String,
    /// Each by its name.
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, PriceResult>"))]
    pub prices: Named<PriceResult>,
}

/// What a piece of work moves: the plan, which has it, less the plan without it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PriceResult {
    /// It, and what would go with it.
    pub dropped: Vec<DroppedResult>,
    /// The finish of the plan.
    pub difference: DifferenceResult,
    /// The milestones that both have, by name.
    #[serde(skip_serializing_if = "Named::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, DifferenceResult>"))]
    pub milestones: Named<DifferenceResult>,
    /// The mean cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_difference: Option<f64>,
    /// The same in words.
    pub text: String,
}

/// The comparison as JSON, indented, with a line's end.
///
/// # Errors
///
/// As [`json`](super::json()).
pub fn comparison_json(comparison: &Comparison, questions: &Questions) -> Result<String> {
    written(&ComparisonResult::new(comparison, questions)?)
}

/// Prices as JSON, indented, with a line's end. `forecast` is that of the plan.
///
/// # Errors
///
/// As [`json`](super::json()).
pub fn prices_json(prices: &[Price], forecast: &Forecast, questions: &Questions) -> Result<String> {
    written(&PricesResult::new(prices, forecast, questions))
}

impl ComparisonResult {
    /// The comparison as data.
    ///
    /// # Errors
    ///
    /// As [`json`](super::json()).
    pub fn new(comparison: &Comparison, questions: &Questions) -> Result<Self> {
        let alternatives = comparison.alternatives();
        let mut of_each = Vec::with_capacity(alternatives.len());
        for alternative in alternatives {
            let result = AlternativeResult::new(comparison, alternative, questions)?;
            of_each.push((alternative.name.clone(), result));
        }
        let earlier = |one: &AlternativeForecast| {
            let others = alternatives.iter().filter(|other| other.name != one.name);
            let odds = others.filter_map(|other| {
                let difference = comparison.between(&one.name, &other.name)?;
                Some((other.name.clone(), difference.earlier().probability))
            });
            (one.name.clone(), Named(odds.collect()))
        };
        let several = if alternatives.len() > 1 { alternatives } else { &[] };
        Ok(Self {
            schema: SCHEMA,
            landfall: env!("CARGO_PKG_VERSION").to_owned(),
            base: ForecastResult::new(comparison.base(), questions)?,
            alternatives: Named(of_each),
            earlier_than: Named(several.iter().map(earlier).collect()),
        })
    }
}

impl AlternativeResult {
    fn new(
        comparison: &Comparison,
        alternative: &AlternativeForecast,
        questions: &Questions,
    ) -> Result<Self> {
        let (base, what_if) = (comparison.base(), &alternative.what_if);
        let Words { changes, verdict, against, .. } = Words::of(comparison, alternative);
        let written = base.plan().alternatives.iter().find(|other| other.name == alternative.name);
        let expected = |forecast: &Forecast| forecast.value().map(|value| value.expected());
        let (new, old) = (expected(what_if.forecast()), expected(base));
        let total = base.value().map(|value| value.total());
        let milestones = what_if.milestones();
        Ok(Self {
            title: alternative.title.clone(),
            based_on: written.and_then(|written| written.based_on.clone()),
            note: written.and_then(|written| written.note.clone()),
            changes,
            against_based_on: against,
            dropped: what_if.dropped().iter().map(DroppedResult::new).collect(),
            forecast: ForecastResult::new(what_if.forecast(), questions)?,
            difference: DifferenceResult::new(what_if.difference(), questions),
            milestones: Named(
                milestones
                    .map(|(name, of)| (name.to_owned(), DifferenceResult::new(of, questions)))
                    .collect(),
            ),
            value_difference: new.or(old).map(|_| new.unwrap_or(0.0) - old.unwrap_or(0.0)),
            date_of_80_percent_of_plan: total.map(|total| match what_if.forecast().value() {
                Some(value) => (&value.delivered(0.8 * total)).into(),
                None => DeliveredResult { p50: None, p80: None, reached: 0.0 },
            }),
            cost_difference: what_if.cost(),
            gains: verdict.gains,
            pays: verdict.pays,
        })
    }
}

impl DroppedResult {
    fn new(dropped: &Dropped) -> Self {
        let (because, of) = match &dropped.because {
            Because::Asked => ("asked", None),
            Because::Needs(other) => ("needs", Some(other.clone())),
            Because::NothingLeft => ("nothing-left", None),
            Because::EffectOf(other) => ("effect-of", Some(other.clone())),
        };
        Self {
            kind: dropped.kind.to_owned(),
            name: dropped.name.clone(),
            because: because.to_owned(),
            of,
            value: dropped.value,
            started: dropped.started,
        }
    }
}

impl DifferenceResult {
    fn new(difference: &Difference, questions: &Questions) -> Self {
        let percentiles = questions.percentiles.as_deref().unwrap_or(&PERCENTILES);
        let Shift { days, interval, .. } = difference.mean();
        let earlier = difference.earlier();
        Self {
            mean_days: days.get(),
            mean_days_low: interval.map(|(low, _)| low.get()),
            mean_days_high: interval.map(|(_, high)| high.get()),
            sd_days: difference.sd().get(),
            p10_days: difference.percentile(P10).get(),
            p50_days: difference.percentile(P50).get(),
            p90_days: difference.percentile(P90).get(),
            shifts: percentiles.iter().map(|&percentile| ShiftResult::new(difference, percentile)).collect(),
            odds_earlier: earlier.probability,
            odds_earlier_low: earlier.low,
            odds_earlier_high: earlier.high,
            odds_same: difference.same().probability,
            odds_later: difference.later().probability,
        }
    }
}

impl ShiftResult {
    fn new(difference: &Difference, percentile: Percentile) -> Self {
        let Shift { days, interval, .. } = difference.shift(percentile);
        Self {
            percent: percentile.percent(),
            days: days.get(),
            days_low: interval.map(|(low, _)| low.get()),
            days_high: interval.map(|(_, high)| high.get()),
        }
    }
}

impl PricesResult {
    /// Prices as data. `forecast` is that of the plan.
    pub fn new(prices: &[Price], forecast: &Forecast, questions: &Questions) -> Self {
        let of = |price: &Price| {
            let milestones = price.milestones();
            let result = PriceResult {
                dropped: price.dropped().iter().map(DroppedResult::new).collect(),
                difference: DifferenceResult::new(price.difference(), questions),
                milestones: Named(
                    milestones
                        .map(|(name, of)| (name.to_owned(), DifferenceResult::new(of, questions)))
                        .collect(),
                ),
                cost_difference: price.cost(),
                text: crate::report::price::sentences(price, forecast),
            };
            (price.name().to_owned(), result)
        };
        Self {
            schema: SCHEMA,
            landfall: env!("CARGO_PKG_VERSION").to_owned(),
            prices: Named(prices.iter().map(of).collect()),
        }
    }
}
