//! Edits as `change` writes them.

use super::cluster::value;
use super::doc::Doc;
use crate::cluster::{Comparison, Criterion, Edit, Field, LooksAt, Noun, Object, Value, setting};

/// What stands under `change`.
pub(super) fn change(edit: &Edit, file: &str) -> Doc {
    let mut doc = Doc::map::<String>([]);
    match edit {
        Edit::Together(all) => all.iter().for_each(|one| put(&mut doc, one, file)),
        one => put(&mut doc, one, file),
    }
    doc
}

/// Adds one edit to those that stand there already.
fn put(doc: &mut Doc, edit: &Edit, file: &str) {
    let table = |object: &Object| Noun::of(object).table();
    let name = |object: &Object| object.name().unwrap_or_default().to_owned();
    match edit {
        Edit::Add { object, settings } => put_settings(doc, &["add"], object, settings, file),
        Edit::Change { object, settings } => put_settings(doc, &[], object, settings, file),
        Edit::Copy { object, name: to } => {
            doc.insert(&["copy", table(object), &name(object)], Doc::text(to));
        }
        Edit::Rename { object, name: to } => {
            doc.insert(&["rename", table(object), &name(object)], Doc::text(to));
        }
        Edit::Delete { objects, confirmed } => {
            let mut nouns: Vec<Noun> = objects.iter().map(Noun::of).collect();
            nouns.dedup();
            for noun in nouns {
                let own = objects.iter().filter(|object| Noun::of(object) == noun);
                doc.insert(&["delete", noun.table()], Doc::texts(own.map(name)));
            }
            if !confirmed {
                doc.insert(&["confirm"], Doc::text("no"));
            }
        }
        Edit::Find { noun, criteria: all } => {
            doc.insert(&["find", noun.table()], criteria(all));
        }
        Edit::FindWithin { criteria: all } => doc.insert(&["find_within"], criteria(all)),
        Edit::DependencyRecords { object } => {
            doc.insert(&["dependency_records", table(object)], Doc::text(name(object)));
        }
        Edit::Together(all) => all.iter().for_each(|one| put(doc, one, file)),
    }
}

fn put_settings(
    doc: &mut Doc,
    verb: &[&str],
    object: &Object,
    settings: &[(Field, Value)],
    file: &str,
) {
    let noun = Noun::of(object);
    let mut path: Vec<&str> = verb.to_vec();
    path.push(noun.table());
    path.extend(object.name());
    doc.insert(&path, Doc::map::<String>([]));
    for (field, own) in settings {
        let Some(setting) = setting(noun, field) else { continue };
        let (mut path, part) = (path.clone(), part(field));
        path.push(setting.key());
        let keys: Vec<&str> = part.iter().map(String::as_str).collect();
        path.extend(keys);
        doc.insert(&path, value(own, setting.kind, file));
    }
}

/// The keys below that of the setting, where a part of it is changed.
fn part(field: &Field) -> Vec<String> {
    let button = |at: &usize, key: &str| vec![format!("BLF {}", at + 1), key.to_owned()];
    match field {
        Field::Relationship(other) => vec![other.clone()],
        Field::BlfDirectoryNumber(at) => button(at, "directory_number"),
        Field::BlfDestination(at) => button(at, "destination"),
        Field::BlfLabel(at) => button(at, "label"),
        Field::BlfLabelAscii(at) => button(at, "label_ascii"),
        _ => Vec::new(),
    }
}

fn criteria(all: &[Criterion]) -> Doc {
    let mut doc = Doc::map::<String>([]);
    for Criterion { looks_at, comparison, text } in all {
        let key = match looks_at {
            LooksAt::Name => "name",
            LooksAt::Setting(field) => field.words().map_or("name", |(_, key)| key),
        };
        let word = Comparison::ALL.iter().find(|(_, own)| own == comparison);
        let word = word.map_or("contains", |(word, _)| word);
        let text = if text.is_empty() { Doc::Nothing } else { Doc::text(text) };
        doc.insert(&[key, word], text);
    }
    doc
}
