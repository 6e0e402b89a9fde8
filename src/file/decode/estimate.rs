//! Estimates, delays and scales of a plan file: the short forms and the long one.

use std::collections::HashSet;

use super::Decoder;
use crate::error::{Code, Path};
use crate::file::node::{Node, Value};
use crate::names::quoted;
use crate::plan::{Amount, Estimate, RangeMeaning, Scale, Shape, Spread, Unreadable, read_percents};
use crate::units::Chance;

use super::long::{LONG_SCALE, LONG_TIME, Long};

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
    pub(super) fn share(&mut self, node: &Node, path: &Path) -> Option<f64> {
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
                let begins_as_amount = text
                    .trim_start()
                    .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '−' | '.'));
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
            Value::Table(_) => {
                let part = |decoder: &mut Self, node: &Node, path: &Path| decoder.estimate(node, path, sizes);
                match self.long(node, path, Self::amount, part, LONG_TIME) {
                    Some(Long::Spread(spread)) => Some(Estimate::Spread(spread)),
                    Some(Long::Any(parts)) => Some(Estimate::Any(parts)),
                    Some(Long::Items(items)) => Some(Estimate::Items(items)),
                    None => None,
                }
            }
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
                Ok(points) => Spread::of_points(&points).map(Scale::Spread),
                Err(fault) => {
                    self.unreadable(path, node, fault);
                    None
                }
            },
            Value::Table(_) => {
                let part = |decoder: &mut Self, node: &Node, path: &Path| {
                    decoder.scale(node, path).unwrap_or_else(|| 1.0.into())
                };
                match self.long(node, path, Self::share, part, LONG_SCALE)? {
                    Long::Spread(spread) => Some(Scale::Spread(spread)),
                    Long::Any(parts) => Some(Scale::Any(parts)),
                    // Items are no key of a scale.
                    Long::Items(_) => None,
                }
            }
            Value::Integer(_) | Value::Float(_) => self.share(node, path).map(Scale::from),
            _ => {
                self.wrong(path, node, "a percentage or a range of them, such as \"105-130 %\"");
                None
            }
        }
    }

    /// A word out of those allowed.
    pub(super) fn word<T: Copy>(
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

    pub(super) fn shape(&mut self, node: &Node, path: &Path) -> Option<Shape> {
        self.word(node, path, Shape::ALL, Shape::as_str)
    }

    pub(super) fn meaning(&mut self, node: &Node, path: &Path) -> Option<RangeMeaning> {
        self.word(node, path, RangeMeaning::ALL, RangeMeaning::as_str)
    }
}
