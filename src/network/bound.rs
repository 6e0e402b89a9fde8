//! How late things can get at most: what the simulation need not look for in every trial.

use super::{By, ChangeKind, FACTOR_UNIT, Network, Past};
use crate::curve::Source;
use crate::units::{HORIZON_TICKS, TICKS_PER_DAY};

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
            let of_node = &self.nodes[node];
            // What is under way is as if it had begun so much earlier as was done.
            let begin = of_node.past.map_or(of_node.not_before, |past| self.as_of - past.done);
            let (mut start, mut finish) = (f64::from(begin), 0f64);
            for link in self.links_of(node).iter().filter(|link| of_node.waits_for(link)) {
                // A start is at the latest where the finish is. A lag counts only where both are there; a lead never counts here.
                let held = latest[link.from] + link.lag.ticks(longest[link.from]).max(0.0);
                let by = if link.kind.holds_finish() { &mut finish } else { &mut start };
                *by = by.max(held);
            }
            latest[node] = match of_node.past.and_then(|past| past.finish) {
                Some(finish) => f64::from(finish),
                None => finish.max(start + longest[node]),
            };
            self.within_axis &= latest[node] < horizon;
            self.latest = self.latest.max(latest[node].min(horizon) as i32);
        }
        self.latest = self.latest.max(self.not_over_before);
        // With people it is never known how late things can get.
        if self.staff.is_some() {
            (self.latest, self.within_axis) = (HORIZON_TICKS, false);
        }
    }

    /// No duration of the node is longer [ticks].
    fn longest(&self, node: usize) -> f64 {
        let done = match self.nodes[node].past {
            Some(Past { finish: Some(_), done, .. }) => return f64::from(done),
            Some(Past { under_way: Some(place), .. }) => {
                return (self.under_way[place].longest * f64::from(TICKS_PER_DAY)).ceil() + 1.0;
            }
            Some(Past { done, .. }) => f64::from(done),
            None => 0.0,
        };
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
        done + longest + 1.0
    }

    fn highest(&self, by: By) -> f64 {
        match by {
            By::Size(size) => self.sizes[size].highest(),
            By::Own { draw, .. } => draw.highest,
        }
    }
}
