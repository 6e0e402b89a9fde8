//! The result as data, and as JSON. A field once released keeps its meaning; `schema` counts breaking changes.

mod checkin;
mod compare;
mod finish;
mod teams;
mod throughput;
mod why;
mod worth;

#[cfg(feature = "schema")]
use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::Questions;
use crate::error::{Diagnostic, Error, Result};
use crate::explain::Cause;
use crate::forecast::{Forecast, MilestoneForecast, RiskForecast, TaskForecast};
use crate::network::fingerprint;
use crate::simulate::Reached;
use crate::units::{P5, P10, P25, P50, P75, P80, P85, P90, P95, Percentile};
pub use checkin::{BridgeResult, CheckInResult, PartResult, SignalResult, checkin_json};
pub use compare::{
    AlternativeResult, ComparisonResult, DifferenceResult, DroppedResult, PriceResult, PricesResult,
    ShiftResult, comparison_json, prices_json,
};
pub use finish::{FinishResult, OddsResult, PercentileResult, ProbabilityResult};
pub use teams::{KindResult, TeamResult};
pub use throughput::{
    AtLeastResult, DoneByResult, HistoryResult, ItemsDoneResult, PeriodsResult, ThroughputResult,
    ThroughputRiskResult, throughput_json,
};
pub use why::{
    AdditivityResult, ChainResult, CriticalityResult, DriverResult, FindingResult, JoinResult, LeverResult,
    MoveResult, NoRiskResult, ShareResult, SharesResult, WayResult, WhyResult,
};
pub use worth::{
    BudgetResult, CostPercentile, CostResult, DeliveredResult, FitsResult, FitsTask, ValueByDate, ValueResult,
};

/// The version of the result's shape.
const SCHEMA: u32 = 1;

/// What is written where nothing else was asked for.
const PERCENTILES: [Percentile; 9] = [P5, P10, P25, P50, P75, P80, P85, P90, P95];

/// The result of a forecast. Days are default working days after the plan's start; what does not apply is left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(title = "landfall result"))]
#[non_exhaustive]
pub struct ForecastResult {
    /// The version of this shape: 1.
    pub schema: u32,
    /// The version of landfall that made it.
    pub landfall: String,
    /// The name of the plan.
    pub plan: String,
    /// A fingerprint of everything in the plan: 16 hexadecimal digits.
    pub plan_hash: String,
    /// The seed of the trials.
    pub seed: u64,
    /// How many trials there were.
    pub trials: usize,
    /// How they were drawn: "random" or "lhs" (Latin hypercube sampling).
    pub sampling: String,
    /// How the 95% intervals were computed: "lhs" from independent blocks of stratified trials; "random" as for random trials, which
    /// is too wide where the trials are stratified but too few for blocks.
    pub intervals: String,
    /// What came of the precision that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<PrecisionResult>,
    /// How many trials the dates of the tasks come from, where these are fewer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task_trials: Option<usize>,
    /// What the ends of a range stand for where an estimate does not say.
    pub range: String,
    /// How much any two tasks err together that are in no group: a correlation in [0, 1].
    pub correlation: f64,
    /// The same for the tasks of each group, by its name.
    #[serde(skip_serializing_if = "Named::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, f64>"))]
    pub groups: Named<f64>,
    /// The first day on which work may happen.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub start: Date,
    /// The date of the status; null before the first one.
    #[serde(serialize_with = "iso_or_null")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub as_of: Option<Date>,
    /// When the whole plan is finished.
    pub finish: FinishResult,
    /// The same with estimates as they were entered, where the plan corrects them and that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_entered: Option<FinishResult>,
    /// The date of the plan read as single numbers.
    pub plan_date: PlanDateResult,
    /// The milestones by name, in plan order.
    #[serde(skip_serializing_if = "Named::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, MilestoneResult>"))]
    pub milestones: Named<MilestoneResult>,
    /// The tasks by name, in plan order.
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, TaskResult>"))]
    pub tasks: Named<TaskResult>,
    /// The risks by name, in plan order.
    #[serde(skip_serializing_if = "Named::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, RiskResult>"))]
    pub risks: Named<RiskResult>,
    /// What the time of an estimate is: "focus" or "usual".
    pub pace: String,
    /// How the time of the teams was used, by name, in plan order. Left out where people make no difference.
    #[serde(skip_serializing_if = "Named::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, TeamResult>"))]
    pub teams: Named<TeamResult>,
    /// The team that holds the plan's finish up longest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limiting_team: Option<String>,
    /// The value delivered over time. Left out where nothing has a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<ValueResult>,
    /// What the plan costs. Left out where nothing costs anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<CostResult>,
    /// What fits by the date that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fits: Option<FitsResult>,
    /// Where several things come together and all of them are waited for, the costliest first; where the reasons were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub joins: Vec<JoinResult>,
    /// What is worth telling of the reasons, the most important first; where they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<FindingResult>,
    /// Why it is finished when it is, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<WhyResult>,
    /// What the check of the plan warned of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<DiagnosticResult>,
}

