//! `Plan` in serde: written in the shape of the plan file, read by the decoder of plan files.

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

use super::node::{Entry, Node, Value};
use super::shape::PlanShape;
use super::{decode, judge};
use crate::error::Severity;
use crate::plan::Plan;

impl Serialize for Plan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PlanShape::of(self).serialize(serializer)
    }
}

/// Reads and checks a plan from any self-describing format. The error lists every fault; for lines and columns use
/// [`PlanFile`](crate::PlanFile).
impl<'de> Deserialize<'de> for Plan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        let (plan, faults) = judge(decode::plan(&node, Vec::new()), &node);
        let errors: Vec<String> = faults
            .iter()
            .filter(|(fault, _)| fault.severity() == Severity::Error)
            .map(|(fault, _)| fault.to_string())
            .collect();
        if errors.is_empty() { Ok(plan) } else { Err(D::Error::custom(errors.join("\n"))) }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Collect).map(|value| Node { value, at: 0 })
    }
}

struct Collect;

impl<'de> Visitor<'de> for Collect {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a plan")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or_else(|_| Value::Other(format!("the number {value}")), Value::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, node)) = map.next_entry()? {
            entries.push(Entry { key, at: 0, node });
        }
        // What the toml crate makes of an unquoted date.
        if let [Entry { key, node: Node { value: Value::Text(_), .. }, .. }] = &entries[..]
            && key == "$__toml_private_datetime"
        {
            return Ok(entries.remove(0).node.value);
        }
        Ok(Value::Table(entries))
    }
}
