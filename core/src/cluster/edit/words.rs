//! What an edit does, in words for a timeline.

use super::Edit;
use crate::cluster::{ConfigPath, Field, Noun, Object, Value};
use crate::gather::Gather;
use core::fmt;

impl fmt::Display for Edit {
    /// `change Phone A: SUBSCRIBE Calling Search Space`, `delete Night, Late`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Edit::Add { object, .. } => write!(f, "add the {}", called(object)),
            Edit::Change { object, settings } => {
                write!(f, "change the {}: {}", called(object), words(object, settings))
            }
            Edit::Copy { object, name } => write!(f, "copy the {} to {name}", called(object)),
            Edit::Rename { object, name } => write!(f, "rename the {} to {name}", called(object)),
            Edit::Delete { objects, confirmed } => {
                let all: Vec<String> = objects.iter().map(called).gather();
                let cancelled = if *confirmed { "" } else { ", cancelled" };
                write!(f, "delete the {}{cancelled}", all.join(", the "))
            }
            Edit::Find { noun, .. } => write!(f, "find {}", noun.plural()),
            Edit::FindWithin { .. } => f.write_str("find within the results"),
            Edit::DependencyRecords { object } => {
                write!(f, "ask for the dependency records of the {}", called(object))
            }
            Edit::Together(all) => {
                let all: Vec<String> = all.iter().map(ToString::to_string).gather();
                f.write_str(&all.join("; "))
            }
        }
    }
}

/// `presence group Night`; the parameters have no name.
fn called(object: &Object) -> String {
    let word = Noun::of(object).word();
    object.name().map_or_else(|| word.to_owned(), |name| format!("{word} {name}"))
}

/// The settings by the words of their menus.
fn words(object: &Object, settings: &[(Field, Value)]) -> String {
    let word = |(field, _): &(Field, Value)| {
        let menu = ConfigPath::new(object.clone(), field.clone()).menu();
        menu.last().cloned().unwrap_or_default()
    };
    settings.iter().map(word).gather().join(", ")
}
