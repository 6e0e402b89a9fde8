//! What a finish waited for: which tasks were critical, and the chains that drove it (METHOD 24 and 25).

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::calendar::Axis;
use crate::forecast::Forecast;
use crate::sample::{Ranks, sd};
use crate::simulate;
use crate::simulate::Trials;

/// So many chains are told, the most common first.
const MOST_CHAINS: usize = 50;

/// What drove the finish of the plan or of a milestone.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Way {
    /// Every task, in plan order.
    pub tasks: Vec<Criticality>,
    /// The chains of tasks that drove the finish, the most common first: at most 50 of them.
    pub chains: Vec<Chain>,
    /// How many different chains there were.
    pub distinct: usize,
    /// How many trials it comes from.
    pub trials: usize,
}

/// How much a task has to do with a finish.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Criticality {
    /// The name of the task.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The share of trials in which it is critical, in [0, 1]: it exists, and its total float is 0, so that the finish would be later if it were.
    /// With people: in which it lies on the chain that drove the finish.
    pub criticality: f64,
    /// The schedule sensitivity index: the criticality times the standard deviation of its duration over that of the finish (PMI, *PMBOK*;
    /// Vanhoucke 2010). `None` where the finish is always the same.
    pub ssi: Option<f64>,
    /// The cruciality index: how far its duration and the finish rise together, as the absolute rank correlation (Spearman), in [0, 1]. `None` where
    /// one of them is always the same.
    pub cri: Option<f64>,
}

/// A chain of tasks that drove a finish: each waited for the one before it, or for its people.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Chain {
    /// The names of its tasks, first to last in time. Empty where a milestone's own delay or a date was all there was.
    pub tasks: Vec<String>,
    /// The share of trials in which it drove the finish, in [0, 1].
    pub share: f64,
}

impl Way {
    /// Of the task with this name.
    pub fn criticality(&self, task: &str) -> Option<&Criticality> {
        self.tasks.iter().find(|criticality| criticality.name == task)
    }
}

/// What drove the plan, and milestones by their place in it.
pub(super) fn ways(axis: &Axis, trials: &Trials, forecast: &Forecast) -> Vec<(Option<usize>, Way)> {
    let Some(counted) = trials.ways() else { return Vec::new() };
    let on_plan = |mut ticks: Vec<i32>| {
        if axis.has_more_days() {
            ticks.iter_mut().for_each(|ticks| *ticks = axis.plan_ticks(*ticks));
        }
        ticks
    };
    let durations: Vec<(Ranks, f64)> = (0..forecast.tasks().len())
        .map(|task| {
            let starts = on_plan(trials.starts_of(task).unwrap_or_default());
            let finishes = on_plan(trials.finishes_of(task).unwrap_or_default());
            let takes: Vec<i32> =
                finishes.iter().zip(&starts).map(|(finish, start)| finish - start).collect();
            (Ranks::new(&takes), sd(takes.iter().copied()))
        })
        .collect();
    let count = counted.trials as usize;
    let of_target = |&(target, ref way): &(Option<usize>, simulate::Way)| {
        let finishes = match target {
            None => trials.finishes(),
            Some(place) => trials.finishes_of(forecast.tasks().len() + place),
        };
        let finishes = on_plan(finishes.unwrap_or_default());
        let (ranks, spread) = (Ranks::new(&finishes), sd(finishes.iter().copied()));
        let tasks =
            forecast.tasks().iter().zip(&durations).enumerate().map(|(number, (task, (takes, sd)))| {
                let criticality = f64::from(way.critical[number]) / count as f64;
                Criticality {
                    name: task.name.clone(),
                    title: task.title.clone(),
                    criticality,
                    ssi: (spread > 0.0).then(|| criticality * sd / spread),
                    cri: takes.correlation(&ranks).map(f64::abs),
                }
            });
        let way = Way {
            tasks: tasks.collect(),
            chains: chains(&way.chains, count, forecast),
            distinct: way.chains.len(),
            trials: count,
        };
        (target, way)
    };
    counted.targets.iter().map(of_target).collect()
}

fn chains(counted: &HashMap<Box<[u32]>, u32>, trials: usize, forecast: &Forecast) -> Vec<Chain> {
    let mut chains: Vec<(Reverse<u32>, &[u32])> =
        counted.iter().map(|(chain, &count)| (Reverse(count), &chain[..])).collect();
    chains.sort_unstable();
    let named = |&(Reverse(count), chain): &(Reverse<u32>, &[u32])| Chain {
        tasks: chain.iter().map(|&task| forecast.tasks()[task as usize].name.clone()).collect(),
        share: f64::from(count) / trials as f64,
    };
    chains.iter().take(MOST_CHAINS).map(named).collect()
}
