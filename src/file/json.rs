//! JSON → nodes.
//!
//! serde_json gives no places. A raw value borrows its part of the text, though, and the address of that part is its place:
//! each level of the tree is read as raw values, and each of these in turn.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::node::{DEEPEST, Entry, Node, Placed, Value, offset, syntax, too_deep};

/// Where to look.
const HELP: &str = "docs/diagnostics.md shows what a plan file looks like";

/// Reads a JSON text: the tree, or the fault of its syntax.
pub(super) fn read(text: &str) -> (Option<Node>, Vec<Placed>) {
    let whole: &RawValue = match serde_json::from_str(text) {
        Ok(whole) => whole,
        Err(error) => {
            let at = offset(text, error.line(), error.column(), true).min(text.len());
            return (None, vec![broken(&error, at)]);
        }
    };
    match node(text, whole, 0) {
        Ok(node) => (Some(node), Vec::new()),
        Err(fault) => (None, vec![fault]),
    }
}

/// A fault of syntax. serde_json says where in its own words, which are left out: the diagnostic has its place.
fn broken(error: &serde_json::Error, at: usize) -> Placed {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or("");
    if message.contains("recursion limit") {
        return too_deep(Some(at));
    }
    let (message, help) = match message {
        "EOF while parsing a value" => ("the file ends where a value should stand".to_owned(), HELP),
        "key must be a string" | "trailing comma" => {
            (format!("this is not valid JSON: {message}"), "there may be a comma too many before it")
        }
        message => (format!("this is not valid JSON: {message}"), HELP),
    };
    syntax(message, help, Some(at))
}

fn node(text: &str, raw: &RawValue, depth: usize) -> Result<Node, Placed> {
    let part = raw.get();
    let at = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    if depth > DEEPEST {
        return Err(too_deep(Some(at)));
    }
    let broken = |error: serde_json::Error| broken(&error, at);
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
            _ => Value::Other(format!("the number {}", crate::names::shortened(part))),
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
