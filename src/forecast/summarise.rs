//! Trials → forecast.

use std::sync::Arc;

use super::finish::{Finish, Start, moments};
use super::teams::teams;
use super::{CostForecast, Forecast, MilestoneForecast, PlanDate, RiskForecast, TaskForecast, ValueForecast};
use crate::check::settled;
use crate::dispatch::plan_finish;
use crate::network::Network;
use crate::simulate::Trials;
use crate::units::WorkDays;

impl Forecast {
    /// Summarises the trials of a network.
    ///
    /// # Panics
    ///
    /// When the trials are those of another plan.
    pub fn new(network: &Network, trials: &Trials) -> Self {
        assert!(trials.are_of(&network.plan), "the trials are those of another plan");
        let plan = Arc::clone(&network.plan);
        let axis = Arc::clone(&network.axis);
        let finish = Finish::new(&axis, network.held_until, trials.plan_sample());
        let tasks = plan.tasks.iter().enumerate().map(|(node, task)| {
            let (mean, sd) = moments(trials.duration_sums(node), trials.len());
            let (start, ended) = trials.task_samples(node).unzip();
            let held_until = network.nodes[node].held_until;
            TaskForecast {
                name: task.name.clone(),
                title: task.title.clone().unwrap_or_else(|| task.name.clone()),
                mean: WorkDays::new(mean),
                sd: WorkDays::new(sd),
                exists: network.nodes[node]
                    .presence
                    .map(|presence| trials.there(presence) as f64 / trials.len() as f64),
                start: start
                    .map(|sample| Start::new(&axis, Some(held_until).filter(|_| mean == 0.0), sample)),
                finish: ended.map(|sample| Finish::new(&axis, held_until, sample)),
            }
        });
        let milestones = plan.milestones.iter().enumerate().map(|(place, milestone)| {
            let held_until = network.nodes[plan.tasks.len() + place].held_until;
            let finish = Finish::new(&axis, held_until, trials.milestone_sample(place));
            MilestoneForecast {
                name: milestone.name.clone(),
                title: milestone.title.clone().unwrap_or_else(|| milestone.name.clone()),
                target: milestone.target,
                on_time: milestone.target.map(|target| finish.odds_by(target)),
                cost_of_delay: milestone
                    .target
                    .zip(milestone.value_per_week)
                    .map(|(target, value)| value * finish.mean_weeks_after(target)),
                finish,
            }
        });
        let settled = settled(&plan);
        let risks = plan.risks.iter().enumerate().map(|(place, risk)| RiskForecast {
            name: risk.name.clone(),
            title: risk.title.clone().unwrap_or_else(|| risk.name.clone()),
            chance: risk.chance.get(),
            settled: settled[place],
            happened: trials.happened(place).unwrap_or(0) as f64 / trials.len() as f64,
        });
        let ticks = plan_finish(network);
        let date = finish.date_of(ticks);
        Self {
            seed: trials.seed(),
            sampling: trials.sampling(),
            reached: trials.reached(),
            plan_date: PlanDate { date, days: finish.days_of(ticks), odds: finish.odds_by(date) },
            tasks: tasks.collect(),
            milestones: milestones.collect(),
            risks: risks.collect(),
            teams: teams(network, trials),
            value: ValueForecast::new(network, trials),
            cost: CostForecast::new(network, trials),
            by_people: network.staff.is_some(),
            warnings: network.warnings.clone(),
            finish,
            plan,
        }
    }
}
