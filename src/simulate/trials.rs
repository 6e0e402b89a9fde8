//! What a simulation leaves behind: the finishes of what was asked for, and sums of the rest.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::keep::Keep;
use super::precision::Reached;
use super::sampling::Sampling;
use super::ways::{Targets, Ways};
use crate::dispatch::{Endless, Usage};
use crate::network::{Network, Staff};
use crate::plan::Plan;
use crate::sample::{Column, Columns, Counts, Sample, wide};

/// The outcomes of a run.
///
/// The finishes of the plan and of its milestones are kept trial by trial; in runs of more than 1,048,576 trials they are counted in
/// bins of a 45th of a working day instead, so that the memory does not grow with the trials. Starts and finishes of the tasks are kept
/// for the first 16,384 trials, or fewer where an eighth of the memory allowed ([`Simulation::memory`](crate::Simulation::memory))
/// does not hold so many, or none ([`Simulation::tasks`](crate::Simulation::tasks)). Of every task the mean and spread of its duration
/// over all trials are.
#[derive(Debug, Clone)]
pub struct Trials {
    pub(super) plan: Arc<Plan>,
    pub(super) seed: u64,
    pub(super) sampling: Sampling,
    /// The number of the first one, and how many there are.
    pub(super) from: usize,
    pub(super) count: usize,
    pub(super) keep: Keep,
    /// Until when the plan and each milestone are held [ticks].
    pub(super) held: Vec<i32>,
    pub(super) columns: Arc<Columns>,
    /// The plan and its milestones, where they were counted instead of kept.
    pub(super) counts: Option<Vec<Arc<Counts>>>,
    pub(super) sums: Sums,
    /// Of each task which presence is its own.
    pub(super) presences: Vec<Option<usize>>,
    pub(super) reached: Option<Reached>,
}

/// The column of the plan's finishes; those of the milestones follow.
pub(super) const PLAN: usize = 0;

/// The column of a task's finishes.
pub(super) fn finish_column(task: usize) -> Column {
    Column::Task(2 * task)
}

/// The column of a task's starts.
pub(super) fn start_column(task: usize) -> Column {
    Column::Task(2 * task + 1)
}

/// Whole-number sums over trials, the same in any order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sums {
    /// For each node the sum of its durations and of their squares [ticks].
    pub(super) durations: Vec<(i64, i128)>,
    /// How often each risk happened.
    pub(super) happened: Vec<u64>,
    /// How often each node was there that may not be.
    pub(super) there: Vec<u64>,
    /// In how many blocks some finish lies at the horizon.
    pub(super) beyond: u64,
    /// The first trial, of those gone through event by event, that does not end.
    pub(super) endless: Option<(u64, Endless)>,
    /// How the teams' time was used.
    pub(super) time: TimeSums,
    /// What drove the finishes, where that is looked for.
    pub(super) ways: Option<Ways>,
}

/// Sums over the trials in which account was kept of how the teams' time was used [ticks of a person's time, but for the last two].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimeSums {
    pub(crate) trials: u64,
    /// By pool of the network's staff.
    #[serde(with = "wide::list")]
    pub(crate) spent: Vec<i128>,
    /// By team of it.
    #[serde(with = "wide::list")]
    pub(crate) available: Vec<i128>,
    #[serde(with = "wide::list")]
    pub(crate) interrupts: Vec<i128>,
    #[serde(with = "wide::list")]
    pub(crate) unplanned: Vec<i128>,
    /// How long the way to the finish waited for the team's people, and how much longer than their work its tasks there took [ticks].
    #[serde(with = "wide::list")]
    pub(crate) waited: Vec<i128>,
    #[serde(with = "wide::list")]
    pub(crate) slowed: Vec<i128>,
    /// In how many trials it held the finish up longer than any other team.
    pub(crate) limits: Vec<u64>,
    /// In how many of the first trials the time was also watched over time, and their sums: as in [`Load`](crate::dispatch::Load).
    pub(crate) load_trials: u64,
    #[serde(with = "wide::list")]
    pub(crate) load: Vec<i128>,
}

