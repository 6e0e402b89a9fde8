//! What drove the finish of each trial: which tasks had no float, and the chain of tasks that the finish waited for (METHOD 24).

use std::collections::HashMap;

use super::trials::PLAN;
use crate::network::{Lag, Link, Network};
use crate::sample::Chunk;

/// Counts over trials, the same in any order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Ways {
    pub(crate) trials: u64,
    /// What drove the finish of the plan, and of milestones by their place in it.
    pub(crate) targets: Vec<(Option<usize>, Way)>,
}

/// Of what the ways are looked for, besides the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Targets {
    /// Every milestone.
    All,
    /// One milestone, or none.
    Only(Option<usize>),
}

/// Milestones and tasks together: so many counts of critical tasks are kept of all milestones.
const MOST_COUNTS: usize = 1 << 20;

/// Milestones, trials, and links and nodes: so many steps of backward passes are taken for all milestones, some seconds.
const MOST_PASSES: u64 = 1 << 32;

/// Milestones, trials, and tasks that follow on each other: so many steps of chains are kept of all milestones.
const MOST_STEPS: usize = 1 << 26;

/// What drove one finish.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Way {
    /// In how many trials each task was critical.
    pub(crate) critical: Vec<u32>,
    /// In how many trials each chain drove the finish: tasks, first to last in time.
    pub(crate) chains: HashMap<Box<[u32]>, u32>,
}

impl Targets {
    /// Every milestone where there is memory for that, else the one.
    pub(crate) fn of(network: &Network, milestone: Option<usize>, trials: usize) -> Self {
        let milestones = network.plan.milestones.len();
        let mut depth = vec![0; network.nodes.len()];
        for &node in &network.order {
            let before = network.links_of(node).iter().map(|link| depth[link.from]).max().unwrap_or(0);
            depth[node] = before + usize::from(node < network.plan.tasks.len());
        }
        let steps = depth.into_iter().max().unwrap_or(0).saturating_mul(trials).saturating_mul(milestones);
        let of_pass = (network.nodes.len() + network.links.len()) as u64;
        let passes = of_pass.saturating_mul(trials as u64).saturating_mul(milestones as u64);
        let counts = milestones.saturating_mul(network.plan.tasks.len());
        match counts <= MOST_COUNTS && steps <= MOST_STEPS && passes <= MOST_PASSES {
            true => Self::All,
            false => Self::Only(milestone),
        }
    }
}

impl Ways {
    pub(super) fn new(network: &Network, targets: Targets) -> Self {
        let places: Vec<usize> = match targets {
            Targets::All => (0..network.plan.milestones.len()).collect(),
            Targets::Only(milestone) => milestone.into_iter().collect(),
        };
        let way = || Way { critical: vec![0; network.plan.tasks.len()], chains: HashMap::new() };
        let targets = std::iter::once(None).chain(places.into_iter().map(Some));
        Self { trials: 0, targets: targets.map(|target| (target, way())).collect() }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.trials += other.trials;
        for ((_, way), (_, other)) in self.targets.iter_mut().zip(&other.targets) {
            way.critical.iter_mut().zip(&other.critical).for_each(|(count, other)| *count += other);
            for (chain, count) in &other.chains {
                *way.chains.entry(chain.clone()).or_default() += count;
            }
        }
    }
}

impl Way {
    /// Counts a trial in which this chain drove the finish: nodes, last to first in time, of which `is_named` tells which are tasks that
    /// are there. With people what lies on the chain is critical.
    pub(super) fn count(&mut self, back: &[u32], are_critical: bool, is_named: impl Fn(usize) -> bool) {
        let chain: Vec<u32> = back.iter().rev().copied().filter(|&node| is_named(node as usize)).collect();
        if are_critical {
            // A task that waits for its own start, through others that wait for people, is passed twice.
            let mut critical = chain.clone();
            critical.sort_unstable();
            critical.dedup();
            critical.into_iter().for_each(|task| self.critical[task as usize] += 1);
        }
        match self.chains.get_mut(&chain[..]) {
            Some(count) => *count += 1,
            None => drop(self.chains.insert(chain.into(), 1)),
        }
    }
}

/// Finds the ways of the trials of a network in which nobody's time is limited.
#[derive(Debug, Default)]
pub(super) struct Finder {
    /// The starts of milestones that risks delay, by milestone.
    starts: Vec<Option<Vec<i32>>>,
    /// Late finishes, node after node.
    late: Vec<i32>,
    /// The nodes that lead to a target.
    leads: Vec<bool>,
    back: Vec<u32>,
}

