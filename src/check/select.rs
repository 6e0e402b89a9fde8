//! Selectors: which tasks an entry of a risk, an effect or a group is about.

use std::collections::HashMap;

use super::{Findings, Lookup};
use crate::error::{Code, Path};
use crate::names::quoted;

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
const TEAM: u8 = 2;
const EVERYTHING: u8 = 3;

/// Finds for each task the one entry that it takes: that of its name before one of its tags before one of its
/// teams before `*`. A milestone takes the entry of
/// its name only. Takes time in proportion to what is selected, `most` at the most.
pub(crate) fn select<T>(lookup: &Lookup<'_>, entries: &[(String, T)], most: usize) -> Selection {
    // Every node with every entry that selects it.
    let mut pairs: Vec<(usize, u8, usize)> = Vec::new();
    for (place, (selector, _)) in entries.iter().enumerate() {
        if selector == "*" {
            pairs.extend((0..lookup.tasks()).map(|number| (number, EVERYTHING, place)));
        } else if let Some(tag) = selector.strip_prefix('#') {
            pairs.extend(lookup.tagged(tag).iter().map(|&number| (number, TAG, place)));
        } else if let Some(team) = selector.strip_prefix('@') {
            pairs.extend(lookup.tasks_of(team).iter().map(|&number| (number, TEAM, place)));
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

/// The nodes that one selector selects, in plan order.
pub(crate) fn selected(lookup: &Lookup<'_>, selector: &str) -> Vec<usize> {
    if selector == "*" {
        (0..lookup.tasks()).collect()
    } else if let Some(tag) = selector.strip_prefix('#') {
        lookup.tagged(tag).to_vec()
    } else if let Some(team) = selector.strip_prefix('@') {
        lookup.tasks_of(team).to_vec()
    } else {
        lookup.number(selector).into_iter().collect()
    }
}

/// Checks that a selector selects something; `owner` says whose it is, and `verb` what that does with what it names: "changes".
pub(super) fn check_selector(
    lookup: &Lookup<'_>,
    (owner, verb): (&str, &str),
    selector: &str,
    path: &Path,
    findings: &mut Findings,
) {
    let said = quoted(selector);
    if let Some(team) = selector.strip_prefix('@') {
        if lookup.team(team).is_none() {
            let message = format!("{owner} {verb} the tasks of {said}, a team which is not in the plan");
            findings.add(Code::UnknownTeam, path.clone(), message, lookup.suggest_team(team));
        } else if lookup.tasks_of(team).is_empty() {
            let message = format!("{owner} selects {said}, and that team has no task");
            findings.add(
                Code::SelectsNothing,
                path.clone(),
                message,
                "give the team a task, or take the entry out",
            );
        }
    } else if let Some(tag) = selector.strip_prefix('#') {
        if lookup.tagged(tag).is_empty() {
            let message = format!("{owner} selects {said}, and no task has that tag");
            findings.add(Code::SelectsNothing, path.clone(), message, lookup.suggest_tag(tag));
        }
    } else if selector != "*" && lookup.number(selector).is_none() {
        let message = format!("{owner} {verb} {said}, which is not in the plan");
        findings.add(Code::UnknownName, path.clone(), message, lookup.suggest_name(selector));
    }
}
