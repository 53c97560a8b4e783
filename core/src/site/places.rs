//! Who is where: nodes, seats and the links between nodes.

use super::Site;
use crate::cluster::Cluster;
use crate::gather::Gather;
use crate::id::{ClusterId, Id, NodeId, OutsideId, PhoneId};
use crate::node::{CALL_MANAGER, node_of_phone, phone_of_node};
use crate::sorted::SortedMap;

/// The first node past all phones: the bound on phones is below.
pub(crate) const FIRST_FURTHER: u32 = 0x1_0000;
/// The first node outside: more clusters than this no site has.
const FIRST_OUTSIDE: u32 = FIRST_FURTHER + 0x100;

/// The first node of those of whom only their address on a real network is known.
pub(crate) const FIRST_STRANGER: u32 = 0x8000_0000;

/// The CallManager of a cluster: node 0 of the first, past all phones of the others.
pub const fn node_of_cluster(cluster: ClusterId) -> NodeId {
    match cluster.0 {
        0 => CALL_MANAGER,
        further => NodeId(FIRST_FURTHER + further),
    }
}

/// The cluster whose CallManager a node is.
pub(crate) const fn cluster_of_node(node: NodeId) -> Option<ClusterId> {
    match node.0 {
        0 => Some(ClusterId(0)),
        FIRST_FURTHER..FIRST_OUTSIDE => Some(ClusterId(node.0 - FIRST_FURTHER)),
        _ => None,
    }
}

/// The node of one who is outside.
pub const fn node_of_outside(outside: OutsideId) -> NodeId {
    NodeId(FIRST_OUTSIDE.saturating_add(outside.0))
}

/// The one outside that a node is.
pub(crate) const fn outside_of_node(node: NodeId) -> Option<OutsideId> {
    match node.0.checked_sub(FIRST_OUTSIDE) {
        Some(outside) => Some(OutsideId(outside)),
        None => None,
    }
}

/// The two nodes that a link joins. In-process messages and faults tell its ends apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkEnds {
    /// The CallManager in the middle; of two, that of the earlier cluster.
    pub hub: NodeId,
    /// The phone, the one outside, or the CallManager of the later cluster.
    pub outer: NodeId,
}

/// Where the nodes of a site are.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// The CallManager of each phone, by [`PhoneId`]; beyond its end all belong to the first.
    hubs: Vec<NodeId>,
    /// The seats of those outside and of the links between clusters, with what they join.
    seats: SortedMap<PhoneId, LinkEnds>,
    by_ends: SortedMap<(NodeId, NodeId), PhoneId>,
    /// The node that speaks for each phone of a proxy.
    outside_phones: SortedMap<PhoneId, OutsideId>,
}

impl Places {
    pub(super) fn of(site: &Site) -> Self {
        let mut places = Places::default();
        for (id, cluster) in site.clusters().skip(1) {
            places.see_phones(id, cluster);
        }
        for (id, one) in site.outside.iter() {
            places.join(one.seat, node_of_cluster(one.cluster), node_of_outside(id));
            places.outside_phones.insert(one.seat, id);
            places.outside_phones.extend(one.phones.iter().map(|phone| (phone.id, id)));
        }
        places.join_clusters(site);
        places
    }

    /// Notes that the phones of a further cluster belong to its CallManager.
    pub(super) fn see_phones(&mut self, id: ClusterId, cluster: &Cluster) {
        if self.hubs.len() < cluster.phones.capacity() {
            self.hubs.resize(cluster.phones.capacity(), CALL_MANAGER);
        }
        for (phone, _) in cluster.phones.iter() {
            if let Some(place) = self.hubs.get_mut(phone.index()) {
                *place = node_of_cluster(id);
            }
        }
    }

    fn join(&mut self, seat: PhoneId, hub: NodeId, outer: NodeId) {
        self.seats.insert(seat, LinkEnds { hub, outer });
        self.by_ends.insert((hub, outer), seat);
        self.by_ends.insert((outer, hub), seat);
    }

