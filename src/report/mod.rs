//! Forecasts for people and tools; one format a file.

mod calibration;
mod changes;
#[cfg(feature = "plot")]
mod chart;
mod checkin;
mod compare;
mod csv;
mod estimates;
mod forecast;
mod journal;
#[cfg(feature = "json")]
mod json;
mod layout;
mod markdown;
mod mermaid;
#[cfg(feature = "plot")]
mod page;
mod parts;
mod price;
mod save;
#[cfg(feature = "schema")]
mod schema;
mod sentence;
mod status;
mod teams;
mod terminal;
mod text;
mod throughput;
mod verdict;
mod why;
mod words;
mod worth;

use std::sync::Arc;

use jiff::civil::Date;

use crate::explain::Explanation;
use crate::forecast::Forecast;
use crate::units::Percentile;

pub use calibration::calibration;
#[cfg(feature = "plot")]
pub use chart::{Chart, charts, comparison_charts, journal_charts, throughput_charts};
pub use checkin::{Since, checkin};
pub use compare::comparison;
pub use csv::{csv, tasks_csv, trials_csv};
pub use forecast::forecast;
pub use journal::journal;
#[cfg(feature = "json")]
pub use json::{
    AdditivityResult, AlternativeResult, AtLeastResult, BridgeResult, BudgetResult, ChainResult,
    CheckInResult, ComparisonResult, CostPercentile, CostResult, CriticalityResult, DeliveredResult,
    DiagnosticResult, DifferenceResult, DoneByResult, DriverResult, DroppedResult, FindingResult,
    FinishResult, FitsResult, FitsTask, ForecastResult, HistoryResult, ItemsDoneResult, JoinResult,
    KindResult, LeverResult, MilestoneResult, MoveResult, Named, NoRiskResult, OddsResult, PartResult,
    PercentileResult, PeriodsResult, PlanDateResult, PriceResult, PricesResult, ProbabilityResult,
    RiskResult, ShareResult, SharesResult, ShiftResult, SignalResult, TaskResult, TeamResult,
    ThroughputResult, ThroughputRiskResult, ValueByDate, ValueResult, WayResult, WhyResult, checkin_json,
    comparison_json, json, prices_json, throughput_json,
};
pub use mermaid::mermaid;
#[cfg(feature = "plot")]
pub use page::Page;
pub use parts::Report;
pub use price::price;
pub use save::save;
#[cfg(feature = "schema")]
pub use schema::{
    checkin_schema, comparison_schema, plan_schema, prices_schema, result_schema, throughput_schema,
};
pub use sentence::sentence;
pub use terminal::{Colour, curve};
pub use throughput::throughput;
pub use why::why;

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
    /// Why it is finished when it is, to be shown, too.
    pub why: Option<Arc<Explanation>>,
    /// The forecast of the same plan with its estimates as they were entered ([`Plan::as_entered`](crate::Plan::as_entered)), to be shown next
    /// to it.
    pub as_entered: Option<Arc<Forecast>>,
}
