//! The checked, frozen, index-based form of a plan: names outside, indices inside. The only place where one becomes the other.

mod bound;
mod build;
mod changes;
mod columns;
mod costs;
mod facts;
pub(crate) mod keys;
mod order;
mod past;
mod plan_date;
mod presence;
mod same;
mod scenario;
mod staff;
mod variant;

use std::ops::Range;
use std::sync::Arc;

use crate::calendar::Axis;
use crate::curve::{Draw, Finished, Tables};
use crate::error::{Diagnostic, Result};
use crate::file::PlanFile;
use crate::kernel::path::Wait;
use crate::plan::{LinkKind, Plan};

pub(crate) use changes::{By, Change, ChangeKind, FACTOR_UNIT, Size};
pub(crate) use columns::{Output, OutputLag};
pub(crate) use costs::Costs;
pub(crate) use facts::Facts;
#[cfg(feature = "json")]
pub(crate) use keys::fingerprint;
pub(crate) use past::{Learned, Past, UnderWay, days};
pub(crate) use presence::Presence;
pub(crate) use same::{Same, same};
pub(crate) use scenario::{Rule, Scenario};
pub(crate) use staff::{Begins, Crew, In, Interrupts, Need, Out, Plain, Span, Staff};

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
    /// The risks, in plan order.
    pub(crate) risks: Vec<Scenario>,
    /// The risks in an order in which every one comes after that it depends on.
    pub(crate) risk_order: Vec<usize>,
    /// What changes scale by and delay by that more than one node may share, each once.
    pub(crate) sizes: Vec<Size>,
    /// The nodes that may not be there, each after those it needs.
    pub(crate) presences: Vec<Presence>,
    /// The streams of what tasks have in common, and what is known of it.
    pub(crate) shared: Vec<u64>,
    pub(crate) learned: Vec<Learned>,
    /// The end of the day of the status [ticks]; 0 where nothing has begun.
    pub(crate) as_of: i32,
    /// Tasks under way of which only their estimates say what is left.
    pub(crate) under_way: Vec<UnderWay>,
    /// The tables and pieces that draws read.
    pub(crate) curves: Finished,
    /// How these came about, for plans that differ a little.
    tables: Arc<Tables>,
    /// The latest morning that anything is held until [ticks].
    pub(crate) held_until: i32,
    /// The plan is not finished before that [ticks]: something was left to do at the end of the day of the status.
    pub(crate) not_over_before: i32,
    /// How many columns of times are alive at once.
    pub(crate) slots: usize,
    /// What nodes wait for, by slot; each node knows which are its own.
    pub(crate) waits: Vec<Wait>,
    /// What nodes leave behind besides their finishes; each node knows which are its own.
    pub(crate) outputs: Vec<Output>,
    /// No finish of a trial lies after this [ticks].
    pub(crate) latest: i32,
    /// Who does the work, where the trials are gone through event by event.
    pub(crate) staff: Option<Box<Staff>>,
    /// What the work costs, where something does.
    pub(crate) costs: Option<Box<Costs>>,
    /// What no change of the plan changes any more.
    facts: Arc<Facts>,
    /// Whether even the latest finish that a trial can have lies within the axis.
    pub(crate) within_axis: bool,
}

/// A task or milestone.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// The stream of its duration.
    pub(crate) key: u64,
    /// What it has in common with others.
    pub(crate) common: Option<Common>,
    /// Its duration [ticks], before what risks change.
    pub(crate) takes: Draw,
    /// Whether no draw of its duration can leave the axis and no risk can change it, so that it can be drawn in whole ticks.
    pub(crate) in_ticks: bool,
    /// Its duration where it is always the same and no risk can change it [ticks].
    pub(crate) constant: Option<i32>,
    /// The earliest start [ticks].
    pub(crate) not_before: i32,
    /// What has happened of it, where it was started.
    pub(crate) past: Option<Past>,
    /// Which of the presences is its own, where it may not be there.
    pub(crate) presence: Option<usize>,
    /// The column that holds its finishes until the last successor has read them.
    pub(crate) slot: usize,
    /// The waits that its start is after.
    pub(crate) starts_after: Range<usize>,
    /// The waits that its finish is after.
    pub(crate) ends_after: Range<usize>,
    /// The waits that hold it where it is not there.
    pub(crate) absent_after: Range<usize>,
    /// What it leaves behind besides its finishes.
    pub(crate) outputs: Range<usize>,
    /// Whether nothing that waits for it is sure to finish as late, so that it may end the plan.
    pub(crate) may_end: bool,
    /// The latest morning that it or anything it waits for is held until [ticks]; what is finished at that very tick was finished on
    /// that day, not on the evening before.
    pub(crate) held_until: i32,
    /// Its duration on the plan date [ticks] (METHOD 27).
    pub(crate) plan_ticks: i32,
}

/// How much the normal score of a task's duration has in common with those of others (METHOD 11).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Common {
    /// Which of the shared streams.
    pub(crate) shared: usize,
    /// The weight of the shared score …
    pub(crate) common: f32,
    /// … and that of its own.
    pub(crate) own: f32,
}

/// A link.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    pub(crate) from: usize,
    pub(crate) kind: LinkKind,
    pub(crate) lag: Lag,
}

/// The time between the ends of a link; negative is a lead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Lag {
    /// [ticks].
    Ticks(i32),
    /// A share of what the predecessor takes.
    Share(f64),
}

impl Lag {
    /// Whether it is no lead.
    pub(crate) fn is_positive(self) -> bool {
        match self {
            Self::Ticks(ticks) => ticks >= 0,
            Self::Share(share) => share >= 0.0,
        }
    }

    /// Of a predecessor that takes so long [ticks].
    pub(crate) fn ticks(self, duration: f64) -> f64 {
        match self {
            Self::Ticks(ticks) => f64::from(ticks),
            Self::Share(share) => (share * duration).round_ties_even(),
        }
    }
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

    /// Whether a node is a task of which something is left to do.
    pub(crate) fn is_open_task(&self, node: usize) -> bool {
        node < self.plan.tasks.len() && self.nodes[node].past.is_none_or(|past| past.finish.is_none())
    }

    /// The name of a node.
    pub(crate) fn name(&self, node: usize) -> &str {
        match self.plan.tasks.get(node) {
            Some(task) => &task.name,
            None => &self.plan.milestones[node - self.plan.tasks.len()].name,
        }
    }

    pub(crate) fn links_of(&self, node: usize) -> &[Link] {
        &self.links[self.links_from[node]..self.links_from[node + 1]]
    }

    pub(crate) fn changes_of(&self, node: usize) -> &[Change] {
        &self.changes[self.changes_from[node]..self.changes_from[node + 1]]
    }
}
