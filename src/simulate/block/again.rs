//! A changed plan on the trials of another: what the change does not reach is taken from there.

use std::sync::Arc;

use super::{Luck, Workspace, begin_ends};
use crate::error::Result;
use crate::kernel::{Level, lag, path};
use crate::network::{By, ChangeKind, Network, Rule, Same, Size, same};
use crate::sample::{Chunk, Columns};
use crate::simulate::trials::{Ends, PLAN, Sums};
use crate::simulate::{Simulation, Trials};

/// What is known of a node already, from a run of another plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Already {
    /// Nothing: it is drawn and placed.
    Nothing,
    /// What it takes is known, from the node with this number; it is placed.
    Takes(usize),
    /// Start and finish are known, from the node with this number.
    Times(usize),
    /// The same, and nothing that is placed waits for it.
    Unread(usize),
}

/// What is known of a network from a run of another one on the same trials.
#[derive(Debug)]
pub(super) struct Known {
    nodes: Vec<Already>,
    /// Which risks and sizes, and whether what tasks share, has to be drawn.
    pub(super) risks: Vec<bool>,
    pub(super) sizes: Vec<bool>,
    shared: bool,
    /// The tasks of the other plan, whose columns these are.
    tasks: usize,
}

impl Known {
    fn new(network: &Network, base: &Network) -> Self {
        let same = same(network, base);
        let tasks = base.plan.tasks.len();
        // The starts of milestones are not kept; where risks delay none, they are the finishes.
        let kept = |twin: usize| twin < tasks || base.changes_of(twin).is_empty();
        let mut nodes = vec![Already::Nothing; network.nodes.len()];
        let mut is_read = vec![false; network.nodes.len()];
        for &node in network.order.iter().rev() {
            nodes[node] = match same[node] {
                Same::Times(twin) if !is_read[node] => Already::Unread(twin),
                // What is under way takes more than lies between its start and its finish, or less.
                _ if network.nodes[node].past.is_some() => Already::Nothing,
                Same::Times(twin) if kept(twin) => Already::Times(twin),
                Same::Takes(twin) if twin < tasks => Already::Takes(twin),
                _ => Already::Nothing,
            };
            if matches!(nodes[node], Already::Nothing | Already::Takes(_)) {
                network.links_of(node).iter().for_each(|link| is_read[link.from] = true);
            }
        }
        let mut known = Self {
            risks: vec![false; network.risks.len()],
            sizes: vec![false; network.sizes.len()],
            shared: false,
            tasks,
            nodes,
        };
        for node in (0..network.nodes.len()).filter(|&node| known.nodes[node] == Already::Nothing) {
            known.shared |= network.nodes[node].common.is_some();
            for change in network.changes_of(node) {
                match change.kind {
                    ChangeKind::Pace(_) => {}
                    ChangeKind::Scales(By::Size(size)) | ChangeKind::Delays(By::Size(size)) => {
                        known.sizes[size] = true;
                    }
                    _ => known.risks[change.risk] = true,
                }
            }
        }
        for (size, _) in network.sizes.iter().zip(&known.sizes).filter(|&(_, &needed)| needed) {
            match size {
                Size::Scale(risk, _) | Size::Delay(risk, _) => known.risks[*risk] = true,
                Size::Largest(several) => several.iter().for_each(|(risk, _)| known.risks[*risk] = true),
            }
        }
        // What a risk depends on stands before it, and may depend on another.
        for &risk in network.risk_order.iter().rev() {
            if let (true, Rule::Given { risk: other, .. }) = (known.risks[risk], network.risks[risk].rule) {
                known.risks[other] = true;
            }
        }
        known
    }
}

