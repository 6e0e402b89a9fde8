//! What is tried: each cause taken out of the plan, and each thing that could be done, one change at a time.

use super::cause::Cause;
use super::changes;
use super::criticality::Way;
use super::lever::Action;
use crate::check::Reading;
use crate::forecast::{Forecast, RiskForecast};
use crate::network::Network;
use crate::plan::Change;

/// Of how many tasks what they cost and could bring is found out.
const MOST_TASKS: usize = 1000;

/// With people every trial is gone through event by event: so many tasks, times the nodes of each trial, but not fewer than these.
const MOST_TASKS_AND_NODES: usize = 250_000;
const FEWEST_TASKS: usize = 50;

/// Of how many risks it is found out.
const MOST_RISKS: usize = 500;

/// Something that is tried: changes of the plan that take out a cause, or do something about it, or both.
pub(super) struct Attempt {
    pub(super) cause: Option<Cause>,
    pub(super) action: Option<Action>,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) frequency: Option<f64>,
    pub(super) changes: Vec<Change>,
}

/// Everything that is tried, one change at a time, and how many tasks and risks are not.
pub(super) fn attempts(network: &Network, forecast: &Forecast, way: &Way) -> (Vec<Attempt>, usize) {
    let plan = &*network.plan;
    let reading = Reading::new(plan);
    let mut attempts = Vec::new();
    let mut add = |cause, action, (name, title): (&str, &str), frequency, change: Change| {
        let (name, title) = (name.to_owned(), title.to_owned());
        attempts.push(Attempt { cause, action, name, title, frequency, changes: vec![change] });
    };
    // Of very many risks those that happen most often.
    let mut risks: Vec<&RiskForecast> =
        forecast.risks().iter().filter(|risk| risk.happened > 0.0 && risk.settled.is_none()).collect();
    risks.sort_by(|one, other| other.happened.total_cmp(&one.happened));
    let risks_left_out = risks.len().saturating_sub(MOST_RISKS);
    for risk in risks.into_iter().take(MOST_RISKS) {
        let (names, change) = ((risk.name.as_str(), risk.title.as_str()), changes::prevent(&risk.name));
        add(Some(Cause::Risk), Some(Action::Prevent), names, Some(risk.happened), change);
    }
    for effect in &plan.effects {
        let title = effect.title.as_deref().unwrap_or(&effect.name);
        let change = Change::drop(format!("effect.{}", effect.name));
        add(Some(Cause::Effect), None, (&effect.name, title), None, change);
    }
    for team in plan.teams.iter().filter(|team| forecast.uses_team(&team.name)) {
        let names = (team.name.as_str(), team.title.as_deref().unwrap_or(&team.name));
        if let Some(change) = changes::nothing_unplanned(team) {
            add(Some(Cause::Unplanned), None, names, None, change);
        }
        if let Some(change) = changes::no_interrupts(team) {
            add(Some(Cause::Interrupts), None, names, None, change);
        }
        // Where people are enough for everything at once, one more changes nothing.
        if network.staff.is_some() {
            add(Some(Cause::People), None, names, None, changes::unlimited(plan, team));
            if let Some(change) = changes::hire(plan, team) {
                add(None, Some(Action::Hire), names, None, change);
            }
        }
    }
    // Of very many tasks those that are critical most often.
    let mut tasks: Vec<usize> = (0..plan.tasks.len()).filter(|&task| network.is_open_task(task)).collect();
    tasks.sort_by(|&one, &other| {
        let criticality = |task: usize| way.tasks[task].criticality;
        criticality(other).total_cmp(&criticality(one))
    });
    // Where each trial takes long, fewer of them.
    let most = match network.staff.is_some() {
        true => (MOST_TASKS_AND_NODES / network.nodes.len()).clamp(FEWEST_TASKS, MOST_TASKS),
        false => MOST_TASKS,
    };
    let left_out = risks_left_out + tasks.len().saturating_sub(most);
    tasks.truncate(most);
    for task in tasks {
        let (of_plan, criticality) = (&plan.tasks[task], &way.tasks[task]);
        let names = (of_plan.name.as_str(), criticality.title.as_str());
        let frequency = Some(criticality.criticality);
        let is_started = network.nodes[task].past.is_some();
        if let Some(change) = changes::settle(&reading, of_plan).filter(|_| !is_started) {
            add(Some(Cause::Range), Some(Action::Settle), names, frequency, change);
        }
        if let Some(change) = changes::no_date(of_plan).filter(|_| !is_started) {
            add(Some(Cause::Date), None, names, frequency, change);
        }
        if let Some(change) = changes::halve(plan, of_plan).filter(|_| !is_started) {
            add(None, Some(Action::Halve), names, frequency, change);
        }
        add(None, Some(Action::Drop), names, frequency, Change::drop(&of_plan.name));
    }
    (attempts, left_out)
}
