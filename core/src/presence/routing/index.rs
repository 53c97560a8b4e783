//! The dial plan, compiled for searching.

use super::hosts::Hosts;
use super::number::{Number, Packed};
use super::pattern::Pattern;
use super::trie::Trie;
use crate::cluster::Cluster;
use crate::id::PartitionId;
use crate::lookup::LookupMap;
use crate::order;
use crate::presence::Entry;

/// The position of a partition in arrays: the null partition is 0.
fn slot(partition: Option<PartitionId>) -> usize {
    partition.map_or(0, |p| p.index() + 1)
}

/// The dial plan of a cluster, ready to be searched: directory numbers, hunt pilots, route patterns
/// and SIP route patterns.
///
/// Belongs to the plan it was made from: make a new one when numbers or patterns change. Calling
/// search spaces, groups and routes are read from the cluster at each search, so they may change
/// freely.
#[derive(Clone, Debug)]
pub struct RouteIndex {
    /// Where the entries of an exact number begin in `exact`, and how many they are.
    numbers: LookupMap<Packed, (u32, u32)>,
    /// Sorted by number, then partition, then age.
    exact: Vec<(Option<PartitionId>, Entry)>,
    /// Patterns, grouped by partition (its slot), then by age.
    pub(super) patterns: Vec<(Entry, Pattern)>,
    /// For each partition (by its slot) the trie of its patterns; empty for most.
    pub(super) tries: Vec<Option<Trie>>,
    pub(super) hosts: Hosts,
}

impl RouteIndex {
    /// Compiles the dial plan of a cluster. What is no pattern at all is left out;
    /// [`crate::cluster::validate`] names it. A SIP URI with the name of the cluster or of one of
    /// its servers as its host is a number of the cluster.
    pub fn new(c: &Cluster) -> Self {
        let mut exact = Vec::new();
        let mut patterns = Vec::new();
        for (entry, partition, text) in numbered(c) {
            let Ok(pattern) = Pattern::parse(text) else { continue };
            match pattern.exact() {
                Some(number) => exact.push((number, partition, entry)),
                None => patterns.push((partition, entry, pattern)),
            }
        }
        let mut index = RouteIndex {
            numbers: LookupMap::with_capacity(exact.len()),
            exact: Vec::with_capacity(exact.len()),
            patterns: Vec::with_capacity(patterns.len()),
            tries: Vec::new(),
            hosts: Hosts::new(c),
        };
        index.fill_exact(exact);
        index.fill_patterns(patterns);
        index
    }

    /// The same, and `host` is the cluster too: the address at which it is reached.
    #[must_use]
    pub fn reached_at(mut self, host: &str) -> Self {
        self.hosts.add_own(host);
        self
    }

    fn fill_exact(&mut self, mut exact: Vec<(Packed, Option<PartitionId>, Entry)>) {
        order::sort(&mut exact);
        for (number, partition, entry) in exact {
            // limits::DIRECTORY_NUMBERS bounds this far below 2^32.
            let position = u32::try_from(self.exact.len()).unwrap_or(u32::MAX);
            self.numbers.get_or_insert_with(number, || (position, 0)).1 += 1;
            self.exact.push((partition, entry));
        }
    }

    fn fill_patterns(&mut self, mut patterns: Vec<(Option<PartitionId>, Entry, Pattern)>) {
        order::sort_by_key(&mut patterns, |(partition, entry, _)| (slot(*partition), *entry));
        for (partition, entry, pattern) in patterns {
            let slot = slot(partition);
            if self.tries.len() <= slot {
                self.tries.resize_with(slot + 1, || None);
            }
            let position = u32::try_from(self.patterns.len()).unwrap_or(u32::MAX);
            if let Some(trie) = self.tries.get_mut(slot) {
                trie.get_or_insert_with(Trie::new).insert(&pattern, position);
            }
            self.patterns.push((entry, pattern));
        }
    }

    /// The entries with this very number, sorted by partition, the null one first.
    pub(crate) fn exact(&self, number: &Number) -> &[(Option<PartitionId>, Entry)] {
        let Some((first, count)) = self.numbers.get(&number.packed()) else { return &[] };
        let first = *first as usize;
        self.exact.get(first..first + *count as usize).unwrap_or_default()
    }

    /// The trie of a partition's patterns, where it has any.
    pub(super) fn trie(&self, partition: Option<PartitionId>) -> Option<&Trie> {
        self.tries.get(slot(partition))?.as_ref()
    }

    /// Whether an entry is a pattern, and so more than one number or host.
    pub(crate) fn is_pattern(c: &Cluster, entry: Entry) -> bool {
        let text = match entry {
            Entry::DirectoryNumber(id) => c.directory_numbers.get(id).map(|e| &e.number),
            Entry::HuntPilot(id) => c.hunt_pilots.get(id).map(|e| &e.pattern),
            Entry::RoutePattern(id) => c.route_patterns.get(id).map(|e| &e.pattern),
            Entry::SipRoutePattern(id) => {
                return c.sip_route_patterns.get(id).is_some_and(|e| e.pattern.starts_with('*'));
            }
        };
        let pattern = text.and_then(|text| Pattern::parse(text).ok());
        pattern.is_some_and(|pattern| !pattern.is_exact())
    }
}

/// Everything that stands in a partition with a number or a pattern of numbers.
fn numbered(c: &Cluster) -> impl Iterator<Item = (Entry, Option<PartitionId>, &str)> {
    let numbers = c.directory_numbers.iter();
    let numbers =
        numbers.map(|(id, e)| (Entry::DirectoryNumber(id), e.partition, e.number.as_str()));
    let pilots = c.hunt_pilots.iter();
    let pilots = pilots.map(|(id, e)| (Entry::HuntPilot(id), e.partition, e.pattern.as_str()));
    let routes = c.route_patterns.iter();
    let routes = routes.map(|(id, e)| (Entry::RoutePattern(id), e.partition, e.pattern.as_str()));
    numbers.chain(pilots).chain(routes)
}
