//! What comes of waiting for several things at once, and of adding up (METHOD 26).

use std::collections::HashMap;

use jiff::civil::Date;

use super::criticality::Way;
use crate::network::{Lag, Network};
use crate::plan::Plan;
use crate::simulate::Trials;
use crate::units::{Percentile, TICKS_PER_DAY, WorkDays};

/// Where several things come together and all of them are waited for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MergePoint {
    /// The task or milestone that waits; `None` for the end of the plan, which waits for everything.
    pub at: Option<String>,
    /// What people call it.
    pub title: String,
    /// The mean of the latest of them, less the latest of their means [working days], at least 0: what a plan of single dates does not see.
    pub merge_bias: WorkDays,
    /// What it waits for, the one that is latest most often first.
    pub latest: Vec<Arrival>,
}

/// One of the things that are waited for at a join.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Arrival {
    /// The task or milestone.
    pub name: String,
    /// The share of trials in which it comes last: it exists, and nothing else that exists comes later. Of those that come at the same moment the
    /// first counts.
    pub share: f64,
}

/// Percentiles added up against the percentile of the sum, along the most common chain.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Additivity {
    /// How many tasks the chain has.
    pub tasks: usize,
    /// The percentiles of what they take, start to finish, added up [working days].
    pub sum_of_parts: WorkDays,
    /// The percentile of what they take together [working days].
    pub of_sum: WorkDays,
}

/// What happens if no risk does.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct NoRisk {
    /// The probability that no risk happens, from their chances.
    pub probability: f64,
    /// The percentile of the explanation, of the plan without its risks [working days after the plan's start].
    pub days: WorkDays,
    /// The same as a date.
    pub date: Date,
}

/// Every join of a plan, or of what leads to one of its nodes, by the mean that it costs.
pub(super) fn joins(network: &Network, trials: &Trials, target: Option<usize>) -> Vec<MergePoint> {
    let mut columns =
        Columns { network, trials, starts: HashMap::new(), finishes: HashMap::new(), there: HashMap::new() };
    let plan = &network.plan;
    let mut joins = Vec::new();
    let leads = leads(network, target);
    for node in (0..network.nodes.len()).filter(|&node| leads[node]) {
        // Only starts wait for several things at once; a lead is not known as a time where work may slow down.
        let links: Vec<_> = network.links_of(node).iter().filter(|link| !link.kind.holds_finish()).collect();
        let by_time = network.staff.is_none() || links.iter().all(|link| link.lag.is_positive());
        // The starts of milestones that risks delay are not kept.
        let is_kept = |from: usize| from < plan.tasks.len() || network.changes_of(from).is_empty();
        let by_time = by_time && links.iter().all(|link| !link.kind.waits_for_start() || is_kept(link.from));
        if links.len() < 2 || !by_time {
            continue;
        }
        let arrivals = links.iter().map(|link| {
            let lag = columns.lags(link.lag, link.from, node);
            let times = columns.times(link.from, link.kind.waits_for_start());
            let arrive = |(&time, lag): (&i32, i32)| network.axis.after(time, lag.max(0)) + lag.min(0);
            (link.from, times.iter().zip(lag).map(arrive).collect::<Vec<i32>>())
        });
        let arrivals: Vec<(usize, Vec<i32>)> = arrivals.collect();
        joins.push(join(network, Some(node), &arrivals, columns.there(&arrivals)));
    }
    let ends = (0..network.nodes.len()).filter(|&node| network.nodes[node].may_end);
    let ends: Vec<(usize, Vec<i32>)> = ends.map(|node| (node, columns.times(node, false).clone())).collect();
    if ends.len() > 1 && target.is_none() {
        joins.push(MergePoint {
            title: plan.name.clone(),
            ..join(network, None, &ends, columns.there(&ends))
        });
    }
    joins.sort_by(|one, other| other.merge_bias.get().total_cmp(&one.merge_bias.get()));
    joins
}

/// Whether each node leads to the target; all lead to the end of the plan.
fn leads(network: &Network, target: Option<usize>) -> Vec<bool> {
    let mut leads: Vec<bool> =
        (0..network.nodes.len()).map(|node| target.is_none_or(|target| target == node)).collect();
    for &node in network.order.iter().rev().filter(|_| target.is_some()) {
        if leads[node] {
            network.links_of(node).iter().for_each(|link| leads[link.from] = true);
        }
    }
    leads
}

/// The times that are looked at more than once.
struct Columns<'a> {
    network: &'a Network,
    trials: &'a Trials,
    starts: HashMap<usize, Vec<i32>>,
    finishes: HashMap<usize, Vec<i32>>,
    there: HashMap<usize, Option<Vec<bool>>>,
}

impl Columns<'_> {
    fn times(&mut self, node: usize, of_start: bool) -> &Vec<i32> {
        let trials = self.trials;
        // Milestones that nothing delays start when they are finished.
        let of_start = of_start && node < self.network.plan.tasks.len();
        match of_start {
            true => self.starts.entry(node).or_insert_with(|| trials.starts_of(node).unwrap_or_default()),
            false => {
                self.finishes.entry(node).or_insert_with(|| trials.finishes_of(node).unwrap_or_default())
            }
        }
    }

    /// In which trials these are there.
    fn there(&mut self, arrivals: &[(usize, Vec<i32>)]) -> &HashMap<usize, Option<Vec<bool>>> {
        let trials = self.trials;
        for (node, _) in arrivals {
            self.there.entry(*node).or_insert_with(|| trials.exists(*node));
        }
        &self.there
    }

    /// The lag of a link in each trial.
    fn lags(&mut self, lag: Lag, from: usize, to: usize) -> Vec<i32> {
        let count = self.times(from, false).len();
        let mut lags: Vec<i32> = match lag {
            Lag::Ticks(ticks) => vec![ticks; count],
            Lag::Share(_) => {
                let starts = self.times(from, true).clone();
                let takes = self.times(from, false).iter().zip(starts).map(|(finish, start)| finish - start);
                takes.map(|takes| lag.ticks(f64::from(takes)) as i32).collect()
            }
        };
        if lag != Lag::Ticks(0) {
            for node in [from, to] {
                let trials = self.trials;
                if let Some(there) = self.there.entry(node).or_insert_with(|| trials.exists(node)) {
                    lags.iter_mut().zip(there).for_each(|(lag, &mut there)| *lag *= i32::from(there));
                }
            }
        }
        lags
    }
}

