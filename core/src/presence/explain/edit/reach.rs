//! How much an edit touches.

use super::Edit;
use crate::cluster::{Cluster, Phone};
use crate::id::PartitionId;

impl Edit {
    /// How many pairs of watcher and presentity the change can touch: the smaller, the better the
    /// advice.
    pub(in crate::presence::explain) fn reach(self, c: &Cluster) -> usize {
        let (phones, numbers) = (c.phones.len(), c.directory_numbers.len());
        let phones_in = |g| c.phones.iter().filter(|(_, p)| p.presence_group == g).count();
        let numbers_in =
            |g| c.directory_numbers.iter().filter(|(_, d)| d.presence_group == g).count();
        match self {
            Edit::AddPartition(css, partition) | Edit::PartitionFirst(css, partition) => {
                // A calling search space serves calls too (CSS-4).
                let css = Some(css);
                let uses = |p: &Phone| p.css == css || p.subscribe_css == css;
                c.phones.iter().filter(|(_, p)| uses(p)).count() * numbers_of(c, &[partition])
            }
            Edit::SubscribeCss(_, css) => {
                c.calling_search_spaces.look_up(css).map_or(0, |css| numbers_of(c, &css.partitions))
            }
            Edit::Allow(from, to) => phones_in(from) * numbers_in(to),
            Edit::AllowByDefault | Edit::EnableCallLists => phones * numbers,
            Edit::NumberGroup(..) => phones,
            Edit::PhoneGroup(..) => numbers,
            Edit::Template(..) => 1,
            Edit::AddBlfButtons(template, count) => {
                c.phones.iter().filter(|(_, p)| p.template == Some(template)).count() * count
            }
            Edit::ResetPhone(_) | Edit::ResetTrunk(_) | Edit::WatchMember(_) => 0,
            Edit::EndUserCss(_, css) | Edit::TrunkCss(_, css) => {
                c.calling_search_spaces.look_up(css).map_or(0, |css| numbers_of(c, &css.partitions))
            }
            Edit::AddSipRoutePattern(_) | Edit::AddTrunk(..) | Edit::LeadTo(..) => phones,
            _ => numbers,
        }
    }
}

fn numbers_of(c: &Cluster, partitions: &[PartitionId]) -> usize {
    let here = |p: Option<PartitionId>| p.is_some_and(|p| partitions.contains(&p));
    c.directory_numbers.iter().filter(|(_, dn)| here(dn.partition)).count()
}