impl Simulation<'_> {
    /// When a changed plan and its milestones are finished in trials that a plan was run in: what [`Simulation::run`] gives, bit for bit, in
    /// less time where the change does not reach everything. In the first `count` of them; on one thread.
    ///
    /// # Errors
    ///
    /// As [`Simulation::run`] of the changed plan.
    pub(crate) fn again(
        &self,
        (base, trials): (&Network, &Trials),
        network: &Network,
        count: usize,
    ) -> Result<Ends> {
        let alike = base.staff.is_none()
            && network.staff.is_none()
            && network.within_axis
            && base.axis == network.axis
            && trials.columns.chunks.iter().all(|chunk| !chunk.tasks.is_empty())
            && trials.counts.is_none();
        if !alike {
            return Ok(self.exactly(count).threads(1).tasks(false).run(network)?.ends());
        }
        let known = Known::new(network, base);
        let luck =
            Luck { seed: trials.seed, sampling: trials.sampling, level: self.level.unwrap_or_default() };
        let longest = trials.columns.chunks.iter().map(|chunk| chunk.length).max().unwrap_or(0);
        let mut workspace = Workspace::new(network, longest);
        let mut sums = Sums::new(network);
        let mut chunks = Vec::with_capacity(trials.columns.chunks.len());
        let mut first = 0;
        for chunk in &trials.columns.chunks {
            if first as usize >= count {
                break;
            }
            let mut out = Chunk { length: chunk.length, ..Chunk::default() };
            workspace.again(network, luck, first, (&known, chunk), &mut out, &mut sums);
            first += chunk.length as u64;
            chunks.push(out);
        }
        Ok(Ends::new(Arc::new(Columns { chunks }), trials.sampling.is_stratified()))
    }
}

impl Workspace {
    /// As [`Workspace::run`], given what is known from a run of another plan on these trials, and only for the plan and its milestones.
    fn again(
        &mut self,
        network: &Network,
        luck: Luck,
        first: u64,
        (known, chunk): (&Known, &Chunk),
        out: &mut Chunk,
        sums: &mut Sums,
    ) {
        let length = out.length;
        begin_ends(network, out);
        self.draw_risks(network, luck, first, length, Some(known), sums);
        self.draw_presences(network, luck, first, length, sums);
        if known.shared {
            self.draw_shared(network, luck, first, length);
        }
        for &node in &network.order {
            if known.nodes[node] == Already::Nothing {
                self.draw_duration(network, node, luck, first, length);
                self.place(network, node, luck.level, length, sums);
            }
            let finishes = self.recall(network, node, luck.level, (known, chunk), sums);
            let end = |number: usize| number * length..(number + 1) * length;
            if network.nodes[node].may_end {
                path::latest(luck.level, &mut out.ends[end(PLAN)], finishes);
            }
            if let Some(milestone) = node.checked_sub(network.plan.tasks.len()) {
                out.ends[end(PLAN + 1 + milestone)].copy_from_slice(finishes);
            }
        }
    }

    /// The finishes of a node; they and what else of it is read later are put where they are read, unless they are there already.
    fn recall<'a>(
        &'a mut self,
        network: &Network,
        node: usize,
        level: Level,
        (known, chunk): (&Known, &'a Chunk),
        sums: &mut Sums,
    ) -> &'a [i32] {
        let length = chunk.length;
        let end = |number: usize| number * length..(number + 1) * length;
        let times = |twin: usize| match twin.checked_sub(known.tasks) {
            None => (&chunk.tasks[end(2 * twin + 1)], &chunk.tasks[end(2 * twin)]),
            // Of those milestones that take no time.
            Some(milestone) => {
                let reached = &chunk.ends[end(PLAN + 1 + milestone)];
                (reached, reached)
            }
        };
        let slot = end(network.nodes[node].slot);
        match known.nodes[node] {
            Already::Unread(twin) => return times(twin).1,
            Already::Nothing => {}
            Already::Takes(twin) => {
                let (starts, finishes) = times(twin);
                lag::start_of(level, finishes, starts, &mut self.durations[..length]);
                self.place(network, node, level, length, sums);
            }
            Already::Times(twin) => {
                let (starts, finishes) = times(twin);
                lag::start_of(level, finishes, starts, &mut self.durations[..length]);
                self.starts[..length].copy_from_slice(starts);
                self.columns[slot.clone()].copy_from_slice(finishes);
                self.leave_behind(network, node, level, length);
            }
        }
        &self.columns[slot]
    }
}