    /// A link for each two clusters. Their seats come past all others.
    fn join_clusters(&mut self, site: &Site) {
        let phones = site.clusters().map(|(_, cluster)| cluster.phones.capacity()).max();
        let last = self.outside_phones.keys().next_back().map(|seat| seat.index() + 1);
        let first = phones.max(last).unwrap_or(0) + ROOM_FOR_PHONES;
        let all: Vec<NodeId> = site.clusters().map(|(id, _)| node_of_cluster(id)).gather();
        let pairs = all
            .iter()
            .enumerate()
            .flat_map(|(at, earlier)| all.iter().skip(at + 1).map(move |later| (*earlier, *later)));
        for (seat, (earlier, later)) in (first..).zip(pairs.gather()) {
            self.join(PhoneId::from_index(seat), earlier, later);
        }
    }

    fn hub_of(&self, phone: PhoneId) -> NodeId {
        self.hubs.get(phone.index()).copied().unwrap_or(CALL_MANAGER)
    }
}

/// How many phones may be added to the last cluster before they would meet the seats past them.
pub(crate) const ROOM_FOR_PHONES: usize = 1_000;

impl Site {
    /// The CallManager that a phone registers with.
    pub fn hub_of(&self, phone: PhoneId) -> NodeId {
        self.places.hub_of(phone)
    }

    /// The link that joins two nodes, by the id of its outer end's phone or seat; `None` where none
    /// does.
    pub fn link_between(&self, a: NodeId, b: NodeId) -> Option<PhoneId> {
        let outer = |hub: NodeId, node: NodeId| {
            phone_of_node(node).filter(|phone| self.places.hub_of(*phone) == hub)
        };
        let of_a_phone = outer(a, b).or_else(|| outer(b, a));
        of_a_phone.or_else(|| self.places.by_ends.get(&(a, b)).copied())
    }

    /// The nodes that a link joins.
    pub fn ends_of(&self, link: PhoneId) -> LinkEnds {
        let seat = self.places.seats.get(&link).copied();
        seat.unwrap_or_else(|| LinkEnds {
            hub: self.places.hub_of(link),
            outer: node_of_phone(link),
        })
    }

    /// The node that speaks for a phone or seat: the phone itself, or the one outside.
    pub fn speaker_for(&self, phone: PhoneId) -> NodeId {
        match self.places.outside_phones.get(&phone) {
            Some(outside) => node_of_outside(*outside),
            None => self.ends_of(phone).outer,
        }
    }

    /// The seats of links that are no phone's.
    pub(crate) fn seats(&self) -> impl Iterator<Item = (PhoneId, LinkEnds)> + '_ {
        self.places.seats.iter().map(|(seat, ends)| (*seat, *ends))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::{ClusterBuilder, Model, Phone, Table};
    use std::sync::Arc;

    fn further(base: usize) -> Arc<Cluster> {
        let mut cluster = Cluster::new("West");
        cluster.phones = Table::with_base(base);
        cluster.phones.push(Phone::new("Far", Model::parse("7970 SIP").unwrap()));
        Arc::new(cluster)
    }

    #[test]
    fn every_node_has_its_link_and_a_link_its_two_ends() {
        let first = ClusterBuilder::new().phone("Near", "7970 SIP", |p| p).build().unwrap();
        let site = Site::new(Arc::new(first), vec![further(5)], Table::new());
        let (near, far) = (node_of_phone(PhoneId(0)), node_of_phone(PhoneId(5)));
        let west = node_of_cluster(ClusterId(1));
        assert_eq!(site.link_between(CALL_MANAGER, near), Some(PhoneId(0)));
        assert_eq!(site.link_between(far, west), Some(PhoneId(5)));
        assert_eq!(site.link_between(far, CALL_MANAGER), None);
        assert_eq!(site.link_between(near, far), None);
        let between = site.link_between(west, CALL_MANAGER).unwrap();
        assert_eq!(site.ends_of(between), LinkEnds { hub: CALL_MANAGER, outer: west });
        assert_eq!(site.ends_of(PhoneId(5)), LinkEnds { hub: west, outer: far });
    }

    #[test]
    fn nodes_past_the_phones_are_clusters_or_outside_and_never_phones() {
        let west = node_of_cluster(ClusterId(2));
        let server = node_of_outside(OutsideId(3));
        assert_eq!((cluster_of_node(west), outside_of_node(west)), (Some(ClusterId(2)), None));
        assert_eq!((cluster_of_node(server), outside_of_node(server)), (None, Some(OutsideId(3))));
        assert_eq!((phone_of_node(west), phone_of_node(server)), (None, None));
        assert_eq!(cluster_of_node(node_of_phone(PhoneId(4))), None);
    }
}
