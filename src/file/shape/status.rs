//! The shape of what is known of a plan on a date.

use serde::Serialize;

use super::{Day, Entries, EstimateShape, Text};
use crate::plan::{Amount, RiskStatus, Status, TaskStatus};

/// How far the plan has come.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Status"))]
pub(super) struct StatusShape<'a> {
    /// The day at whose end all this holds.
    as_of: Day,
    /// How far tasks have come, by name; those that are not named are not started.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    task: Entries<'a, TaskStatusShape<'a>>,
    /// Which risks are settled, by name; those that are not named are open.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    risk: Entries<'a, RiskStatusShape<'a>>,
}

/// How far a task has come.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TaskStatus"))]
struct TaskStatusShape<'a> {
    /// The day on whose morning it was started.
    #[serde(skip_serializing_if = "Option::is_none")]
    started: Option<Day>,
    /// The day at whose end it was finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    finished: Option<Day>,
    /// How much work is left of it; without it, its estimate says, given that it is not finished yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    remaining: Option<EstimateShape<'a>>,
    /// How much work was done on it, counted as what it takes is; without it, what its team had time for since it was started.
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<Text<Amount>>,
    /// Free text for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

/// Whether a risk is settled.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RiskStatus"))]
struct RiskStatusShape<'a> {
    /// true where it happened, false where it can no longer happen.
    #[serde(skip_serializing_if = "Option::is_none")]
    happened: Option<bool>,
    /// Free text for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

impl<'a> StatusShape<'a> {
    pub(super) fn of(status: &'a Status) -> Self {
        let Status { as_of, tasks, risks } = status;
        Self {
            as_of: Day(*as_of),
            task: Entries(tasks.iter().map(|task| (task.name.as_str(), TaskStatusShape::of(task))).collect()),
            risk: Entries(risks.iter().map(|risk| (risk.name.as_str(), RiskStatusShape::of(risk))).collect()),
        }
    }
}

impl<'a> TaskStatusShape<'a> {
    fn of(task: &'a TaskStatus) -> Self {
        Self {
            started: task.started.map(Day),
            finished: task.finished.map(Day),
            remaining: task.remaining.as_ref().map(EstimateShape::of),
            done: task.done.map(Text),
            note: task.note.as_deref(),
        }
    }
}

impl<'a> RiskStatusShape<'a> {
    fn of(risk: &'a RiskStatus) -> Self {
        Self { happened: risk.happened, note: risk.note.as_deref() }
    }
}
