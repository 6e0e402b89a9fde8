//! The checked, frozen, index-based form of a plan: names outside, indices inside. The only place where one becomes the other.

mod bound;
mod build;
mod keys;
mod order;
mod plan_date;

use std::sync::Arc;

use crate::calendar::Axis;
use crate::curve::Draw;
use crate::error::{Diagnostic, Result};
use crate::file::PlanFile;
use crate::kernel::path::Wait;
use crate::kernel::quantile::Table;
use crate::plan::Plan;

#[cfg(feature = "json")]
pub(crate) use keys::fingerprint;

/// A plan that was checked and made ready to be simulated.
///
/// ```
/// use landfall::{Estimate, Network, Plan, Simulation, Task, date};
///
/// let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("api", Estimate::weeks(2.0..=3.0)));
/// let network = Network::new(&plan)?;
/// let trials = Simulation::new().trials(1000).run(&network)?;
/// assert_eq!(trials.len(), 1000);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Network {
    pub(crate) plan: Arc<Plan>,
    pub(crate) axis: Arc<Axis>,
    pub(crate) warnings: Vec<Diagnostic>,
    /// Tasks, then milestones, in plan order.
    pub(crate) nodes: Vec<Node>,
    /// The nodes in an order in which every one comes after what it waits for.
    pub(crate) order: Vec<usize>,
    /// The links into each node lie together; `links_from[i]..links_from[i + 1]` are those of node i.
    pub(crate) links: Vec<Link>,
    pub(crate) links_from: Vec<usize>,
    /// What risks do to each node, in the order in which it is applied; bounds as for the links.
    pub(crate) changes: Vec<Change>,
    pub(crate) changes_from: Vec<usize>,
    pub(crate) risks: Vec<Scenario>,
    /// What the changes scale by and delay by, each once.
    pub(crate) sizes: Vec<Size>,
    /// The tables that draws read.
    pub(crate) tables: Vec<Box<Table>>,
    /// The latest morning that anything is held until [ticks].
    pub(crate) held_until: i32,
    /// How many columns of finishes are alive at once.
    pub(crate) slots: usize,
    /// What each node waits for, by slot; bounds as for the links.
    pub(crate) waits: Vec<Wait>,
    /// No finish of a trial lies after this [ticks].
    pub(crate) latest: i32,
    /// Whether even the latest finish that a trial can have lies within the axis.
    pub(crate) within_axis: bool,
}

/// A task or milestone.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// The stream of its duration.
    pub(crate) key: u64,
    /// Its duration [ticks], before what risks change.
    pub(crate) takes: Draw,
    /// Whether no draw of its duration can leave the axis and no risk can change it, so that it can be drawn in whole ticks.
    pub(crate) in_ticks: bool,
    /// Its duration where it is always the same and no risk can change it [ticks].
    pub(crate) constant: Option<i32>,
    /// The earliest start [ticks].
    pub(crate) not_before: i32,
    /// The column that holds its finishes until the last successor has read them.
    pub(crate) slot: usize,
    /// Whether nothing that waits for it is sure to finish as late, so that it may end the plan.
    pub(crate) may_end: bool,
    /// The latest morning that it or anything it waits for is held until [ticks]; what is finished at that very tick was finished on
    /// that day, not on the evening before.
    pub(crate) held_until: i32,
    /// Its duration on the plan date [ticks] (METHOD 27).
    pub(crate) plan_ticks: i32,
}

/// A finish-to-start link.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    pub(crate) from: usize,
    /// [ticks]; negative is a lead.
    pub(crate) lag: i32,
}

/// A risk.
#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    /// The stream that decides whether it happens.
    pub(crate) happens: u64,
    /// The stream that its scales and delays are read with.
    pub(crate) size: u64,
    /// It happens where 32 random bits lie below this.
    pub(crate) threshold: u64,
}

/// Factors are drawn in these units: draws are exact against whole numbers, and a factor is near 1. A power of two, so that a constant
/// factor stays what it is.
pub(crate) const FACTOR_UNIT: f64 = 1.0 / (1 << 20) as f64;

/// What a risk does to a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    pub(crate) risk: usize,
    pub(crate) kind: ChangeKind,
}

/// By how much a risk scales or delays: the number of the risk, read from a curve. The same for every node that takes the same curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Size {
    pub(crate) risk: usize,
    pub(crate) draw: Draw,
}

/// What a change does, in the order of application (METHOD 13).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum ChangeKind {
    /// The node takes this instead, read with its own number.
    Becomes(Draw),
    /// Its duration is multiplied by this size.
    Scales(usize),
    /// This size is added to it.
    Delays(usize),
}

impl Network {
    /// The network of a plan that was read from a file; its warnings keep their lines.
    ///
    /// # Errors
    ///
    /// As [`Network::new`].
    pub fn of_file(file: &PlanFile) -> Result<Self> {
        Ok(Self { warnings: file.warnings.clone(), ..Self::new(&file.plan)? })
    }

    /// The plan it was made from.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What the check warned of.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    pub(crate) fn links_of(&self, node: usize) -> &[Link] {
        &self.links[self.links_from[node]..self.links_from[node + 1]]
    }

    pub(crate) fn changes_of(&self, node: usize) -> &[Change] {
        &self.changes[self.changes_from[node]..self.changes_from[node + 1]]
    }

    pub(crate) fn waits_of(&self, node: usize) -> &[Wait] {
        &self.waits[self.links_from[node]..self.links_from[node + 1]]
    }
}
