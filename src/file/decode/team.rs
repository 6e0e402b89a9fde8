//! Teams of a plan file.

use std::collections::HashSet;

use super::{Decoder, Table};
use crate::error::{Code, Path};
use crate::file::node::{Node, Value};
use crate::plan::{Amount, Estimate, Idle, Interrupt, Join, Leave, Team, TeamCalendar, UNPLANNED};

impl Decoder {
    pub(super) fn team(&mut self, name: String, node: &Node, path: Path, sizes: &HashSet<String>) -> Team {
        let mut team = Team::new(name, 1);
        let Some(mut table) = Table::open(self, node, path, "a table, such as { people = 3 }") else {
            return team;
        };
        team.title = table.text(self, "title");
        team.note = table.text(self, "note");
        match table.take("people") {
            Some((node, path)) => team.people = self.people(node, &path).unwrap_or(1),
            None => table.missing(self, "people", "say how many people it has, such as people = 3"),
        }
        if let Some((node, path)) = table.take("share") {
            self.shares(&mut team, node, path);
        }
        if let Some((node, path)) = table.take("idle") {
            team.idle = self.word(node, &path, Idle::ALL, Idle::as_str).unwrap_or_default();
        }
        if let Some((node, path)) = table.take("leave") {
            let wanted = "a list of spans, such as [{ from = 2027-02-08, to = 2027-02-12, people = 1 }]";
            team.leave = self.list(node, &path, wanted, Self::leave);
        }
        if let Some((node, path)) = table.take("joins") {
            let wanted = "a list, such as [{ from = 2027-04-01, people = 2 }]";
            team.joins = self.list(node, &path, wanted, Self::join);
        }
        if let Some((node, path)) = table.take("calendar") {
            team.calendar = self.team_calendar(node, path);
        }
        if let Some((node, path)) = table.take("interrupts") {
            let wanted = "a list, such as [{ every = \"3 weeks\", takes = \"1-3 days\" }]";
            team.interrupts =
                self.list(node, &path, wanted, |decoder, node, path| decoder.interrupt(node, path, sizes));
        }
        team.cost_per_person_day = self.worth(&mut table, "cost_per_person_day");
        table.close(self, &[]);
        team
    }

    /// A whole number of people.
    pub(super) fn people(&mut self, node: &Node, path: &Path) -> Option<u32> {
        match node.value {
            Value::Integer(people) if (0..=i64::from(u32::MAX)).contains(&people) => Some(people as u32),
            Value::Integer(people) => {
                let message = format!("{people} is no number of people");
                self.fault(
                    Code::NumberOutOfBounds,
                    path,
                    node.at,
                    message,
                    "write a whole number, such as 3",
                );
                None
            }
            _ => {
                self.wrong(path, node, "a whole number of people, such as 3");
                None
            }
        }
    }

    /// The shares of a team's time by kind of work.
    fn shares(&mut self, team: &mut Team, node: &Node, path: Path) {
        let wanted = "a table with a share for each kind of work, such as { roadmap = 0.7, debt = 0.2, unplanned = 0.1 }";
        let Some(table) = Table::open(self, node, path, wanted) else { return };
        for (kind, node, path) in table.entries() {
            if kind == UNPLANNED {
                team.unplanned = self.scale(node, &path);
            } else if let Some(share) = self.share(node, &path) {
                team.share.push((kind, share));
            }
        }
    }

    fn leave(&mut self, node: &Node, path: &Path) -> Option<Leave> {
        let mut table = Table::open(self, node, path.clone(), "a span of days")?;
        let (from, to) = self.span(&mut table);
        let people = table.take("people").map(|(node, path)| self.people(node, &path));
        table.close(self, &[]);
        Some(Leave { from: from?, to: to?, people: people.unwrap_or(Some(1))? })
    }

    fn join(&mut self, node: &Node, path: &Path) -> Option<Join> {
        let mut table = Table::open(self, node, path.clone(), "a day, and how many people join")?;
        let from = match table.take("from") {
            Some((node, path)) => self.date(node, &path),
            None => {
                table.missing(self, "from", "write { from = 2027-04-01, people = 2 }");
                None
            }
        };
        let people = table.take("people").map(|(node, path)| self.people(node, &path));
        table.close(self, &[]);
        Some(Join { from: from?, people: people.unwrap_or(Some(1))? })
    }

    /// The days of a team, as far as they differ from the plan's.
    fn team_calendar(&mut self, node: &Node, path: Path) -> TeamCalendar {
        let mut calendar = TeamCalendar::default();
        let Some(mut table) = Table::open(self, node, path, "a table with week or holidays") else {
            return calendar;
        };
        calendar.week = table.take("week").map(|(node, path)| self.week(node, &path));
        calendar.holidays = table.take("holidays").map(|(node, path)| self.holidays(node, &path));
        table.close(self, &[]);
        calendar
    }

    fn interrupt(&mut self, node: &Node, path: &Path, sizes: &HashSet<String>) -> Option<Interrupt> {
        let example = "a table, such as { every = \"3 weeks\", takes = \"1-3 days\" }";
        let mut table = Table::open(self, node, path.clone(), example)?;
        let every: Option<Amount> = match table.take("every") {
            Some((node, path)) => self.amount(node, &path),
            None => {
                table.missing(
                    self,
                    "every",
                    "say how often one comes on average, such as every = \"3 weeks\"",
                );
                None
            }
        };
        let takes: Option<Estimate> = match table.take("takes") {
            Some((node, path)) => Some(self.estimate(node, &path, sizes)),
            None => {
                table.missing(self, "takes", "say how long one takes, such as takes = \"1-3 days\"");
                None
            }
        };
        table.close(self, &[]);
        Some(Interrupt { every: every?, takes: takes? })
    }
}
