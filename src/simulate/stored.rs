//! Outcomes in any format, to be merged elsewhere: written as they are, and checked when they are read.

use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::{Serialize, Serializer};

use super::keep::Keep;
use super::run::MOST_KEPT;
use super::trials::{PLAN, Sums, TimeSums};
use super::{Sampling, Simulation, Trials};
use crate::dispatch::Load;
use crate::error::Error;
use crate::network::Network;
use crate::plan::Plan;
use crate::sample::wide::Wide;
use crate::sample::{Chunk, Column, Columns, Counts, are_sums};

/// The version that made it: another one may simulate otherwise.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// No sum of times of people is as large [ticks].
const LARGEST: i128 = 1 << 96;

/// What is written.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    landfall: String,
    plan: Plan,
    seed: u64,
    sampling: String,
    from: usize,
    count: usize,
    keep: Keep,
    /// The finishes of the plan and its milestones, column by column, in the trials that are kept one by one.
    ends: Vec<Vec<i32>>,
    /// The same, counted; empty where all trials are kept.
    counts: Vec<Counts>,
    /// Finish and start of each task, in the first of these trials.
    tasks: Vec<Vec<i32>>,
    /// Of the same trials, whether what may not be there is there.
    there: Vec<Vec<u8>>,
    costs: Vec<f64>,
    durations: Vec<(i64, Wide)>,
    happened: Vec<u64>,
    there_in: Vec<u64>,
    /// How the teams' time was used.
    time: TimeSums,
}

/// Written in whole: the plan and all outcomes, so that what reads it needs nothing else.
impl Serialize for Trials {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let column = |column| self.columns.values(column).collect::<Vec<i32>>();
        let ends = 0..self.held.len();
        let tasks = 0..2 * self.plan.tasks.len();
        let kept = self.columns.len(Column::Task(0)) > 0;
        let presences = 0..if kept { self.sums.there.len() } else { 0 };
        let there = |presence| self.columns.there(presence).map(u8::from).collect();
        let counts = self.counts.iter().flatten().map(|counts| (**counts).clone());
        Stored {
            landfall: VERSION.to_owned(),
            plan: (*self.plan).clone(),
            seed: self.seed,
            sampling: self.sampling.as_str().to_owned(),
            from: self.from,
            count: self.count,
            keep: self.keep,
            ends: ends.map(|number| column(Column::End(number))).collect(),
            counts: counts.collect(),
            tasks: if kept { tasks.map(|number| column(Column::Task(number))).collect() } else { Vec::new() },
            there: presences.map(there).collect(),
            costs: self.columns.costs().collect(),
            durations: self.sums.durations.iter().map(|&(sum, squares)| (sum, Wide(squares))).collect(),
            happened: self.sums.happened.clone(),
            there_in: self.sums.there.clone(),
            time: self.sums.time.clone(),
        }
        .serialize(serializer)
    }
}

/// Read from any self-describing format. What does not hold together is refused: another version, a plan with faults, columns that are
/// missing or too long, numbers that no run gives.
impl<'de> Deserialize<'de> for Trials {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Stored::deserialize(deserializer)?.trials().map_err(D::Error::custom)
    }
}

impl Stored {
    fn trials(self) -> Result<Trials, String> {
        if self.landfall != VERSION {
            return Err(format!(
                "these trials were made by version {} and this is {VERSION}; run and merge with one version",
                self.landfall
            ));
        }
        let network = Network::new(&self.plan).map_err(|error| error.to_string())?;
        let sampling: Sampling = self.sampling.parse().map_err(|error: Error| error.to_string())?;
        let new = Sums::new(&network);
        let held = super::run::held(&network);
        self.check(&network, &new, &held, sampling)?;
        let durations = self.durations.into_iter().map(|(sum, squares)| (sum, squares.0)).collect();
        let sums = Sums { durations, happened: self.happened, there: self.there_in, time: self.time, ..new };
        let of_tasks = self.tasks.first().map_or(0, Vec::len);
        let all = self.ends[PLAN].len();
        let mut with = Chunk { length: all, ends: self.ends.concat(), ..Chunk::default() };
        let mut chunks = Vec::new();
        if of_tasks < all {
            chunks.push(with.part(of_tasks..all, false));
            with = with.part(0..of_tasks, false);
        }
        if of_tasks > 0 {
            (with.tasks, with.there, with.costs) = (self.tasks.concat(), self.there.concat(), self.costs);
            chunks.insert(0, with);
        }
        let tasks = network.plan.tasks.len();
        Ok(Trials {
            presences: network.nodes[..tasks].iter().map(|node| node.presence).collect(),
            plan: Arc::clone(&network.plan),
            seed: self.seed,
            sampling,
            from: self.from,
            count: self.count,
            keep: self.keep,
            held,
            columns: Arc::new(Columns { chunks }),
            counts: (self.count > MOST_KEPT).then(|| self.counts.into_iter().map(Arc::new).collect()),
            sums,
            reached: None,
        })
    }

