//! The one tree that every format is read into: values with their place in the text.

use jiff::civil::Date;

use crate::error::{Code, Diagnostic, Path, Position, Step};

/// How deep a file may be nested; a plan needs six levels.
#[cfg(any(feature = "toml", feature = "json"))]
pub(super) const DEEPEST: usize = 64;

/// A value and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    /// Bytes from the beginning of the text.
    pub(crate) at: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    /// A date without quotes, which only TOML has.
    #[cfg_attr(not(feature = "toml"), allow(dead_code))]
    Date(Date),
    /// A value that no plan holds, such as a time of day: its text.
    Other(String),
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key and its value, in the order of the file; the same key may come twice.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    /// Bytes from the beginning of the text to the key.
    pub(crate) at: usize,
    pub(crate) node: Node,
}

impl Node {
    /// What a person would call it.
    pub(crate) fn describe(&self) -> String {
        match &self.value {
            Value::Null => "nothing".to_owned(),
            Value::Bool(value) => format!("the truth value {value}"),
            Value::Integer(value) => format!("the number {value}"),
            Value::Float(value) => format!("the number {value}"),
            Value::Text(text) => format!("the text {:?}", crate::plan::shortened(text)),
            Value::Date(date) => format!("the date {date}"),
            Value::Other(text) => text.clone(),
            Value::List(_) => "a list".to_owned(),
            Value::Table(_) => "a table".to_owned(),
        }
    }

    /// Where the value at `path` begins, or the nearest thing around it that is there.
    pub(super) fn locate(&self, path: &Path) -> usize {
        let mut node = self;
        let mut at = self.at;
        for step in path.steps() {
            let next = match (step, &node.value) {
                (Step::Key(key), Value::Table(entries)) => {
                    entries.iter().find(|entry| entry.key == *key).map(|entry| &entry.node)
                }
                (Step::Index(index), Value::List(list)) => list.get(*index),
                _ => None,
            };
            let Some(next) = next else { break };
            node = next;
            at = next.at;
        }
        at
    }
}

/// A finding and where it is, in bytes from the beginning of the text.
pub(super) type Placed = (Diagnostic, Option<usize>);

/// A fault of the text itself.
pub(super) fn syntax(message: impl Into<String>, at: Option<usize>) -> Placed {
    let help = "see docs/diagnostics.md for what a plan file looks like";
    (Diagnostic::new(Code::Syntax, Path::root(), message, help), at)
}

/// A file that is nested deeper than allowed.
#[cfg(any(feature = "toml", feature = "json"))]
pub(super) fn too_deep(at: Option<usize>) -> Placed {
    let message = format!("the file is nested more than {DEEPEST} levels deep");
    (Diagnostic::new(Code::FileLimit, Path::root(), message, "a plan needs six"), at)
}

/// Turns byte places into lines and columns, and puts the findings into the order of the file. One pass over the text, however
/// many findings there are and however long its lines.
pub(super) fn position(text: &str, mut findings: Vec<Placed>) -> Vec<Diagnostic> {
    findings.sort_by_key(|(_, at)| at.unwrap_or(0));
    let (mut line, mut column, mut done) = (1, 1, 0);
    let mut positioned = Vec::with_capacity(findings.len());
    for (diagnostic, at) in findings {
        let Some(at) = at else {
            positioned.push(diagnostic);
            continue;
        };
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        for c in text[done..at].chars() {
            if c == '\n' {
                line += 1;
                column = 1;
            } else {
                column += 1;
            }
        }
        done = at;
        positioned.push(diagnostic.at(Some(Position { line, column })));
    }
    positioned
}