fn join(
    network: &Network,
    at: Option<usize>,
    arrivals: &[(usize, Vec<i32>)],
    there: &HashMap<usize, Option<Vec<bool>>>,
) -> MergePoint {
    let count = arrivals[0].1.len();
    let mut latest = vec![i32::MIN; count];
    for (_, times) in arrivals {
        latest.iter_mut().zip(times).for_each(|(latest, &time)| *latest = (*latest).max(time));
    }
    let mean = |times: &[i32]| {
        let sum: i64 = times.iter().map(|&time| i64::from(network.axis.plan_ticks(time))).sum();
        sum as f64 / count as f64 / f64::from(TICKS_PER_DAY)
    };
    let latest_of_means = arrivals.iter().map(|(_, times)| mean(times)).fold(f64::NEG_INFINITY, f64::max);
    let mut counts = vec![0u32; arrivals.len()];
    for trial in 0..count {
        let there = arrivals.iter().enumerate().filter(|(_, (node, _))| {
            there.get(node).and_then(Option::as_ref).is_none_or(|there| there[trial])
        });
        // Of the latest the first.
        if let Some((place, _)) = there.rev().max_by_key(|(_, (_, times))| times[trial]) {
            counts[place] += 1;
        }
    }
    let share = |of: u32| f64::from(of) / count as f64;
    let mut shares: Vec<Arrival> = arrivals
        .iter()
        .zip(counts)
        .map(|((node, _), of)| Arrival { name: network.name(*node).to_owned(), share: share(of) })
        .collect();
    shares.sort_by(|one, other| other.share.total_cmp(&one.share));
    MergePoint {
        at: at.map(|node| network.name(node).to_owned()),
        title: at.map(|node| title(&network.plan, node)).unwrap_or_default(),
        merge_bias: WorkDays::new((mean(&latest) - latest_of_means).max(0.0)),
        latest: shares,
    }
}

/// What people call a task or milestone.
fn title(plan: &Plan, node: usize) -> String {
    let (title, name) = match plan.tasks.get(node) {
        Some(task) => (&task.title, &task.name),
        None => {
            let milestone = &plan.milestones[node - plan.tasks.len()];
            (&milestone.title, &milestone.name)
        }
    };
    title.clone().unwrap_or_else(|| name.clone())
}

/// Percentiles added up along the most common chain; `None` where that has fewer than two tasks.
pub(super) fn additivity(
    network: &Network,
    trials: &Trials,
    way: &Way,
    percentile: Percentile,
) -> Option<Additivity> {
    let chain = &way.chains.first()?.tasks;
    let takes = |name: &String| {
        let task = network.plan.tasks.iter().position(|task| task.name == *name)?;
        let plan_ticks = |&ticks: &i32| network.axis.plan_ticks(ticks);
        let (starts, finishes) = (trials.starts_of(task)?, trials.finishes_of(task)?);
        let takes =
            starts.iter().zip(&finishes).map(|(start, finish)| plan_ticks(finish) - plan_ticks(start));
        Some(takes.map(i64::from).collect::<Vec<i64>>())
    };
    let parts: Vec<Vec<i64>> = chain.iter().map(takes).collect::<Option<_>>()?;
    if parts.len() < 2 {
        return None;
    }
    let mut sums = vec![0; parts[0].len()];
    parts.iter().for_each(|part| sums.iter_mut().zip(part).for_each(|(sum, takes)| *sum += takes));
    let at = |mut takes: Vec<i64>| {
        let rank = percentile.rank(takes.len());
        *takes.select_nth_unstable(rank - 1).1
    };
    let days = |ticks: i64| WorkDays::new(ticks as f64 / f64::from(TICKS_PER_DAY));
    Some(Additivity {
        tasks: parts.len(),
        of_sum: days(at(sums)),
        sum_of_parts: days(parts.into_iter().map(at).sum()),
    })
}

/// The probability that no risk happens: those that depend on another count with their chance where that did not happen. `chance` gives how
/// likely a risk is by its place.
pub(super) fn calm(plan: &Plan, chance: impl Fn(usize) -> f64) -> f64 {
    let mut sets: HashMap<&str, f64> = HashMap::new();
    let mut calm = 1.0;
    for (place, risk) in plan.risks.iter().enumerate() {
        match &risk.one_of {
            Some(set) => *sets.entry(set).or_default() += chance(place),
            None => calm *= 1.0 - chance(place),
        }
    }
    // In the order of their names, so that the product is the same every time.
    let mut sets: Vec<(&str, f64)> = sets.into_iter().collect();
    sets.sort_unstable_by_key(|&(name, _)| name);
    sets.into_iter().fold(calm, |calm, (_, chance)| calm * (1.0 - chance).max(0.0))
}
