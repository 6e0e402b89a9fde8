//! A table being read: which keys were taken, which are unknown.

use std::collections::HashSet;

use super::Decoder;
use crate::error::{Code, Path};
use crate::file::node::{Entry, Node, Value};
use crate::names::nearest;

/// A table of the file. Keys are taken by name; [`Table::close`] reports what nobody took.
pub(super) struct Table<'n> {
    pub(super) path: Path,
    pub(super) at: usize,
    entries: &'n [Entry],
    /// The keys that were asked for: what the table may hold.
    known: Vec<&'static str>,
}

impl<'n> Table<'n> {
    /// Begins to read a table; a fault where the node is none. Keys that come twice are faults; the first one counts.
    pub(super) fn open(decoder: &mut Decoder, node: &'n Node, path: Path) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            decoder.wrong(&path, node, "a table of keys and values");
            return None;
        };
        let mut seen = HashSet::new();
        for entry in entries.iter().filter(|entry| !seen.insert(&entry.key)) {
            let path = path.key(&entry.key);
            decoder.fault(
                Code::DuplicateKey,
                &path,
                entry.at,
                format!("the key {:?} comes twice", entry.key),
                "keep one of them",
            );
        }
        Some(Self { path, at: node.at, entries, known: Vec::new() })
    }

    /// The value of a key, where the table has it.
    pub(super) fn take(&mut self, key: &'static str) -> Option<(&'n Node, Path)> {
        self.known.push(key);
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        Some((&entry.node, self.path.key(key)))
    }

    /// The text of a key, where the table has it.
    pub(super) fn text(&mut self, decoder: &mut Decoder, key: &'static str) -> Option<String> {
        let (node, path) = self.take(key)?;
        decoder.text(node, &path)
    }

    /// Calls `read` with each entry of the table under a key, in order.
    pub(super) fn each(
        &mut self,
        decoder: &mut Decoder,
        key: &'static str,
        mut read: impl FnMut(&mut Decoder, String, &'n Node, Path),
    ) {
        let Some((node, path)) = self.take(key) else { return };
        let Some(table) = Table::open(decoder, node, path) else { return };
        let mut seen = HashSet::new();
        for entry in table.entries.iter().filter(|entry| seen.insert(&entry.key)) {
            read(decoder, entry.key.clone(), &entry.node, table.path.key(&entry.key));
        }
    }

    /// Notes that a key is missing.
    pub(super) fn missing(&self, decoder: &mut Decoder, key: &str, help: &str) {
        let owner = match self.path.to_string().as_str() {
            "plan" => "the plan".to_owned(),
            path => path.to_owned(),
        };
        decoder.fault(
            Code::MissingKey,
            &self.path.key(key),
            self.at,
            format!("{owner} has no {key:?}"),
            help,
        );
    }

    /// Notes every key that nobody took: unknown, or of a later version.
    pub(super) fn close(self, decoder: &mut Decoder, later: &[&str]) {
        for entry in self.entries {
            let key = entry.key.as_str();
            if self.known.contains(&key) {
                continue;
            }
            let path = self.path.key(key);
            if later.contains(&key) {
                let message = format!("{key:?} cannot be simulated by this version of landfall yet");
                decoder.fault(
                    Code::NotYet,
                    &path,
                    entry.at,
                    message,
                    "take it out; it is refused, so that no part of the plan is left out in silence",
                );
                continue;
            }
            let help = match nearest(key, self.known.iter().copied()) {
                Some(near) => format!("did you mean {near:?}?"),
                None => format!("keys here are {}", self.known.join(", ")),
            };
            let message = format!("there is no key {:?} here", crate::plan::shortened(key));
            decoder.fault(Code::UnknownKey, &path, entry.at, message, help);
        }
    }
}
