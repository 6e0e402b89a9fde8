//! An order in which every node comes after what it waits for.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Link;

/// The nodes in an order in which every one comes after what it waits for; of those that could be next, the first in plan order.
pub(super) fn order(links: &[Link], links_from: &[usize]) -> Vec<usize> {
    let count = links_from.len() - 1;
    let mut waits: Vec<usize> = (0..count).map(|node| links_from[node + 1] - links_from[node]).collect();
    let mut successors = vec![Vec::new(); count];
    for node in 0..count {
        for link in &links[links_from[node]..links_from[node + 1]] {
            successors[link.from].push(node);
        }
    }
    let mut ready: BinaryHeap<Reverse<usize>> =
        (0..count).filter(|&node| waits[node] == 0).map(Reverse).collect();
    let mut order = Vec::with_capacity(count);
    while let Some(Reverse(node)) = ready.pop() {
        order.push(node);
        for &successor in &successors[node] {
            waits[successor] -= 1;
            if waits[successor] == 0 {
                ready.push(Reverse(successor));
            }
        }
    }
    order
}
