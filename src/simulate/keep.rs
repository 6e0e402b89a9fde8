//! Of how many trials tasks are kept.

use serde::{Deserialize, Serialize};

use super::Simulation;
use super::run::{MOST_KEPT, MOST_KEPT_OF_TASKS};
use super::trials::PLAN;
use crate::network::Network;
use crate::sample::STRATIFIED;

/// What decides of how many trials tasks are kept: the same for all parts of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Keep {
    /// Whether they are wanted.
    tasks: bool,
    /// The memory allowed for all results [bytes].
    memory: u64,
    /// What a trial takes: start and finish of each task, whether it is there, what the trial costs [bytes].
    of_tasks: u64,
    /// What its ends take besides, where those of all are not kept [bytes].
    of_ends: u64,
}

impl Keep {
    pub(super) fn new(simulation: &Simulation<'_>, network: &Network) -> Self {
        let tasks = network.plan.tasks.len();
        let ends = PLAN + 1 + network.nodes.len() - tasks;
        Self {
            tasks: simulation.tasks,
            memory: simulation.memory,
            of_tasks: 8 * (tasks + usize::from(network.costs.is_some())) as u64
                + network.presences.len() as u64,
            of_ends: 4 * ends as u64,
        }
    }

    /// Whether it is of a plan as large as another's.
    pub(super) fn is_like(self, other: Self) -> bool {
        (self.of_tasks, self.of_ends) == (other.of_tasks, other.of_ends)
    }

    /// What a trial takes of which tasks are kept, in a run that goes up to such a trial [bytes].
    pub(super) fn bytes(self, to: usize) -> u64 {
        self.of_tasks + if to > MOST_KEPT { self.of_ends } else { 0 }
    }

    /// Of how many trials tasks are kept, counted from the first of all, in a run that goes up to such a trial.
    pub(super) fn of_tasks(self, to: usize) -> usize {
        let most = to.min(MOST_KEPT_OF_TASKS);
        match self.memory / 8 / self.bytes(to).max(1) {
            _ if !self.tasks => 0,
            trials if trials >= most as u64 => most,
            // Whole blocks of stratified trials.
            trials => trials as usize / STRATIFIED * STRATIFIED,
        }
    }
}
