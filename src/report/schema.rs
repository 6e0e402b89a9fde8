//! The JSON Schemas of the plan file and of the result, from the types themselves.

use super::ForecastResult;
use crate::file::plan_shape;

/// The JSON Schema of a plan file (draft 2020-12), for editors and for other tools.
pub fn plan_schema() -> schemars::Schema {
    plan_shape()
}

/// The JSON Schema of the result that [`json`](super::json()) writes (draft 2020-12).
pub fn result_schema() -> schemars::Schema {
    schemars::SchemaGenerator::default().into_root_schema_for::<ForecastResult>()
}