impl Sums {
    pub(super) fn new(network: &Network) -> Self {
        Self {
            durations: vec![(0, 0); network.nodes.len()],
            happened: vec![0; network.risks.len()],
            there: vec![0; network.presences.len()],
            beyond: 0,
            endless: None,
            time: network.staff.as_ref().map(|staff| TimeSums::new(staff)).unwrap_or_default(),
            ways: None,
        }
    }

    /// The same, where it is also looked for what drove the finishes.
    pub(super) fn with_ways(self, network: &Network, targets: Targets) -> Self {
        Self { ways: Some(Ways::new(network, targets)), ..self }
    }

    pub(super) fn add(&mut self, node: usize, (sum, squares): (i64, i128)) {
        let of_node = &mut self.durations[node];
        of_node.0 += sum;
        of_node.1 += squares;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (node, &sums) in other.durations.iter().enumerate() {
            self.add(node, sums);
        }
        for (sum, other) in self.happened.iter_mut().zip(&other.happened) {
            *sum += other;
        }
        for (sum, other) in self.there.iter_mut().zip(&other.there) {
            *sum += other;
        }
        self.beyond += other.beyond;
        // The first of both, where there is one.
        self.endless = self.endless.into_iter().chain(other.endless).min();
        self.time.merge(&other.time);
        if let (Some(ways), Some(others)) = (&mut self.ways, &other.ways) {
            ways.merge(others);
        }
    }

    /// Adds how the time of the teams was used in a trial.
    pub(super) fn use_of_time(&mut self, usage: &Usage) {
        self.time.add(usage);
    }

    /// The node that takes longest.
    pub(super) fn longest(&self) -> usize {
        (0..self.durations.len()).max_by_key(|&node| self.durations[node].0).unwrap_or(0)
    }
}

impl TimeSums {
    fn new(staff: &Staff) -> Self {
        let teams = || vec![0; staff.teams.len()];
        Self {
            trials: 0,
            spent: vec![0; staff.pools.len()],
            available: teams(),
            interrupts: teams(),
            unplanned: teams(),
            waited: teams(),
            slowed: teams(),
            limits: vec![0; staff.teams.len()],
            load_trials: 0,
            load: Vec::new(),
        }
    }

    fn add(&mut self, usage: &Usage) {
        self.trials += 1;
        // Each trial is rounded to ticks by itself, so that the sums are the same in any order.
        let whole = |sums: &mut [i128], values: &[f64]| {
            sums.iter_mut()
                .zip(values)
                .for_each(|(sum, value)| *sum += i128::from(value.round_ties_even() as i64));
        };
        let exact = |sums: &mut [i128], values: &[i64]| {
            sums.iter_mut().zip(values).for_each(|(sum, &value)| *sum += i128::from(value));
        };
        whole(&mut self.spent, &usage.spent);
        whole(&mut self.unplanned, &usage.unplanned);
        exact(&mut self.available, &usage.available);
        exact(&mut self.interrupts, &usage.interrupts);
        exact(&mut self.waited, &usage.waited);
        if let Some(load) = usage.load() {
            self.load_trials += 1;
            if self.load.len() < load.sums.len() {
                self.load.resize(load.sums.len(), 0);
            }
            whole(&mut self.load, &load.sums);
        }
        whole(&mut self.slowed, &usage.slowed);
        let held_up = |team: usize| usage.waited[team] + usage.slowed[team].round_ties_even() as i64;
        // Of equals the first.
        if let Some(team) = (0..self.limits.len()).rev().max_by_key(|&team| held_up(team))
            && held_up(team) > 0
        {
            self.limits[team] += 1;
        }
    }

