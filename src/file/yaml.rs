//! YAML → nodes.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;
use serde_saphyr::options::{DuplicateKeyPolicy, NonFiniteFloatPolicy};

use super::node::{DEEPEST, Entry, Node, Placed, Value, offset, syntax, too_deep};

/// The most values, keys and tables of a file; a file of the most bytes has fewer.
const MOST_NODES: usize = 4_000_000;

/// Reads a YAML text: the tree, or the fault of its syntax. Depth, size and aliases stay within serde-saphyr's budget.
pub(super) fn read(text: &str) -> (Option<Node>, Vec<Placed>) {
    let options = serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_depth: DEEPEST,
            max_nodes: MOST_NODES,
            max_events: 4 * MOST_NODES,
        },
    };
    match serde_saphyr::from_str_with_options::<Spanned<Tree>>(text, options) {
        Ok(tree) => (Some(tree.value.into_node(text, place(&tree.referenced))), Vec::new()),
        Err(error) => (None, vec![broken(text, &error)]),
    }
}

/// A fault of syntax or a limit passed.
fn broken(text: &str, error: &serde_saphyr::Error) -> Placed {
    let known = error.location().filter(|location| location.line() > 0);
    let at = known.map(|location| offset(text, location.line() as usize, location.column() as usize, false));
    let message = error.render();
    let message = message.lines().next().unwrap_or("");
    if message.contains("budget breached") {
        return too_deep(at);
    }
    // The message may say the place itself, and better than the location does.
    let (message, said) = message.split_once(" at line ").unwrap_or((message, ""));
    let mut numbers =
        said.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse::<usize>().ok());
    let at = match (numbers.next(), numbers.next()) {
        (Some(line), Some(column)) => Some(offset(text, line, column, false)),
        _ => at,
    };
    let message = if message.contains("from_str_multiple") {
        "the file holds more than one document (---)".to_owned()
    } else if message.contains("null into string") {
        "a key here is not a text".to_owned()
    } else {
        format!("this is not valid YAML: {message}")
    };
    syntax(message, "docs/diagnostics.md shows what a plan file looks like", at)
}

fn place(location: &serde_saphyr::Location) -> usize {
    location.span().byte_offset().unwrap_or(0) as usize
}

/// A value of any kind whose parts know their places.
enum Tree {
    Leaf(Value),
    List(Vec<Spanned<Tree>>),
    Table(Vec<(Spanned<String>, Spanned<Tree>)>),
}

impl Tree {
    fn into_node(self, text: &str, at: usize) -> Node {
        let value = match self {
            Self::Leaf(value) => value,
            Self::List(items) => Value::List(
                items.into_iter().map(|item| item.value.into_node(text, place(&item.referenced))).collect(),
            ),
            Self::Table(pairs) => Value::Table(
                pairs
                    .into_iter()
                    .map(|(key, item)| {
                        let at = place(&key.referenced);
                        let mut node = item.value.into_node(text, place(&item.referenced));
                        let inline = text.get(node.at..).is_some_and(|rest| rest.starts_with('{'));
                        if matches!(node.value, Value::Table(_)) && !inline {
                            node.at = at;
                        }
                        Entry { key: key.value, at, node }
                    })
                    .collect(),
            ),
        };
        Node { value, at }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Collect)
    }
}

struct Collect;

impl<'de> Visitor<'de> for Collect {
    type Value = Tree;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Leaf(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Leaf(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        Tree::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Leaf(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Leaf(Value::Integer(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Leaf(match i64::try_from(value) {
            Ok(value) => Value::Integer(value),
            Err(_) => Value::Other(format!("the number {value}")),
        }))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Tree, E> {
        Ok(Tree::Leaf(Value::Other(format!("the number {value}"))))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Tree, E> {
        Ok(Tree::Leaf(Value::Other(format!("the number {value}"))))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Leaf(Value::Float(value)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Leaf(Value::Text(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Tree::Table(pairs))
    }
}
