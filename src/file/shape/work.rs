//! The shapes of tasks, milestones, risks and groups.

use serde::Serialize;

use super::{Day, Entries, EstimateShape, LinkShape, ScaleShape, Share};

/// A piece of work.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Task", extend("required" = ["takes"])))]
pub(super) struct TaskShape<'a> {
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<&'a str>,
    /// Free text for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<&'a str>,
    /// How long it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) takes: Option<EstimateShape<'a>>,
    /// What must be finished before it can start.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) after: Vec<LinkShape<'a>>,
    /// As after, and it cannot be without it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) needs: Vec<LinkShape<'a>>,
    /// The earliest day it may start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) not_before: Option<Day>,
    /// How likely it is to be needed at all: "60%" or 0.6.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exists: Option<Share>,
    /// Labels that risks, effects and groups select it by.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub(super) tags: &'a [String],
    /// The team that does it, or "none".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) team: Option<&'a str>,
    /// How many people of its team it needs as long as it runs; 1 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) people: Option<u32>,
    /// By team: how many people it needs, instead of team and people.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    pub(super) uses: Entries<'a, u32>,
    /// The kind of work it is, which says on what share of its team's time it draws; roadmap by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<&'a str>,
    /// Who gets the people first: the smaller number; 100 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) priority: Option<i64>,
    /// What it is worth once it is finished, in a unit of your own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<f64>,
    /// What it costs besides the time of its people, in a unit of your own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cost: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) clear: Vec<&'static str>,
}

/// A point reached when all it waits for is finished.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Milestone", extend("required" = ["after"])))]
pub(super) struct MilestoneShape<'a> {
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<&'a str>,
    /// Free text for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<&'a str>,
    /// What must be finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<Vec<LinkShape<'a>>>,
    /// The day it should be reached on or before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<Day>,
    /// What it is worth once it is reached, in a unit of your own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<f64>,
    /// What each calendar week after its target costs, in a unit of your own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value_per_week: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) clear: Vec<&'static str>,
}

/// A scenario that happens with a chance and then changes tasks.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Risk", extend("required" = ["chance"])))]
pub(super) struct RiskShape<'a> {
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<&'a str>,
    /// Free text for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<&'a str>,
    /// How likely it is: "30%" or 0.3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) chance: Option<Share>,
    /// By selector (a task's name, "#tag" or "*"): the estimate that replaces the task's own.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    pub(super) becomes: Entries<'a, EstimateShape<'a>>,
    /// By selector: work that is added.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    pub(super) delays: Entries<'a, EstimateShape<'a>>,
    /// By selector: the factor that multiplies.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    pub(super) scales: Entries<'a, ScaleShape>,
    /// Whether its scales and delays are as bad for each task as luck has it, instead of as bad for all.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub(super) each: bool,
    /// Of the risks with the same name here, only the largest scale counts on a task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) absorb: Option<&'a str>,
    /// Its chance where another risk happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) given: Option<GivenShape<'a>>,
    /// Of the risks with the same name here, at most one happens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) one_of: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) clear: Vec<&'static str>,
}

/// What another risk that happened makes of a chance.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Given"))]
pub(super) struct GivenShape<'a> {
    /// The name of the other risk.
    pub(super) risk: &'a str,
    /// How likely this one is where that one happened.
    pub(super) chance: Share,
}

/// Tasks that err together more, or less, than those of the plan do.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Group", extend("required" = ["tasks", "correlation"])))]
pub(super) struct GroupShape<'a> {
    /// Which tasks, by selector: a task's name, "#tag" or "*".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tasks: Option<&'a [String]>,
    /// The correlation of any two of them, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) correlation: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) clear: Vec<&'static str>,
}
