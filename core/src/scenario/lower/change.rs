//! Edits: `change`, with settings as a definition writes them, or with one of its verbs.

mod additions;
mod search;
mod settings;

use super::super::sources::Sources;
use super::super::yaml::{Key, Node, Reader, Value as Yaml};
use super::cast::Known;
use super::keys::{Takes, keys};
use super::values::Values;
use super::view::cluster_named;
use crate::cluster::{Edit, Noun, Object};
use crate::diagnostic::{Code, listed};
use crate::gather::Gather;
use crate::id::ClusterId;

keys! {
    /// The verbs of a change.
    VERBS VERB_DOCS {
        "add" MAY Takes::Anything, "New objects: `{ presence_groups: { Night: { description: x } } }`.";
        "copy" MAY Takes::Anything, "Copies: the original, and the new name: `{ presence_groups: { Night: Late } }`.";
        "rename" MAY Takes::Anything, "Other names: `{ presence_groups: { Night: Late } }`.";
        "delete" MAY Takes::Anything, "Objects to delete, all or none: `{ presence_groups: [Night, Late] }`.";
        "find" MAY Takes::Anything, "Objects that meet all criteria: `{ presence_groups: { name: { begins with: N } } }`.";
        "find_within" MAY Takes::Anything, "The same among the last results: `{ description: { is empty: } }`.";
        "dependency_records" MAY Takes::Anything, "Everything that uses an object: `{ presence_groups: Night }`.";
    }
}

keys! {
    /// What stands beside a verb.
    BESIDE BESIDE_DOCS {
        "confirm" MAY Takes::Anything, "The answer to the question of `delete`; `no` changes nothing.";
        "cluster" MAY Takes::Anything, "Which cluster, where there are several.";
    }
}

pub(super) use additions::{additions, room};

/// The reading of one change.
struct Change<'r, 'a> {
    values: Values<'r, 'a>,
}

/// The edit under `change`, and its cluster.
pub(super) fn read(
    reader: &mut Reader<'_>,
    sources: &dyn Sources,
    node: &Node,
    known: &Known<'_>,
) -> Option<(ClusterId, Edit)> {
    if !matches!(node.value, Yaml::Map(_) | Yaml::Broken) {
        let message = format_args!("a change must be a mapping, and this is {}", node.value.kind());
        reader
            .tell(Code::WrongType, node.span, message)
            .help("`change: { phones: { Phone A: { css: Everyone } } }`");
        return None;
    }
    let told = reader.log.len();
    let all = reader.entries(node, "`change`");
    let find = |name: &str| all.iter().find(|(key, _)| key.text == name).copied();
    let cluster = cluster(reader, find("cluster").map(|(_, node)| node), node, known);
    let verbs: Vec<(&Key, &Node)> =
        all.iter().copied().filter(|(key, _)| VERBS.contains(&key.text.as_str())).gather();
    let nouns: Vec<(&Key, &Node)> = all
        .iter()
        .copied()
        .filter(|(key, _)| ![VERBS, BESIDE].concat().contains(&key.text.as_str()))
        .gather();
    let confirm = confirm(reader, find("confirm"), find("delete").is_some());
    let mut change = Change { values: Values { reader, sources, known: None } };
    let edits = match (verbs.as_slice(), nouns.as_slice()) {
        ([], nouns) => change.nouns(nouns, |change, noun, node| change.settings_of(noun, node)),
        ([(key, node)], []) => change.verb(key, node, confirm),
        ([(verb, _)], [(key, _), ..]) => {
            change.stray(verb, key);
            Vec::new()
        }
        ([(first, _), (second, _), ..], _) => {
            change.twice(first, second);
            Vec::new()
        }
    };
    if edits.is_empty() && reader.log.len() == told {
        reader
            .tell(Code::BadChange, node.span, format_args!("this changes nothing"))
            .help("`change: { phones: { Phone A: { css: Everyone } } }`");
    }
    if reader.log.len() > told {
        return None;
    }
    let mut edits = edits;
    let edit = if edits.len() == 1 { edits.pop()? } else { Edit::Together(edits) };
    Some((cluster?, edit))
}

/// Which cluster: it must be said where there are several.
fn cluster(
    reader: &mut Reader<'_>,
    node: Option<&Node>,
    change: &Node,
    known: &Known<'_>,
) -> Option<ClusterId> {
    match (node, known.site.cluster_count()) {
        (Some(node), _) => {
            let word = reader.word(node, "`cluster`")?;
            let found = cluster_named(known, word.text);
            if found.is_none() {
                reader.unknown_name(word, "cluster", &cluster_names(known));
            }
            found
        }
        (None, 1) => Some(ClusterId(0)),
        (None, _) => {
            let message = format_args!("a change is about one cluster: say which");
            let names = listed(&cluster_names(known));
            let told = reader.tell(Code::MissingKey, change.span, message);
            told.help(&format!("`cluster: …` beside it, with {names}"));
            None
        }
    }
}

