//! Searching: the closest match over all partitions of a scope.

use super::scope::Partitions;
use super::{Number, Pattern, RouteIndex, Scope, Target};
use crate::cluster::Cluster;
use crate::gather::Gather;
use crate::id::PartitionId;
use crate::order;
use crate::presence::Entry;

/// A pattern that matches the dialled number.
#[derive(Clone, Copy)]
struct Candidate<'a> {
    /// The position of its partition in the search, then its age: what decides between equals.
    order: (usize, Entry),
    pattern: &'a Pattern,
    /// How many numbers of the dialled length match it.
    count: u128,
}

impl RouteIndex {
    /// What wins over all partitions of a scope, if anything matches. Allocates nothing.
    pub(crate) fn find(&self, scope: &Scope<'_>, target: &Target<'_>) -> Option<Entry> {
        match target {
            Target::Number(number) => self.search(scope, number),
            Target::Host(host) => {
                self.hosts.search(&|visit| scope.each(visit), host).map(Entry::SipRoutePattern)
            }
            Target::Nothing => None,
        }
    }

    /// The best match within one partition.
    pub(crate) fn find_in(
        &self,
        partition: Option<PartitionId>,
        target: &Target<'_>,
    ) -> Option<Entry> {
        let here: &Partitions<'_> = &|visit| visit(partition);
        match target {
            Target::Number(number) => oldest_in(self.exact(number), partition)
                .or_else(|| self.closest_pattern(here, number)),
            Target::Host(host) => self.hosts.search(here, host).map(Entry::SipRoutePattern),
            Target::Nothing => None,
        }
    }

    /// Every number and pattern of one partition that matches, oldest first of its kind. For a
    /// record only: the best of them is what [`RouteIndex::find_in`] gives.
    pub(crate) fn all_in(&self, partition: Option<PartitionId>, target: &Target<'_>) -> Vec<Entry> {
        let Target::Number(number) = target else {
            return self.find_in(partition, target).into_iter().gather();
        };
        let here = self.exact(number).iter().filter(|(own, _)| *own == partition);
        let mut all: Vec<Entry> = here.map(|(_, entry)| *entry).gather();
        let exact = all.len();
        self.each_pattern(&|visit| visit(partition), number, &mut |c| all.push(c.order.1));
        if let Some(patterns) = all.get_mut(exact..) {
            order::sort(patterns);
        }
        all
    }

    fn search(&self, scope: &Scope<'_>, number: &Number) -> Option<Entry> {
        // One number of the dialled length is the fewest there can be, so that an exact number
        // wins over every pattern; patterns of one number are kept among the exact ones.
        self.search_exact(scope, number)
            .or_else(|| self.closest_pattern(&|visit| scope.each(visit), number))
    }

    fn search_exact(&self, scope: &Scope<'_>, number: &Number) -> Option<Entry> {
        match self.exact(number) {
            [] => None,
            // The usual number stands in one partition: one look at the scope tells.
            [(partition, entry)] => scope.holds(*partition).then_some(*entry),
            entries => scope.partitions().find_map(|partition| oldest_in(entries, partition)),
        }
    }

    /// The pattern that wins over the partitions, in this order.
    fn closest_pattern(&self, partitions: &Partitions<'_>, number: &Number) -> Option<Entry> {
        let mut first: Option<Candidate<'_>> = None;
        let mut alike = true;
        self.each_pattern(partitions, number, &mut |candidate| match first {
            Some(f) if candidate.count > f.count => {}
            Some(f) if candidate.count == f.count => {
                alike &= candidate.pattern == f.pattern;
                if candidate.order < f.order {
                    first = Some(candidate);
                }
            }
            _ => (first, alike) = (Some(candidate), true),
        });
        let first = first?;
        if alike {
            return Some(first.order.1);
        }
        let mut winner: Option<(usize, Entry)> = None;
        self.each_pattern(partitions, number, &mut |candidate| {
            let earlier = winner.is_none_or(|w| candidate.order < w);
            if earlier
                && candidate.count == first.count
                && !self.holds_a_closer_one(partitions, number, candidate)
            {
                winner = Some(candidate.order);
            }
        });
        winner.map(|(_, entry)| entry)
    }

    /// Whether one of the equally wide matches is contained in `wide` and not the other way round.
    fn holds_a_closer_one(
        &self,
        partitions: &Partitions<'_>,
        number: &Number,
        wide: Candidate<'_>,
    ) -> bool {
        let mut found = false;
        self.each_pattern(partitions, number, &mut |c| {
            found |= c.count == wide.count
                && c.pattern.is_contained_in(wide.pattern)
                && !wide.pattern.is_contained_in(c.pattern);
        });
        found
    }

    /// Every pattern that matches, partition by partition.
    fn each_pattern<'a>(
        &'a self,
        partitions: &Partitions<'_>,
        number: &Number,
        each: &mut dyn FnMut(Candidate<'a>),
    ) {
        let length = number.symbols().len();
        let mut rank = 0;
        partitions(&mut |partition| {
            if let Some(trie) = self.trie(partition) {
                trie.walk(number.symbols(), &mut |position| {
                    if let Some((entry, pattern)) = self.patterns.get(position as usize) {
                        let count = pattern.count(length);
                        each(Candidate { order: (rank, *entry), pattern, count });
                    }
                });
            }
            rank += 1;
        });
    }

    /// Whether two matches of a target are equally close, so that only their order decides.
    pub(crate) fn equally_close(&self, a: Entry, b: Entry, target: &Target<'_>) -> bool {
        let number = match (a, b, target) {
            (Entry::SipRoutePattern(a), Entry::SipRoutePattern(b), _) => {
                return self.hosts.equally_close(a, b);
            }
            (_, _, Target::Number(number)) => number,
            _ => return false,
        };
        let length = number.symbols().len();
        let pattern = |entry| self.patterns.iter().find(|(id, _)| *id == entry).map(|(_, p)| p);
        match (pattern(a), pattern(b)) {
            (None, None) => true,
            (Some(a), Some(b)) => {
                a.count(length) == b.count(length) && a.is_contained_in(b) == b.is_contained_in(a)
            }
            _ => false,
        }
    }

    /// The closest match in any partition of the cluster, searched or not.
    pub(crate) fn anywhere(&self, c: &Cluster, target: &Target<'_>) -> Option<Entry> {
        let partitions: &Partitions<'_> =
            &|visit| c.partitions.iter().map(|(id, _)| Some(id)).chain([None]).for_each(visit);
        match target {
            Target::Number(number) => self
                .exact(number)
                .first()
                .map(|(_, entry)| *entry)
                .or_else(|| self.closest_pattern(partitions, number)),
            Target::Host(host) => self.hosts.search(partitions, host).map(Entry::SipRoutePattern),
            Target::Nothing => None,
        }
    }
}

/// The oldest entry of a partition among those with one number.
fn oldest_in(
    entries: &[(Option<PartitionId>, Entry)],
    partition: Option<PartitionId>,
) -> Option<Entry> {
    let first = entries.partition_point(|(p, _)| *p < partition);
    entries.get(first).filter(|(p, _)| *p == partition).map(|(_, entry)| *entry)
}
