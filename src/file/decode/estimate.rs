//! Estimates, delays and scales of a plan file: the short forms and the long one.

use std::collections::HashSet;

use super::{Decoder, Table};
use crate::error::{Code, Path};
use crate::file::node::{Node, Value};
use crate::names::quoted;
use crate::plan::{
    Amount, Estimate, Moments, Range, RangeMeaning, Scale, Shape, Spread, Unreadable, read_percents,
};
use crate::units::Chance;

/// The keys of the long form that later versions bring.
const LATER: [&str; 7] = ["percentiles", "history", "any", "items", "throughput", "split", "per"];

impl Decoder {
    pub(super) fn unreadable(&mut self, path: &Path, node: &Node, fault: Unreadable) {
        self.fault(Code::Amount, path, node.at, fault.message, fault.help);
    }

    /// A single time, such as "2 weeks".
    pub(super) fn amount(&mut self, node: &Node, path: &Path) -> Option<Amount> {
        match &node.value {
            Value::Text(text) => match Amount::read(text) {
                Ok(amount) => Some(amount),
                Err(fault) => {
                    self.unreadable(path, node, fault);
                    None
                }
            },
            _ => {
                self.wrong(path, node, "a time with its unit in quotes, such as \"2 weeks\"");
                None
            }
        }
    }

    /// A single share: 0.3 or "30%".
    fn share(&mut self, node: &Node, path: &Path) -> Option<f64> {
        match &node.value {
            Value::Integer(value) => Some(*value as f64),
            Value::Float(value) => Some(*value),
            Value::Text(text) => match read_percents(text).as_deref() {
                Ok(&[share]) => Some(share),
                Ok(_) => {
                    let message = format!("{} is a range", quoted(text));
                    self.fault(
                        Code::Amount,
                        path,
                        node.at,
                        message,
                        "write a single percentage here, such as \"30%\"",
                    );
                    None
                }
                Err(fault) => {
                    self.unreadable(path, node, fault.clone());
                    None
                }
            },
            _ => {
                self.wrong(path, node, "a percentage, such as \"30%\" or 0.3");
                None
            }
        }
    }

    pub(super) fn chance(&mut self, node: &Node, path: &Path) -> Chance {
        Chance::new(self.share(node, path).unwrap_or(0.0))
    }

    /// What something takes; a harmless constant where it cannot be read.
    pub(super) fn estimate(&mut self, node: &Node, path: &Path, sizes: &HashSet<String>) -> Estimate {
        let read = match &node.value {
            Value::Text(text) => {
                let begins_as_amount =
                    text.trim_start().starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.'));
                if sizes.contains(text) || !(begins_as_amount || text.trim().is_empty()) {
                    return Estimate::Size(text.clone());
                }
                match Estimate::read(text) {
                    Ok(estimate) => Some(estimate),
                    Err(fault) => {
                        self.unreadable(path, node, fault);
                        None
                    }
                }
            }
            Value::Table(_) => self
                .spread(node, path, Self::amount, "low = \"2 weeks\", high = \"3 weeks\"")
                .map(Estimate::Spread),
            _ => {
                self.wrong(path, node, "a time with its unit in quotes, such as \"2-3 weeks\" or \"5 days\"");
                None
            }
        };
        read.unwrap_or_else(|| Estimate::days(1.0))
    }

    /// By what something is multiplied.
    pub(super) fn scale(&mut self, node: &Node, path: &Path) -> Option<Scale> {
        match &node.value {
            Value::Text(text) => match read_percents(text) {
                Ok(points) => Spread::of_points(&points),
                Err(fault) => {
                    self.unreadable(path, node, fault);
                    None
                }
            },
            Value::Table(_) => self.spread(node, path, Self::share, "low = \"105%\", high = \"130%\""),
            Value::Integer(_) | Value::Float(_) => self.share(node, path).map(Scale::from),
            _ => {
                self.wrong(path, node, "a percentage or a range of them, such as \"105-130 %\"");
                None
            }
        }
    }

    /// The long form, its numbers read by `quantity`.
    fn spread<Q: Copy>(
        &mut self,
        node: &Node,
        path: &Path,
        quantity: impl Fn(&mut Self, &Node, &Path) -> Option<Q>,
        example: &str,
    ) -> Option<Spread<Q>> {
        let mut table = Table::open(self, node, path.clone(), example)?;
        let before = self.faults.len();
        let given = |decoder: &mut Self, table: &mut Table<'_>, key| {
            table.take(key).map(|(node, path)| quantity(decoder, node, &path))
        };
        let low = given(self, &mut table, "low");
        let likely = given(self, &mut table, "likely");
        let high = given(self, &mut table, "high");
        let mean = given(self, &mut table, "mean");
        let sd = given(self, &mut table, "sd");
        let shape = table.take("shape").and_then(|(node, path)| self.shape(node, &path));
        let range = table.take("range").and_then(|(node, path)| self.meaning(node, &path));
        table.close(self, &LATER);
        if self.faults.len() > before {
            return None;
        }
        let spread = match (low.flatten(), likely.flatten(), high.flatten(), mean.flatten(), sd.flatten()) {
            (Some(low), likely, Some(high), None, None) => {
                Some(Spread::Range(Range { low, likely, high, shape, range }))
            }
            (None, None, None, Some(mean), sd) if range.is_none() => {
                shape.map(|shape| Spread::Moments(Moments::new(mean, sd, shape)))
            }
            _ => None,
        };
        if spread.is_none() {
            self.fault(
                Code::MissingKey,
                path,
                node.at,
                "these keys do not make a curve together",
                format!(
                    "write {example} (and likely, shape, range), or mean with shape = \"exponential\", or mean, sd and shape = \"normal\" or \"lognormal\""
                ),
            );
        }
        spread
    }

    /// A word out of those allowed.
    fn word<T: Copy>(
        &mut self,
        node: &Node,
        path: &Path,
        allowed: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.text(node, path)?;
        if let Some(found) = allowed.iter().find(|&&word| name(word) == text) {
            return Some(*found);
        }
        let names: Vec<&str> = allowed.iter().map(|&word| name(word)).collect();
        let list = format!("the words here are {}", names.join(", "));
        let help = match crate::names::did_you_mean(&text, names.iter().copied()) {
            Some(question) => format!("{question} {list}"),
            None => list,
        };
        let message = format!("{} is not known here", quoted(&text));
        self.fault(Code::UnknownWord, path, node.at, message, help);
        None
    }

    fn shape(&mut self, node: &Node, path: &Path) -> Option<Shape> {
        if matches!(&node.value, Value::Text(text) if text == "gamma") {
            let message = "the shape \"gamma\" cannot be simulated by this version of landfall yet";
            self.fault(Code::NotYet, path, node.at, message, "write \"lognormal\", which is close to it");
            return None;
        }
        self.word(node, path, Shape::ALL, Shape::as_str)
    }

    pub(super) fn meaning(&mut self, node: &Node, path: &Path) -> Option<RangeMeaning> {
        self.word(node, path, RangeMeaning::ALL, RangeMeaning::as_str)
    }
}
