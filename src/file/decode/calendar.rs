//! The calendar of a plan file.

use jiff::civil::Date;

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
            calendar.holidays = self.holidays(node, &path);
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

    pub(super) fn holidays(&mut self, node: &Node, path: &Path) -> Vec<Holiday> {
        let wanted = "a list of days, such as [2027-04-02, { from = 2027-12-24, to = 2027-12-31 }]";
        self.list(node, path, wanted, Self::holiday)
    }

    /// The week as "Mon-Fri" or as a list of days.
    pub(super) fn week(&mut self, node: &Node, path: &Path) -> Week {
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
        let (from, to) = self.span(&mut table);
        table.close(self, &[]);
        Some(Holiday::span(from?, to?))
    }

    /// The first and the last day of a span.
    pub(super) fn span(&mut self, table: &mut Table<'_>) -> (Option<Date>, Option<Date>) {
        let mut day = |key| match table.take(key) {
            Some((node, path)) => self.date(node, &path),
            None => {
                table.missing(self, key, "write { from = 2027-12-24, to = 2027-12-31 }");
                None
            }
        };
        (day("from"), day("to"))
    }
}
