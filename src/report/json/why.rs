//! Why, as data.

#[cfg(feature = "schema")]
use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::{Named, PercentileResult, iso, named};
use crate::compare::Shift;
use crate::explain::{
    Cause, CauseShares, Chain, Criticality, Driver, Explanation, Finding, FindingKind, Lever, MergePoint, Way,
};

use crate::report::sentence;
use crate::units::{P50, P80, Percentile};

/// At which percentiles what things move is told where nothing else was asked for.
const PERCENTILES: [Percentile; 2] = [P50, P80];

/// Why the plan, or one of its milestones, is finished when it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WhyResult {
    /// How many trials it comes from: the first, 16,384 at most.
    pub trials: usize,
    /// The percentile by which drivers and levers are ranked, and of which everything is told that is told in days without one.
    pub percent: f64,
    /// The milestone that is explained; left out for the whole plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub milestone: Option<String>,
    /// What is explained, at that percentile.
    pub at: PercentileResult,
    /// What each cause costs by itself, the largest first. These days do not add up.
    pub drivers: Vec<DriverResult>,
    /// What causes cost together, shared out so that it adds up. Left out where there is nothing to share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shares: Option<SharesResult>,
    /// What could be done, one change at a time, the most helpful first.
    pub levers: Vec<LeverResult>,
    /// How many tasks and risks are not among drivers and levers, because there are too many.
    #[serde(skip_serializing_if = "is_0")]
    pub left_out: usize,
    /// What drove the finish of the whole plan.
    pub plan: WayResult,
    /// What drove each milestone, by name, in plan order; only the one that is explained where there are very many.
    #[serde(skip_serializing_if = "Named::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, WayResult>"))]
    pub milestones: Named<WayResult>,
    /// What adding up percentiles along the most common chain gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additivity: Option<AdditivityResult>,
    /// How likely it is that no risk happens, and when it is finished then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_risk: Option<NoRiskResult>,
}

/// What a cause costs: the plan as it is, less the plan without it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DriverResult {
    /// "range" or "date" (of a task), "risk", "effect", "unplanned", "interrupts" or "people" (of a team).
    pub cause: String,
    /// The name of the task, risk, effect or team.
    pub name: String,
    /// How often it is there: of a risk the share of trials in which it happened, of a task that in which it is critical.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency: Option<f64>,
    /// By how much it makes the finish later.
    #[serde(flatten)]
    pub impact: MoveResult,
}

/// What something that could be done brings.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LeverResult {
    /// "prevent" (a risk), "drop", "halve", "settle" (a task; settled, it takes its median) or "hire" (one more person in a team, from the start or from the day after the status).
    pub action: String,
    /// The name of the risk, task or team.
    pub name: String,
    /// What is no longer in the plan then, besides what the lever names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<String>,
    /// By how much it makes the finish earlier.
    #[serde(flatten)]
    pub gain: MoveResult,
}

/// By how many working days something moves a finish, at the percentile of the explanation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MoveResult {
    /// [working days].
    pub days: f64,
    /// The low end of its 95% interval; left out where the trials are too few to have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_low: Option<f64>,
    /// The high end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_high: Option<f64>,
    /// How many trials it comes from, where these are not all that are explained.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trials: Option<usize>,
}

/// What groups of causes cost together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SharesResult {
    /// Working days after the plan's start, as it is.
    pub now_days: f64,
    /// The same with all groups taken out.
    pub without_days: f64,
    /// The groups: their shares add up to the difference.
    pub groups: Vec<ShareResult>,
}

/// What a group of causes costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ShareResult {
    /// "ranges", "risks", "unplanned" (and interrupts) or "people" (too few of them).
    pub group: String,
    /// Its share (Shapley) [working days].
    pub days: f64,
    /// What taking out it alone brings; these do not add up.
    pub alone_days: f64,
}

/// What drove a finish.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WayResult {
    /// The tasks that are critical at all, by name, in plan order.
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, CriticalityResult>"))]
    pub tasks: Named<CriticalityResult>,
    /// The chains of tasks that drove it, the most common first, at most 50.
    pub chains: Vec<ChainResult>,
    /// How many different chains there were.
    pub distinct_chains: usize,
}

/// How much a task has to do with a finish.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CriticalityResult {
    /// The share of trials in which it is critical.
    pub criticality: f64,
    /// The schedule sensitivity index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ssi: Option<f64>,
    /// The cruciality index: the absolute rank correlation of its duration and the finish.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cri: Option<f64>,
}

/// A chain of tasks that drove a finish.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ChainResult {
    /// The names of its tasks, first to last in time.
    pub tasks: Vec<String>,
    /// The share of trials in which it did.
    pub share: f64,
}

/// Where several things come together and all of them are waited for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JoinResult {
    /// The task or milestone that waits; left out for the end of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The mean of the latest of them less the latest of their means [working days].
    pub merge_bias_days: f64,
    /// By name, the share of trials in which it comes last.
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, f64>"))]
    pub latest: Named<f64>,
}

/// Percentiles added up along the most common chain, against the percentile of the sum.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AdditivityResult {
    /// How many tasks the chain has.
    pub tasks: usize,
    /// The percentiles of what they take, added up [working days].
    pub sum_of_parts_days: f64,
    /// The percentile of what they take together [working days].
    pub of_sum_days: f64,
}

/// What happens if no risk does.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NoRiskResult {
    /// The probability that no risk happens.
    pub probability: f64,
    /// The percentile without risks [working days after the plan's start].
    pub days: f64,
    /// The same as a date.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub date: Date,
}

