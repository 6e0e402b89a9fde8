//! YAML → nodes.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Spanned};

use super::node::{Entry, Node, Placed, Value, syntax};

/// Reads a YAML text: the tree, or the fault of its syntax. Depth, size and aliases stay within serde-saphyr's budget.
pub(super) fn read(text: &str) -> (Option<Node>, Vec<Placed>) {
    let options = serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options::<Spanned<Tree>>(text, options) {
        Ok(tree) => (Some(tree.value.into_node(place(&tree.referenced))), Vec::new()),
        Err(error) => {
            let at = error.location().map(|location| place(&location));
            let message = error.render().lines().next().unwrap_or("").to_owned();
            (None, vec![syntax(format!("the file is not valid YAML here: {message}"), at)])
        }
    }
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
    fn into_node(self, at: usize) -> Node {
        let value = match self {
            Self::Leaf(value) => value,
            Self::List(items) => Value::List(
                items.into_iter().map(|item| item.value.into_node(place(&item.referenced))).collect(),
            ),
            Self::Table(pairs) => Value::Table(
                pairs
                    .into_iter()
                    .map(|(key, item)| {
                        let at = place(&key.referenced);
                        let mut node = item.value.into_node(place(&item.referenced));
                        if matches!(node.value, Value::Table(_)) {
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
