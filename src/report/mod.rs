//! Forecasts for people and tools; one format a file.

mod changes;
mod compare;
mod estimates;
#[cfg(feature = "json")]
mod json;
mod layout;
mod price;
#[cfg(feature = "schema")]
mod schema;
mod teams;
mod text;
mod verdict;
mod words;
mod worth;

use jiff::civil::Date;

use crate::units::Percentile;

pub use compare::comparison_text;
#[cfg(feature = "json")]
pub use json::{
    AlternativeResult, BudgetResult, ComparisonResult, CostPercentile, CostResult, DeliveredResult,
    DiagnosticResult, DifferenceResult, DroppedResult, FinishResult, FitsResult, FitsTask, ForecastResult,
    KindResult, MilestoneResult, Named, OddsResult, PercentileResult, PlanDateResult, PriceResult,
    PricesResult, ProbabilityResult, RiskResult, ShiftResult, TaskResult, TeamResult, ValueByDate,
    ValueResult, comparison_json, json, prices_json,
};
pub use price::price_text;
#[cfg(feature = "schema")]
pub use schema::{comparison_schema, plan_schema, prices_schema, result_schema};
pub use text::text;

/// What a report should answer beyond the usual.
///
/// ```
/// use landfall::{P85, date, report::Questions};
///
/// let mut questions = Questions::default();
/// questions.percentiles = Some(vec![P85]);
/// questions.dates.push(date(2027, 4, 1));
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Questions {
    /// Which percentiles to show; the format's own list where it is `None`.
    pub percentiles: Option<Vec<Percentile>>,
    /// Dates whose odds to show.
    pub dates: Vec<Date>,
    /// What the plan may cost, instead of its own budget.
    pub budget: Option<f64>,
    /// By which date, and how sure, to show what fits.
    pub fits: Option<(Date, Percentile)>,
}
