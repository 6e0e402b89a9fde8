//! The JSON Schemas of the plan file and of the result, from the types themselves.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

use super::{CheckInResult, ComparisonResult, ForecastResult, PricesResult, ThroughputResult};

/// The JSON Schema of a plan file (draft 2020-12), for editors and for other tools.
///
/// ```
/// let schema = landfall::report::plan_schema();
/// assert_eq!(schema.get("title").and_then(|title| title.as_str()), Some("landfall plan"));
/// ```
pub fn plan_schema() -> Schema {
    without_null(crate::file::plan_schema(generator()))
}

/// The JSON Schema of the result that [`json`](super::json()) writes (draft 2020-12).
pub fn result_schema() -> Schema {
    with_as_of(generator().into_root_schema_for::<ForecastResult>(), "/properties/as_of/type")
}

/// The JSON Schema of what [`comparison_json`](super::comparison_json) writes (draft 2020-12).
pub fn comparison_schema() -> Schema {
    let schema = generator().into_root_schema_for::<ComparisonResult>();
    with_as_of(schema, "/$defs/ForecastResult/properties/as_of/type")
}

/// The JSON Schema of what [`checkin_json`](super::checkin_json) writes (draft 2020-12).
pub fn checkin_schema() -> Schema {
    let schema = generator().into_root_schema_for::<CheckInResult>();
    with_as_of(schema, "/$defs/ForecastResult/properties/as_of/type")
}

/// The JSON Schema of what [`prices_json`](super::prices_json) writes (draft 2020-12).
pub fn prices_schema() -> Schema {
    without_null(generator().into_root_schema_for::<PricesResult>())
}

/// The JSON Schema of what [`throughput_json`](super::throughput_json) writes (draft 2020-12).
pub fn throughput_schema() -> Schema {
    without_null(generator().into_root_schema_for::<ThroughputResult>())
}

/// A schema in which nothing is null but the one field that is null rather than left out.
fn with_as_of(schema: Schema, place: &str) -> Schema {
    let mut schema = without_null(schema);
    if let Some(as_of) = schema.pointer_mut(place) {
        *as_of = serde_json::json!(["string", "null"]);
    }
    schema
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().for_serialize().into_generator()
}

/// What may be left out is left out, never null; the types alone do not say so.
fn without_null(mut schema: Schema) -> Schema {
    RecursiveTransform(drop_null).transform(&mut schema);
    schema
}

fn drop_null(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|of| of != "null");
        if let [only] = &types[..] {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
        choices.retain(|choice| choice.get("type").is_none_or(|of| of != "null"));
        if let [only] = &choices[..] {
            let only = only.clone();
            schema.remove("anyOf");
            if let Value::Object(fields) = only {
                for (key, value) in fields {
                    schema.insert(key, value);
                }
            }
        }
    }
}
