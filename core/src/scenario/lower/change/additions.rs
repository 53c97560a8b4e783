//! What the edits of a file add, before any of them is read: later steps may use the names.

use super::super::super::yaml::{Fields, Key, Node, Reader, Value as Yaml};
use super::super::cast::Known;
use super::super::site::ROOM;
use crate::cluster::Noun as Table;
use crate::diagnostic::Code;

/// What an edit of the file adds, for the names that later steps use.
pub(in super::super) struct Addition<'n> {
    /// The cluster, where it is named.
    pub(in super::super) cluster: Option<&'n str>,
    /// The noun and the name; `None`: a change that adds nothing.
    pub(in super::super) added: Option<(Table, &'n str)>,
}

/// What all edits of a file add. Nothing is checked here.
pub(in super::super) fn additions<'n>(fields: &Fields<'n>) -> Vec<Addition<'n>> {
    let Some(Yaml::List(steps)) = fields.get("steps").map(|node| &node.value) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for change in steps.iter().filter_map(|step| entry(step, "change")) {
        let cluster = entry(change, "cluster").and_then(text);
        all.push(Addition { cluster, added: None });
        for verb in ["add", "copy", "rename"] {
            for (key, node) in entry(change, verb).map(entries).unwrap_or_default() {
                let Some(noun) = Table::in_table(&key.text) else { continue };
                let names = names(node, verb == "add");
                all.extend(names.map(|name| Addition { cluster, added: Some((noun, name)) }));
            }
        }
    }
    all
}

/// Ids of several clusters and of those outside begin after the room for what edits add.
pub(in super::super) fn room(reader: &mut Reader<'_>, fields: &Fields<'_>, known: &Known<'_>) {
    if known.site.cluster_count() == 1 && known.site.outside().is_empty() {
        return;
    }
    let table = |addition: &&Addition<'_>| {
        matches!(addition.added, Some((Table::Phone | Table::DirectoryNumber, _)))
    };
    let count = additions(fields).iter().filter(table).count();
    if let (true, Some((key, _))) = (count > ROOM, fields.entry("steps")) {
        let message = format_args!(
            "these steps add {count} phones and numbers, and there is room for {ROOM}"
        );
        reader
            .tell(Code::TooMuch, key.span, message)
            .help("with several clusters or somebody outside, define them from the start");
    }
}

/// The new names under a noun: its keys for `add`, the values for `copy` and `rename`.
fn names(node: &Node, keys: bool) -> impl Iterator<Item = &str> {
    entries(node).iter().filter_map(
        move |(key, node)| {
            if keys { Some(key.text.as_str()) } else { text(node) }
        },
    )
}

fn entries(node: &Node) -> &[(Key, Node)] {
    match &node.value {
        Yaml::Map(entries) => entries,
        _ => &[],
    }
}

fn entry<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    entries(node).iter().find(|(key, _)| key.text == name).map(|(_, node)| node)
}

fn text(node: &Node) -> Option<&str> {
    match &node.value {
        Yaml::Text { text, .. } => Some(text),
        _ => None,
    }
}
