//! A table being read: which keys were taken, which are unknown.

use std::collections::HashSet;

use super::Decoder;
use super::alternative::CLEAR;
use crate::error::{Code, Path, Step};
use crate::file::node::{Entry, Node, Value};
use crate::names::{did_you_mean, quoted};

/// Keys of the plan itself, which in TOML must stand above the first table.
const PLAN_KEYS: [&str; 4] = ["schema", "name", "start", "budget"];

/// What belongs to the plan as a whole, and is no named thing of it.
const OF_WHOLE_PLAN: [&str; 7] = ["schema", "name", "start", "budget", "calendar", "estimates", "defaults"];

/// What people call a date to be held, where no milestone has it.
const DEADLINES: [&str; 5] = ["deadline", "due", "target", "due_date", "must_finish_on"];

/// What other tools call the keys of a plan file.
const SYNONYMS: [(&str, &str); 27] = [
    ("name", "title"),
    ("date", "target"),
    ("impact", "delays"),
    ("depends_on", "after"),
    ("depends", "after"),
    ("dependencies", "after"),
    ("requires", "after"),
    ("predecessors", "after"),
    ("estimate", "takes"),
    ("duration", "takes"),
    ("effort", "takes"),
    ("probability", "chance"),
    ("likelihood", "chance"),
    ("due", "target"),
    ("deadline", "target"),
    ("due_date", "target"),
    ("must_finish_on", "target"),
    ("min", "low"),
    ("max", "high"),
    ("size", "people"),
    ("headcount", "people"),
    ("resources", "uses"),
    ("vacation", "leave"),
    ("remove", "drop"),
    ("without", "drop"),
    ("extends", "based_on"),
    ("base", "based_on"),
];

/// A table of the file. Keys are taken by name; [`Table::close`] reports what nobody took.
pub(super) struct Table<'n> {
    pub(super) path: Path,
    pub(super) at: usize,
    entries: &'n [Entry],
    /// The keys that were asked for: what the table may hold.
    known: Vec<&'static str>,
}

impl<'n> Table<'n> {
    /// Begins to read a table; a fault where the node is none, with what is wanted there. Keys that come twice are faults; the first
    /// one counts.
    pub(super) fn open(decoder: &mut Decoder, node: &'n Node, path: Path, wanted: &str) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            decoder.wrong(&path, node, wanted);
            return None;
        };
        let mut seen = HashSet::new();
        for entry in entries.iter().filter(|entry| !seen.insert(&entry.key)) {
            let path = path.key(&entry.key);
            decoder.fault(
                Code::DuplicateKey,
                &path,
                entry.at,
                format!("the key {} comes twice", quoted(&entry.key)),
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
        let wanted = match key {
            "uses" => "a table with the people of each team, such as { web = 2, platform = 1 }".to_owned(),
            "becomes" | "delays" => {
                format!("a table with what it is for which tasks, such as {key} = {{ api = \"1-3 weeks\" }}")
            }
            "scales" | "slows" | "saves" => {
                format!(
                    "a table with what it is for which tasks, such as {key} = {{ \"#feature\" = \"20%\" }}"
                )
            }
            _ => format!("a table with a name for each {key}"),
        };
        let Some(table) = Table::open(decoder, node, path, &wanted) else {
            return;
        };
        for (name, node, path) in table.entries() {
            read(decoder, name, node, path);
        }
    }

    /// Every entry whose key is not known beforehand, in order, each key once.
    pub(super) fn entries(self) -> impl Iterator<Item = (String, &'n Node, Path)> {
        let mut seen = HashSet::new();
        let first = self.entries.iter().filter(move |entry| seen.insert(&entry.key));
        first.map(move |entry| (entry.key.clone(), &entry.node, self.path.key(&entry.key)))
    }

    /// Notes that a key is missing, unless it is part of an alternative, in which what is not said stays as it is.
    pub(super) fn missing(&self, decoder: &mut Decoder, key: &str, help: &str) {
        if decoder.edited.as_ref() == Some(&self.path) {
            return;
        }
        let owner = match self.path.to_string().as_str() {
            "plan" => "the plan".to_owned(),
            path => path.to_owned(),
        };
        decoder.fault(
            Code::MissingKey,
            &self.path.key(key),
            self.at,
            format!("{owner} has no {key}", key = quoted(key)),
            help,
        );
    }

    /// Whether it is an alternative.
    fn is_alternative(&self) -> bool {
        matches!(self.path.steps(), [Step::Key(kind), Step::Key(_)] if kind == "alternative")
    }

    /// Whether it is the plan itself, or a task.
    fn is_plan_or_task(&self) -> bool {
        match self.path.steps() {
            [] => true,
            [.., Step::Key(kind), Step::Key(_)] => kind == "task",
            _ => false,
        }
    }

    /// Notes every key that nobody took: unknown, or of a later version.
    pub(super) fn close(mut self, decoder: &mut Decoder, later: &[&str]) {
        if decoder.edited.as_ref() == Some(&self.path) {
            self.known.push(CLEAR);
        }
        for entry in self.entries {
            let key = entry.key.as_str();
            if self.known.contains(&key) {
                continue;
            }
            let path = self.path.key(key);
            if later.contains(&key) {
                let message =
                    format!("{key} cannot be simulated by this version of landfall yet", key = quoted(key));
                decoder.fault(
                    Code::NotYet,
                    &path,
                    entry.at,
                    message,
                    "take it out; it is refused, so that no part of the plan is left out in silence",
                );
                continue;
            }
            let synonym = SYNONYMS.iter().find(|(other, known)| *other == key && self.known.contains(known));
            let help = if let Some((_, known)) = synonym {
                format!("did you mean {}?", quoted(known))
            } else if DEADLINES.contains(&key) && self.is_plan_or_task() {
                "a date to be held is the target of a milestone, such as [milestone.launch] with after = [\"api\"] and target = 2027-06-30"
                    .to_owned()
            } else if self.is_alternative() && key == "add" {
                "write what is new under its kind and name, such as [alternative.x.task.name] with takes = \"1-2 weeks\""
                    .to_owned()
            } else if self.is_alternative() && OF_WHOLE_PLAN.contains(&key) {
                format!(
                    "an alternative changes tasks, milestones, risks, effects, teams and groups; for another {key} write a plan file of its own"
                )
            } else if PLAN_KEYS.contains(&key) && key != "name" && !self.path.steps().is_empty() {
                format!(
                    "{key} belongs to the plan itself: move it above the first table{}",
                    if key == "start" { " (a task has not_before)" } else { "" }
                )
            } else {
                did_you_mean(key, self.known.iter().chain(later).copied()).unwrap_or_else(|| {
                    let mut known = self.known.clone();
                    known.sort_unstable();
                    known.dedup();
                    // In the order in which they are asked for.
                    known.sort_by_key(|key| self.known.iter().position(|other| other == key));
                    format!("keys here are {}", known.join(", "))
                })
            };
            let message = format!("there is no key {} here", quoted(key));
            decoder.fault(Code::UnknownKey, &path, entry.at, message, help);
        }
    }
}
