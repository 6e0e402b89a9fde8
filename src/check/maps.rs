//! Maps of risks and effects: from selectors to what becomes of the tasks.

use super::select::{check_selector, select};
use super::{Findings, Lookup};
use crate::error::{Code, Path};
use crate::names::quoted;

/// The most changes of tasks by risks that a plan may have, counted after selection, and as many by effects.
pub(super) const MOST_CHANGES: usize = 10_000_000;

/// The entries of the maps of a risk or an effect.
pub(super) struct Map<'a, 'p> {
    pub(super) lookup: &'a Lookup<'p>,
    /// What it is, and its name.
    pub(super) owner: (&'static str, &'p str),
    pub(super) findings: &'a mut Findings,
}

impl Map<'_, '_> {
    /// Checks the selectors and, with `value`, what stands behind each. Returns how often a task is selected.
    pub(super) fn check<T>(
        &mut self,
        key: &str,
        entries: &[(String, T)],
        value: impl Fn(&T, &Path, &mut Findings),
    ) -> usize {
        let selection = select(self.lookup, entries, MOST_CHANGES);
        for (selector, entry) in entries {
            let (kind, name) = self.owner;
            let path = Path::of([kind, name, key, selector]);
            let owner = format!("{kind} {}", quoted(name));
            check_selector(self.lookup, (&owner, "changes"), selector, &path, self.findings);
            self.check_milestone(key, selector, &path);
            value(entry, &path, self.findings);
        }
        for &(first, second, task) in &selection.ambiguous {
            let (first, second) = (&entries[first].0, &entries[second].0);
            let path = Path::of([self.owner.0, self.owner.1, key, second]);
            let message = if first == second {
                format!("the selector {second} stands here twice", second = quoted(second))
            } else {
                format!(
                    "both {first} and {second} select task {}",
                    quoted(self.lookup.name(task)),
                    first = quoted(first),
                    second = quoted(second)
                )
            };
            self.findings.add(
                Code::AmbiguousSelector,
                path,
                message,
                "add an entry with the task's own name, which comes first, or take one out",
            );
        }
        selection.pairs
    }

    /// A selector that names a milestone, where only tasks can be changed.
    fn check_milestone(&mut self, key: &str, selector: &str, path: &Path) {
        let number = self.lookup.number(selector).filter(|&number| self.lookup.is_milestone(number));
        if number.is_some() && key != "delays" {
            let message = format!(
                "{selector} is a milestone, which takes no time that could change",
                selector = quoted(selector)
            );
            let help = match self.owner.0 {
                "risk" => "use delays, which hold a milestone up, or name a task",
                _ => "name a task",
            };
            self.findings.add(Code::MilestoneEffect, path.clone(), message, help);
        }
    }
}
