//! The JSON Schema of scenario files, for editors: made from the tables that the reader uses.

mod change;
mod cluster;
mod lesson;
mod shapes;

pub use lesson::lesson_schema;

use super::lower::{BESIDE, EXPECTATION_DOCS, FROM_DOCS, KeyDoc, MADE_UP, ROOT_DOCS, Takes, VERBS};
use super::lower::{FAULTS, UNITS};
use crate::rules::RuleId;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The text of the schema, which editors find by the first line of a scenario.
pub fn schema() -> String {
    let mut schema = Schema::default();
    let mut root = schema.fields(ROOT_DOCS);
    if let Value::Object(root) = &mut root {
        root.insert("anyOf".to_owned(), json!([required(&["cluster"]), required(&["clusters"])]));
    }
    text_of(root, "A scenario of Lampfield", schema)
}

/// A schema with its title and with what it refers to, as text.
fn text_of(mut root: Value, title: &str, mut schema: Schema) -> String {
    schema.define("expectation", Schema::expectation);
    let all = RuleId::ALL.iter().map(|rule| rule.as_str()).collect::<Vec<_>>();
    schema.definitions.insert("rule".to_owned(), json!({ "enum": all }));
    if let Value::Object(root) = &mut root {
        root.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        root.insert("title".to_owned(), json!(title));
        root.insert("definitions".to_owned(), json!(schema.definitions));
    }
    // Nothing that is put together here can fail to have a text.
    serde_json::to_string_pretty(&root).unwrap_or_default() + "\n"
}

fn required(keys: &[&str]) -> Value {
    json!({ "required": keys })
}

/// A text as it is typed: editors take some of them for numbers or switches.
fn text() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

fn pattern(pattern: &str, why: &str) -> Value {
    json!({ "type": "string", "pattern": pattern, "patternErrorMessage": why })
}

/// One of these words; those that look like numbers may be read as such.
fn choice(words: &[&str]) -> Value {
    let numbers = words.iter().filter_map(|word| word.parse::<u64>().ok());
    let all: Vec<Value> =
        words.iter().map(|word| json!(word)).chain(numbers.map(|n| json!(n))).collect();
    json!({ "enum": all })
}

/// What several places share, by name.
#[derive(Default)]
struct Schema {
    definitions: BTreeMap<String, Value>,
}

impl Schema {
    /// A reference to a definition, which is made where it is not there yet.
    fn define(&mut self, name: &str, make: impl FnOnce(&mut Schema) -> Value) -> Value {
        if !self.definitions.contains_key(name) {
            // A definition may lead back to itself.
            self.definitions.insert(name.to_owned(), json!({}));
            let made = make(self);
            self.definitions.insert(name.to_owned(), made);
        }
        json!({ "$ref": format!("#/definitions/{name}") })
    }

    /// A mapping with these keys and no others.
    fn fields(&mut self, docs: &[KeyDoc]) -> Value {
        let mut properties = Map::new();
        for doc in docs {
            properties.insert(doc.name.to_owned(), self.described(doc));
        }
        let needed: Vec<&str> = docs.iter().filter(|doc| doc.needed).map(|doc| doc.name).collect();
        shapes::object(properties, &needed)
    }

    fn described(&mut self, doc: &KeyDoc) -> Value {
        shapes::described(self.takes(&doc.takes), doc.help)
    }

    fn takes(&mut self, takes: &Takes) -> Value {
        match takes {
            Takes::Text | Takes::Path | Takes::Name => text(),
            Takes::Whole => {
                json!({ "type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+$" })
            }
            Takes::Count => {
                json!({ "type": ["integer", "string"], "minimum": 0, "pattern": r"^[0-9]+(\.\.([0-9]+)?)?$" })
            }
            Takes::Range => {
                json!({ "type": ["integer", "string"], "minimum": 0, "pattern": r"^[0-9]+(\.\.[0-9]+)?$" })
            }
            Takes::Duration => {
                let units = UNITS.map(|(unit, ..)| unit).join("|");
                let why = "a number and its unit: `500ms`, `1.5s`, `1m30s`";
                pattern(&format!(r"^\s*([0-9]+(\.[0-9]+)?({units})\s*)+$"), why)
            }
            Takes::Chance => pattern(r"^[0-9]+(\.[0-9]{1,4})?%$", "a percentage: `30%`"),
            Takes::Sentence => {
                let verbs: Vec<&str> = VERBS.iter().map(|(_, verb, _)| *verb).collect();
                let why = format!("who, verb, what; the verbs: {}", verbs.join(", "));
                pattern(&format!(r"^.+ ({})( .*)?\s*$", verbs.join("|")), &why)
            }
            Takes::Fault => {
                let why = format!("a fault: {}", FAULTS.join(", "));
                pattern(&format!(r"^\s*({})( .*)?\s*$", FAULTS.join("|")), &why)
            }
            Takes::Choice(words) => choice(&words()),
            Takes::Rules => {
                json!({ "type": "array", "items": { "$ref": "#/definitions/rule" } })
            }
            Takes::List(each) => json!({ "type": "array", "items": self.takes(each) }),
            Takes::Named(each) => shapes::named(self.takes(each)),
            Takes::Fields(name, docs) => self.define(name, |schema| schema.fields(docs)),
            Takes::Either(all) => {
                let all: Vec<Value> = all.iter().map(|one| self.takes(one)).collect();
                json!({ "anyOf": all })
            }
            Takes::Cluster => self.define("cluster", Schema::cluster),
            Takes::Change => self.define("change", Schema::change),
            Takes::Expectation => self.define("expectation", Schema::expectation),
            Takes::Password => self.password(),
            Takes::Anything => json!({}),
        }
    }

    fn password(&mut self) -> Value {
        let from = self.fields(FROM_DOCS);
        json!({ "anyOf": [{ "enum": MADE_UP }, from] })
    }

    /// Exactly one subject, and beside it what goes with it.
    fn expectation(&mut self) -> Value {
        let mut all = self.fields(EXPECTATION_DOCS);
        let rules = BESIDE.iter().map(|(subject, beside)| {
            let allowed: Vec<&str> = [*subject].iter().chain(*beside).copied().collect();
            let needed: Vec<&str> =
                beside.iter().filter(|key| matches!(**key, "is" | "shows")).copied().collect();
            json!({
                "if": required(&[subject]),
                "then": { "propertyNames": { "enum": allowed }, "required": needed },
            })
        });
        let rules: Vec<Value> = rules.collect();
        let one: Vec<Value> = BESIDE.iter().map(|(subject, _)| required(&[subject])).collect();
        if let Value::Object(all) = &mut all {
            all.insert("type".to_owned(), json!("object"));
            all.insert("anyOf".to_owned(), json!(one));
            all.insert("allOf".to_owned(), json!(rules));
        }
        all
    }
}
