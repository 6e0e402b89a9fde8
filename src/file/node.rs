//! The one tree that every format is read into: values with their place in the text.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::error::{Code, Diagnostic, Path, Position, Step};
use crate::names::quoted;

/// How deep a file may be nested; a plan needs six levels.
#[cfg(any(feature = "toml", feature = "json", feature = "yaml"))]
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
            Value::Float(value) => format!("the number {value:?}"),
            Value::Text(text) => format!("the text {}", quoted(text)),
            Value::Date(date) => format!("the date {date}"),
            Value::Other(text) => text.clone(),
            Value::List(_) => "a list".to_owned(),
            Value::Table(_) => "a table".to_owned(),
        }
    }
}

/// Finds places in a tree again, each in time that does not depend on the size of its tables.
pub(super) struct Locator<'n> {
    root: &'n Node,
    /// The entries of the tables looked into so far, by key; a table is known by its place in memory.
    tables: HashMap<*const Entry, HashMap<&'n str, &'n Entry>>,
}

impl<'n> Locator<'n> {
    pub(super) fn new(root: &'n Node) -> Self {
        Self { root, tables: HashMap::new() }
    }

    /// Where the value at `path` begins, or its key, or the nearest thing around it that is there.
    pub(super) fn locate(&mut self, path: &Path, of_key: bool) -> usize {
        let mut node = self.root;
        let mut at = node.at;
        for step in path.steps() {
            node = match (step, &node.value) {
                (Step::Key(key), Value::Table(entries)) => {
                    let table = self.tables.entry(entries.as_ptr()).or_insert_with(|| {
                        // Of a key that comes twice the first counts.
                        entries.iter().rev().map(|entry| (entry.key.as_str(), entry)).collect()
                    });
                    let Some(entry) = table.get(key.as_str()) else { break };
                    at = if of_key { entry.at } else { entry.node.at };
                    &entry.node
                }
                (Step::Index(index), Value::List(list)) => {
                    let Some(item) = list.get(*index) else { break };
                    at = item.at;
                    item
                }
                _ => break,
            };
        }
        at
    }
}

/// A finding and where it is, in bytes from the beginning of the text.
pub(super) type Placed = (Diagnostic, Option<usize>);

/// A fault of the text itself.
pub(super) fn syntax(message: impl Into<String>, help: impl Into<String>, at: Option<usize>) -> Placed {
    (Diagnostic::new(Code::Syntax, Path::root(), message, help), at)
}

/// A file that is nested deeper or has more parts than allowed.
#[cfg(any(feature = "toml", feature = "json", feature = "yaml"))]
pub(super) fn too_deep(at: Option<usize>) -> Placed {
    let message = "the file is nested too deep, or has too many parts";
    let help = "a plan needs six levels; look at what wrote this file";
    (Diagnostic::new(Code::FileLimit, Path::root(), message, help), at)
}

/// The byte at a line and a column, both from 1; the column counts characters, or bytes.
#[cfg(any(feature = "json", feature = "yaml"))]
pub(super) fn offset(text: &str, line: usize, column: usize, bytes: bool) -> usize {
    let begin: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[begin..];
    let before = column.saturating_sub(1);
    begin + if bytes { before } else { rest.char_indices().nth(before).map_or(rest.len(), |(at, _)| at) }
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
