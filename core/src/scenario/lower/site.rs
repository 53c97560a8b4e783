//! The site: one cluster or several, and what is outside of them.

use super::super::places::{Part, Places};
use super::super::sources::Sources;
use super::super::yaml::{Fields, Key, Node, Reader, Value};
use super::words::bad_name;
use super::{cluster, files, outside, settings};
use crate::cluster::Noun;
use crate::cluster::{Cluster, Table, validate};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::gather::Gather;
use crate::id::{ClusterId, Id, OutsideId};
use crate::limits;
use crate::site::{Outside, Site};
use crate::sorted::SortedSet;
use std::sync::Arc;

/// Room in the tables of phones and directory numbers for what is added while a scenario runs; the
/// ids of the next cluster begin after it.
pub(super) const ROOM: usize = 1_000;

/// A site as read.
pub(super) struct Read {
    /// The clusters; at least one.
    pub(super) clusters: Vec<Cluster>,
    /// Those outside.
    pub(super) outside: Table<OutsideId, Outside>,
    /// What could not be read.
    pub(super) unsure: Unsure,
    /// Where the settings stand.
    pub(super) places: Places,
}

/// What could not be read, so that a name that nothing has may be one of it.
#[derive(Default)]
pub(super) struct Unsure {
    /// Nouns of which some definition could not be read, in any cluster.
    pub(super) nouns: SortedSet<Noun>,
    /// Whether some who are outside could not be read.
    pub(super) outside: bool,
}

impl Unsure {
    /// Whether a name that nothing has may be one that could not be read.
    pub(super) fn may_be(&self, nouns: &[Noun]) -> bool {
        self.outside || nouns.iter().any(|noun| self.nouns.contains(noun))
    }
}

impl Read {
    /// The site, what is not sure in it, and where its settings stand.
    pub(super) fn done(self) -> (Site, Unsure, Places) {
        let mut clusters = self.clusters.into_iter().map(Arc::new);
        let first = clusters.next().unwrap_or_else(|| Arc::new(Cluster::new("CallManager")));
        (Site::new(first, clusters.gather(), self.outside), self.unsure, self.places)
    }
}

/// Reads `cluster` or `clusters`, and `outside`.
pub(super) fn read(sources: &dyn Sources, reader: &mut Reader<'_>, fields: &Fields<'_>) -> Read {
    let mut read = Read {
        clusters: Vec::new(),
        outside: Table::new(),
        unsure: Unsure::default(),
        places: Places::default(),
    };
    let mut parts = Vec::new();
    for (key, node) in named(reader, fields) {
        parts.push(one(sources, reader, key, node, &mut read));
    }
    read.places = Places::new(parts);
    if read.clusters.is_empty() {
        read.clusters.push(Cluster::new("CallManager"));
        read.unsure.nouns.extend(Noun::ALL);
    }
    let span = fields.entry("clusters").or(fields.entry("cluster")).map(|(key, _)| key.span);
    // Those outside say where the trunks lead that do not say it themselves.
    outside::read(sources, reader, fields, &mut read);
    check(reader, span.unwrap_or(fields.span), &read);
    read
}

/// The clusters with their names; without one, a cluster is called as it calls itself.
fn named<'n>(reader: &mut Reader<'_>, fields: &Fields<'n>) -> Vec<(Option<&'n Key>, &'n Node)> {
    let Some((key, node)) = fields.entry("clusters") else {
        let example = "{ include: ../clusters/two-floors.yaml }";
        return fields
            .need(reader, "cluster", example)
            .map(|node| (None, node))
            .into_iter()
            .gather();
    };
    if let Some((other, _)) = fields.entry("cluster") {
        let first = reader.place(key.span);
        let message = format_args!("a scenario has one `cluster` or several `clusters`, not both");
        reader.tell(Code::BadSite, other.span, message).also(first, "the several");
    }
    let entries = reader.entries(node, "`clusters`");
    if entries.is_empty() && matches!(node.value, Value::Map(_) | Value::Nothing) {
        reader
            .tell(Code::Empty, key.span, format_args!("`clusters` names no cluster"))
            .help("`clusters: { East: { … }, West: { … } }`");
    }
    for (key, _) in &entries {
        check_name(reader, key);
    }
    if let Err(reached) = limits::CLUSTERS.check(entries.len()) {
        reader.tell(Code::TooMuch, key.span, format_args!("{reached}"));
        return Vec::new();
    }
    entries.into_iter().map(|(key, node)| (Some(key), node)).gather()
}

