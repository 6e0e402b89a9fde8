//! Forecasts for people and tools; one format a file.

#[cfg(feature = "json")]
mod json;
#[cfg(feature = "schema")]
mod schema;
mod teams;
mod text;
mod words;

use jiff::civil::Date;

use crate::units::Percentile;

#[cfg(feature = "json")]
pub use json::{
    DiagnosticResult, FinishResult, ForecastResult, KindResult, MilestoneResult, Named, OddsResult,
    PercentileResult, PlanDateResult, ProbabilityResult, RiskResult, TaskResult, TeamResult, json,
};
#[cfg(feature = "schema")]
pub use schema::{plan_schema, result_schema};
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Questions {
    /// Which percentiles to show; the format's own list where it is `None`.
    pub percentiles: Option<Vec<Percentile>>,
    /// Dates whose odds to show.
    pub dates: Vec<Date>,
}
