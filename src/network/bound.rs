//! How late things can get at most: what the simulation need not look for in every trial.

use super::{By, ChangeKind, FACTOR_UNIT, Network};
use crate::curve::Source;
use crate::units::HORIZON_TICKS;

impl Network {
    /// Finds out which durations are always the same, which could leave the axis, and whether any finish could.
    pub(super) fn bound(&mut self) {
        let horizon = f64::from(HORIZON_TICKS);
        let mut latest = vec![0f64; self.nodes.len()];
        let mut longest = vec![0f64; self.nodes.len()];
        self.within_axis = true;
        for place in 0..self.order.len() {
            let node = self.order[place];
            longest[node] = self.longest(node);
            let unchanged = self.changes_of(node).is_empty();
            let of_node = &mut self.nodes[node];
            if unchanged && of_node.takes.source == Source::Zero {
                of_node.constant =
                    Some(of_node.takes.map.shift().clamp(0.0, horizon).round_ties_even() as i32);
            }
            of_node.in_ticks = unchanged && of_node.takes.highest < horizon && !of_node.takes.cut_above;
            let (mut start, mut finish) = (f64::from(self.nodes[node].not_before), 0f64);
            for link in self.links_of(node) {
                // A start is at the latest where the finish is. A lag counts only where both are there; a lead never counts here.
                let held = latest[link.from] + link.lag.ticks(longest[link.from]).max(0.0);
                let by = if link.kind.holds_finish() { &mut finish } else { &mut start };
                *by = by.max(held);
            }
            latest[node] = finish.max(start + longest[node]);
            self.within_axis &= latest[node] < horizon;
            self.latest = self.latest.max(latest[node].min(horizon) as i32);
        }
        // With people it is never known how late things can get.
        if self.staff.is_some() {
            (self.latest, self.within_axis) = (HORIZON_TICKS, false);
        }
    }

    /// No duration of the node is longer [ticks].
    fn longest(&self, node: usize) -> f64 {
        let mut longest = self.nodes[node].takes.highest.max(0.0);
        for change in self.changes_of(node) {
            match change.kind {
                ChangeKind::Becomes(draw) => longest = longest.max(draw.highest),
                ChangeKind::Scales(by) => longest *= (FACTOR_UNIT * self.highest(by)).max(1.0),
                ChangeKind::ScalesMost { draw, .. } => longest *= (FACTOR_UNIT * draw.highest).max(1.0),
                ChangeKind::Delays(by) => longest += self.highest(by).max(0.0),
                ChangeKind::Pace(pace) => longest *= pace,
            }
        }
        // What rounding to a whole tick may add.
        longest + 1.0
    }

    fn highest(&self, by: By) -> f64 {
        match by {
            By::Size(size) => self.sizes[size].highest(),
            By::Own { draw, .. } => draw.highest,
        }
    }
}
