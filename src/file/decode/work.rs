//! Tasks, milestones and risks of a plan file.

use std::collections::HashSet;

use super::{Decoder, Table};
use crate::error::{Code, Path};
use crate::file::node::{Node, Value};
use crate::names::quoted;
use crate::plan::{Estimate, Link, Milestone, Risk, Task};

/// Keys of a task that later versions bring.
const LATER: [&str; 9] =
    ["team", "people", "uses", "kind", "priority", "value", "value_per_week", "cost", "exists"];

impl Decoder {
    pub(super) fn task(&mut self, name: String, node: &Node, path: Path, sizes: &HashSet<String>) -> Task {
        let mut task = Task::new(name, Estimate::days(1.0));
        let Some(mut table) = Table::open(self, node, path, "a table, such as { takes = \"2-3 weeks\" }")
        else {
            return task;
        };
        task.title = table.text(self, "title");
        task.note = table.text(self, "note");
        match table.take("takes") {
            Some((node, path)) => task.takes = self.estimate(node, &path, sizes),
            None => table.missing(self, "takes", "say how long it takes, such as takes = \"2-3 weeks\""),
        }
        task.after = self.links(&mut table, "after");
        task.needs = self.links(&mut table, "needs");
        if let Some((node, path)) = table.take("not_before") {
            task.not_before = self.date(node, &path);
        }
        if let Some((node, path)) = table.take("tags") {
            task.tags = self.list(node, &path, "a list of labels, such as [\"feature\"]", Self::text);
        }
        table.close(self, &LATER);
        task
    }

    pub(super) fn milestone(&mut self, name: String, node: &Node, path: Path) -> Milestone {
        let mut milestone = Milestone::new(name);
        let Some(mut table) = Table::open(self, node, path, "a table, such as { after = [\"api\"] }") else {
            return milestone;
        };
        milestone.title = table.text(self, "title");
        milestone.note = table.text(self, "note");
        milestone.after = self.links(&mut table, "after");
        if let Some((node, path)) = table.take("target") {
            milestone.target = self.date(node, &path);
        }
        table.close(self, &["value", "value_per_week", "needs"]);
        milestone
    }

    pub(super) fn risk(&mut self, name: String, node: &Node, path: Path, sizes: &HashSet<String>) -> Risk {
        let mut risk = Risk::new(name, 0.0);
        let Some(mut table) = Table::open(self, node, path, "a table with chance and what it changes") else {
            return risk;
        };
        risk.title = table.text(self, "title");
        risk.note = table.text(self, "note");
        match table.take("chance") {
            Some((node, path)) => risk.chance = self.chance(node, &path),
            None => table.missing(self, "chance", "say how likely it is, such as chance = \"30%\""),
        }
        table.each(self, "becomes", |decoder, selector, node, path| {
            let estimate = decoder.estimate(node, &path, sizes);
            risk.becomes.push((selector, estimate));
        });
        table.each(self, "delays", |decoder, selector, node, path| {
            let estimate = decoder.estimate(node, &path, sizes);
            risk.delays.push((selector, estimate));
        });
        table.each(self, "scales", |decoder, selector, node, path| {
            let scale = decoder.scale(node, &path).unwrap_or_else(|| 1.0.into());
            risk.scales.push((selector, scale));
        });
        table.close(self, &["one_of", "given", "absorb", "each"]);
        risk
    }

    fn links(&mut self, table: &mut Table<'_>, key: &'static str) -> Vec<Link> {
        match table.take(key) {
            Some((node, path)) => {
                self.list(node, &path, "a list of names, such as [\"schema\", \"api + 2 days\"]", Self::link)
            }
            None => Vec::new(),
        }
    }

    /// A link: "schema", "schema + 2 days", "schema - 2 days", or a table with the same said by keys.
    fn link(&mut self, node: &Node, path: &Path) -> Option<Link> {
        match &node.value {
            Value::Text(text) => match Link::read(text) {
                Ok(link) => Some(link),
                Err(_) if text.trim_end().ends_with('%') => {
                    self.later_lag(path, node);
                    None
                }
                Err(fault) => {
                    self.unreadable(path, node, fault);
                    None
                }
            },
            Value::Table(_) => self.long_link(node, path),
            _ => {
                self.wrong(
                    path,
                    node,
                    "the name of a task or milestone, such as \"schema\" or \"schema + 2 days\"",
                );
                None
            }
        }
    }

    fn long_link(&mut self, node: &Node, path: &Path) -> Option<Link> {
        let mut table = Table::open(self, node, path.clone(), "a link")?;
        let task = match table.take("task") {
            Some((node, path)) => self.text(node, &path),
            None => {
                table.missing(self, "task", "write { task = \"schema\", lag = \"2 days\" }");
                None
            }
        };
        let mut sound = task.is_some();
        let mut link = Link::to(task.unwrap_or_default());
        if let Some((node, path)) = table.take("lag") {
            if matches!(&node.value, Value::Text(text) if text.trim_end().ends_with('%')) {
                self.later_lag(&path, node);
            } else {
                link.lag = self.amount(node, &path);
            }
            sound &= link.lag.is_some();
        }
        if let Some((node, path)) = table.take("link") {
            match &node.value {
                Value::Text(kind) if kind == "finish-start" => {}
                Value::Text(kind)
                    if ["start-start", "finish-finish", "start-finish"].contains(&kind.as_str()) =>
                {
                    let message = format!("links {kind} cannot be simulated by this version of landfall yet");
                    self.fault(
                        Code::NotYet,
                        &path,
                        node.at,
                        message,
                        "only \"finish-start\", the default, can",
                    );
                    sound = false;
                }
                Value::Text(kind) => {
                    let message = format!("{} is no kind of link", quoted(kind));
                    self.fault(
                        Code::UnknownWord,
                        &path,
                        node.at,
                        message,
                        "write \"finish-start\" or leave it out",
                    );
                    sound = false;
                }
                _ => {
                    self.wrong(&path, node, "\"finish-start\"");
                    sound = false;
                }
            }
        }
        table.close(self, &[]);
        sound.then_some(link)
    }

    fn later_lag(&mut self, path: &Path, node: &Node) {
        let message = "a lag as a percentage cannot be simulated by this version of landfall yet";
        self.fault(Code::NotYet, path, node.at, message, "write it as a time, such as \"2 days\"");
    }
}
