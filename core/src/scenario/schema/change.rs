//! What an administrator does: `change` with its verbs.

use super::super::lower::{CHANGE_BESIDE, CHANGE_VERBS};
use super::shapes::{described, list, named, object};
use super::{Schema, choice, text};
use crate::cluster::{Comparison, Noun};
use serde_json::{Map, Value};

impl Schema {
    pub(super) fn change(&mut self) -> Value {
        let mut properties = self.nouns(|schema, noun| match noun {
            Noun::CallingSearchSpace => {
                let own = schema.settings(noun, false);
                named(serde_json::json!({ "anyOf": [list(text()), own] }))
            }
            Noun::DirectoryEntry => {
                let own = schema.settings(noun, false);
                named(serde_json::json!({ "anyOf": [text(), own] }))
            }
            noun if noun.has_names() => named(schema.settings(noun, false)),
            noun => schema.settings(noun, false),
        });
        for doc in CHANGE_VERBS.iter().chain(CHANGE_BESIDE) {
            let value = self.verb(doc.name);
            properties.insert(doc.name.to_owned(), described(value, doc.help));
        }
        object(properties, &[])
    }

    fn verb(&mut self, verb: &str) -> Value {
        match verb {
            "add" => {
                let nouns = self.nouns(|schema, noun| match noun {
                    Noun::Partition => {
                        serde_json::json!({ "anyOf": [list(text()), named(serde_json::json!({}))] })
                    }
                    noun => schema.defined(noun),
                });
                object(nouns, &[])
            }
            "copy" | "rename" => object(self.nouns(|_, _| named(text())), &[]),
            "delete" => object(self.nouns(|_, _| list(text())), &[]),
            "find" => object(self.nouns(|_, _| criteria()), &[]),
            "find_within" => criteria(),
            "confirm" => choice(&["yes", "no"]),
            "dependency_records" => object(self.nouns(|_, _| text()), &[]),
            _ => text(),
        }
    }

    fn nouns(&mut self, each: impl Fn(&mut Schema, Noun) -> Value) -> Map<String, Value> {
        Noun::ALL.iter().map(|noun| (noun.table().to_owned(), each(self, *noun))).collect()
    }
}

/// `{ name: { begins with: N } }`.
fn criteria() -> Value {
    let property = |(word, _): &(&str, Comparison)| ((*word).to_owned(), serde_json::json!({}));
    named(object(Comparison::ALL.iter().map(property).collect(), &[]))
}
