//! TOML → nodes.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::node::{DEEPEST, Entry, Node, Placed, Value, syntax, too_deep};
use crate::error::{Code, Diagnostic, Path};
use crate::names::quoted;

/// The most faults of syntax that are told one by one.
const MOST_FAULTS: usize = 100;

/// What most faults of syntax come from.
const HELP: &str = "texts stand in quotes, such as \"2-3 weeks\", and dates are written 2027-06-30; docs/diagnostics.md shows what a plan file looks like";

/// Reads a TOML text: the tree, and every fault of its syntax. Where the only faults are keys that come twice, the tree is
/// as good as without them.
pub(super) fn read(text: &str) -> (Option<Node>, Vec<Placed>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut faults: Vec<Placed> = Vec::new();
    let mut sound = true;
    let mut more = 0;
    for error in errors {
        let at = error.span().map(|span| span.start);
        let fault = if error.message().starts_with("duplicate key") {
            let message = format!("the key {} comes twice", quoted(word_at(text, at)));
            (Diagnostic::new(Code::DuplicateKey, Path::root(), message, "keep one of them"), at)
        } else {
            sound = false;
            if error.message().contains("recurs") {
                faults.push(too_deep(at));
                break;
            }
            syntax(format!("this is not valid TOML: {}", error.message()), HELP, at)
        };
        if faults.len() >= MOST_FAULTS {
            more += 1;
        } else if faults.last() != Some(&fault) {
            faults.push(fault);
        }
    }
    if more > 0 {
        faults.push(syntax(format!("and {more} more faults like these"), HELP, Some(text.len())));
    }
    if !sound {
        return (None, faults);
    }
    let at = table.span().start;
    match entries(text, table.into_inner(), 0) {
        Ok(entries) => (Some(Node { value: Value::Table(entries), at }), faults),
        Err(at) => {
            faults.push(too_deep(Some(at)));
            (None, faults)
        }
    }
}

/// The word that begins at a place of the text.
fn word_at(text: &str, at: Option<usize>) -> &str {
    let rest = at.and_then(|at| text.get(at..)).unwrap_or("").trim_start_matches('"');
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
    &rest[..end]
}

/// The entries of a table; the place where it is too deep as the error.
fn entries(text: &str, table: DeTable<'_>, depth: usize) -> Result<Vec<Entry>, usize> {
    table
        .into_iter()
        .map(|(key, value)| {
            let at = key.span().start;
            let inline = text[value.span().start..].starts_with('{');
            let mut node = node(text, value, depth + 1)?;
            if matches!(node.value, Value::Table(_)) && !inline {
                node.at = at;
            }
            Ok(Entry { key: key.into_inner().into_owned(), at, node })
        })
        .collect()
}

fn node(text: &str, value: Spanned<DeValue<'_>>, depth: usize) -> Result<Node, usize> {
    let at = value.span().start;
    if depth > DEEPEST {
        return Err(at);
    }
    let value = match value.into_inner() {
        DeValue::String(string) => Value::Text(string.into_owned()),
        DeValue::Boolean(value) => Value::Bool(value),
        DeValue::Integer(number) => {
            let digits = number.as_str();
            match i64::from_str_radix(digits, number.radix()) {
                Ok(value) => Value::Integer(value),
                Err(_) => Value::Other(format!("the number {}", crate::names::shortened(digits))),
            }
        }
        DeValue::Float(number) => match number.as_str().parse() {
            Ok(value) => Value::Float(value),
            Err(_) => Value::Other(format!("the number {}", crate::names::shortened(number.as_str()))),
        },
        DeValue::Datetime(datetime) => match (datetime.date, datetime.time) {
            (Some(date), None) => match Date::new(date.year as i16, date.month as i8, date.day as i8) {
                Ok(date) => Value::Date(date),
                Err(_) => Value::Other(format!("the date {datetime}")),
            },
            _ => Value::Other(format!("the time {datetime}")),
        },
        DeValue::Array(list) => {
            Value::List(list.into_iter().map(|value| node(text, value, depth + 1)).collect::<Result<_, _>>()?)
        }
        DeValue::Table(table) => Value::Table(entries(text, table, depth)?),
    };
    Ok(Node { value, at })
}
