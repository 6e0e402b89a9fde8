//! The calendar of a plan file.

use super::{Decoder, Table};
use crate::calendar::{Calendar, Holiday, Week};
use crate::error::{Code, Path};
use crate::file::node::{Node, Value};
use crate::names::quoted;

impl Decoder {
    pub(super) fn calendar(&mut self, node: &Node, path: Path) -> Calendar {
        let mut calendar = Calendar::default();
        let Some(mut table) = Table::open(self, node, path, "a table with week, holidays or hours_per_day")
        else {
            return calendar;
        };
        if let Some((node, path)) = table.take("week") {
            calendar.week = self.week(node, &path);
        }
        if let Some((node, path)) = table.take("holidays") {
            let wanted = "a list of days, such as [2027-04-02, { from = 2027-12-24, to = 2027-12-31 }]";
            calendar.holidays = self.list(node, &path, wanted, Self::holiday);
        }
        if let Some((node, path)) = table.take("hours_per_day") {
            calendar.hours_per_day = match self.number(node, &path, "a number") {
                Some(hours) => hours,
                None => calendar.hours_per_day,
            };
        }
        table.close(self, &[]);
        calendar
    }

    /// The week as "Mon-Fri" or as a list of days.
    fn week(&mut self, node: &Node, path: &Path) -> Week {
        let text = match &node.value {
            Value::Text(text) => text.clone(),
            Value::List(_) => {
                let wanted = "a list of weekdays, such as [\"Mon\", \"Tue\"]";
                let days = self.list(node, path, wanted, |decoder, node, path| {
                    let day = decoder.text(node, path)?;
                    decoder.weekdays(&day, node, path).map(|_| day)
                });
                // An empty list is a week without a working day, which the check reports.
                if days.is_empty() {
                    return if matches!(&node.value, Value::List(items) if items.is_empty()) {
                        Week::of([])
                    } else {
                        Week::default()
                    };
                }
                days.join(",")
            }
            _ => {
                self.wrong(path, node, "the weekdays that are worked, such as \"Mon-Fri\"");
                return Week::default();
            }
        };
        self.weekdays(&text, node, path).unwrap_or_default()
    }

    fn weekdays(&mut self, text: &str, node: &Node, path: &Path) -> Option<Week> {
        match text.parse() {
            Ok(week) => Some(week),
            Err(_) => {
                self.fault(
                    Code::UnknownWord,
                    path,
                    node.at,
                    format!("{} names no weekdays", quoted(text)),
                    "write Mon, Tue, Wed, Thu, Fri, Sat or Sun, or a run such as \"Mon-Fri\"",
                );
                None
            }
        }
    }

    fn holiday(&mut self, node: &Node, path: &Path) -> Option<Holiday> {
        if !matches!(node.value, Value::Table(_)) {
            return self.date(node, path).map(Holiday::from);
        }
        let mut table = Table::open(self, node, path.clone(), "a day or a span of days")?;
        let help = "write { from = 2027-12-24, to = 2027-12-31 }";
        let day = |decoder: &mut Self, table: &mut Table<'_>, key| match table.take(key) {
            Some((node, path)) => decoder.date(node, &path),
            None => {
                table.missing(decoder, key, help);
                None
            }
        };
        let from = day(self, &mut table, "from");
        let to = day(self, &mut table, "to");
        table.close(self, &[]);
        Some(Holiday::span(from?, to?))
    }
}
