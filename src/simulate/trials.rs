//! What a simulation leaves behind: a column of finishes for each thing asked for, and sums of the rest.

use std::sync::Arc;

use crate::network::Network;
use crate::plan::Plan;

/// The outcomes of a run, trial by trial.
///
/// The finishes of the plan and of its milestones are always kept, those of the tasks where they fit into half of the
/// memory allowed ([`Simulation::memory`](crate::Simulation::memory)); of every task the mean and spread of its
/// duration are.
#[derive(Debug, Clone)]
pub struct Trials {
    pub(super) plan: Arc<Plan>,
    pub(super) seed: u64,
    pub(super) count: usize,
    pub(super) layout: Layout,
    /// Block after block; within a block column after column.
    pub(super) ticks: Vec<i32>,
    pub(super) sums: Sums,
}

/// Which column holds what.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    /// The trials of a block; the last one may have fewer.
    pub(super) block: usize,
    pub(super) columns: usize,
    /// The column of each node's finishes, where they are kept.
    pub(super) finishes: Vec<Option<usize>>,
    /// The column of each node's starts, where they are kept.
    pub(super) starts: Vec<Option<usize>>,
}

/// The column of the plan's finishes.
pub(super) const PLAN: usize = 0;

/// Whole-number sums over trials, the same in any order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sums {
    /// For each node the sum of its durations and of their squares [ticks].
    pub(super) durations: Vec<(i64, i128)>,
    /// How often each risk happened.
    pub(super) happened: Vec<u64>,
    /// In how many blocks some finish lies at the horizon.
    pub(super) beyond: u64,
}

impl Layout {
    pub(super) fn new(network: &Network, trials: usize, block: usize, memory: u64) -> Self {
        let tasks = network.plan.tasks.len();
        let bytes = |columns: usize| columns as u64 * trials as u64 * 4;
        // The forecast sorts a copy of each, so half of the memory is theirs.
        let keep_tasks = bytes(2 * tasks) <= memory / 2;
        let mut columns = PLAN + 1;
        let mut next = |kept: bool| {
            kept.then(|| {
                columns += 1;
                columns - 1
            })
        };
        let finishes =
            (0..network.nodes.len()).map(|node| next(keep_tasks || !network.is_task(node))).collect();
        let starts = (0..network.nodes.len()).map(|node| next(keep_tasks && network.is_task(node))).collect();
        Self { block, columns, finishes, starts }
    }

    /// The bytes that so many trials take.
    pub(super) fn bytes(&self, trials: usize) -> u64 {
        self.columns as u64 * trials as u64 * 4
    }
}

impl Sums {
    pub(super) fn new(network: &Network) -> Self {
        Self {
            durations: vec![(0, 0); network.nodes.len()],
            happened: vec![0; network.risks.len()],
            beyond: 0,
        }
    }

    pub(super) fn merge(mut self, other: &Self) -> Self {
        for (sum, other) in self.durations.iter_mut().zip(&other.durations) {
            sum.0 += other.0;
            sum.1 += other.1;
        }
        for (sum, other) in self.happened.iter_mut().zip(&other.happened) {
            *sum += other;
        }
        self.beyond += other.beyond;
        self
    }
}

/// Equal when every trial came out the same, whatever the size of the blocks.
impl PartialEq for Trials {
    fn eq(&self, other: &Self) -> bool {
        let sums = |trials: &Self| (trials.sums.durations.clone(), trials.sums.happened.clone());
        self.seed == other.seed
            && self.count == other.count
            && self.layout.finishes == other.layout.finishes
            && self.layout.starts == other.layout.starts
            && sums(self) == sums(other)
            && (0..self.layout.columns).all(|column| self.column(column) == other.column(column))
    }
}

impl Trials {
    /// Whether they are of this plan.
    pub(crate) fn are_of(&self, plan: &Arc<Plan>) -> bool {
        Arc::ptr_eq(&self.plan, plan) || *self.plan == **plan
    }

    /// How many trials there are.
    #[allow(clippy::len_without_is_empty, reason = "there is at least one")]
    pub fn len(&self) -> usize {
        self.count
    }

    /// The seed they were drawn from.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The finish of the whole plan in each trial, in ticks (5,760 to a working day).
    pub fn finishes(&self) -> Vec<i32> {
        self.column(PLAN)
    }

    /// The finish of a task or milestone in each trial, in ticks, by its number: tasks in plan order, then milestones. `None`
    /// where it was not kept.
    pub fn finishes_of(&self, node: usize) -> Option<Vec<i32>> {
        self.layout.finishes.get(node).copied().flatten().map(|column| self.column(column))
    }

    /// The start of a task in each trial, in ticks, by its number. `None` where it was not kept.
    pub fn starts_of(&self, node: usize) -> Option<Vec<i32>> {
        self.layout.starts.get(node).copied().flatten().map(|column| self.column(column))
    }

    /// The sum of a node's durations and of their squares [ticks].
    pub(crate) fn duration_sums(&self, node: usize) -> (i64, i128) {
        self.sums.durations[node]
    }

    /// In how many trials a risk happened, by its place in the plan.
    pub fn happened(&self, risk: usize) -> Option<u64> {
        self.sums.happened.get(risk).copied()
    }

    fn column(&self, column: usize) -> Vec<i32> {
        let Layout { block, columns, .. } = self.layout;
        let mut ticks = Vec::with_capacity(self.count);
        for part in self.ticks.chunks(block * columns) {
            let length = part.len() / columns;
            ticks.extend_from_slice(&part[column * length..(column + 1) * length]);
        }
        ticks
    }
}