/// How sure a run is that was to go on until a percentile was known well enough.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PrecisionResult {
    /// The percentile of the plan's finish, in percent.
    pub percent: f64,
    /// How wide its 95% interval was to be at most [working days].
    pub wanted_days: f64,
    /// How wide it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached_days: Option<f64>,
    /// Whether the run ended for that; else because there were as many trials as allowed.
    pub reached: bool,
}

/// The date of the plan read as single numbers: every estimate at its likely value, else its median, and no risk.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PlanDateResult {
    /// The date.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub date: Date,
    /// Working days after the plan's start.
    pub days: f64,
    /// The odds of being finished on or before it.
    pub probability: f64,
}

/// When a milestone is reached.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MilestoneResult {
    /// When it is reached.
    #[serde(flatten)]
    pub finish: FinishResult,
    /// The day it should be reached on or before.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "iso_or_null")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub target: Option<Date>,
    /// The odds of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_time: Option<ProbabilityResult>,
    /// What its delay costs on average, in the unit of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_of_delay: Option<f64>,
}

/// When a task runs. The dates are left out in runs too large to keep every task.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TaskResult {
    /// The mean of its duration, risks included [working days].
    pub mean_days: f64,
    /// The standard deviation of its duration [working days].
    pub sd_days: f64,
    /// The share of trials in which it exists, where it may not. In the others it takes no time, and stands where its links hold it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exists: Option<f64>,
    /// The day by which it has started in half of the trials.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "iso_or_null")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub start_p50: Option<Date>,
    /// The day by which it is finished in half of the trials.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "iso_or_null")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub finish_p50: Option<Date>,
    /// The day by which it is finished in 80% of the trials.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "iso_or_null")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub finish_p80: Option<Date>,
    /// How much it has to do with what is explained, where the reasons were asked for.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub criticality: Option<CriticalityResult>,
    /// By how many working days its range makes the finish later, by percentile, where the reasons were asked for.
    #[serde(skip_serializing_if = "Named::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, f64>"))]
    pub impact_days: Named<f64>,
}

/// How often a risk happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RiskResult {
    /// Its chance as written, in [0, 1].
    pub chance: f64,
    /// Whether it happened, or can no longer happen, by the status; left out where it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled: Option<bool>,
    /// The share of trials in which it happened.
    pub happened: f64,
    /// By how many working days it makes the finish later, by percentile, where the reasons were asked for.
    #[serde(skip_serializing_if = "Named::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, f64>"))]
    pub impact_days: Named<f64>,
}

/// A finding about the plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DiagnosticResult {
    /// Its code, such as "P104".
    pub code: String,
    /// "warning" or "error".
    pub severity: String,
    /// The value it is about, such as "task.ui.takes".
    pub path: String,
    /// The line in the plan file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The column in the plan file, in characters from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: String,
}

/// Things by name, in order; a map in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<T>(
    /// Name and thing.
    pub Vec<(String, T)>,
);

impl<T> Named<T> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, thing)| (name, thing)))
    }
}

fn iso<S: Serializer>(date: &Date, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

fn iso_or_null<S: Serializer>(date: &Option<Date>, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    match date {
        Some(date) => serializer.collect_str(date),
        None => serializer.serialize_none(),
    }
}

/// The forecast as JSON, indented, with a line's end.
///
/// # Errors
///
/// When the plan cannot be written as a file, so that it has no fingerprint.
///
/// # Example
///
/// ```
/// use landfall::{Estimate, Plan, Task, date, report};
///
/// let plan = Plan::new("Search", date(2027, 1, 4)).task(Task::new("index", Estimate::weeks(2.0..=3.0)));
/// let json = report::json(&plan.forecast()?, &report::Questions::default())?;
/// assert!(json.contains("\"start\": \"2027-01-04\""));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn json(forecast: &Forecast, questions: &Questions) -> Result<String> {
    written(&ForecastResult::new(forecast, questions)?)
}

/// A result as JSON, indented, with a line's end.
fn written(result: &impl Serialize) -> Result<String> {
    let text = serde_json::to_string_pretty(result).map_err(|error| Error::argument(error.to_string()))?;
    Ok(text + "\n")
}

