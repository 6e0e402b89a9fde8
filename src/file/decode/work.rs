//! Tasks, milestones and risks of a plan file.

use std::collections::HashSet;

use super::{Decoder, Table};
use crate::error::{Code, Path};
use crate::file::node::{Node, Value};
use crate::plan::{Estimate, Given, Group, Lag, Link, LinkKind, Milestone, Risk, Task};

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
        if let Some((node, path)) = table.take("exists") {
            task.exists = Some(self.chance(node, &path));
        }
        if let Some((node, path)) = table.take("tags") {
            task.tags = self.list(node, &path, "a list of labels, such as [\"feature\"]", Self::text);
        }
        self.staff(&mut task, &mut table);
        task.value = self.worth(&mut table, "value");
        task.cost = self.worth(&mut table, "cost");
        table.close(self, &[]);
        task
    }

    /// Who does it.
    fn staff(&mut self, task: &mut Task, table: &mut Table<'_>) {
        task.team = table.text(self, "team");
        let people = table.take("people");
        if let Some((node, path)) = table.take("uses")
            && matches!(&node.value, Value::Table(entries) if entries.is_empty())
        {
            self.wrong(
                &path,
                node,
                "the people of each team, such as { web = 2 }; a task that needs nobody says team = \"none\"",
            );
        }
        if let Some((node, path)) = &people {
            task.people = self.people(node, path).unwrap_or(1);
        }
        table.each(self, "uses", |decoder, team, node, path| {
            let people = decoder.people(node, &path).unwrap_or(1);
            task.uses.push((team, people));
        });
        if !task.uses.is_empty() && (people.is_some() || task.team.is_some()) {
            self.fault(
                Code::TeamAndUses,
                &table.path.key("uses"),
                table.at,
                "uses stands beside team or people, and both say who does this",
                "keep uses alone, or team and people",
            );
        }
        task.kind = table.text(self, "kind");
        if let Some((node, path)) = table.take("priority") {
            match node.value {
                Value::Integer(priority) => task.priority = priority,
                _ => self.wrong(
                    &path,
                    node,
                    "a whole number, such as 1; smaller comes first, 100 is the default",
                ),
            }
        }
    }

    /// What something is worth or costs.
    pub(super) fn worth(&mut self, table: &mut Table<'_>, key: &'static str) -> Option<f64> {
        let (node, path) = table.take(key)?;
        self.number(node, &path, "a number, such as 40, in a unit of your own")
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
        milestone.value = self.worth(&mut table, "value");
        milestone.value_per_week = self.worth(&mut table, "value_per_week");
        table.close(self, &["needs"]);
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
        risk.each = match table.take("each").map(|(node, path)| (&node.value, node, path)) {
            None => false,
            Some((Value::Bool(each), _, _)) => *each,
            Some((_, node, path)) => {
                self.wrong(&path, node, "true or false");
                false
            }
        };
        risk.absorb = table.text(self, "absorb");
        risk.given = table.take("given").and_then(|(node, path)| self.given(node, path));
        risk.one_of = table.text(self, "one_of");
        table.close(self, &[]);
        risk
    }

    /// What another risk makes of a chance.
    fn given(&mut self, node: &Node, path: Path) -> Option<Given> {
        let example = "a table, such as { risk = \"vendor\", chance = \"60%\" }";
        let mut table = Table::open(self, node, path, example)?;
        let risk = match table.take("risk") {
            Some((node, path)) => self.text(node, &path),
            None => {
                table.missing(self, "risk", "name the other risk, such as risk = \"vendor\"");
                None
            }
        };
        let chance = match table.take("chance") {
            Some((node, path)) => Some(self.chance(node, &path)),
            None => {
                table.missing(
                    self,
                    "chance",
                    "say how likely it is when that one happened, such as chance = \"60%\"",
                );
                None
            }
        };
        table.close(self, &[]);
        Some(Given { risk: risk?, chance: chance? })
    }

    pub(super) fn group(&mut self, name: String, node: &Node, path: Path) -> Group {
        let mut group = Group::new(name, 0.0);
        let Some(mut table) = Table::open(self, node, path, "a table with tasks and correlation") else {
            return group;
        };
        match table.take("tasks") {
            Some((node, path)) => {
                let wanted = "a list of tasks, such as [\"#security\", \"auth-refactor\"]";
                group.tasks = self.list(node, &path, wanted, Self::text);
            }
            None => table.missing(self, "tasks", "say which tasks, such as tasks = [\"#security\"]"),
        }
        match table.take("correlation") {
            Some((node, path)) => group.correlation = self.share(node, &path).unwrap_or(0.0),
            None => table.missing(
                self,
                "correlation",
                "say how much they err together, such as correlation = 0.6",
            ),
        }
        table.close(self, &[]);
        group
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
            link.lag = self.lag(node, &path);
            sound &= link.lag.is_some();
        }
        if let Some((node, path)) = table.take("link") {
            let kind = self.word(node, &path, LinkKind::ALL, LinkKind::as_str);
            link.kind = kind.unwrap_or_default();
            sound &= kind.is_some();
        }
        table.close(self, &[]);
        sound.then_some(link)
    }

    /// "2 days" or "-50%".
    fn lag(&mut self, node: &Node, path: &Path) -> Option<Lag> {
        match &node.value {
            Value::Text(text) => match Lag::read(text) {
                Ok(lag) => Some(lag),
                Err(fault) => {
                    self.unreadable(path, node, fault);
                    None
                }
            },
            _ => {
                let wanted = "a time in quotes, such as \"2 days\", or a percentage of what it waits for, such as \"50%\"";
                self.wrong(path, node, wanted);
                None
            }
        }
    }
}