    /// Everything that is there has to be as long as the plan and the numbers of trials say, and every number one that a run can give.
    fn check(&self, network: &Network, new: &Sums, held: &[i32], sampling: Sampling) -> Result<(), String> {
        let wrong =
            |what: &str| Err(format!("{what} of these trials is not as this plan has it; run them again"));
        let to = self.from.checked_add(self.count).filter(|&to| u32::try_from(to).is_ok());
        let Some(to) = to.filter(|_| self.count > 0) else { return wrong("the number") };
        let as_run = Keep::new(&Simulation::new(), network);
        if !self.keep.is_like(as_run) {
            return wrong("what is kept");
        }
        let of_tasks = self.keep.of_tasks(to).saturating_sub(self.from).min(self.count);
        let counted = self.count > MOST_KEPT;
        let kept = if counted { of_tasks } else { self.count };
        let long = |columns: &[Vec<i32>], count: usize, length: usize| {
            columns.len() == count
                && columns
                    .iter()
                    .all(|column| column.len() == length && column.iter().all(|&ticks| ticks >= 0))
        };
        if !long(&self.ends, held.len(), kept) {
            return wrong("the list of finishes");
        }
        let count = |all: usize| if of_tasks > 0 { all } else { 0 };
        if !long(&self.tasks, count(2 * network.plan.tasks.len()), of_tasks) {
            return wrong("the list of starts and finishes of tasks");
        }
        let presences = new.there.len();
        if self.there.len() != count(presences)
            || self.there.iter().any(|of| of.len() != of_tasks || of.iter().any(|&there| there > 1))
        {
            return wrong("the list of what is there");
        }
        let costs = if network.costs.is_some() { of_tasks } else { 0 };
        if self.costs.len() != costs || self.costs.iter().any(|cost| !(cost.is_finite() && *cost >= 0.0)) {
            return wrong("the list of costs");
        }
        let sound =
            |(counts, &held): (&Counts, &i32)| counts.are_sound(held, sampling.is_stratified(), self.count);
        if self.counts.len() != if counted { held.len() } else { 0 }
            || !self.counts.iter().zip(held).all(sound)
        {
            return wrong("the count of finishes");
        }
        let of_trials = |all: &[u64], length: usize| {
            all.len() == length && all.iter().all(|&times| times <= self.count as u64)
        };
        if !of_trials(&self.happened, new.happened.len()) || !of_trials(&self.there_in, presences) {
            return wrong("the count of what happened");
        }
        let sums = |&(sum, Wide(squares)): &(i64, Wide)| are_sums(sum, squares, self.count);
        if self.durations.len() != new.durations.len() || !self.durations.iter().all(sums) {
            return wrong("the sum of what tasks take");
        }
        match is_like(&self.time, &new.time, self.count as u64) {
            true => Ok(()),
            false => wrong("the use of the teams' time"),
        }
    }
}

/// Whether a use of time is of the teams and pools of another, with numbers that so many trials can give.
fn is_like(time: &TimeSums, other: &TimeSums, trials: u64) -> bool {
    let fits = |sums: &[i128], length: usize| {
        sums.len() == length && sums.iter().all(|sum| (0..LARGEST).contains(sum))
    };
    let teams = other.available.len();
    let columns = Load::columns(other.spent.len(), teams);
    let of_teams = [&time.available, &time.interrupts, &time.unplanned, &time.waited, &time.slowed];
    time.trials <= trials
        && time.load_trials <= time.trials
        && fits(&time.spent, other.spent.len())
        && of_teams.iter().all(|sums| fits(sums, teams))
        && time.limits.len() == teams
        && time.limits.iter().all(|&times| times <= trials)
        && time.load.len() <= columns * Load::MOST_STRETCHES
        && time.load.len().is_multiple_of(columns.max(1))
        && fits(&time.load, time.load.len())
}
