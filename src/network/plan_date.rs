//! The plan date: one pass with every estimate at its likely value and no risk (METHOD 27).

use super::Network;
use crate::units::HORIZON_TICKS;

impl Network {
    /// The finish of the whole plan on the plan date [ticks].
    pub(crate) fn plan_finish(&self) -> i32 {
        let horizon = f64::from(HORIZON_TICKS);
        let mut starts = vec![0f64; self.nodes.len()];
        let mut finishes = vec![0f64; self.nodes.len()];
        let mut takes = vec![0f64; self.nodes.len()];
        for &node in &self.order {
            let of_node = &self.nodes[node];
            let is_there = self.in_plan(node);
            if is_there {
                takes[node] = f64::from(of_node.plan_ticks);
            }
            let mut start = match of_node.past {
                // As if it had begun so much earlier as was done.
                Some(past) => f64::from(self.as_of - past.done),
                None if is_there => f64::from(of_node.not_before),
                None => 0.0,
            };
            let mut finish = 0f64;
            for link in self.links_of(node).iter().filter(|link| of_node.waits_for(link)) {
                let lag = match is_there && self.in_plan(link.from) {
                    true => link.lag.ticks(takes[link.from]),
                    false => 0.0,
                };
                let from = if link.kind.waits_for_start() { &starts } else { &finishes };
                let by = if link.kind.holds_finish() { &mut finish } else { &mut start };
                *by = by.max(from[link.from] + lag);
            }
            finishes[node] = match of_node.past.and_then(|past| past.finish) {
                Some(finish) => f64::from(finish),
                None => finish.max(start + takes[node]).min(horizon),
            };
            starts[node] = match of_node.past {
                Some(past) => f64::from(past.start),
                None => finishes[node] - takes[node],
            };
        }
        finishes.into_iter().fold(f64::from(self.not_over_before), f64::max) as i32
    }

    /// Whether a node is there on the plan date.
    pub(crate) fn in_plan(&self, node: usize) -> bool {
        self.nodes[node].presence.is_none_or(|presence| self.presences[presence].in_plan)
    }
}