    fn merge(&mut self, other: &Self) {
        self.trials += other.trials;
        let add = |sums: &mut [i128], others: &[i128]| {
            sums.iter_mut().zip(others).for_each(|(sum, other)| *sum += other);
        };
        self.load_trials += other.load_trials;
        if self.load.len() < other.load.len() {
            self.load.resize(other.load.len(), 0);
        }
        add(&mut self.load, &other.load);
        add(&mut self.spent, &other.spent);
        add(&mut self.available, &other.available);
        add(&mut self.interrupts, &other.interrupts);
        add(&mut self.unplanned, &other.unplanned);
        add(&mut self.waited, &other.waited);
        add(&mut self.slowed, &other.slowed);
        self.limits.iter_mut().zip(&other.limits).for_each(|(sum, other)| *sum += other);
    }
}

/// When a plan and its milestones are finished, trial by trial.
#[derive(Debug, Clone)]
pub(crate) struct Ends {
    columns: Arc<Columns>,
    stratified: bool,
}

impl Ends {
    pub(super) fn new(columns: Arc<Columns>, stratified: bool) -> Self {
        Self { columns, stratified }
    }

    /// The finishes of the plan.
    pub(crate) fn plan_sample(&self) -> Sample {
        Sample::kept(&self.columns, Column::End(PLAN), self.stratified)
    }

    /// The finishes of a milestone.
    pub(crate) fn milestone_sample(&self, place: usize) -> Sample {
        Sample::kept(&self.columns, Column::End(PLAN + 1 + place), self.stratified)
    }
}

/// Equal when every trial came out the same, whatever the size of the blocks.
impl PartialEq for Trials {
    fn eq(&self, other: &Self) -> bool {
        self.seed == other.seed
            && self.sampling == other.sampling
            && (self.from, self.count) == (other.from, other.count)
            && self.counts == other.counts
            && self.sums.durations == other.sums.durations
            && self.sums.happened == other.sums.happened
            && self.sums.there == other.sums.there
            && self.sums.time == other.sums.time
            && self.sums.ways == other.sums.ways
            && self.columns.costs().eq(other.columns.costs())
            && self.all_columns().all(|column| self.columns.values(column).eq(other.columns.values(column)))
    }
}

impl Trials {
    /// The finishes of the plan and its milestones; of trials that were kept one by one.
    pub(crate) fn ends(&self) -> Ends {
        Ends::new(Arc::clone(&self.columns), self.sampling.is_stratified())
    }

    /// Whether they are of this plan.
    pub(crate) fn are_of(&self, plan: &Arc<Plan>) -> bool {
        Arc::ptr_eq(&self.plan, plan) || *self.plan == **plan
    }

