//! The cluster: from the trees of one or more files to typed tables.
//!
//! All names are taken down before any is looked up, so that the order in a file is free, and an
//! object that is defined wrongly still has its name: one mistake, one diagnostic.

mod buttons;
mod fields;
mod groups;
mod noun;
mod numbers;
mod parameters;
mod phones;
mod plan;
mod profiles;
mod routes;
mod secret;
mod trunks;
mod users;

use super::super::places::Part;
use super::super::sources::Sources;
use super::super::yaml::{Key, Node, Reader, Word};
use super::keys::{Takes, keys};
use super::words::bad_name;
use crate::cluster::{Cluster, Model, Protocol};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::sorted::{SortedMap, SortedSet};
use std::sync::Arc;

pub(in super::super) use noun::FOR_READERS;
pub(super) use noun::Noun;

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

/// The keys of `cluster:`.
fn all_keys() -> Vec<&'static str> {
    OWN.iter().copied().chain(Noun::ALL.iter().map(|noun| noun.key())).collect()
}

/// One definition: a name and what stands under it.
#[derive(Clone, Copy)]
struct Definition<'n> {
    part: usize,
    key: &'n Key,
    node: &'n Node,
}

/// What the passes over the nouns share.
struct Pass<'a> {
    sources: &'a dyn Sources,
    parts: &'a [Part],
    log: &'a mut Vec<Diagnostic>,
    read: Read,
}

/// Reads the cluster that these parts make together into an empty one, whose tables may begin
/// where those of another cluster end.
///
/// No noun names one that is read after it, so that every name is known when it is looked up.
pub(super) fn read(
    sources: &dyn Sources,
    parts: &[Part],
    empty: Cluster,
    log: &mut Vec<Diagnostic>,
) -> Read {
    let read = Read { cluster: empty, unsure: SortedSet::new() };
    let mut pass = Pass { sources, parts, log, read };
    let sections = pass.sections();
    pass.servers(&sections);
    pass.parameters(&sections);
    pass.partitions(&sections);
    pass.calling_search_spaces(&sections);
    pass.groups(&sections);
    pass.models(&sections);
    pass.templates(&sections);
    pass.directory_numbers(&sections);
    pass.security_profiles(&sections);
    pass.trunks(&sections);
    pass.route_groups(&sections);
    pass.route_lists(&sections);
    pass.route_patterns(&sections);
    pass.sip_route_patterns(&sections);
    pass.hunt_lists(&sections);
    pass.hunt_pilots(&sections);
    pass.device_profiles(&sections);
    pass.end_users(&sections);
    pass.application_users(&sections);
    pass.directory_entries(&sections);
    pass.phones(&sections);
    pass.read
}

