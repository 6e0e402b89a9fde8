//! TOML → nodes.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::node::{DEEPEST, Entry, Node, Placed, Value, syntax, too_deep};
use crate::error::{Code, Diagnostic, Path};

/// Reads a TOML text: the tree, and every fault of its syntax. Where the only faults are keys that come twice, the tree is
/// as good as without them.
pub(super) fn read(text: &str) -> (Option<Node>, Vec<Placed>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut sound = true;
    let mut faults: Vec<Placed> = errors
        .into_iter()
        .map(|error| {
            let at = error.span().map(|span| span.start);
            if error.message().starts_with("duplicate key") {
                let message = format!("this key comes twice: {}", word_at(text, at));
                return (Diagnostic::new(Code::DuplicateKey, Path::root(), message, "keep one of them"), at);
            }
            sound = false;
            syntax(format!("the file is not valid TOML here: {}", error.message()), at)
        })
        .collect();
    if !sound {
        return (None, faults);
    }
    let at = table.span().start;
    match entries(table.into_inner(), 0) {
        Ok(entries) => (Some(Node { value: Value::Table(entries), at }), faults),
        Err(at) => {
            faults.push(too_deep(Some(at)));
            (None, faults)
        }
    }
}

/// The word that begins at a place of the text.
fn word_at(text: &str, at: Option<usize>) -> String {
    let rest = at.and_then(|at| text.get(at..)).unwrap_or("");
    let word: String =
        rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '"')).collect();
    crate::plan::shortened(&word)
}

/// The entries of a table; the place where it is too deep as the error.
fn entries(table: DeTable<'_>, depth: usize) -> Result<Vec<Entry>, usize> {
    table
        .into_iter()
        .map(|(key, value)| {
            let at = key.span().start;
            let mut node = node(value, depth + 1)?;
            if matches!(node.value, Value::Table(_)) {
                node.at = at;
            }
            Ok(Entry { key: key.into_inner().into_owned(), at, node })
        })
        .collect()
}

fn node(value: Spanned<DeValue<'_>>, depth: usize) -> Result<Node, usize> {
    let at = value.span().start;
    if depth > DEEPEST {
        return Err(at);
    }
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Boolean(value) => Value::Bool(value),
        DeValue::Integer(number) => {
            let digits = number.as_str();
            match i64::from_str_radix(digits, number.radix()) {
                Ok(value) => Value::Integer(value),
                Err(_) => Value::Other(format!("the number {}", crate::plan::shortened(digits))),
            }
        }
        DeValue::Float(number) => match number.as_str().parse() {
            Ok(value) => Value::Float(value),
            Err(_) => Value::Other(format!("the number {}", crate::plan::shortened(number.as_str()))),
        },
        DeValue::Datetime(datetime) => match (datetime.date, datetime.time) {
            (Some(date), None) => match Date::new(date.year as i16, date.month as i8, date.day as i8) {
                Ok(date) => Value::Date(date),
                Err(_) => Value::Other(format!("the date {datetime}")),
            },
            _ => Value::Other(format!("the time {datetime}")),
        },
        DeValue::Array(list) => {
            Value::List(list.into_iter().map(|value| node(value, depth + 1)).collect::<Result<_, _>>()?)
        }
        DeValue::Table(table) => Value::Table(entries(table, depth)?),
    };
    Ok(Node { value, at })
}
