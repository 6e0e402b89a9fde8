//! JSON → nodes.
//!
//! serde_json gives no places. A raw value borrows its part of the text, though, and the address of that part is its place:
//! each level of the tree is read as raw values, and each of these in turn.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::node::{DEEPEST, Entry, Node, Placed, Value, syntax, too_deep};

/// Reads a JSON text: the tree, or the fault of its syntax.
pub(super) fn read(text: &str) -> (Option<Node>, Vec<Placed>) {
    let whole: &RawValue = match serde_json::from_str(text) {
        Ok(whole) => whole,
        Err(error) => {
            let at = offset(text, error.line(), error.column());
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or("").to_owned();
            return (None, vec![syntax(format!("the file is not valid JSON here: {message}"), Some(at))]);
        }
    };
    match node(text, whole, 0) {
        Ok(node) => (Some(node), Vec::new()),
        Err(fault) => (None, vec![fault]),
    }
}

/// The byte where a line and column of serde_json are; its columns count bytes from 1, 0 being the line's end before.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let begin: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (begin + column.saturating_sub(1)).min(text.len())
}

fn node(text: &str, raw: &RawValue, depth: usize) -> Result<Node, Placed> {
    let part = raw.get();
    let at = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    if depth > DEEPEST {
        return Err(too_deep(Some(at)));
    }
    let broken =
        |error: serde_json::Error| syntax(format!("the file is not valid JSON here: {error}"), Some(at));
    let value = match part.as_bytes().first() {
        Some(b'{') => {
            let pairs: Pairs<'_> = serde_json::from_str(part).map_err(broken)?;
            let entries = pairs.0.into_iter().map(|(key, raw)| {
                let at = (key.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
                let name = serde_json::from_str(key.get()).map_err(broken)?;
                Ok(Entry { key: name, at, node: node(text, raw, depth + 1)? })
            });
            Value::Table(entries.collect::<Result<_, _>>()?)
        }
        Some(b'[') => {
            let items: Items<'_> = serde_json::from_str(part).map_err(broken)?;
            Value::List(items.0.into_iter().map(|raw| node(text, raw, depth + 1)).collect::<Result<_, _>>()?)
        }
        Some(b'"') => Value::Text(serde_json::from_str(part).map_err(broken)?),
        Some(b't') => Value::Bool(true),
        Some(b'f') => Value::Bool(false),
        Some(b'n') => Value::Null,
        _ => match (part.parse::<i64>(), part.parse::<f64>()) {
            (Ok(value), _) => Value::Integer(value),
            (_, Ok(value)) if value.is_finite() => Value::Float(value),
            _ => Value::Other(format!("the number {}", crate::plan::shortened(part))),
        },
    };
    Ok(Node { value, at })
}

/// The entries of an object, in order, keys that come twice included.
struct Pairs<'a>(Vec<(&'a RawValue, &'a RawValue)>);

/// The items of an array.
struct Items<'a>(Vec<&'a RawValue>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

impl<'de> Deserialize<'de> for Items<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Items<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Items(items))
            }
        }
        deserializer.deserialize_seq(Collect)
    }
}
