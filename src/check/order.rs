//! The order of the work: every task and milestone after what it waits for.

use super::Lookup;
use super::lookup::links_of;
use crate::plan::{Link, Plan};

/// The nodes of a plan whose links are sound, each after what it waits for, and the links as numbers.
pub(super) struct Order<'p> {
    nodes: Vec<usize>,
    links: Vec<(usize, &'p Link)>,
    /// Where the links into each node begin, and one entry more.
    links_from: Vec<usize>,
    followers: Vec<Vec<usize>>,
}

impl<'p> Order<'p> {
    /// The order; `None` where a link goes to a name that is not in the plan or tasks wait for each other in a circle, which is reported
    /// elsewhere. Takes time in proportion to the nodes and links, and no recursion.
    pub(super) fn new(plan: &'p Plan, lookup: &Lookup<'p>) -> Option<Self> {
        let (mut links, mut links_from) = (Vec::new(), vec![0]);
        // How many links of each node lead to what is not in the order yet.
        let mut waits = Vec::with_capacity(lookup.len());
        let mut followers: Vec<Vec<usize>> = vec![Vec::new(); lookup.len()];
        for node in 0..lookup.len() {
            for (_, _, link) in links_of(plan, node) {
                let from = lookup.number(&link.task)?;
                followers[from].push(node);
                links.push((from, link));
            }
            waits.push(links.len() - links_from[node]);
            links_from.push(links.len());
        }
        let mut nodes: Vec<usize> = (0..lookup.len()).filter(|&node| waits[node] == 0).collect();
        let mut next = 0;
        while let Some(&node) = nodes.get(next) {
            next += 1;
            for &follower in &followers[node] {
                waits[follower] -= 1;
                if waits[follower] == 0 {
                    nodes.push(follower);
                }
            }
        }
        (nodes.len() == lookup.len()).then_some(Self { nodes, links, links_from, followers })
    }

    /// The nodes, each after what it waits for.
    pub(super) fn nodes(&self) -> &[usize] {
        &self.nodes
    }

    /// What a node waits for, link by link.
    pub(super) fn before(&self, node: usize) -> &[(usize, &'p Link)] {
        &self.links[self.links_from[node]..self.links_from[node + 1]]
    }

    /// What waits for a node, link by link.
    pub(super) fn behind(&self, node: usize) -> &[usize] {
        &self.followers[node]
    }

    /// Nodes and links together: what going through all of it once costs.
    pub(super) fn size(&self) -> usize {
        self.nodes.len() + self.links.len()
    }
}
