//! The JSON Schema of the parts of a lesson that are its own.

use super::super::lower::{FRONT_DOCS, GOAL_DOCS, PREDICT_DOCS};
use super::{Schema, required, text_of};
use serde_json::{Value, json};

/// The text of the schema: of the front matter at its top, of the blocks `yaml predict` and
/// `yaml goal` under `definitions/predict` and `definitions/goal`. The block `yaml scenario` has
/// that of scenario files.
pub fn lesson_schema() -> String {
    let mut schema = Schema::default();
    let front = schema.fields(FRONT_DOCS);
    schema.define("goal", |schema| schema.fields(GOAL_DOCS));
    schema.define("predict", predict);
    text_of(front, "The front matter of a lesson of Lampfield, and its blocks", schema)
}

/// One subject, and one time.
fn predict(schema: &mut Schema) -> Value {
    let mut all = schema.fields(PREDICT_DOCS);
    let one_of =
        |keys: &[&str]| -> Vec<Value> { keys.iter().map(|key| required(&[key])).collect() };
    if let Value::Object(all) = &mut all {
        let subjects = one_of(&["lamp", "answer", "stopped_by"]);
        let times = one_of(&["after", "at"]);
        all.insert("allOf".to_owned(), json!([{ "oneOf": subjects }, { "oneOf": times }]));
    }
    all
}
