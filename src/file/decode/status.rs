//! How far a plan has come.

use std::collections::HashSet;

use super::{Decoder, Table};
use crate::calendar::FIRST_DATE;
use crate::error::Path;
use crate::file::node::{Node, Value};
use crate::plan::{RiskStatus, Status, TaskStatus};

impl Decoder {
    pub(super) fn status(&mut self, node: &Node, path: Path, sizes: &HashSet<String>) -> Status {
        let mut status = Status::new(FIRST_DATE);
        let wanted = "a table with as_of, task and risk";
        let Some(mut table) = Table::open(self, node, path, wanted) else { return status };
        let as_of = match table.take("as_of") {
            Some((node, path)) => self.date(node, &path),
            None => {
                let help = "write as_of = 2027-02-01, the day at whose end all this holds";
                table.missing(self, "as_of", help);
                None
            }
        };
        table.each(self, "task", |decoder, name, node, path| {
            status.tasks.push(decoder.task_status(name, node, path, sizes));
        });
        table.each(self, "risk", |decoder, name, node, path| {
            status.risks.push(decoder.risk_status(name, node, path));
        });
        table.close(self, &[]);
        // Where that cannot be read, no date is said to lie after it.
        let dates = || status.tasks.iter().flat_map(|task| [task.started, task.finished]).flatten();
        status.as_of = as_of.or_else(|| dates().max()).unwrap_or(FIRST_DATE);
        status
    }

    fn task_status(&mut self, name: String, node: &Node, path: Path, sizes: &HashSet<String>) -> TaskStatus {
        let mut task = TaskStatus::open(name);
        let Some(mut table) = Table::open(self, node, path, "a table, such as { started = 2027-01-18 }")
        else {
            return task;
        };
        task.started = table.take("started").and_then(|(node, path)| self.date(node, &path));
        task.finished = table.take("finished").and_then(|(node, path)| self.date(node, &path));
        task.remaining = table.take("remaining").map(|(node, path)| self.estimate(node, &path, sizes));
        task.done = table.take("done").and_then(|(node, path)| self.amount(node, &path));
        task.note = table.text(self, "note");
        table.close(self, &[]);
        task
    }

    fn risk_status(&mut self, name: String, node: &Node, path: Path) -> RiskStatus {
        let mut risk = RiskStatus::open(name);
        let Some(mut table) = Table::open(self, node, path, "a table, such as { happened = true }") else {
            return risk;
        };
        if let Some((node, path)) = table.take("happened") {
            match node.value {
                Value::Bool(happened) => risk.happened = Some(happened),
                _ => self.wrong(
                    &path,
                    node,
                    "true where it happened, false where it can no longer happen, and no line where it is open",
                ),
            }
        }
        risk.note = table.text(self, "note");
        table.close(self, &[]);
        risk
    }
}
