//! The use of the teams' time as data.

#[cfg(feature = "schema")]
use std::collections::BTreeMap;

use serde::Serialize;

use super::Named;
use crate::forecast::TeamForecast;

/// How a team's time was used from the plan's start to its finish: means over the trials kept of tasks, as shares of what there was.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TeamResult {
    /// The time of all its people together [working days].
    pub available_days: f64,
    /// By kind of work; left out where the team's time is not shared out.
    #[serde(skip_serializing_if = "Named::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, KindResult>"))]
    pub kinds: Named<KindResult>,
    /// What all its tasks took.
    pub used: f64,
    /// What work that nobody planned took.
    pub unplanned: f64,
    /// What interrupts took.
    pub interrupts: f64,
    /// What was left over.
    pub idle: f64,
    /// How long the way to the plan's finish waited for its people [working days].
    pub waited_days: f64,
    /// How much longer than their work its tasks on that way were under way [working days].
    pub slowed_days: f64,
    /// The share of trials in which these two were more than those of any other team.
    pub limits: f64,
}

/// How a team's time for one kind of work was used.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct KindResult {
    /// Its share of the team's time as written.
    pub planned: f64,
    /// What its tasks took of the team's time.
    pub used: f64,
    /// What they left of their share; below 0 where they were lent more.
    pub unused: f64,
}

impl TeamResult {
    pub(super) fn new(team: &TeamForecast) -> Self {
        let shared = team.kinds.iter().filter_map(|kind| {
            let result = KindResult { planned: kind.planned?, used: kind.used, unused: kind.unused? };
            Some((kind.kind.clone()?, result))
        });
        Self {
            available_days: team.available.get(),
            kinds: Named(shared.collect()),
            used: team.kinds.iter().map(|kind| kind.used).sum(),
            unplanned: team.unplanned,
            interrupts: team.interrupts,
            idle: team.idle,
            waited_days: team.waited.get(),
            slowed_days: team.slowed.get(),
            limits: team.limits,
        }
    }
}
