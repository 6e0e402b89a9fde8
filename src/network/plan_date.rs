//! The plan date: one pass with every estimate at its likely value and no risk (METHOD 27).

use super::Network;
use crate::units::HORIZON_TICKS;

impl Network {
    /// The finish of the whole plan on the plan date [ticks].
    pub(crate) fn plan_finish(&self) -> i32 {
        let horizon = f64::from(HORIZON_TICKS);
        let mut finishes = vec![0f64; self.nodes.len()];
        let mut takes = vec![0f64; self.nodes.len()];
        for &node in &self.order {
            let is_there = self.in_plan(node);
            if is_there {
                takes[node] = f64::from(self.nodes[node].plan_ticks);
            }
            let mut start = if is_there { f64::from(self.nodes[node].not_before) } else { 0.0 };
            let mut finish = 0f64;
            for link in self.links_of(node) {
                let lag = match is_there && self.in_plan(link.from) {
                    true => link.lag.ticks(takes[link.from]),
                    false => 0.0,
                };
                let from_start = if link.kind.waits_for_start() { takes[link.from] } else { 0.0 };
                let by = if link.kind.holds_finish() { &mut finish } else { &mut start };
                *by = by.max(finishes[link.from] - from_start + lag);
            }
            finishes[node] = finish.max(start + takes[node]).min(horizon);
        }
        finishes.into_iter().fold(0.0, f64::max) as i32
    }

    /// Whether a node is there on the plan date.
    pub(crate) fn in_plan(&self, node: usize) -> bool {
        self.nodes[node].presence.is_none_or(|presence| self.presences[presence].in_plan)
    }
}
