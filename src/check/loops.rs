//! Loops: tasks that wait for each other in a circle.

use super::lookup::links_of;
use super::{Findings, Lookup};
use crate::error::{Code, Path};
use crate::plan::Plan;

/// The most names of a loop that are shown from its beginning and from its end.
const SHOWN: (usize, usize) = (8, 2);

pub(super) fn check(plan: &Plan, lookup: &Lookup<'_>, findings: &mut Findings) {
    let predecessors: Vec<Vec<usize>> = (0..lookup.len())
        .map(|number| links_of(plan, number).filter_map(|(_, _, link)| lookup.number(&link.task)).collect())
        .collect();
    for nodes in loops(&predecessors) {
        let first = nodes[0];
        let kind = if lookup.is_milestone(first) { "milestone" } else { "task" };
        // The link that closes the loop is the one into its first node.
        let closing = nodes.last().copied().unwrap_or(first);
        let (key, place) = links_of(plan, first)
            .find(|(_, _, link)| lookup.number(&link.task) == Some(closing))
            .map_or(("after", 0), |(key, place, _)| (key, place));
        let path = Path::of([kind, lookup.name(first), key]).index(place);
        let message =
            format!("these wait for each other in a circle: {}", shown(&nodes, |node| lookup.name(node)));
        findings.add(Code::Loop, path, message, "take out the link that is not true");
    }
}

/// A loop as its path, from its first thing around to it again.
pub(super) fn shown<'n>(nodes: &[usize], name: impl Fn(usize) -> &'n str) -> String {
    let mut names: Vec<String> = nodes.iter().map(|&node| name(node).to_owned()).collect();
    names.push(names[0].clone());
    if names.len() > SHOWN.0 + SHOWN.1 + 1 {
        let hidden = names.len() - SHOWN.0 - SHOWN.1;
        names.splice(SHOWN.0..names.len() - SHOWN.1, [format!("({hidden} more)")]);
    }
    names.join(" → ")
}

/// Loops that share no node, each in the order of the work, beginning with its first node in plan order. Takes time in proportion to
/// the nodes and links, and no recursion.
pub(super) fn loops(predecessors: &[Vec<usize>]) -> Vec<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        /// On the way from the root, at this place of it.
        Open(usize),
        Done,
    }
    let mut state = vec![State::New; predecessors.len()];
    let mut reported = vec![false; predecessors.len()];
    let mut found = Vec::new();
    for root in 0..predecessors.len() {
        if state[root] != State::New {
            continue;
        }
        // The way from the root against the links, and which predecessor of each is next.
        let mut way = vec![(root, 0)];
        state[root] = State::Open(0);
        while let Some((node, next)) = way.last_mut() {
            let node = *node;
            let Some(&predecessor) = predecessors[node].get(*next) else {
                state[node] = State::Done;
                way.pop();
                continue;
            };
            *next += 1;
            match state[predecessor] {
                State::New => {
                    state[predecessor] = State::Open(way.len());
                    way.push((predecessor, 0));
                }
                State::Open(place) if !reported[node] && !reported[predecessor] => {
                    let mut nodes: Vec<usize> = way[place..].iter().rev().map(|&(node, _)| node).collect();
                    nodes.iter().for_each(|&node| reported[node] = true);
                    let first =
                        nodes.iter().enumerate().min_by_key(|&(_, node)| node).map_or(0, |(place, _)| place);
                    nodes.rotate_left(first);
                    found.push(nodes);
                }
                State::Open(_) | State::Done => {}
            }
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::loops;

    #[test]
    fn loops_are_found_once_each_in_the_order_of_the_work() {
        assert_eq!(loops(&[vec![0]]), [[0]]);
        // 0 waits for 2, 1 for 0, 2 for 1: the work goes 0, 1, 2.
        assert_eq!(loops(&[vec![2], vec![0], vec![1]]), [[0, 1, 2]]);
        assert_eq!(loops(&[vec![1], vec![0], vec![3, 0], vec![2]]), [[0, 1], [2, 3]]);
        assert!(loops(&[vec![], vec![0], vec![0, 1]]).is_empty());
    }
}
