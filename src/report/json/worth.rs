//! Value, cost and what fits by a date as data.

#[cfg(feature = "schema")]
use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::{Named, OddsResult, ProbabilityResult, iso, iso_or_null};
use crate::forecast::{CostForecast, CutLine, Delivered, Forecast, ValueForecast};
use crate::report::Questions;
use crate::units::{P50, P80, P95, Percentile};

/// The most dates at which value is counted besides targets: five years of months.
const MOST_MONTHS: usize = 60;

/// The value delivered over time, in the unit of the plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ValueResult {
    /// All that the plan is worth.
    pub total: f64,
    /// The mean of what is delivered in the end.
    pub expected: f64,
    /// The mean of what is delivered by each target, the end of each month, and the dates that were asked for.
    pub by_date: Vec<ValueByDate>,
    /// When 80% of it has been delivered.
    pub date_of_80_percent: DeliveredResult,
}

/// The value delivered by a date.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ValueByDate {
    /// The date.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub date: Date,
    /// The mean of what is delivered on or before it.
    pub expected: f64,
}

/// When a value has been delivered; a date is left out where it never is in so many trials.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DeliveredResult {
    /// In half of the trials.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "iso_or_null")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub p50: Option<Date>,
    /// In 80% of them.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "iso_or_null")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub p80: Option<Date>,
    /// The share of trials in which it ever is.
    pub reached: f64,
}

/// What the plan costs, in its unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CostResult {
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub sd: f64,
    /// The percentiles, rising.
    pub percentiles: Vec<CostPercentile>,
    /// The odds that the plan is finished by its own P80 date **and** costs no more than its own P80.
    pub date_and_cost_p80: ProbabilityResult,
    /// The odds of the budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<BudgetResult>,
}

/// A percentile of the cost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CostPercentile {
    /// Which percentile: 80 is P80.
    pub percent: f64,
    /// The cost that is not passed in so many trials.
    pub cost: f64,
}

/// The odds of a budget.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BudgetResult {
    /// What it may cost.
    pub budget: f64,
    /// The odds that it costs no more.
    pub within: ProbabilityResult,
    /// The odds that it costs no more **and** the plan is finished by a date: those asked for, else the last target.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub within_and_by: Vec<OddsResult>,
}

/// What fits by a date.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FitsResult {
    /// The date.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub date: Date,
    /// How sure, in percent.
    pub percent: f64,
    /// How many of the tasks below, from the first on, are all finished by then so surely.
    pub fit: usize,
    /// The tasks by priority and plan order.
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, FitsTask>"))]
    pub tasks: Named<FitsTask>,
}

/// A task above or below the line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FitsTask {
    /// Its priority.
    pub priority: i64,
    /// The odds that it is finished by the date.
    pub alone: f64,
    /// The odds that it and all before it are.
    pub with_all_before: f64,
}

impl ValueResult {
    pub(super) fn new(value: &ValueForecast, forecast: &Forecast, questions: &Questions) -> Self {
        let by = |date: Date| ValueByDate { date, expected: value.expected_by(date) };
        Self {
            total: value.total(),
            expected: value.expected(),
            by_date: dates(forecast, questions).into_iter().map(by).collect(),
            date_of_80_percent: (&value.delivered(0.8 * value.total())).into(),
        }
    }
}

/// Targets, the dates that were asked for, and the ends of the months up to the commit date.
fn dates(forecast: &Forecast, questions: &Questions) -> Vec<Date> {
    let mut dates = questions.dates.clone();
    dates.extend(forecast.milestones().iter().filter_map(|milestone| milestone.target));
    let last = forecast.date(P95).last_of_month();
    let mut month = forecast.plan().start.last_of_month();
    for _ in 0..MOST_MONTHS {
        dates.push(month);
        match month.tomorrow().map(|date| date.last_of_month()) {
            Ok(next) if next <= last => month = next,
            _ => break,
        }
    }
    dates.sort_unstable();
    dates.dedup();
    dates
}

impl From<&Delivered> for DeliveredResult {
    fn from(delivered: &Delivered) -> Self {
        Self { p50: delivered.date(P50), p80: delivered.date(P80), reached: delivered.reached() }
    }
}

impl CostResult {
    pub(super) fn new(
        cost: &CostForecast,
        forecast: &Forecast,
        percentiles: &[Percentile],
        questions: &Questions,
    ) -> Self {
        let at = |&percentile: &Percentile| CostPercentile {
            percent: percentile.percent(),
            cost: cost.at(percentile),
        };
        let budget = questions.budget.or(forecast.plan().budget);
        Self {
            mean: cost.mean(),
            sd: cost.sd(),
            percentiles: percentiles.iter().map(at).collect(),
            date_and_cost_p80: cost.odds_of_both(P80).into(),
            budget: budget.map(|budget| BudgetResult {
                budget,
                within: cost.odds_within(budget).into(),
                within_and_by: crate::report::worth::joint_dates(forecast, questions)
                    .into_iter()
                    .map(|date| OddsResult { date, odds: cost.odds_by_within(date, budget).into() })
                    .collect(),
            }),
        }
    }
}

impl FitsResult {
    pub(super) fn new(line: &CutLine) -> Self {
        let tasks = line.items.iter().map(|item| {
            let task = FitsTask {
                priority: item.priority,
                alone: item.odds.probability,
                with_all_before: item.together.probability,
            };
            (item.name.clone(), task)
        });
        Self {
            date: line.date,
            percent: line.percentile.percent(),
            fit: line.fit,
            tasks: Named(tasks.collect()),
        }
    }
}