/// The times of the trials of a chunk.
#[derive(Clone, Copy)]
struct Times<'a> {
    network: &'a Network,
    chunk: &'a Chunk,
    starts: &'a [Option<Vec<i32>>],
}

impl<'a> Times<'a> {
    fn column(&self, columns: &'a [i32], number: usize) -> &'a [i32] {
        &columns[number * self.chunk.length..(number + 1) * self.chunk.length]
    }

    fn finishes(&self, node: usize) -> &'a [i32] {
        match node.checked_sub(self.network.plan.tasks.len()) {
            None => self.column(&self.chunk.tasks, 2 * node),
            Some(place) => self.column(&self.chunk.ends, PLAN + 1 + place),
        }
    }

    fn starts(&self, node: usize) -> &'a [i32] {
        match node.checked_sub(self.network.plan.tasks.len()) {
            None => self.column(&self.chunk.tasks, 2 * node + 1),
            Some(place) => match self.starts.get(place) {
                Some(Some(starts)) => starts,
                _ => self.finishes(node),
            },
        }
    }

    fn is_there(&self, node: usize, trial: usize) -> bool {
        let presence = self.network.nodes[node].presence;
        presence.is_none_or(|presence| self.chunk.there[presence * self.chunk.length + trial] == 1)
    }

    /// The lag of a link in a trial.
    fn lag(&self, link: &Link, node: usize, trial: usize) -> i32 {
        if link.lag == Lag::Ticks(0) || !self.is_there(link.from, trial) || !self.is_there(node, trial) {
            return 0;
        }
        let takes = self.finishes(link.from)[trial] - self.starts(link.from)[trial];
        link.lag.ticks(f64::from(takes)) as i32
    }

    /// When a link comes.
    fn comes(&self, link: &Link, node: usize, trial: usize) -> i32 {
        let end = match link.kind.waits_for_start() {
            true => self.starts(link.from)[trial],
            false => self.finishes(link.from)[trial],
        };
        end.saturating_add(self.lag(link, node, trial))
    }
}

impl Finder {
    /// Counts the trials of a chunk that has its tasks.
    pub(super) fn count(&mut self, network: &Network, chunk: &Chunk, ways: &mut Ways) {
        self.delayed_starts(network, chunk);
        let times = Times { network, chunk, starts: &self.starts };
        ways.trials += chunk.length as u64;
        for (target, way) in &mut ways.targets {
            let target = target.map(|place| network.plan.tasks.len() + place);
            no_float(times, target, (&mut self.late, &mut self.leads), &mut way.critical);
            for trial in 0..chunk.length {
                go_back(times, target, trial, &mut self.back);
                let is_named = |node: usize| network.is_open_task(node) && times.is_there(node, trial);
                way.count(&self.back, false, is_named);
            }
        }
    }

    /// The starts of milestones that may take time, which are not kept.
    fn delayed_starts(&mut self, network: &Network, chunk: &Chunk) {
        let tasks = network.plan.tasks.len();
        let column = |number: usize| number * chunk.length..(number + 1) * chunk.length;
        let start = |place: usize| {
            let finishes = &chunk.ends[column(PLAN + 1 + place)];
            let takes = &chunk.delays[column(place)];
            finishes.iter().zip(takes).map(|(finish, takes)| finish - takes).collect()
        };
        let is_delayed = |place: usize| !network.changes_of(tasks + place).is_empty();
        self.starts.clear();
        self.starts
            .extend((0..network.plan.milestones.len()).map(|place| is_delayed(place).then(|| start(place))));
    }
}

