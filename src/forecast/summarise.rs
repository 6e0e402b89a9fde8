//! Trials → forecast.

use std::sync::Arc;

use super::finish::{Finish, moments};
use super::{Forecast, MilestoneForecast, PlanDate, RiskForecast, TaskForecast};
use crate::network::Network;
use crate::simulate::Trials;
use crate::units::{P50, WorkDays};

impl Forecast {
    /// Summarises the trials of a network.
    ///
    /// # Panics
    ///
    /// When the trials are those of another plan.
    pub fn new(network: &Network, trials: &Trials) -> Self {
        assert!(trials.are_of(&network.plan), "the trials are those of another plan");
        let plan = Arc::clone(&network.plan);
        let axis = Arc::new(network.axis.clone());
        let finish = Finish::new(&axis, network.held_until, trials.finishes());
        let of_node = |node: usize| {
            trials.finishes_of(node).map(|ticks| Finish::new(&axis, network.nodes[node].held_until, ticks))
        };

        let task = |node: usize| {
            let task = &plan.tasks[node];
            let (mean, sd) = moments(trials.duration_sums(node), trials.len());
            TaskForecast {
                name: task.name.clone(),
                title: task.title.clone().unwrap_or_else(|| task.name.clone()),
                mean: WorkDays::new(mean),
                sd: WorkDays::new(sd),
                start_p50: trials.starts_of(node).map(|mut starts| {
                    let rank = P50.rank(starts.len()) - 1;
                    axis.start_date(*starts.select_nth_unstable(rank).1)
                }),
                finish: of_node(node),
            }
        };
        let milestones = plan.milestones.iter().enumerate().filter_map(|(place, milestone)| {
            // The finishes of milestones are always kept.
            let finish = of_node(plan.tasks.len() + place)?;
            Some(MilestoneForecast {
                name: milestone.name.clone(),
                title: milestone.title.clone().unwrap_or_else(|| milestone.name.clone()),
                target: milestone.target,
                on_time: milestone.target.map(|target| finish.odds_by(target)),
                finish,
            })
        });
        let risks = plan.risks.iter().enumerate().map(|(place, risk)| RiskForecast {
            name: risk.name.clone(),
            title: risk.title.clone().unwrap_or_else(|| risk.name.clone()),
            chance: risk.chance.get(),
            happened: trials.happened(place).unwrap_or(0) as f64 / trials.len() as f64,
        });
        let ticks = network.plan_finish();
        let date = finish.date_of(ticks);
        Self {
            seed: trials.seed(),
            plan_date: PlanDate { date, days: WorkDays::from_ticks(ticks), odds: finish.odds_by(date) },
            tasks: each(plan.tasks.len(), task),
            milestones: milestones.collect(),
            risks: risks.collect(),
            warnings: network.warnings.clone(),
            finish,
            plan,
        }
    }
}

/// The value of each number below `count`, on every core: sorting the finishes of many tasks takes as long as simulating them.
fn each<T: Send>(count: usize, value: impl Fn(usize) -> T + Send + Sync) -> Vec<T> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        (0..count).into_par_iter().map(value).collect()
    }
    #[cfg(not(feature = "parallel"))]
    (0..count).map(value).collect()
}
