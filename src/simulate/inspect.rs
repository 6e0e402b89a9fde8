//! A look at single draws, for tests that simulate a plan a second time. No part of what the library promises.

use std::ops::Range;

use super::Simulation;
use super::block::{Luck, Workspace};
use super::events::Events;
use super::sampling::Sampling;
use super::trials::Sums;
use super::ways::{Targets, Way};
use crate::check::Reading;
use crate::curve::{Curve, Cut, Draw, Finished, Misfit, Quantity, Tables, normal_tables};
use crate::dispatch::arrivals;
use crate::error::{Error, Result};
use crate::kernel::{Level, copula};
use crate::network::keys::{Purpose, key, size_on};
use crate::network::{FACTOR_UNIT, Network, Node};
use crate::plan::{Estimate, Plan, Scale};
use crate::sample::Chunk;
use crate::units::TICKS_PER_DAY;

/// A random number of a plan.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Variable<'a> {
    /// That of a task's duration, with what it has in common with others.
    Duration(&'a str),
    /// That of a task's duration, without what it has in common with others.
    Own(&'a str),
    /// What a task's duration has in common with those of others, before finished tasks taught anything of it.
    Shared(&'a str),
    /// Whether a task exists.
    Exists(&'a str),
    /// Whether a risk happens that is in no set.
    Happens(&'a str),
    /// Which risk of a set happens.
    OneOf(&'a str),
    /// How strongly a risk scales and delays.
    Size(&'a str),
    /// How strongly a risk with `each` scales and delays one task.
    SizeOn {
        /// The risk.
        risk: &'a str,
        /// The task or milestone.
        task: &'a str,
    },
    /// The share of a team's time that nobody planned.
    Unplanned(&'a str),
    /// How strongly an effect slows and saves.
    Effect(&'a str),
}

/// The bits of a variable in these trials: k stands for the probability (k + 1/2) / 2^32.
///
/// # Errors
///
/// As [`Network::new`], and [`ErrorKind::Argument`](crate::ErrorKind::Argument) for a task that is not there.
pub fn bits(
    network: &Network,
    sampling: Sampling,
    seed: u64,
    variable: Variable<'_>,
    trials: Range<u64>,
) -> Result<Vec<u32>> {
    let luck = Luck { seed, sampling, level: Level::best() };
    let mut bits = vec![0; trials.clone().count()];
    let key = match variable {
        Variable::Duration(task) => {
            let node = node(network, task)?;
            luck.fill(node.key, trials.start, &mut bits);
            if let Some(common) = node.common {
                let (mut shared, mut scores) = (vec![0; bits.len()], vec![0.0; bits.len()]);
                luck.fill(network.shared[common.shared], trials.start, &mut shared);
                copula::scores(luck.level, &shared, normal_tables(), &mut scores);
                copula::mix(luck.level, &mut bits, normal_tables(), &scores, common.common, common.own);
            }
            return Ok(bits);
        }
        Variable::Own(task) => node(network, task)?.key,
        Variable::Shared(task) => {
            let common = node(network, task)?.common;
            network.shared[common.ok_or_else(|| Error::argument("it has nothing in common"))?.shared]
        }
        Variable::Exists(task) => key(task, Purpose::Exists),
        Variable::Happens(risk) => key(risk, Purpose::Happens),
        Variable::OneOf(set) => key(set, Purpose::OneOf),
        Variable::Size(risk) => key(risk, Purpose::Size),
        Variable::SizeOn { risk, task } => size_on(risk, task),
        Variable::Unplanned(team) => key(team, Purpose::Unplanned),
        Variable::Effect(effect) => key(effect, Purpose::Effect),
    };
    luck.fill(key, trials.start, &mut bits);
    Ok(bits)
}

fn node<'n>(network: &'n Network, task: &str) -> Result<&'n Node> {
    let place = network.plan.tasks.iter().position(|other| other.name == task);
    Ok(&network.nodes[place.ok_or_else(|| Error::argument("there is no such task"))?])
}

/// What each task, then each milestone, takes in the first trials, with what was done on it \[ticks\].
pub fn durations(network: &Network, sampling: Sampling, seed: u64, trials: usize) -> Vec<Vec<i32>> {
    let luck = Luck { seed, sampling, level: Level::best() };
    let mut workspace = Workspace::new(network, trials);
    let mut events = network.staff.as_ref().map(|staff| Events::new(network, staff));
    let mut out = Chunk { length: trials, ..Chunk::default() };
    // What risks do is drawn before anything else.
    workspace.run(network, luck, 0, events.as_mut(), &mut out, &mut Sums::new(network));
    let of_node = |(number, node): (usize, &Node)| {
        let mut column = vec![0; trials];
        workspace.duration(network, number, luck, 0, &mut column);
        if let Some(presence) = node.presence {
            let there = workspace.there(presence, trials);
            column.iter_mut().zip(there).for_each(|(ticks, &there)| *ticks *= i32::from(there));
        }
        column
    };
    network.nodes.iter().enumerate().map(of_node).collect()
}

/// A network whose trials are gone through event by event, even where the longest path would give the same.
///
/// # Errors
///
/// As [`Network::new`].
pub fn with_events(plan: &Plan) -> Result<Network> {
    Network::new(plan)?;
    Network::with_events(plan)
}

/// Whether the trials of a network are gone through event by event.
pub fn has_events(network: &Network) -> bool {
    network.staff.is_some()
}

/// Whether they are a plain list, which a kernel of its own schedules.
pub fn is_plain(network: &Network) -> bool {
    network.staff.as_ref().is_some_and(|staff| staff.plain.is_some())
}

/// What drove a finish: in how many trials each task was critical, and how often each chain of tasks did, both by the numbers of tasks.
pub type Counted = (Vec<u32>, Vec<(Vec<usize>, u32)>);

/// What drove the finish of the plan, and of each milestone, in the trials of a simulation.
///
/// # Errors
///
/// As [`Simulation::run`].
pub fn ways(network: &Network, simulation: &Simulation<'_>) -> Result<Vec<Counted>> {
    let trials = simulation.with_ways(Targets::All).run(network)?;
    let counted = |(_, way): &(Option<usize>, Way)| {
        let task = |&task: &u32| task as usize;
        let chains = way.chains.iter().map(|(chain, &count)| (chain.iter().map(task).collect(), count));
        (way.critical.clone(), chains.collect())
    };
    Ok(trials.ways().into_iter().flat_map(|ways| &ways.targets).map(counted).collect())
}

/// The first gaps and times of one kind of a team's interrupts in a trial [ticks of the team's working time].
///
/// # Errors
///
/// [`ErrorKind::Argument`](crate::ErrorKind::Argument) for a team or an entry that is not there.
pub fn interrupts(
    network: &Network,
    seed: u64,
    team: &str,
    place: usize,
    trial: u64,
    count: usize,
) -> Result<Vec<(i64, i64)>> {
    let number = network.plan.teams.iter().position(|other| other.name == team);
    let crews = network.staff.iter().flat_map(|staff| &staff.teams);
    let crew = crews.into_iter().find(|crew| number.is_some() && crew.team == number);
    let kind = crew.and_then(|crew| crew.interrupts.get(place));
    let kind = kind.ok_or_else(|| Error::argument("there are no such interrupts"))?;
    let mut drawn = Vec::new();
    while drawn.len() < count {
        let mut batch = [(0, 0); _];
        arrivals(&network.curves, kind, seed, trial, drawn.len() as u64, &mut batch);
        drawn.extend(batch.map(|(gap, takes)| (i64::from(gap), i64::from(takes))));
    }
    drawn.truncate(count);
    Ok(drawn)
}

/// A curve of a plan, ready to be drawn from.
#[derive(Debug)]
pub struct Compiled {
    draw: Draw,
    curves: Finished,
    unit: f64,
}

impl Compiled {
    /// What a task takes [ticks].
    ///
    /// # Errors
    ///
    /// When the estimate is no curve.
    pub fn duration(plan: &Plan, estimate: &Estimate) -> Result<Self> {
        Self::time(plan, estimate, Quantity::Duration)
    }

    /// What a delay adds [ticks].
    ///
    /// # Errors
    ///
    /// When the estimate is no curve.
    pub fn delay(plan: &Plan, estimate: &Estimate) -> Result<Self> {
        Self::time(plan, estimate, Quantity::Delay)
    }

    fn time(plan: &Plan, estimate: &Estimate, quantity: Quantity) -> Result<Self> {
        let read = Reading::new(plan).estimate(estimate, quantity);
        let read = read.map_err(|fault| Error::argument(fault.message))?;
        let read = read.ok_or_else(|| Error::argument("the size is no estimate"))?;
        let mut tables = Tables::default();
        let draw = tables.draw(&read.curve, f64::from(TICKS_PER_DAY), read.cut);
        Ok(Self { draw, curves: tables.finish(), unit: 1.0 })
    }

    /// What a scale multiplies by.
    ///
    /// # Errors
    ///
    /// When the scale is no curve.
    pub fn scale(plan: &Plan, scale: &Scale) -> Result<Self> {
        let curve = Reading::new(plan).scale(scale).map_err(|fault| Error::argument(fault.message))?;
        let mut tables = Tables::default();
        let draw = tables.draw(&curve, 1.0 / FACTOR_UNIT, Cut::Below);
        Ok(Self { draw, curves: tables.finish(), unit: FACTOR_UNIT })
    }

    /// A share of a whole, such as what is unplanned or saved.
    ///
    /// # Errors
    ///
    /// When it is no curve between 0 and 1.
    pub fn share(plan: &Plan, share: &Scale) -> Result<Self> {
        Self::plain(Reading::new(plan).share(share))
    }

    /// What an effect adds to a duration, as a share.
    ///
    /// # Errors
    ///
    /// When it is no curve.
    pub fn slow(plan: &Plan, share: &Scale) -> Result<Self> {
        Self::plain(Reading::new(plan).slow(share))
    }

    fn plain(curve: std::result::Result<Curve, Misfit>) -> Result<Self> {
        let curve = curve.map_err(|fault| Error::argument(fault.message))?;
        let mut tables = Tables::default();
        let draw = tables.draw(&curve, 1.0, Cut::Below);
        Ok(Self { draw, curves: tables.finish(), unit: 1.0 })
    }

    /// The value that the bits stand for.
    pub fn at(&self, bits: u32) -> f64 {
        let mut value = [0.0];
        self.curves.read(&self.draw, Level::best(), &[bits], &mut value);
        value[0] * self.unit
    }
}

/// How much work was done on a task that was started, by its name [working days].
pub fn work_done(network: &Network, task: &str) -> Option<f64> {
    let place = network.plan.tasks.iter().position(|other| other.name == task)?;
    Some(f64::from(network.nodes[place].past?.done) / f64::from(TICKS_PER_DAY))
}