fn cluster_names<'a>(known: &Known<'a>) -> Vec<&'a str> {
    known.site.each_cluster().map(|cluster| cluster.name.as_str()).gather()
}

/// `confirm: no` beside `delete`.
fn confirm(reader: &mut Reader<'_>, entry: Option<(&Key, &Node)>, delete: bool) -> bool {
    let Some((key, node)) = entry else { return true };
    if !delete {
        let message = format_args!("`confirm` answers the question that `delete` asks");
        reader.tell(Code::BadChange, key.span, message).help("nothing else asks: leave it out");
    }
    let word = reader.word(node, "`confirm`");
    word.and_then(|word| reader.yes(word, "`confirm`", ["yes", "no"])).unwrap_or(true)
}

impl Change<'_, '_> {
    fn stray(&mut self, verb: &Key, key: &Key) {
        let message = format_args!("`{}` does not stand beside `{}`", key.text, verb.text);
        let told = self.values.reader.tell(Code::BadChange, key.span, message);
        let (verb, key) = (&verb.text, &key.text);
        told.help(&format!("under it: `{verb}: {{ {key}: … }}`; or make it two steps"));
    }

    fn twice(&mut self, first: &Key, second: &Key) {
        let message = format_args!(
            "a change does one thing: here are `{}` and `{}`",
            first.text, second.text
        );
        self.values
            .reader
            .tell(Code::BadChange, second.span, message)
            .help("make it two steps at the same time");
    }

    fn verb(&mut self, key: &Key, node: &Node, confirmed: bool) -> Vec<Edit> {
        match key.text.as_str() {
            "add" => self.under(node, "`add`", |change, noun, node| change.add(noun, node)),
            "copy" => self.under(node, "`copy`", |change, noun, node| {
                change.renames(noun, node, |object, name| Edit::Copy { object, name })
            }),
            "rename" => self.under(node, "`rename`", |change, noun, node| {
                change.renames(noun, node, |object, name| Edit::Rename { object, name })
            }),
            "delete" => {
                let objects =
                    self.under(node, "`delete`", |change, noun, node| change.listed(noun, node));
                if objects.is_empty() {
                    Vec::new()
                } else {
                    vec![Edit::Delete { objects, confirmed }]
                }
            }
            "find" => self.under(node, "`find`", |change, noun, node| {
                let criteria = change.criteria(Some(noun), node);
                vec![Edit::Find { noun, criteria }]
            }),
            "find_within" => vec![Edit::FindWithin { criteria: self.criteria(None, node) }],
            _ => self.under(node, "`dependency_records`", |change, noun, node| {
                let word = change.values.reader.word(node, "the object of dependency records");
                let object = word.map(|word| noun.object(word.text));
                object.map(|object| Edit::DependencyRecords { object }).into_iter().gather()
            }),
        }
    }

    fn under<T>(
        &mut self,
        node: &Node,
        what: &str,
        each: impl Fn(&mut Self, Noun, &Node) -> Vec<T>,
    ) -> Vec<T> {
        let entries = self.values.reader.entries(node, what);
        self.nouns(&entries, each)
    }

    /// Each noun with what stands under it.
    fn nouns<T>(
        &mut self,
        entries: &[(&Key, &Node)],
        each: impl Fn(&mut Self, Noun, &Node) -> Vec<T>,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for (key, node) in entries {
            match Noun::in_table(&key.text) {
                Some(noun) => all.extend(each(self, noun, node)),
                None => self.unknown_noun(key),
            }
        }
        all
    }

    fn unknown_noun(&mut self, key: &Key) {
        let tables = Noun::ALL.iter().map(|noun| noun.table());
        let mut words: Vec<&str> = VERBS.to_vec();
        tables.gather_into(&mut words);
        let message = format_args!("nothing of a cluster is called `{}`", key.text);
        self.values.reader.unknown_key(key, message, &words);
    }

    /// `{ Night: Late }`: the original and its new name.
    fn renames(
        &mut self,
        noun: Noun,
        node: &Node,
        edit: impl Fn(Object, String) -> Edit,
    ) -> Vec<Edit> {
        let entries = self.values.reader.entries(node, &format!("`{}`", noun.table()));
        let named = |(key, node): (&Key, &Node)| {
            let word = self.values.reader.word(node, "the new name")?;
            Some(edit(noun.object(&key.text), word.text.to_owned()))
        };
        entries.into_iter().filter_map(named).gather()
    }

    /// `[Night, Late]`.
    fn listed(&mut self, noun: Noun, node: &Node) -> Vec<Object> {
        let words = self.values.reader.words(node, &format!("`{}`", noun.table()));
        words.into_iter().map(|word| noun.object(word.text)).gather()
    }
}
