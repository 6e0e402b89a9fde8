//! How late things can get at most: what the simulation need not look for in every trial.

use super::{ChangeKind, FACTOR_UNIT, Network};
use crate::curve::Source;
use crate::units::HORIZON_TICKS;

impl Network {
    /// Finds out which durations are always the same, which could leave the axis, and whether any finish could.
    pub(super) fn bound(&mut self) {
        let horizon = f64::from(HORIZON_TICKS);
        let mut latest = vec![0f64; self.nodes.len()];
        self.within_axis = true;
        for place in 0..self.order.len() {
            let node = self.order[place];
            let longest = self.longest(node);
            let unchanged = self.changes_of(node).is_empty();
            let of_node = &mut self.nodes[node];
            if unchanged && of_node.takes.source == Source::Zero {
                of_node.constant =
                    Some(of_node.takes.map.shift().clamp(0.0, horizon).round_ties_even() as i32);
            }
            of_node.in_ticks = unchanged && of_node.takes.highest < horizon && !of_node.takes.cut_above;
            let start = self.links_of(node).iter().map(|link| latest[link.from] + f64::from(link.lag));
            let start = start.fold(f64::from(self.nodes[node].not_before), f64::max);
            latest[node] = start + longest;
            self.within_axis &= latest[node] < horizon;
            self.latest = self.latest.max(latest[node].min(horizon) as i32);
        }
    }

    /// No duration of the node is longer [ticks].
    fn longest(&self, node: usize) -> f64 {
        let mut longest = self.nodes[node].takes.highest.max(0.0);
        for change in self.changes_of(node) {
            match change.kind {
                ChangeKind::Becomes(draw) => longest = longest.max(draw.highest),
                ChangeKind::Scales(size) => longest *= (FACTOR_UNIT * self.sizes[size].draw.highest).max(1.0),
                ChangeKind::Delays(size) => longest += self.sizes[size].draw.highest.max(0.0),
            }
        }
        // What rounding to a whole tick may add.
        longest + 1.0
    }
}
