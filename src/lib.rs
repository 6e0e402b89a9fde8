//! landfall
mod calendar;
mod check;
pub mod curve;
mod error;
mod file;
mod forecast;
pub mod kernel;
mod names;
mod network;
mod plan;
pub mod report;
mod simulate;
mod units;

pub use calendar::{Calendar, Holiday, Week, WorkingDays};
pub use error::{Code, Diagnostic, Error, ErrorKind, Path, Position, Result, Severity, Step};
pub use file::{Format, MOST_BYTES, PlanFile};
pub use forecast::{Finish, Forecast, MilestoneForecast, Odds, PlanDate, RiskForecast, TaskForecast};
pub use jiff;
pub use jiff::civil::{Date, date};
pub use network::Network;
pub use plan::{
    Amount, Ends, Estimate, Estimates, Link, Milestone, Moments, Plan, Range, RangeMeaning, Risk, Scale,
    Shape, Spread, Task, Unit,
};
pub use simulate::{Progress, Simulation, Trials};
pub use units::{Chance, P5, P10, P25, P50, P75, P80, P85, P90, P95, Percentile, TICKS_PER_DAY, WorkDays};