/// Something worth telling.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FindingResult {
    /// "plan-date", "driver", "no-risk", "lever", "chain", "merge", "additivity" or "group".
    pub kind: String,
    /// Of a driver its cause, of a lever its action, of a group which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The name of the task, risk, effect, team or milestone that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The tasks of the chain that it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<String>,
    /// The percentile.
    pub percent: f64,
    /// By how many working days it moves the finish.
    #[serde(skip_serializing_if = "Option::is_none", flatten)]
    pub days: Option<MoveResult>,
    /// How often that comes, as a share of the trials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency: Option<f64>,
    /// The same in a sentence.
    pub text: String,
}

fn is_0(count: &usize) -> bool {
    *count == 0
}

impl MoveResult {
    fn new(shift: Shift, trials: Option<usize>) -> Self {
        Self {
            days: shift.days.get(),
            days_low: shift.interval.map(|(low, _)| low.get()),
            days_high: shift.interval.map(|(_, high)| high.get()),
            trials,
        }
    }
}

impl WhyResult {
    pub(super) fn new(why: &Explanation) -> Self {
        let fewer = |trials: usize| Some(trials).filter(|&trials| trials < why.trials());
        let driver = |driver: &Driver| DriverResult {
            cause: driver.cause.as_str().to_owned(),
            name: driver.name.clone(),
            frequency: driver.frequency,
            impact: MoveResult::new(driver.impact, fewer(driver.trials())),
        };
        let lever = |lever: &Lever| {
            let names = lever.dropped.iter().map(|dropped| dropped.name.clone());
            LeverResult {
                action: lever.action.as_str().to_owned(),
                name: lever.name.clone(),
                dropped: names.filter(|name| *name != lever.name).collect(),
                gain: MoveResult::new(lever.gain, fewer(lever.trials())),
            }
        };
        let milestones = why.forecast().milestones().iter();
        let ways = milestones.filter_map(|milestone| {
            Some((milestone.name.clone(), WayResult::new(why.way_of(&milestone.name)?)))
        });
        Self {
            trials: why.trials(),
            percent: why.percentile().percent(),
            milestone: why.target().map(str::to_owned),
            at: PercentileResult::new(why.finish(), why.percentile()),
            drivers: why.drivers().iter().map(driver).collect(),
            shares: why.shares().map(SharesResult::new),
            levers: why.levers().iter().map(lever).collect(),
            left_out: why.left_out(),
            plan: WayResult::new(why.way_of_plan()),
            milestones: Named(ways.collect()),
            additivity: why.additivity().map(|additivity| AdditivityResult {
                tasks: additivity.tasks,
                sum_of_parts_days: additivity.sum_of_parts.get(),
                of_sum_days: additivity.of_sum.get(),
            }),
            no_risk: why.no_risk().map(|no_risk| NoRiskResult {
                probability: no_risk.probability,
                days: no_risk.days.get(),
                date: no_risk.date,
            }),
        }
    }
}

impl SharesResult {
    fn new(shares: &CauseShares) -> Self {
        let groups = shares.groups.iter().map(|share| ShareResult {
            group: share.group.as_str().to_owned(),
            days: share.days.get(),
            alone_days: share.alone.days.get(),
        });
        Self { now_days: shares.now.get(), without_days: shares.without.get(), groups: groups.collect() }
    }
}

impl WayResult {
    fn new(way: &Way) -> Self {
        let critical = way.tasks.iter().filter(|task| task.criticality > 0.0);
        let tasks = critical.map(|task| (task.name.clone(), CriticalityResult::new(task))).collect();
        let chain = |chain: &Chain| ChainResult { tasks: chain.tasks.clone(), share: chain.share };
        Self {
            tasks: Named(tasks),
            chains: way.chains.iter().map(chain).collect(),
            distinct_chains: way.distinct,
        }
    }
}

impl CriticalityResult {
    pub(super) fn new(task: &Criticality) -> Self {
        Self { criticality: task.criticality, ssi: task.ssi, cri: task.cri }
    }
}

impl JoinResult {
    pub(super) fn new(join: &MergePoint) -> Self {
        Self {
            at: join.at.clone(),
            merge_bias_days: join.merge_bias.get(),
            latest: named(&join.latest, |arrival| (arrival.name.clone(), arrival.share)),
        }
    }
}

impl FindingResult {
    pub(super) fn new(finding: &Finding, why: &Explanation) -> Self {
        let (kind, of) = match finding.kind {
            FindingKind::PlanDate => ("plan-date", None),
            FindingKind::Driver(cause) => ("driver", Some(cause.as_str())),
            FindingKind::NoRisk => ("no-risk", None),
            FindingKind::Lever(action) => ("lever", Some(action.as_str())),
            FindingKind::Chain => ("chain", None),
            FindingKind::Merge => ("merge", None),
            FindingKind::Additivity => ("additivity", None),
            FindingKind::Group(group) => ("group", Some(group.as_str())),
        };
        let is_chain = matches!(finding.kind, FindingKind::Chain | FindingKind::Additivity);
        Self {
            kind: kind.to_owned(),
            of: of.map(str::to_owned),
            subject: finding.subjects.first().filter(|_| !is_chain).cloned(),
            tasks: if is_chain { finding.subjects.clone() } else { Vec::new() },
            percent: why.percentile().percent(),
            days: finding.days.map(|shift| MoveResult::new(shift, None)),
            frequency: finding.frequency,
            text: sentence(finding, why),
        }
    }
}

/// What a cause of this name costs, by percentile.
pub(super) fn impact_days(
    why: &Explanation,
    cause: Cause,
    name: &str,
    percentiles: Option<&[Percentile]>,
) -> Named<f64> {
    let Some(driver) = why.driver(cause, name) else { return Named(Vec::new()) };
    let percentiles = percentiles.unwrap_or(&PERCENTILES);
    named(percentiles, |&percentile| {
        (percentile.percent().to_string(), driver.impact_at(percentile).days.get())
    })
}
