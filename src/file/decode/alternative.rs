//! Alternatives of a plan file: what is dropped, changed and added.

use std::collections::HashSet;

use super::{Decoder, Table};
use crate::error::{Code, Path};
use crate::file::node::{Node, Value};
use crate::names::{did_you_mean, one, quoted};
use crate::plan::{Alternative, Change, Edit, Field};

/// The key under which a part of an alternative says what it takes out.
pub(super) const CLEAR: &str = "clear";

impl Decoder {
    pub(super) fn alternative(
        &mut self,
        name: String,
        node: &Node,
        path: Path,
        sizes: &HashSet<String>,
    ) -> Alternative {
        let mut alternative = Alternative::new(name);
        let wanted = "a table, such as { drop = [\"sso\"], task = { ui = { takes = \"1-2 weeks\" } } }";
        let Some(mut table) = Table::open(self, node, path, wanted) else { return alternative };
        alternative.title = table.text(self, "title");
        alternative.note = table.text(self, "note");
        alternative.based_on = table.text(self, "based_on");
        let changes = &mut alternative.changes;
        if let Some((node, path)) = table.take("drop") {
            let wanted = "a list of what is left out, such as [\"sso\", \"#nice-to-have\", \"risk.vendor\"]";
            changes.extend(self.list(node, &path, wanted, Self::text).into_iter().map(Change::Drop));
        }
        self.edits(&mut table, changes, Change::Team, |decoder, name, node, path| {
            decoder.team(name, node, path, sizes)
        });
        self.edits(&mut table, changes, Change::Task, |decoder, name, node, path| {
            decoder.task(name, node, path, sizes)
        });
        self.edits(&mut table, changes, Change::Milestone, Self::milestone);
        self.edits(&mut table, changes, Change::Risk, |decoder, name, node, path| {
            decoder.risk(name, node, path, sizes)
        });
        self.edits(&mut table, changes, Change::Group, Self::group);
        self.edits(&mut table, changes, Change::Effect, Self::effect);
        table.close(self, &[]);
        alternative
    }

    /// The changes of one kind of thing, each read as such a thing of which not everything need be said.
    fn edits<F: Field>(
        &mut self,
        table: &mut Table<'_>,
        changes: &mut Vec<Change>,
        change: impl Fn(Edit<F>) -> Change,
        read: impl Fn(&mut Self, String, &Node, Path) -> F::Thing,
    ) {
        table.each(self, F::KIND, |decoder, name, node, path| {
            decoder.edited = Some(path.clone());
            let thing = read(decoder, name.clone(), node, path.clone());
            decoder.edited = None;
            let given = keys(node);
            let clear = clear(node).map(|node| decoder.cleared::<F>(node, &path.key(CLEAR), &given));
            let clear: Vec<&str> = clear.iter().flatten().map(String::as_str).collect();
            let said = |field: &F, keys: &[&str]| field.keys().iter().any(|key| keys.contains(key));
            let blank = F::all(&F::blank(&name));
            let fields = F::all(&thing).into_iter().zip(blank).filter_map(|(field, blank)| {
                let cleared = said(&field, &clear).then_some(blank);
                if said(&field, &given) { Some(field) } else { cleared }
            });
            let fields = fields.collect();
            changes.push(change(Edit { name, fields }));
        });
    }

    /// The keys that are taken out.
    fn cleared<F: Field>(&mut self, node: &Node, path: &Path, given: &[&str]) -> Vec<String> {
        let wanted = "a list of keys that are taken out, such as [\"not_before\"]";
        self.list(node, path, wanted, |decoder, node, path| {
            let key = decoder.text(node, path)?;
            let (message, help) = if !F::KEYS.contains(&key.as_str()) {
                let near = did_you_mean(&key, F::KEYS.iter().copied());
                let keys = || format!("keys of {} are {}", one(F::KIND), F::KEYS.join(", "));
                (format!("{} has no key {}", one(F::KIND), quoted(&key)), near.unwrap_or_else(keys))
            } else if F::REQUIRED.contains(&key.as_str()) {
                let message = format!("{} cannot be without {}", one(F::KIND), quoted(&key));
                (
                    message,
                    format!("write what it is to be instead, such as {key} = …, or drop the {}", F::KIND),
                )
            } else if given.contains(&key.as_str()) {
                let message = format!("{} is taken out here and given as well", quoted(&key));
                (
                    message,
                    "keep one of the two; a key that is given replaces the whole of what it was".to_owned(),
                )
            } else {
                return Some(key);
            };
            decoder.fault(Code::UnknownWord, path, node.at, message, help);
            None
        })
    }
}

/// The keys of a table.
fn keys(node: &Node) -> Vec<&str> {
    match &node.value {
        Value::Table(entries) => entries.iter().map(|entry| entry.key.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// What a table takes out.
fn clear(node: &Node) -> Option<&Node> {
    let Value::Table(entries) = &node.value else { return None };
    entries.iter().find(|entry| entry.key == CLEAR).map(|entry| &entry.node)
}
