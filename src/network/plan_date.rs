//! The plan date: one pass with every estimate at its likely value and no risk (METHOD 27).

use super::Network;
use crate::units::HORIZON_TICKS;

impl Network {
    /// The finish of the whole plan on the plan date [ticks].
    pub(crate) fn plan_finish(&self) -> i32 {
        let mut finishes = vec![0i32; self.nodes.len()];
        for &node in &self.order {
            let links = self.links_of(node).iter();
            let ready = links.map(|link| finishes[link.from].saturating_add(link.lag));
            let start = ready.fold(self.nodes[node].not_before, i32::max);
            finishes[node] = start.saturating_add(self.nodes[node].plan_ticks).min(HORIZON_TICKS);
        }
        finishes.into_iter().max().unwrap_or(0)
    }
}
