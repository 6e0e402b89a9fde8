//! Nodes → plan: the one decoder behind every format. It notes every fault and goes on, with something harmless in place of what
//! could not be read.

mod alternative;
mod calendar;
mod calibration;
mod effect;
mod estimate;
mod long;
mod status;
mod table;
mod team;
mod work;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::node::{Node, Placed, Value};
use crate::calendar::{FIRST_DATE, LAST_DATE};
use crate::error::{Code, Diagnostic, Path};
use crate::plan::{Amount, Estimates, Pace, Plan, Status};

use table::Table;

/// The only version of the plan file's shape so far.
const SCHEMA: i64 = 1;

/// A plan as far as it could be read.
pub(super) struct Decoded {
    pub(super) plan: Plan,
    pub(super) faults: Vec<Placed>,
    /// For each list with entries that could not be read, how many that could come before each of them.
    pub(super) dropped: HashMap<Path, Vec<usize>>,
}

/// Reads a plan from the tree of a file and adds what is wrong to the faults.
pub(super) fn plan(node: &Node, faults: Vec<Placed>) -> Decoded {
    let mut decoder = Decoder { faults, dropped: HashMap::new(), edited: None };
    // An empty YAML file holds nothing at all, which is a plan without anything in it.
    let nothing = Node { value: Value::Table(Vec::new()), at: node.at };
    let plan = decoder.plan(if node.value == Value::Null { &nothing } else { node });
    Decoded { plan, faults: decoder.faults, dropped: decoder.dropped }
}

/// What is known of a plan, as far as it could be read from a file of its own, with the faults there; the status may stand under the key of
/// that name, or alone. Tells which.
pub(super) fn status(node: &Node, faults: Vec<Placed>, plan: &Plan) -> (Status, Vec<Placed>, bool) {
    let mut decoder = Decoder { faults, dropped: HashMap::new(), edited: None };
    let sizes: HashSet<String> = plan.estimates.sizes.iter().map(|(name, _)| name.clone()).collect();
    let under_key = match &node.value {
        Value::Table(entries) => entries.iter().find(|entry| entry.key == "status"),
        _ => None,
    };
    let path = Path::of(["status"]);
    let status = match under_key {
        None => decoder.status(node, path, &sizes),
        Some(_) => {
            let mut status = Status::new(FIRST_DATE);
            if let Some(mut table) = Table::open(&mut decoder, node, Path::root(), "a table with status") {
                if let Some((node, path)) = table.take("status") {
                    status = decoder.status(node, path, &sizes);
                }
                table.close(&mut decoder, &[]);
            }
            status
        }
    };
    (status, decoder.faults, under_key.is_some())
}

/// The faults found so far, and one method for each kind of value.
struct Decoder {
    faults: Vec<Placed>,
    /// For each list with entries that could not be read, how many that could come before each of them.
    dropped: HashMap<Path, Vec<usize>>,
    /// The part of an alternative that is being read: what it does not say stays as it is.
    edited: Option<Path>,
}

impl Decoder {
    fn fault(
        &mut self,
        code: Code,
        path: &Path,
        at: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.faults.push((Diagnostic::new(code, path.clone(), message, help), Some(at)));
    }

    /// A value of the wrong kind.
    fn wrong(&mut self, path: &Path, node: &Node, wanted: &str) {
        self.fault(
            Code::WrongKind,
            path,
            node.at,
            format!("{} stands here", node.describe()),
            format!("write {wanted}"),
        );
    }

    fn plan(&mut self, node: &Node) -> Plan {
        let mut plan = Plan::new("", FIRST_DATE);
        let Some(mut table) = Table::open(self, node, Path::root(), "a table with start and task") else {
            return plan;
        };
        if let Some((node, path)) = table.take("schema") {
            self.schema(node, &path);
        }
        plan.name = table.text(self, "name").unwrap_or_default();
        match table.take("start") {
            Some((node, path)) => plan.start = self.date(node, &path).unwrap_or(FIRST_DATE),
            None => table.missing(
                self,
                "start",
                "write start = 2027-01-04, the first day on which work may happen",
            ),
        }
        plan.budget = self.worth(&mut table, "budget");
        if let Some((node, path)) = table.take("calendar") {
            plan.calendar = self.calendar(node, path);
        }
        if let Some((node, path)) = table.take("estimates") {
            plan.estimates = self.estimates(node, path);
        }
        let sizes: HashSet<String> = plan.estimates.sizes.iter().map(|(name, _)| name.clone()).collect();
        if let Some((node, path)) = table.take("defaults") {
            plan.default_team = self.defaults(node, path);
        }
        table.each(self, "team", |decoder, name, node, path| {
            plan.teams.push(decoder.team(name, node, path, &sizes));
        });
        table.each(self, "task", |decoder, name, node, path| {
            plan.tasks.push(decoder.task(name, node, path, &sizes))
        });
        table.each(self, "milestone", |decoder, name, node, path| {
            plan.milestones.push(decoder.milestone(name, node, path));
        });
        table.each(self, "risk", |decoder, name, node, path| {
            plan.risks.push(decoder.risk(name, node, path, &sizes))
        });
        table.each(self, "group", |decoder, name, node, path| {
            plan.groups.push(decoder.group(name, node, path));
        });
        table.each(self, "effect", |decoder, name, node, path| {
            plan.effects.push(decoder.effect(name, node, path));
        });
        table.each(self, "alternative", |decoder, name, node, path| {
            plan.alternatives.push(decoder.alternative(name, node, path, &sizes));
        });
        if let Some((node, path)) = table.take("status") {
            plan.status = Some(self.status(node, path, &sizes));
        }
        if let Some((node, path)) = table.take("calibration") {
            plan.calibration = Some(self.calibration(node, path));
        }
        table.close(self, &[]);
        plan
    }