    /// How many trials there are.
    #[allow(clippy::len_without_is_empty, reason = "there is at least one")]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Their numbers: from 0 on, but in a part of a run.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.from..self.from + self.count
    }

    /// The plan they are of.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The seed they were drawn from.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// How random numbers were spread over them.
    pub fn sampling(&self) -> Sampling {
        self.sampling
    }

    /// What came of the precision that was asked for; `None` where none was.
    pub fn reached(&self) -> Option<Reached> {
        self.reached
    }

    /// The finish of the whole plan in each trial, in ticks (5,760 to a working day). `None` where they were only counted.
    pub fn finishes(&self) -> Option<Vec<i32>> {
        self.values(Column::End(PLAN)).filter(|_| self.counts.is_none())
    }

    /// The finish of a task or milestone in each trial, in ticks, by its number: tasks in plan order, then milestones; of a task in
    /// the first 16,384 trials at most. `None` where it was not kept.
    pub fn finishes_of(&self, node: usize) -> Option<Vec<i32>> {
        match node.checked_sub(self.plan.tasks.len()) {
            None => self.values(finish_column(node)),
            Some(place) => self.values(Column::End(PLAN + 1 + place)).filter(|_| self.counts.is_none()),
        }
    }

    /// The start of a task, in ticks, by its number, in each trial of which its finish is kept. `None` where it was not kept.
    pub fn starts_of(&self, task: usize) -> Option<Vec<i32>> {
        (task < self.plan.tasks.len()).then(|| self.values(start_column(task))).flatten()
    }

    /// What each trial costs, of those in which starts and finishes of tasks are kept. `None` where nothing has a cost, or no trials are
    /// kept so.
    pub fn costs(&self) -> Option<Vec<f64>> {
        let costs: Vec<f64> = self.columns.costs().collect();
        (!costs.is_empty()).then_some(costs)
    }

    /// Of the same trials, whether a task is there that may not be, by its number in the plan. `None` where it always is, or no trials are
    /// kept so.
    pub fn exists(&self, task: usize) -> Option<Vec<bool>> {
        let there: Vec<bool> = self.columns.there((*self.presences.get(task)?)?).collect();
        (!there.is_empty()).then_some(there)
    }

    fn values(&self, column: Column) -> Option<Vec<i32>> {
        (self.columns.len(column) > 0).then(|| self.columns.values(column).collect())
    }

    fn all_columns(&self) -> impl Iterator<Item = Column> {
        let ends = (0..=PLAN + self.plan.milestones.len()).map(Column::End);
        ends.chain((0..2 * self.plan.tasks.len()).map(Column::Task))
    }

    /// In how many trials a risk happened, by its place in the plan.
    pub fn happened(&self, risk: usize) -> Option<u64> {
        self.sums.happened.get(risk).copied()
    }

    /// In how many trials a presence of the network was there.
    pub(crate) fn there(&self, presence: usize) -> u64 {
        self.sums.there[presence]
    }

    /// The sum of a node's durations and of their squares [ticks].
    pub(crate) fn duration_sums(&self, node: usize) -> (i64, i128) {
        self.sums.durations[node]
    }

    /// How the time of the teams was used.
    pub(crate) fn use_of_time(&self) -> &TimeSums {
        &self.sums.time
    }

    /// What drove the finishes, where that was looked for.
    pub(crate) fn ways(&self) -> Option<&Ways> {
        self.sums.ways.as_ref()
    }

    /// The finishes of the plan.
    pub(crate) fn plan_sample(&self) -> Sample {
        self.end_sample(PLAN)
    }

    /// The finishes of a milestone.
    pub(crate) fn milestone_sample(&self, place: usize) -> Sample {
        self.end_sample(PLAN + 1 + place)
    }

    /// The finishes of the plan in the first trials.
    pub(crate) fn first_of_plan(&self, count: usize) -> Sample {
        self.first_of(PLAN, count)
    }

    /// The finishes of a milestone in the first trials.
    pub(crate) fn first_of_milestone(&self, place: usize, count: usize) -> Sample {
        self.first_of(PLAN + 1 + place, count)
    }

    fn first_of(&self, column: usize, count: usize) -> Sample {
        match self.columns.len(Column::End(column)) {
            // All of them: no need for a copy.
            all if all == count => self.column_sample(Column::End(column)),
            _ => Sample::first(&self.columns, Column::End(column), count, self.sampling.is_stratified()),
        }
    }

    fn end_sample(&self, column: usize) -> Sample {
        match &self.counts {
            None => self.column_sample(Column::End(column)),
            Some(counts) => Sample::counted(&counts[column], self.sampling.is_stratified()),
        }
    }

    /// The starts and finishes of a task, where they are kept.
    pub(crate) fn task_samples(&self, task: usize) -> Option<(Sample, Sample)> {
        let kept = self.columns.len(finish_column(task)) > 0;
        kept.then(|| (self.column_sample(start_column(task)), self.column_sample(finish_column(task))))
    }

    fn column_sample(&self, column: Column) -> Sample {
        Sample::kept(&self.columns, column, self.sampling.is_stratified())
    }
}
