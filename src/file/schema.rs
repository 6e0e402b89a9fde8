//! The JSON Schema of plan files: what the shape's own types cannot say about themselves.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::plan::{Amount, Idle, Lag, LinkKind, Pace, RangeMeaning, Shape};

use super::shape::{Day, Entries, Named, PlanShape, Share, Text, Word};

/// The JSON Schema of a plan file.
pub(crate) fn plan_schema(generator: SchemaGenerator) -> Schema {
    generator.into_root_schema_for::<PlanShape<'_>>()
}

impl JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

/// The schema of a word: one of those that there are.
macro_rules! word {
    ($($name:ident)*) => {$(
        impl JsonSchema for Word<$name> {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "enum": $name::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>() })
            }
        }
    )*};
}

word!(Shape RangeMeaning LinkKind Pace Idle);

impl JsonSchema for Text<Lag> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Lag".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A number and a unit (h, d, w or sprint), or a percentage of what the other takes."
        })
    }
}

impl<T: JsonSchema> JsonSchema for Named<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Percentiles{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let values = generator.subschema_for::<T>();
        json_schema!({
            "type": "object",
            "patternProperties": { "^[pP][0-9]+(\\.[0-9]+)?$": values },
            "additionalProperties": false
        })
    }
}

impl JsonSchema for Text<Amount> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Time".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "A number and a unit: h, d, w or sprint." })
    }
}

impl JsonSchema for Share {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Share".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number"], "description": "A percentage (\"30%\") or a share (0.3)." })
    }
}

impl<T: JsonSchema> JsonSchema for Entries<'_, T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}ByName", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let values = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "additionalProperties": values })
    }
}
