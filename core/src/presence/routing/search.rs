//! Searching: the closest match over all partitions of a scope.

use super::{Number, Pattern, RouteIndex, Scope};
use crate::cluster::Cluster;
use crate::id::{DnId, PartitionId};

/// A pattern that matches the dialled number.
#[derive(Clone, Copy)]
struct Candidate<'a> {
    /// The position of its partition in the search, then its age: what decides between equals.
    order: (usize, DnId),
    pattern: &'a Pattern,
    /// How many numbers of the dialled length match it.
    count: u128,
}

impl RouteIndex {
    /// The directory number that wins, if any matches. Allocates nothing.
    pub(crate) fn search(&self, scope: &Scope<'_>, number: &Number) -> Option<DnId> {
        // One number of the dialled length is the fewest there can be, so that an exact number
        // wins over every pattern; patterns of one number are kept among the exact ones.
        self.search_exact(scope, number)
            .or_else(|| self.closest_pattern(|| scope.partitions(), number))
    }

    fn search_exact(&self, scope: &Scope<'_>, number: &Number) -> Option<DnId> {
        match self.exact(number) {
            [] => None,
            // The usual number stands in one partition: one look at the scope tells.
            [(partition, dn)] => scope.holds(*partition).then_some(*dn),
            entries => scope.partitions().find_map(|partition| oldest_in(entries, partition)),
        }
    }

    /// The best match within one partition.
    pub(crate) fn search_partition(
        &self,
        partition: Option<PartitionId>,
        number: &Number,
    ) -> Option<DnId> {
        oldest_in(self.exact(number), partition)
            .or_else(|| self.closest_pattern(|| core::iter::once(partition), number))
    }

    /// The pattern that wins over the partitions, in this order.
    fn closest_pattern<P: Iterator<Item = Option<PartitionId>>>(
        &self,
        partitions: impl Fn() -> P,
        number: &Number,
    ) -> Option<DnId> {
        let mut first: Option<Candidate<'_>> = None;
        let mut alike = true;
        self.each_pattern(partitions(), number, |candidate| match first {
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
        let mut winner: Option<(usize, DnId)> = None;
        self.each_pattern(partitions(), number, |candidate| {
            let earlier = winner.is_none_or(|w| candidate.order < w);
            if earlier
                && candidate.count == first.count
                && !self.holds_a_closer_one(partitions(), number, candidate)
            {
                winner = Some(candidate.order);
            }
        });
        winner.map(|(_, dn)| dn)
    }

    /// Whether one of the equally wide matches is contained in `wide` and not the other way round.
    fn holds_a_closer_one(
        &self,
        partitions: impl Iterator<Item = Option<PartitionId>>,
        number: &Number,
        wide: Candidate<'_>,
    ) -> bool {
        let mut found = false;
        self.each_pattern(partitions, number, |c| {
            found |= c.count == wide.count
                && c.pattern.is_contained_in(wide.pattern)
                && !wide.pattern.is_contained_in(c.pattern);
        });
        found
    }

    /// Every pattern that matches, partition by partition.
    fn each_pattern<'a>(
        &'a self,
        partitions: impl Iterator<Item = Option<PartitionId>>,
        number: &Number,
        mut each: impl FnMut(Candidate<'a>),
    ) {
        let length = number.symbols().len();
        for (rank, partition) in partitions.enumerate() {
            let Some(trie) = self.trie(partition) else { continue };
            trie.walk(number.symbols(), &mut |position| {
                if let Some((dn, pattern)) = self.patterns.get(position as usize) {
                    let count = pattern.count(length);
                    each(Candidate { order: (rank, *dn), pattern, count });
                }
            });
        }
    }

    /// Whether two matches of a number are equally close, so that only their order decides.
    pub(crate) fn equally_close(&self, a: DnId, b: DnId, number: &Number) -> bool {
        let length = number.symbols().len();
        let pattern = |dn| self.patterns.iter().find(|(id, _)| *id == dn).map(|(_, p)| p);
        match (pattern(a), pattern(b)) {
            (None, None) => true,
            (Some(a), Some(b)) => {
                a.count(length) == b.count(length) && a.is_contained_in(b) == b.is_contained_in(a)
            }
            _ => false,
        }
    }

    /// The closest match in any partition of the cluster, searched or not.
    pub(crate) fn anywhere(&self, c: &Cluster, number: &Number) -> Option<DnId> {
        let partitions = || c.partitions.iter().map(|(id, _)| Some(id)).chain([None]);
        self.exact(number)
            .first()
            .map(|(_, dn)| *dn)
            .or_else(|| self.closest_pattern(partitions, number))
    }
}

/// The oldest directory number of a partition among those with one number.
fn oldest_in(
    entries: &[(Option<PartitionId>, DnId)],
    partition: Option<PartitionId>,
) -> Option<DnId> {
    let first = entries.partition_point(|(p, _)| *p < partition);
    entries.get(first).filter(|(p, _)| *p == partition).map(|(_, dn)| *dn)
}
