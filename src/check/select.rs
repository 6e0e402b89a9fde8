//! Selectors: which tasks an entry of a risk is about.

use std::collections::HashMap;

use super::Lookup;

/// What the entries of one map select.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Selection {
    /// How often an entry selects a node; one above the bound where it was passed, the rest being left out then.
    pub(super) pairs: usize,
    /// The nodes that take an entry, in plan order, each with the entry's place in the map.
    pub(crate) chosen: Vec<(usize, usize)>,
    /// Pairs of entries of equal rank that select the same node, each pair once, with the first such node.
    pub(super) ambiguous: Vec<(usize, usize, usize)>,
}

/// The ranks of selectors: a task takes the entry of the lowest.
const NAME: u8 = 0;
const TAG: u8 = 1;
const EVERYTHING: u8 = 2;

/// Finds for each task the one entry that it takes: that of its name before one of its tags before `*`. A milestone takes the entry of
/// its name only. Takes time in proportion to what is selected, `most` at the most.
pub(crate) fn select<T>(lookup: &Lookup<'_>, entries: &[(String, T)], most: usize) -> Selection {
    // Every node with every entry that selects it.
    let mut pairs: Vec<(usize, u8, usize)> = Vec::new();
    for (place, (selector, _)) in entries.iter().enumerate() {
        if selector == "*" {
            pairs.extend((0..lookup.tasks()).map(|number| (number, EVERYTHING, place)));
        } else if let Some(tag) = selector.strip_prefix('#') {
            pairs.extend(lookup.tagged(tag).iter().map(|&number| (number, TAG, place)));
        } else if let Some(number) = lookup.number(selector) {
            pairs.push((number, NAME, place));
        }
        if pairs.len() > most {
            return Selection { pairs: pairs.len(), ..Selection::default() };
        }
    }
    pairs.sort_unstable();
    let mut selection = Selection { pairs: pairs.len(), ..Selection::default() };
    let mut clashes: HashMap<(usize, usize), usize> = HashMap::new();
    for of_node in pairs.chunk_by(|a, b| a.0 == b.0) {
        let (number, rank, place) = of_node[0];
        selection.chosen.push((number, place));
        for &(_, _, other) in of_node[1..].iter().take_while(|(_, other, _)| *other == rank) {
            clashes.entry((place, other)).or_insert(number);
        }
    }
    selection.ambiguous =
        clashes.into_iter().map(|((first, second), number)| (first, second, number)).collect();
    selection.ambiguous.sort_unstable();
    selection
}
