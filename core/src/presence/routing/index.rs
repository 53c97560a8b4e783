//! The dial plan, compiled for searching.

use super::number::{Number, Packed};
use super::pattern::Pattern;
use super::trie::Trie;
use crate::cluster::{Cluster, DirectoryNumber};
use crate::id::{DnId, PartitionId};
use crate::lookup::LookupMap;

/// The position of a partition in arrays: the null partition is 0.
fn slot(partition: Option<PartitionId>) -> usize {
    partition.map_or(0, |p| p.index() + 1)
}

/// The exact numbers and the patterns of a cluster, ready to be searched.
///
/// Belongs to the directory numbers it was made from: make a new one when they change. Calling
/// search spaces are read from the cluster at each search, so they may change freely.
#[derive(Clone, Debug)]
pub struct RouteIndex {
    /// Where the directory numbers of an exact number begin in `exact`, and how many they are.
    numbers: LookupMap<Packed, (u32, u32)>,
    /// Sorted by number, then partition, then age.
    exact: Vec<(Option<PartitionId>, DnId)>,
    /// Patterns, grouped by partition (its slot), then by age.
    pub(super) patterns: Vec<(DnId, Pattern)>,
    /// For each partition (by its slot) the trie of its patterns; empty for most.
    pub(super) tries: Vec<Option<Trie>>,
}

impl RouteIndex {
    /// Compiles the directory numbers of a cluster. One that is no pattern at all is left out;
    /// [`crate::cluster::validate`] names it.
    pub fn new(c: &Cluster) -> Self {
        let mut exact = Vec::new();
        let mut patterns = Vec::new();
        for (id, dn) in c.directory_numbers.iter() {
            match Pattern::parse(&dn.number) {
                Ok(pattern) => match pattern.exact() {
                    Some(number) => exact.push((number, dn.partition, id)),
                    None => patterns.push((dn.partition, id, pattern)),
                },
                Err(_) => continue,
            }
        }
        let mut index = RouteIndex {
            numbers: LookupMap::with_capacity(exact.len()),
            exact: Vec::with_capacity(exact.len()),
            patterns: Vec::with_capacity(patterns.len()),
            tries: Vec::new(),
        };
        index.fill_exact(exact);
        index.fill_patterns(patterns);
        index
    }

    fn fill_exact(&mut self, mut exact: Vec<(Packed, Option<PartitionId>, DnId)>) {
        exact.sort_unstable();
        for (number, partition, dn) in exact {
            // limits::DIRECTORY_NUMBERS bounds this far below 2^32.
            let position = u32::try_from(self.exact.len()).unwrap_or(u32::MAX);
            self.numbers.get_or_insert_with(number, || (position, 0)).1 += 1;
            self.exact.push((partition, dn));
        }
    }

    fn fill_patterns(&mut self, mut patterns: Vec<(Option<PartitionId>, DnId, Pattern)>) {
        patterns.sort_by_key(|(partition, dn, _)| (slot(*partition), *dn));
        for (partition, dn, pattern) in patterns {
            let slot = slot(partition);
            if self.tries.len() <= slot {
                self.tries.resize_with(slot + 1, || None);
            }
            let position = u32::try_from(self.patterns.len()).unwrap_or(u32::MAX);
            if let Some(trie) = self.tries.get_mut(slot) {
                trie.get_or_insert_with(Trie::new).insert(&pattern, position);
            }
            self.patterns.push((dn, pattern));
        }
    }

    /// The directory numbers with this very number, sorted by partition, the null one first.
    pub(crate) fn exact(&self, number: &Number) -> &[(Option<PartitionId>, DnId)] {
        let Some((first, count)) = self.numbers.get(&number.packed()) else { return &[] };
        let first = *first as usize;
        self.exact.get(first..first + *count as usize).unwrap_or_default()
    }

    /// The trie of a partition's patterns, where it has any.
    pub(super) fn trie(&self, partition: Option<PartitionId>) -> Option<&Trie> {
        self.tries.get(slot(partition))?.as_ref()
    }

    /// Whether a directory number is a pattern, and so more than one number.
    pub(crate) fn is_pattern(dn: &DirectoryNumber) -> bool {
        Pattern::parse(&dn.number).is_ok_and(|pattern| !pattern.is_exact())
    }
}
