//! The few shapes that a schema is put together from.

use serde_json::{Map, Value, json};

/// A mapping with these keys and no others. One that needs none may be empty, which YAML reads as
/// nothing.
pub(super) fn object(properties: Map<String, Value>, needed: &[&str]) -> Value {
    let kind = if needed.is_empty() { json!(["object", "null"]) } else { json!("object") };
    let mut object = json!({
        "type": kind,
        "properties": properties,
        "additionalProperties": false,
    });
    if let (Value::Object(object), false) = (&mut object, needed.is_empty()) {
        object.insert("required".to_owned(), json!(needed));
    }
    object
}

/// A mapping from names to such.
pub(super) fn named(each: Value) -> Value {
    json!({ "type": ["object", "null"], "additionalProperties": each })
}

pub(super) fn list(each: Value) -> Value {
    json!({ "type": "array", "items": each })
}

/// The same with a sentence about it. Beside a reference nothing counts, so that one is wrapped.
pub(super) fn described(schema: Value, help: &str) -> Value {
    let mut schema = match schema {
        reference if reference.get("$ref").is_some() => json!({ "allOf": [reference] }),
        other => other,
    };
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), json!(help));
    }
    schema
}
