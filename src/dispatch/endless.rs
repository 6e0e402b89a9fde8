//! Trials that do not end.

use super::{Engine, State, Trial};
use crate::network::Need;

/// Why a trial does not end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Endless {
    /// It would end beyond the axis.
    Horizon {
        /// What takes longest.
        longest: usize,
    },
    /// A node waits for people for ever, because another, whose finish is held, keeps them.
    Standstill {
        /// What waits.
        waits: usize,
        /// What keeps them.
        keeps: usize,
    },
}

impl Engine<'_> {
    /// The end of a trial beyond the axis.
    pub(super) fn beyond(&self, trial: &Trial<'_>) -> Endless {
        // Of equals the first.
        let longest = (0..trial.takes.len()).rev().max_by_key(|&job| trial.takes[job]);
        Endless::Horizon { longest: longest.map_or(0, |job| self.staff.nodes[job]) }
    }

    /// Whether nothing can go on any more: no work is under way, no time will come for anything, and what waits for people waits for those
    /// that something keeps whose finish is held.
    pub(super) fn standstill(&self) -> Option<Endless> {
        let jobs = 0..self.jobs.len();
        if jobs.clone().any(|job| self.queue.has(job)) {
            return None;
        }
        let mut waiting = jobs.clone().filter(|&job| self.jobs[job].state == State::Ready);
        let could_fit = |need: &Need| {
            let most = self.staff.days.most(self.staff.pools[need.pool].team);
            u64::from(self.claimed[need.pool]) + u64::from(need.people) <= u64::from(most)
        };
        let first = waiting.clone().next()?;
        if waiting.any(|job| self.staff.needs_of(job).iter().all(could_fit)) {
            return None;
        }
        let missing = self.staff.needs_of(first).iter().find(|need| !could_fit(need))?;
        let keeps = |job: &usize| self.staff.needs_of(*job).iter().any(|need| need.pool == missing.pool);
        let kept = jobs.filter(|&job| self.jobs[job].state == State::Held).find(keeps)?;
        Some(Endless::Standstill { waits: self.staff.nodes[first], keeps: self.staff.nodes[kept] })
    }
}