impl ForecastResult {
    /// The result of a forecast as data.
    ///
    /// # Errors
    ///
    /// As [`json`].
    pub fn new(forecast: &Forecast, questions: &Questions) -> Result<Self> {
        let plan = forecast.plan();
        let canonical = serde_json::to_string(plan).map_err(|error| Error::argument(error.to_string()))?;
        let percentiles = questions.percentiles.as_deref().unwrap_or(&PERCENTILES);
        let plan_date = forecast.plan_date();
        let why = questions.why.as_deref();
        Ok(Self {
            schema: SCHEMA,
            landfall: env!("CARGO_PKG_VERSION").to_owned(),
            plan: plan.name.clone(),
            plan_hash: format!("{:016x}", fingerprint(canonical.bytes())),
            seed: forecast.seed(),
            trials: forecast.trials(),
            sampling: forecast.sampling().as_str().to_owned(),
            intervals: if forecast.finish().has_stratified_intervals() { "lhs" } else { "random" }.to_owned(),
            precision: forecast.reached().map(PrecisionResult::from),
            task_trials: forecast.task_trials().filter(|&trials| trials < forecast.trials()),
            range: forecast.range_meaning().as_str().to_owned(),
            correlation: forecast.correlation(),
            groups: named(&plan.groups, |group| (group.name.clone(), group.correlation)),
            start: plan.start,
            as_of: forecast.as_of(),
            finish: FinishResult::new(forecast.finish(), percentiles, &questions.dates),
            as_entered: questions
                .as_entered
                .as_ref()
                .map(|entered| FinishResult::new(entered.finish(), percentiles, &questions.dates)),
            plan_date: PlanDateResult {
                date: plan_date.date,
                days: plan_date.days.get(),
                probability: plan_date.odds.probability,
            },
            milestones: named(forecast.milestones(), |milestone| {
                (milestone.name.clone(), MilestoneResult::new(milestone, percentiles, &questions.dates))
            }),
            tasks: named(forecast.tasks(), |task| (task.name.clone(), TaskResult::new(task, questions))),
            risks: named(forecast.risks(), |risk| (risk.name.clone(), RiskResult::new(risk, questions))),
            pace: plan.estimates.pace.as_str().to_owned(),
            teams: named(forecast.teams(), |team| (team.name.clone(), TeamResult::new(team))),
            limiting_team: forecast.limiting_team().map(|team| team.name.clone()),
            value: forecast.value().map(|value| ValueResult::new(value, forecast, questions)),
            cost: forecast.cost().map(|cost| CostResult::new(cost, forecast, percentiles, questions)),
            fits: questions
                .fits
                .and_then(|(date, percentile)| forecast.fits_by(date, percentile))
                .map(|line| FitsResult::new(&line)),
            joins: why.map_or_else(Vec::new, |why| why.joins().iter().map(JoinResult::new).collect()),
            findings: why.map_or_else(Vec::new, |why| {
                why.findings().iter().map(|finding| FindingResult::new(finding, why)).collect()
            }),
            why: why.map(WhyResult::new),
            diagnostics: forecast.warnings().iter().map(DiagnosticResult::new).collect(),
        })
    }
}

fn named<A, B>(things: &[A], entry: impl Fn(&A) -> (String, B)) -> Named<B> {
    Named(things.iter().map(entry).collect())
}

impl From<Reached> for PrecisionResult {
    fn from(reached: Reached) -> Self {
        Self {
            percent: reached.percentile.percent(),
            wanted_days: reached.wanted.get(),
            reached_days: reached.width.map(|width| width.get()),
            reached: reached.precise,
        }
    }
}

impl MilestoneResult {
    fn new(milestone: &MilestoneForecast, percentiles: &[Percentile], dates: &[Date]) -> Self {
        Self {
            finish: FinishResult::new(&milestone.finish, percentiles, dates),
            target: milestone.target,
            on_time: milestone.on_time.map(ProbabilityResult::from),
            cost_of_delay: milestone.cost_of_delay,
        }
    }
}

impl TaskResult {
    fn new(task: &TaskForecast, questions: &Questions) -> Self {
        let why = questions.why.as_deref();
        let percentiles = questions.percentiles.as_deref();
        Self {
            mean_days: task.mean.get(),
            sd_days: task.sd.get(),
            exists: task.exists,
            start_p50: task.start.as_ref().map(|start| start.date(P50)),
            finish_p50: task.finish.as_ref().map(|finish| finish.date(P50)),
            finish_p80: task.finish.as_ref().map(|finish| finish.date(P80)),
            criticality: why.and_then(|why| why.way().criticality(&task.name)).map(CriticalityResult::new),
            impact_days: why.map_or(Named(Vec::new()), |why| {
                why::impact_days(why, Cause::Range, &task.name, percentiles)
            }),
        }
    }
}

impl RiskResult {
    fn new(risk: &RiskForecast, questions: &Questions) -> Self {
        let percentiles = questions.percentiles.as_deref();
        let impact_days = questions
            .why
            .as_deref()
            .map_or(Named(Vec::new()), |why| why::impact_days(why, Cause::Risk, &risk.name, percentiles));
        Self { chance: risk.chance, settled: risk.settled, happened: risk.happened, impact_days }
    }
}

impl DiagnosticResult {
    fn new(diagnostic: &Diagnostic) -> Self {
        Self {
            code: diagnostic.code.to_string(),
            severity: diagnostic.severity().to_string(),
            path: diagnostic.path.to_string(),
            line: diagnostic.position.map(|position| position.line),
            column: diagnostic.position.map(|position| position.column),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
        }
    }
}
