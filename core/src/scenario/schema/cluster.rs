//! Clusters: the nouns with their settings, from the table of settings.

use super::super::lower::{CREDENTIALS_DOCS, FOR_READERS, OWN_DOCS, ROUTES, UNSET, YES_NO};
use super::shapes::{described, list, named, object};
use super::{Schema, choice, text};
use crate::cluster::{BLF_SETTINGS, Noun, PERMISSIONS, Setting, ValueKind, settings_of};
use serde_json::{Map, Value, json};

impl Schema {
    pub(super) fn cluster(&mut self) -> Value {
        let mut properties = Map::new();
        for doc in OWN_DOCS {
            properties.insert(doc.name.to_owned(), self.described(doc));
        }
        for noun in Noun::ALL {
            let defined = self.defined(*noun);
            let help = format!("The {} of the cluster.", noun.plural());
            properties.insert(noun.table().to_owned(), described(defined, &help));
        }
        object(properties, &[])
    }

    /// What stands under the key of a noun where its objects are defined.
    pub(super) fn defined(&mut self, noun: Noun) -> Value {
        match noun {
            Noun::Partition => list(text()),
            Noun::CallingSearchSpace => named(list(text())),
            Noun::DirectoryEntry => named(text()),
            noun if !noun.has_names() => self.settings(noun, true),
            noun => named(self.settings(noun, true)),
        }
    }

    /// One object of a noun. `whole`: a definition, which must have what is required.
    pub(super) fn settings(&mut self, noun: Noun, whole: bool) -> Value {
        let name = match whole {
            true => noun.table().to_owned(),
            false => format!("changed_{}", noun.table()),
        };
        self.define(&name, |schema| {
            let mut properties = Map::new();
            for setting in settings_of(noun) {
                let value = schema.value(setting, whole);
                properties.insert(setting.key().to_owned(), described(value, setting.help));
            }
            let unkept = FOR_READERS.iter().filter(|(own, _)| *own == noun);
            properties.extend(
                unkept.map(|(_, key)| ((*key).to_owned(), described(text(), "For readers only."))),
            );
            let needed: Vec<&str> = settings_of(noun)
                .filter(|setting| whole && setting.required)
                .map(Setting::key)
                .collect();
            object(properties, &needed)
        })
    }

    fn value(&mut self, setting: &Setting, whole: bool) -> Value {
        match setting.kind {
            ValueKind::Flag { on, off } => {
                let words: Vec<&str> = [on, off].into_iter().chain(YES_NO).collect();
                let mut unique: Vec<&str> = Vec::new();
                for word in words {
                    if !unique.contains(&word) {
                        unique.push(word);
                    }
                }
                choice(&unique)
            }
            ValueKind::Choice(words) => choice(words),
            ValueKind::Choices { words, .. } => list(choice(words)),
            ValueKind::References(_) => list(text()),
            ValueKind::Route => self.route(),
            ValueKind::Secret => unset(self.password(), whole),
            ValueKind::Credentials => {
                let own = self.define("credentials", |schema| schema.fields(CREDENTIALS_DOCS));
                unset(own, whole)
            }
            ValueKind::BlfSpeedDials if whole => list(self.button()),
            ValueKind::BlfSpeedDials => {
                json!({ "anyOf": [list(self.button()), named(self.button())] })
            }
            ValueKind::Relationships => named(choice(&PERMISSIONS.map(|(word, _)| word))),
            _ => text(),
        }
    }

    fn button(&mut self) -> Value {
        self.define("blf_speed_dial", |_| {
            let property = |(key, _, _, help): &(&str, &str, ValueKind, &str)| {
                ((*key).to_owned(), described(text(), help))
            };
            object(BLF_SETTINGS.iter().map(property).collect(), &[])
        })
    }

    fn route(&mut self) -> Value {
        self.define("route", |_| {
            let property = |(key, noun): &(&str, Noun)| {
                ((*key).to_owned(), described(text(), &format!("The name of a {}.", noun.word())))
            };
            let mut route = object(ROUTES.iter().map(property).collect(), &[]);
            if let Value::Object(route) = &mut route {
                route.insert("type".to_owned(), json!("object"));
                route.insert("minProperties".to_owned(), json!(1));
                route.insert("maxProperties".to_owned(), json!(1));
            }
            route
        })
    }
}

/// A change can unset it, too.
fn unset(own: Value, whole: bool) -> Value {
    if whole { own } else { json!({ "anyOf": [choice(&[UNSET]), own] }) }
}