/// Counts for each task the trials in which its total float is 0: by the backward pass from the finish of the target, or of the plan.
fn no_float(
    times: Times<'_>,
    target: Option<usize>,
    (late, leads): (&mut Vec<i32>, &mut Vec<bool>),
    critical: &mut [u32],
) {
    let Times { network, chunk, .. } = times;
    let length = chunk.length;
    let column = |node: usize| node * length..(node + 1) * length;
    late.clear();
    leads.clear();
    match target {
        None => {
            let plan = times.column(&chunk.ends, PLAN);
            (0..network.nodes.len()).for_each(|_| late.extend_from_slice(plan));
            leads.resize(network.nodes.len(), true);
        }
        Some(target) => {
            late.resize(network.nodes.len() * length, i32::MAX);
            late[column(target)].copy_from_slice(times.finishes(target));
            leads.resize(network.nodes.len(), false);
            leads[target] = true;
        }
    }
    for &node in network.order.iter().rev() {
        if !leads[node] {
            continue;
        }
        let (starts, finishes) = (times.starts(node), times.finishes(node));
        if let Some(critical) = critical.get_mut(node).filter(|_| network.is_open_task(node)) {
            let late = &late[column(node)];
            let is_critical =
                |trial: &usize| late[*trial] == finishes[*trial] && times.is_there(node, *trial);
            *critical += (0..length).filter(is_critical).count() as u32;
        }
        let may_lack = |node: usize| network.nodes[node].presence.is_some();
        for link in network.links_of(node).iter().filter(|link| network.nodes[node].waits_for(link)) {
            leads[link.from] = true;
            // When that was started is known.
            if link.kind.waits_for_start() && network.nodes[link.from].past.is_some() {
                continue;
            }
            let (from_starts, from_finishes) = (times.starts(link.from), times.finishes(link.from));
            let (of_start, holds_finish) = (link.kind.waits_for_start(), link.kind.holds_finish());
            let same = !may_lack(node) && !may_lack(link.from);
            let fixed = match link.lag {
                Lag::Ticks(ticks) if same || ticks == 0 => Some(ticks),
                _ => None,
            };
            for trial in 0..length {
                let lag = fixed.unwrap_or_else(|| times.lag(link, node, trial));
                // What the link leads to has its late start or finish, and so has what it comes from.
                let takes = if holds_finish { 0 } else { finishes[trial] - starts[trial] };
                let took = if of_start { from_finishes[trial] - from_starts[trial] } else { 0 };
                let bound = (late[node * length + trial] - takes).saturating_sub(lag).saturating_add(took);
                let late = &mut late[link.from * length + trial];
                *late = (*late).min(bound);
            }
        }
    }
}

/// The nodes on the way from a finish back to what it waited for, last to first in time.
fn go_back(times: Times<'_>, target: Option<usize>, trial: usize, back: &mut Vec<u32>) {
    let network = times.network;
    back.clear();
    let mut next = target.or_else(|| {
        // Of several the first by rank.
        let finish = |node: &usize| (times.finishes(*node)[trial], std::cmp::Reverse(rank(network, *node)));
        (0..network.nodes.len()).max_by_key(finish)
    });
    while let Some(node) = next {
        back.push(node as u32);
        let is_there = times.is_there(node, trial);
        let not_before = if is_there { network.nodes[node].not_before } else { 0 };
        let latest = |holds_finish: Option<bool>| {
            let links = network.links_of(node).iter().enumerate();
            let links = links.filter(|(_, link)| network.nodes[node].waits_for(link));
            let links = links.filter(|(_, link)| holds_finish.is_none_or(|f| link.kind.holds_finish() == f));
            links
                .map(|(place, link)| {
                    (times.comes(link, node, trial), rank(network, link.from), place, link.from)
                })
                .min_by_key(|&(time, rank, place, _)| (std::cmp::Reverse(time), rank, place))
        };
        let from = |found: Option<(i32, Rank, usize, usize)>, earliest: i32| {
            found.filter(|&(time, ..)| time >= earliest).map(|(.., from)| from)
        };
        if !is_there {
            next = from(latest(None), 0);
            continue;
        }
        let held = latest(Some(true));
        let by_start = latest(Some(false));
        let earliest = by_start.map_or(0, |(time, ..)| time).max(not_before).max(0);
        let takes = times.finishes(node)[trial] - times.starts(node)[trial];
        let is_held = |time: i32| match network.nodes[node].past {
            Some(_) => time >= times.finishes(node)[trial],
            None => time > earliest + takes,
        };
        next = match held.filter(|&(time, ..)| is_held(time)) {
            Some((.., from)) => Some(from),
            None => from(by_start, not_before.max(0)),
        };
    }
}

/// The order in which nodes of the same time are looked at: what was started, then by priority and plan order, milestones last.
fn rank(network: &Network, node: usize) -> Rank {
    let task = network.plan.tasks.get(node);
    let not_started = network.nodes[node].past.is_none();
    (task.is_none(), not_started, task.map_or(0, |task| task.priority), node)
}

/// Whether it is a milestone, whether it was not started, its priority, and its place.
type Rank = (bool, bool, i64, usize);
