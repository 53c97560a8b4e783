//! The cluster: from the trees of one or more files to typed tables.
//!
//! All names are taken down before any is looked up, so that the order in a file is free, and an
//! object that is defined wrongly still has its name: one mistake, one diagnostic. What stands under
//! a name is read by the table of settings, as an edit is.

mod checks;
mod definition;
mod names;
mod noun;

use super::super::places::Part;
use super::super::sources::Sources;
use super::super::yaml::{Node, Reader, Word};
use super::keys::{Takes, keys};
use crate::cluster::{Cluster, Noun, Object, Table};
use crate::diagnostic::Diagnostic;
use crate::gather::Gather;
use crate::sorted::{SortedMap, SortedSet};
use std::sync::Arc;

pub(in super::super) use noun::FOR_READERS;
pub(super) use noun::word;

use noun::NOUNS;

/// A cluster as read.
pub(super) struct Read {
    /// The tables.
    pub(super) cluster: Cluster,
    /// Nouns of which some definition could not be read: an unknown name may be one of theirs.
    pub(super) unsure: SortedSet<Noun>,
}

keys! {
    /// The keys of a cluster beside its nouns.
    OWN OWN_DOCS {
        "include" MAY Takes::Path, "A file with a `cluster`, counted from this file, below the root; what it defines is not defined again.";
        "phones_csv" MAY Takes::List(&Takes::Path), "CSV files with a phone in each row, as BAT exports them.";
        "name" MAY Takes::Name, "The cluster's name; under `clusters` the key is the name.";
    }
}

/// One definition: a name and what stands under it, if anything can.
#[derive(Clone, Copy)]
struct Definition<'n> {
    noun: Noun,
    part: usize,
    name: Word<'n>,
    node: Option<&'n Node>,
}

impl Definition<'_> {
    fn object(&self) -> Object {
        self.noun.object(self.name.text)
    }
}

/// What the reading of the definitions shares.
struct Pass<'a> {
    sources: &'a dyn Sources,
    parts: &'a [Part],
    log: &'a mut Vec<Diagnostic>,
    read: Read,
    /// The first definition of each name; both kinds of device profile share theirs.
    first: SortedMap<(Noun, &'a str), Definition<'a>>,
}

/// Reads the cluster that these parts make together into an empty one, whose tables may begin
/// where those of another cluster end.
pub(super) fn read(
    sources: &dyn Sources,
    parts: &[Part],
    empty: Cluster,
    log: &mut Vec<Diagnostic>,
) -> Read {
    let read = Read { cluster: empty, unsure: SortedSet::new() };
    let mut pass = Pass { sources, parts, log, read, first: SortedMap::new() };
    let sections = pass.sections();
    let mut all = Vec::new();
    for (noun, _) in NOUNS {
        all.append(&mut pass.definitions(noun, &sections));
    }
    // A parameter asks for the services that are active.
    let (parameters, objects): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|definition| !definition.noun.has_names());
    for definition in objects.into_iter().chain(parameters) {
        pass.define(definition);
    }
    pass.read
}

/// The nodes of each noun, with the part that they stand in.
type Sections<'n> = SortedMap<Noun, Vec<(usize, &'n Node)>>;

/// A reader of one of the parts.
fn reader<'r>(parts: &'r [Part], part: usize, log: &'r mut Vec<Diagnostic>) -> Reader<'r> {
    let (file, text) = match parts.get(part) {
        Some(part) => (Arc::clone(&part.file), &*part.text),
        None => (Arc::from(""), ""),
    };
    Reader { file, text, log }
}

impl<'a> Pass<'a> {
    fn reader(&mut self, part: usize) -> Reader<'_> {
        reader(self.parts, part, self.log)
    }

    fn sections(&mut self) -> Sections<'a> {
        let mut sections = Sections::new();
        let parts: &'a [Part] = self.parts;
        let nouns = NOUNS.iter().map(|(noun, _)| noun.table());
        let mut keys: Vec<&str> = OWN.to_vec();
        nouns.gather_into(&mut keys);
        for (index, part) in parts.iter().enumerate() {
            let Some(fields) = self.reader(index).fields(&part.node, "a cluster", &keys) else {
                self.read.unsure.extend(Noun::ALL);
                continue;
            };
            if let Some(name) = fields.word(&mut self.reader(index), "name") {
                self.read.cluster.name = name.text.to_owned();
            }
            for (noun, _) in NOUNS {
                if let Some(node) = fields.get(noun.table()) {
                    sections.get_or_default(noun).push((index, node));
                }
            }
        }
        sections
    }

    /// All definitions of a noun, over all parts; names that stand twice or cannot be names are
    /// reported, and the others have their objects.
    fn definitions(&mut self, noun: Noun, sections: &Sections<'a>) -> Vec<Definition<'a>> {
        let mut all = Vec::new();
        for (part, node) in sections.get(&noun).into_iter().flatten() {
            if node.is_broken() {
                self.read.unsure.insert(noun);
            }
            for (name, node) in self.named(noun, *part, node) {
                let definition = Definition { noun, part: *part, name, node };
                if self.is_new(definition) {
                    all.push(definition);
                }
            }
        }
        if noun == Noun::Server && !all.is_empty() {
            // A file that names any server names them all.
            self.read.cluster.servers = Table::new();
        }
        for definition in &all {
            self.add(definition);
        }
        all
    }

    /// The names in a section; those that have nothing but their names stand in a list.
    fn named(
        &mut self,
        noun: Noun,
        part: usize,
        node: &'a Node,
    ) -> Vec<(Word<'a>, Option<&'a Node>)> {
        let mut reader = self.reader(part);
        let what = format!("`{}`", noun.table());
        if noun == Noun::Partition {
            return reader.words(node, &what).into_iter().map(|word| (word, None)).gather();
        }
        let entries = reader.entries(node, &what).into_iter();
        entries.map(|(key, node)| (Word { text: &key.text, span: key.span }, Some(node))).gather()
    }
}
