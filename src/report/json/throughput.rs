//! The forecast of a throughput, as data.

use jiff::civil::Date;
use serde::Serialize;

use super::{OddsResult, PERCENTILES, ProbabilityResult, Questions, SCHEMA, iso, iso_or_null, written};
use crate::error::Result;
use crate::throughput::{DoneBy, ThroughputFinish, ThroughputForecast};
use crate::units::Percentile;

/// When so many items are done, and how many by a date. What does not apply is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "landfall throughput"))]
#[non_exhaustive]
pub struct ThroughputResult {
    /// The version of this shape: 1.
    pub schema: u32,
    /// The version of landfall that made it.
    pub landfall: String,
    /// The seed of the trials.
    pub seed: u64,
    /// How many trials there were.
    pub trials: usize,
    /// The first day of the first period to come.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub start: Date,
    /// The length of a period [calendar days].
    pub period_days: u32,
    /// What the answers come from.
    pub history: HistoryResult,
    /// When the items are done; left out where their number was not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finish: Option<ItemsDoneResult>,
    /// How many items are done by the dates that were asked for, else after 4, 8 and 13 periods.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub done_by: Vec<DoneByResult>,
    /// The risks in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<ThroughputRiskResult>,
    /// What a person should look at again, in sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// A history that was resampled.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct HistoryResult {
    /// How many periods were given.
    pub periods: usize,
    /// How many of the last ones were resampled.
    pub resampled: usize,
    /// Their mean [items a period].
    pub mean: f64,
    /// How many of them finished nothing.
    pub without_any: usize,
    /// The correlation of each period with the next one, in [-1, 1].
    pub autocorrelation: f64,
    /// How many consecutive periods are taken together.
    pub block: usize,
    /// Whether the pace counts as known.
    pub known_pace: bool,
    /// The mean of the older half [items a period].
    pub older_mean: f64,
    /// The mean of the recent half [items a period].
    pub recent_mean: f64,
    /// How often halves differ as much by chance; left out where the history is too short to tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change_by_chance: Option<f64>,
}

/// When the items are done.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ItemsDoneResult {
    /// The mean, in periods.
    pub mean_periods: f64,
    /// The percentiles, rising.
    pub percentiles: Vec<PeriodsResult>,
    /// The odds of the dates that were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub odds: Vec<OddsResult>,
}

/// A percentile with its 95% interval, which is left out where the trials are too few to have one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PeriodsResult {
    /// Which percentile: 80 is P80.
    pub percent: f64,
    /// Periods after the start.
    pub periods: u32,
    /// The last day of the last of them.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub date: Date,
    /// The low end of the interval as a date.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "iso_or_null")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub date_low: Option<Date>,
    /// The high end of the interval as a date.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "iso_or_null")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub date_high: Option<Date>,
}

/// How many items are done by a date.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DoneByResult {
    /// The date.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub date: Date,
    /// How many periods end on or before it.
    pub periods: u32,
    /// The mean, in items.
    pub mean_items: f64,
    /// How many at least, by how sure that is.
    pub at_least: Vec<AtLeastResult>,
}

/// So many items or more are done.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AtLeastResult {
    /// With which probability, in percent.
    pub percent: f64,
    /// How many.
    pub items: u32,
    /// The low end of its 95% interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items_low: Option<u32>,
    /// The high end of its 95% interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items_high: Option<u32>,
}

/// A risk, and how often it happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ThroughputRiskResult {
    /// Its name.
    pub name: String,
    /// How likely it is, in [0, 1].
    pub chance: f64,
    /// In what share of the trials it happened.
    pub happened: f64,
}

/// The forecast of a throughput as JSON, indented, with a line's end. Of the questions it answers percentiles and dates.
///
/// # Errors
///
/// When a date lies more than 500 years after the start.
///
/// # Example
///
/// ```
/// use landfall::{Throughput, date, report};
///
/// let forecast = Throughput::new([3, 0, 5, 4], date(2027, 1, 4)).items(20.0).forecast()?;
/// let json = report::throughput_json(&forecast, &report::Questions::default())?;
/// assert!(json.contains("\"period_days\": 7"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn throughput_json(forecast: &ThroughputForecast, questions: &Questions) -> Result<String> {
    written(&ThroughputResult::new(forecast, questions)?)
}