/// The nodes of each noun, with the part that they stand in.
type Sections<'n> = SortedMap<&'static str, Vec<(usize, &'n Node)>>;

impl<'a> Pass<'a> {
    fn reader(&mut self, part: usize) -> Reader<'_> {
        let (file, text) = match self.parts.get(part) {
            Some(part) => (Arc::clone(&part.file), &*part.text),
            None => (Arc::from(""), ""),
        };
        Reader { file, text, log: self.log }
    }

    fn place(&self, definition: Definition<'_>) -> Place {
        let file =
            self.parts.get(definition.part).map_or_else(|| Arc::from(""), |p| p.file.clone());
        Place { file, span: definition.key.span }
    }

    fn sections(&mut self) -> Sections<'a> {
        let mut sections = Sections::new();
        let parts: &'a [Part] = self.parts;
        let keys = all_keys();
        for (index, part) in parts.iter().enumerate() {
            let Some(fields) = self.reader(index).fields(&part.node, "a cluster", &keys) else {
                self.read.unsure.extend(Noun::ALL);
                continue;
            };
            if let Some(name) = fields.word(&mut self.reader(index), "name") {
                self.read.cluster.name = name.text.to_owned();
            }
            for key in keys.iter().copied() {
                if let Some(node) = fields.get(key) {
                    sections.get_or_default(key).push((index, node));
                }
            }
        }
        sections
    }

    /// All definitions of a noun, over all parts; names that stand twice or cannot be names are
    /// reported.
    fn definitions<'n>(&mut self, noun: Noun, sections: &Sections<'n>) -> Vec<Definition<'n>> {
        let mut found: SortedMap<&str, Definition<'n>> = SortedMap::new();
        let mut all = Vec::new();
        for (part, node) in sections.get(noun.key()).into_iter().flatten() {
            if node.is_broken() {
                self.read.unsure.insert(noun);
            }
            for (key, node) in self.reader(*part).entries(node, &format!("`{}`", noun.key())) {
                let definition = Definition { part: *part, key, node };
                if let Some(first) = found.get(key.text.as_str()) {
                    self.twice(noun, definition, *first);
                    continue;
                }
                found.insert(&key.text, definition);
                self.check_name(noun, definition);
                all.push(definition);
            }
        }
        all
    }

    fn twice(&mut self, noun: Noun, second: Definition<'_>, first: Definition<'_>) {
        let message = format!("the {} `{}` is defined twice", noun.word(), second.key.text);
        let diagnostic = Diagnostic::error(Code::Duplicate, self.place(second), message);
        let diagnostic = diagnostic.label("the second").also(self.place(first), "the first");
        self.log.push(diagnostic);
    }

    fn check_name(&mut self, noun: Noun, definition: Definition<'_>) {
        if let Some(why) = bad_name(&definition.key.text) {
            let message = format!(
                "`{}` cannot be the name of {}: {why}",
                definition.key.text,
                noun.article()
            );
            let diagnostic = Diagnostic::error(Code::BadName, self.place(definition), message);
            self.log.push(diagnostic);
        }
    }

    /// Looks a name up in one of the tables; an unknown one is reported unless its definition may
    /// be among those that could not be read.
    fn look_up<I>(&mut self, part: usize, noun: Noun, word: Word<'_>, id: Option<I>) -> Option<I> {
        if id.is_none() && !self.read.unsure.contains(&noun) {
            let names = self.read.names(noun);
            let kind = noun.word();
            self.reader(part).unknown_name(word, kind, names.iter().map(String::as_str));
        }
        id
    }
}

impl Read {
    /// The names of a noun, for suggestions.
    pub(super) fn names(&self, noun: Noun) -> Vec<String> {
        let c = &self.cluster;
        let own = |names: &mut dyn Iterator<Item = &str>| names.map(str::to_owned).collect();
        match noun {
            Noun::EnterpriseParameter | Noun::ServiceParameter => Vec::new(),
            Noun::Server => own(&mut c.servers.names()),
            Noun::Partition => own(&mut c.partitions.names()),
            Noun::CallingSearchSpace => own(&mut c.calling_search_spaces.names()),
            Noun::PresenceGroup => own(&mut c.presence_groups.names()),
            Noun::Model => c.models.keys().map(ToString::to_string).collect(),
            Noun::ButtonTemplate => own(&mut c.button_templates.names()),
            Noun::DirectoryNumber => own(&mut c.directory_numbers.names()),
            Noun::SecurityProfile => own(&mut c.security_profiles.names()),
            Noun::Trunk => own(&mut c.trunks.names()),
            Noun::RouteGroup => own(&mut c.route_groups.names()),
            Noun::RouteList => own(&mut c.route_lists.names()),
            Noun::RoutePattern => own(&mut c.route_patterns.names()),
            Noun::SipRoutePattern => own(&mut c.sip_route_patterns.names()),
            Noun::HuntList => own(&mut c.hunt_lists.names()),
            Noun::HuntPilot => own(&mut c.hunt_pilots.names()),
            Noun::UserDeviceProfile | Noun::AutogeneratedProfile => {
                own(&mut c.device_profiles.names())
            }
            Noun::EndUser => own(&mut c.end_users.names()),
            Noun::ApplicationUser => own(&mut c.application_users.names()),
            Noun::DirectoryEntry => own(&mut c.directory_entries.names()),
            Noun::Phone => own(&mut c.phones.names()),
        }
    }
}

/// The model of a phone whose type could not be read.
fn unread_model() -> Model {
    Model { number: "7970".to_owned(), protocol: Protocol::Sip }
}
