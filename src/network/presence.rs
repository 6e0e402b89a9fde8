//! Tasks that may not be there (METHOD 16).

use super::Node;
use super::keys::{Purpose, key};
use super::scenario::threshold;
use crate::check::{Lookup, links_of};
use crate::plan::Plan;

/// A task that may not be there.
#[derive(Debug, Clone)]
pub(crate) struct Presence {
    /// The stream that decides, and the threshold that its bits lie below where it is there; none where only what it needs decides.
    pub(crate) own: Option<(u64, u64)>,
    /// Presences of what it needs.
    pub(crate) needs: Vec<usize>,
    /// Whether it is there on the plan date: with a chance of half or more, and with all it needs.
    pub(crate) in_plan: bool,
}

/// Finds the nodes that may not be there, in the order given, and notes for each which presence is its own. What was started is there.
pub(super) fn presences(
    plan: &Plan,
    lookup: &Lookup<'_>,
    order: &[usize],
    nodes: &mut [Node],
) -> Vec<Presence> {
    let mut presences: Vec<Presence> = Vec::new();
    for &node in order {
        let Some(task) = plan.tasks.get(node).filter(|_| nodes[node].past.is_none()) else { continue };
        let chance = task.exists.filter(|&chance| threshold(chance) < 1 << 32);
        let needed = links_of(plan, node).filter(|&(key, _, _)| key == "needs");
        let needed = needed.filter_map(|(_, _, link)| nodes[lookup.number(&link.task)?].presence);
        let mut needs: Vec<usize> = needed.collect();
        needs.sort_unstable();
        needs.dedup();
        if chance.is_none() && needs.is_empty() {
            continue;
        }
        nodes[node].presence = Some(presences.len());
        presences.push(Presence {
            own: chance.map(|chance| (key(&task.name, Purpose::Exists), threshold(chance))),
            in_plan: chance.is_none_or(|chance| chance.get() >= 0.5)
                && needs.iter().all(|&needed| presences[needed].in_plan),
            needs,
        });
    }
    presences
}