impl ThroughputResult {
    /// The result of a forecast as data.
    ///
    /// # Errors
    ///
    /// As [`throughput_json`].
    pub fn new(forecast: &ThroughputForecast, questions: &Questions) -> Result<Self> {
        let throughput = forecast.throughput();
        let percentiles = questions.percentiles.as_deref().unwrap_or(&PERCENTILES);
        let done_by = |&date: &Date| Ok(DoneByResult::new(&forecast.done_by(date)?, percentiles));
        let risks = throughput.risks.iter().zip(forecast.happened());
        Ok(Self {
            schema: SCHEMA,
            landfall: env!("CARGO_PKG_VERSION").to_owned(),
            seed: throughput.seed,
            trials: throughput.trials,
            start: throughput.start,
            period_days: forecast.days_per_period(),
            history: HistoryResult::new(forecast),
            finish: forecast
                .finish()
                .map(|finish| ItemsDoneResult::new(finish, percentiles, &questions.dates)),
            done_by: crate::report::throughput::dates_of(forecast, &questions.dates)
                .iter()
                .map(done_by)
                .collect::<Result<_>>()?,
            risks: risks
                .map(|(risk, &happened)| ThroughputRiskResult {
                    name: risk.name.clone(),
                    chance: risk.chance.get(),
                    happened: happened as f64 / throughput.trials as f64,
                })
                .collect(),
            warnings: forecast
                .warnings()
                .iter()
                .map(|warning| crate::report::throughput::warning_sentence(forecast, warning))
                .collect(),
        })
    }
}

impl HistoryResult {
    fn new(forecast: &ThroughputForecast) -> Self {
        let resampled = forecast.resampled();
        let (dependence, stability) = (forecast.dependence(), forecast.stability());
        Self {
            periods: forecast.throughput().history.len(),
            resampled: resampled.len(),
            mean: resampled.iter().map(|&count| f64::from(count)).sum::<f64>() / resampled.len() as f64,
            without_any: resampled.iter().filter(|&&count| count == 0).count(),
            autocorrelation: dependence.autocorrelation,
            block: dependence.block,
            known_pace: forecast.throughput().known_pace,
            older_mean: stability.older,
            recent_mean: stability.recent,
            change_by_chance: stability.chance,
        }
    }
}

impl ItemsDoneResult {
    fn new(finish: &ThroughputFinish, percentiles: &[Percentile], dates: &[Date]) -> Self {
        let odds = |&date: &Date| OddsResult { date, odds: ProbabilityResult::from(finish.odds_by(date)) };
        let periods = |&percentile: &Percentile| {
            let dates = finish.interval_dates(percentile);
            PeriodsResult {
                percent: percentile.percent(),
                periods: finish.periods(percentile),
                date: finish.date(percentile),
                date_low: dates.map(|(low, _)| low),
                date_high: dates.map(|(_, high)| high),
            }
        };
        Self {
            mean_periods: finish.mean(),
            percentiles: percentiles.iter().map(periods).collect(),
            odds: dates.iter().map(odds).collect(),
        }
    }
}

impl DoneByResult {
    fn new(done: &DoneBy, percentiles: &[Percentile]) -> Self {
        let at_least = |&percentile: &Percentile| {
            let interval = done.interval(percentile);
            AtLeastResult {
                percent: percentile.percent(),
                items: done.at_least(percentile),
                items_low: interval.map(|(low, _)| low),
                items_high: interval.map(|(_, high)| high),
            }
        };
        Self {
            date: done.date(),
            periods: done.periods(),
            mean_items: done.mean(),
            at_least: percentiles.iter().map(at_least).collect(),
        }
    }
}
