//! **When will it ship?** landfall takes a plan whose tasks are ranges, with what could go wrong and what waits for what, simulates it
//! thousands of times and answers with dates and their odds.
//!
//! ```
//! use landfall::{Estimate, P50, P85, Plan, Risk, Task, date};
//!
//! let plan = Plan::new("Checkout revamp", date(2027, 1, 4))
//!     .task(Task::new("api", Estimate::parse("2-3 weeks")?))
//!     .task(Task::new("ui", Estimate::weeks(1.0..=4.0).likely(2.0)).after("api"))
//!     .risk(Risk::new("db", 0.30).becomes("api", Estimate::weeks(4.0..=5.0)));
//! let forecast = plan.forecast()?;
//! assert_eq!(forecast.date(P50), date(2027, 2, 10));
//! assert_eq!(forecast.date(P85), date(2027, 2, 22));
//! assert!(forecast.odds_by(date(2027, 4, 1)) > 0.99);
//! # Ok::<(), landfall::Error>(())
//! ```
//!
//! # The way of a plan
//!
//! [`Plan`] → check → [`Network`] → simulate → [`Trials`] → [`Forecast`] → [`report`]
//!
//! - A [`Plan`] is what a person writes: plain data with public fields, built in code or read from a file by [`Plan::read`]
//!   ([`PlanFile`] keeps the warnings with their lines). Everything in it has a word of its own: [`Task`], [`Estimate`], [`Link`],
//!   [`Milestone`], [`Risk`], [`Group`], [`Calendar`], [`Team`], [`Effect`], [`Alternative`].
//! - [`Plan::check`] finds every fault at once, as [`Diagnostic`]s with a [`Code`], a [`Path`] and the way out.
//! - A [`Network`] is a plan that was checked and made ready; only checked plans run.
//! - A [`Simulation`] says how many trials, from which seed, on how many threads, with what progress; [`Simulation::run`] gives
//!   [`Trials`].
//! - A [`Forecast`] is the answers: a [`Finish`] for the plan, each milestone and each task, with percentiles, dates, odds and how
//!   sure they are; and how the teams' time was used.
//! - A [`Comparison`] puts the plan and its alternatives side by side, and a [`WhatIf`] any [`Change`] of it, on the same trials: see
//!   [`Plan::compare`] and [`Simulation::what_if`].
//! - An [`Explanation`] says why: what was on the way to the finish, what each cause costs and each lever brings, as [`Finding`]s; see
//!   [`Simulation::explain`].
//! - As work proceeds, a [`Status`] says how far it has come. A [`CheckIn`] is a forecast as it was made on a day, a `Journal` keeps them,
//!   [`signals`] say when a date no longer holds, and a [`Bridge`] why it moved; see [`Simulation::bridge`].
//! - A [`History`] of earlier estimates and what they came to gives a [`Calibration`], which corrects the ranges of a plan.
//! - [`report`] turns them into text and JSON.
//!
//! Work that is counted rather than estimated needs no plan: a [`Throughput`] says from the pace of the past when so many items are
//! done, and how many by a date.
//!
//! Two doors more are open to people with a model of their own: [`Distribution`], the exact curves, and [`kernel`], the hot loops.
//!
//! # Reading a file, with progress, from another seed
//!
//! ```
//! use std::ops::ControlFlow;
//!
//! use landfall::{Forecast, Format, Network, PlanFile, Simulation, report};
//!
//! let text = "start = 2027-01-04\n[task]\napi = { takes = \"2-3 weeks\" }\n";
//! let file = PlanFile::parse(text, Format::Toml)?;
//! let network = Network::of_file(&file)?;
//! let watch = |progress: landfall::Progress| {
//!     // Draw a bar here, or answer ControlFlow::Break(()) to cancel.
//!     assert!(progress.done <= progress.total);
//!     ControlFlow::Continue(())
//! };
//! let trials = Simulation::new().trials(5000).seed(7).on_progress(&watch).run(&network)?;
//! let forecast = Forecast::new(&network, &trials);
//! println!("{}", report::forecast(&forecast, &report::Questions::default()).text());
//! # Ok::<(), landfall::Error>(())
//! ```
//!
//! # What holds
//!
//! - The same plan and seed give the same bits, on any number of threads, for any size of the blocks, on any processor.
//! - Bad input gives an [`Error`], never a panic; what cannot be simulated is refused by name.
//! - Every number is defined in `docs/method.md`, with its source and what it was checked against.
//!
//! # Features
//!
//! `toml`, `json` and `parallel` are on by default; `yaml` reads and writes plans in YAML; `plot` draws charts and writes
//! pages; `schema` gives the JSON Schemas of plan and result.

#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod calendar;
mod calibrate;
mod change;
mod check;
mod compare;
mod curve;
mod dispatch;
mod error;
mod explain;
mod file;
mod forecast;
pub mod kernel;
mod names;
mod network;
mod plan;
pub mod report;
mod sample;
mod simulate;
mod throughput;
mod track;
mod units;

pub use calendar::{Calendar, Holiday, Week, WorkingDays};
pub use calibrate::{
    CalibrationFit, History, HistoryScores, HitRate, Outcome, PastEstimate, RangeFit, Scores, Scoring,
};
pub use change::{Because, Dropped};
pub use compare::{AlternativeForecast, Baseline, Comparison, Difference, Price, Shift, WhatIf};
pub use curve::Distribution;
pub use error::{Code, Diagnostic, Error, ErrorKind, Path, Position, Result, Severity, Step};
pub use explain::{
    Action, Additivity, Arrival, Cause, CauseGroup, CauseShare, CauseShares, Chain, Criticality, Driver,
    Explanation, Finding, FindingKind, Lever, MergePoint, NoRisk, Way,
};
pub use file::{Format, Limits, MOST_BYTES, PlanFile};
pub use forecast::{
    CostForecast, CutItem, CutLine, Delivered, Finish, Forecast, KindForecast, MilestoneForecast, Odds,
    PlanDate, RiskForecast, Start, TaskForecast, TeamForecast, TeamWeek, ValueForecast,
};
pub use jiff;
pub use jiff::civil::{Date, date};
pub use network::Network;
pub use plan::{
    Alternative, Amount, Calibration, Change, Edit, Effect, EffectField, Ends, Estimate, Estimates, Given,
    Group, GroupField, Idle, Interrupt, Items, Join, Lag, Leave, Link, LinkKind, Milestone, MilestoneField,
    Moments, Pace, Plan, Range, RangeMeaning, Risk, RiskField, RiskStatus, Scale, Shape, Spread, Status,
    Task, TaskField, TaskStatus, Team, TeamCalendar, TeamField, Unit, Weighted, When,
};
#[doc(hidden)]
pub use simulate::inspect;
pub use simulate::{Progress, Reached, RunCost, Sampling, Simulation, TrialRange, Trials};
pub use throughput::{
    Blocks, Dependence, DoneBy, FinishedItems, HistoryText, Stability, Throughput, ThroughputFinish,
    ThroughputForecast, ThroughputRisk, ThroughputWarning,
};
pub use track::{Bridge, BridgePart, ChangeClass, CheckIn, Recorded, Signal, SignalKind, signals};
#[cfg(feature = "json")]
pub use track::{Journal, Skipped};
pub use units::{Chance, P5, P10, P25, P50, P75, P80, P85, P90, P95, Percentile, TICKS_PER_DAY, WorkDays};

/// The programs of the README, as tests.
#[cfg(all(doctest, feature = "toml"))]
#[doc = include_str!("../README.md")]
struct Readme;
