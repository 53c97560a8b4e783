//! Where a search looks: the partitions of a calling search space, then the null partition.

use crate::cluster::Cluster;
use crate::id::{CssId, PartitionId};

/// Partitions in the order of search, each shown to who searches: one kind for a scope, a single
/// partition and all of them, so that searching is one piece of code.
pub(super) type Partitions<'a> = dyn Fn(&mut dyn FnMut(Option<PartitionId>)) + 'a;

/// The partitions of one search, in order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'a> {
    named: &'a [PartitionId],
}

impl<'a> Scope<'a> {
    /// The partitions of `css`; only the null partition where it is unset (CSS-3).
    pub(crate) fn of(c: &'a Cluster, css: Option<CssId>) -> Self {
        let css = css.and_then(|id| c.calling_search_spaces.get(id));
        Scope { named: css.map_or(&[], |css| &css.partitions) }
    }

    /// The partitions in the order of search; `None` is the null partition, always last.
    pub(crate) fn partitions(self) -> impl Iterator<Item = Option<PartitionId>> + 'a {
        self.named.iter().copied().map(Some).chain(core::iter::once(None))
    }

    /// Shows each of them to who searches.
    pub(super) fn each(self, visit: &mut dyn FnMut(Option<PartitionId>)) {
        self.partitions().for_each(visit);
    }

    /// Whether a partition is searched.
    pub(crate) fn holds(self, partition: Option<PartitionId>) -> bool {
        partition.is_none_or(|partition| self.named.contains(&partition))
    }
}