fn check_name(reader: &mut Reader<'_>, key: &Key) {
    let slash = key.text.contains('/').then_some("`/` stands between a cluster and its objects");
    if let Some(why) = bad_name(&key.text).or(slash) {
        let message = format_args!("`{}` cannot be the name of a cluster: {why}", key.text);
        reader.tell(Code::BadName, key.span, message);
    }
}

/// Reads one cluster into the site and gives the parts that it is made of.
fn one(
    sources: &dyn Sources,
    reader: &mut Reader<'_>,
    key: Option<&Key>,
    node: &Node,
    site: &mut Read,
) -> Vec<Part> {
    let (parts, complete) = files::cluster_parts(sources, reader, node);
    let name = key.map_or("CallManager", |key| &key.text);
    let mut read = cluster::read(sources, &parts, empty(name, site), reader.log);
    if let Some(key) = key {
        own_name(reader, key, &read.cluster.name);
        read.cluster.name.clone_from(&key.text);
    }
    if !complete {
        // Any name may be one of those that could not be included.
        read.unsure.extend(Noun::ALL);
    }
    site.clusters.push(read.cluster);
    site.unsure.nouns.extend(read.unsure);
    parts
}

/// A cluster whose ids begin after those of the clusters before it.
fn empty(name: &str, site: &Read) -> Cluster {
    let mut cluster = Cluster::new(name);
    if let Some(before) = site.clusters.last() {
        cluster.phones = Table::with_base(after(before.phones.capacity()));
        cluster.directory_numbers = Table::with_base(after(before.directory_numbers.capacity()));
    }
    cluster
}

/// Where ids begin that come after a table: past its room, at a round number.
pub(super) fn after(capacity: usize) -> usize {
    (capacity + ROOM).next_multiple_of(ROOM)
}

/// Of several clusters each is called by its key.
fn own_name(reader: &mut Reader<'_>, key: &Key, name: &str) {
    if name != key.text {
        let message = format_args!("the cluster `{}` calls itself `{name}`", key.text);
        reader
            .tell(Code::BadSite, key.span, message)
            .help("under `clusters` the key is the name: leave `name` out");
    }
}

/// The clusters' own mistakes, those that only the whole shows.
fn check(reader: &mut Reader<'_>, span: Span, read: &Read) {
    let told = reader.log.len();
    for (index, cluster) in read.clusters.iter().enumerate() {
        let id = ClusterId::from_index(index);
        for problem in validate(cluster) {
            let found = read.places.find_in(id, &problem.path);
            let place = found.unwrap_or_else(|| reader.place(span));
            let region = read.places.region(id, &problem.path).unwrap_or_else(|| place.clone());
            let within = |diagnostic: &Diagnostic| {
                diagnostic.primary.as_ref().is_some_and(|label| {
                    let (told, span) = (&label.place, region.span);
                    told.file == region.file
                        && span.start < told.span.end
                        && told.span.start < span.end
                })
            };
            // What could not be read looks like a mistake of its own: it has been told already.
            if !reader.log.iter().take(told).any(within) {
                reader.report(settings::problem(place, &problem));
            }
        }
    }
    let phones = read.clusters.last().map_or(0, |cluster| cluster.phones.capacity());
    if let (Err(reached), true) = (limits::PHONES.check(phones), read.clusters.len() > 1) {
        reader
            .tell(Code::TooMuch, span, format_args!("{reached}"))
            .help("the phones of all clusters count together");
    }
}