    fn schema(&mut self, node: &Node, path: &Path) {
        match node.value {
            Value::Integer(SCHEMA) => {}
            Value::Integer(other) => self.fault(
                Code::UnknownWord,
                path,
                node.at,
                format!("schema {other} is not known to this version of landfall"),
                "write schema = 1",
            ),
            _ => self.wrong(path, node, "schema = 1"),
        }
    }

    /// What holds where a task says nothing else: its team.
    fn defaults(&mut self, node: &Node, path: Path) -> Option<String> {
        let mut table = Table::open(self, node, path, "a table, such as { team = \"web\" }")?;
        let team = table.text(self, "team");
        table.close(self, &[]);
        team
    }

    fn estimates(&mut self, node: &Node, path: Path) -> Estimates {
        let mut estimates = Estimates::default();
        let Some(mut table) = Table::open(self, node, path, "a table with range, sprint or sizes") else {
            return estimates;
        };
        if let Some((node, path)) = table.take("range") {
            estimates.range = self.meaning(node, &path).unwrap_or_default();
        }
        if let Some((node, path)) = table.take("sprint") {
            // One that cannot be read still says that there are sprints.
            estimates.sprint = Some(self.amount(node, &path).unwrap_or(Amount::weeks(2.0)));
        }
        table.each(self, "sizes", |decoder, name, node, path| {
            let takes = decoder.estimate(node, &path, &HashSet::new());
            estimates.sizes.push((name, takes));
        });
        if let Some((node, path)) = table.take("correlation") {
            // One that cannot be read still says that there is one.
            estimates.correlation = Some(self.share(node, &path).unwrap_or(0.0));
        }
        if let Some((node, path)) = table.take("pace") {
            estimates.pace = self.word(node, &path, Pace::ALL, Pace::as_str).unwrap_or_default();
        }
        table.close(self, &[]);
        estimates
    }

    fn text(&mut self, node: &Node, path: &Path) -> Option<String> {
        match &node.value {
            Value::Text(text) => Some(text.clone()),
            _ => {
                self.wrong(path, node, "a text in quotes");
                None
            }
        }
    }

    /// A date, quoted or not.
    fn date(&mut self, node: &Node, path: &Path) -> Option<Date> {
        let help = "write a date as year-month-day, such as 2027-01-04";
        let date = match &node.value {
            Value::Date(date) => Some(*date),
            Value::Text(text) => read_date(text),
            Value::Other(_) => None,
            _ => {
                self.wrong(path, node, "a date, such as 2027-01-04");
                return None;
            }
        };
        let Some(date) = date else {
            self.fault(Code::Date, path, node.at, format!("{} is no date", node.describe()), help);
            return None;
        };
        if !(FIRST_DATE..=LAST_DATE).contains(&date) {
            self.fault(
                Code::Date,
                path,
                node.at,
                format!("{date} is outside the years 1900 to 2200"),
                "write a date between them",
            );
            return None;
        }
        Some(date)
    }

    /// The items of a list.
    fn list<T>(
        &mut self,
        node: &Node,
        path: &Path,
        wanted: &str,
        mut read: impl FnMut(&mut Self, &Node, &Path) -> Option<T>,
    ) -> Vec<T> {
        let Value::List(items) = &node.value else {
            self.wrong(path, node, wanted);
            return Vec::new();
        };
        let mut values = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            match read(self, item, &path.index(index)) {
                Some(value) => values.push(value),
                None => self.dropped.entry(path.clone()).or_default().push(values.len()),
            }
        }
        values
    }
}

/// Reads year-month-day and nothing else, so that a time of day is never dropped in silence.
fn read_date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let mut number = |length: usize| {
        let part = parts.next()?;
        (part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<i16>().ok())?
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
