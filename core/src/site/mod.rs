//! What a run stands on: one cluster or several, and what is outside of them.

mod finders;
mod places;
mod roster;

pub(crate) use places::{FIRST_FURTHER, FIRST_STRANGER, cluster_of_node, outside_of_node};
pub use places::{LinkEnds, node_of_cluster, node_of_outside};
pub use roster::Roster;

use crate::cluster::{Cluster, Credentials, Named, Table};
use crate::id::{ClusterId, Id, OutsideId, PhoneId, TrunkId};
use crate::presence::{PublishedStatus, RouteIndex};
use crate::sip::address::{AddressPlan, HostPort};
use crate::sorted::SortedMap;
use places::Places;
use std::sync::Arc;

/// Clusters and what is outside of them, joined by SIP trunks.
///
/// Ids of phones and directory numbers are unique within a site: the tables of its second and later
/// clusters begin where those before end, with room for what is added while it runs. Past all
/// phones there are *seats*: ids of those outside, of their phones, and of the links between
/// clusters, under which lamps and links are known.
#[derive(Clone, Debug)]
pub struct Site {
    first: Arc<Cluster>,
    /// All clusters, the first among them.
    clusters: Vec<Arc<Cluster>>,
    outside: Arc<Table<OutsideId, Outside>>,
    places: Places,
    addresses: AddressPlan,
    /// Where those outside are who are real.
    real: SortedMap<OutsideId, HostPort>,
}

impl Site {
    /// A site of one cluster with nothing outside.
    pub fn of(cluster: Arc<Cluster>) -> Self {
        Site::new(cluster, Vec::new(), Table::new())
    }

    /// A site. The ids of phones, of those outside and of their phones differ from each other.
    pub fn new(
        first: Arc<Cluster>,
        further: Vec<Arc<Cluster>>,
        outside: Table<OutsideId, Outside>,
    ) -> Self {
        Site::over(first, further, Arc::new(outside))
    }

    /// A site with the same outside, and other configurations of its clusters.
    #[must_use]
    pub fn with_clusters(&self, first: Arc<Cluster>, further: Vec<Arc<Cluster>>) -> Self {
        Site::over(first, further, Arc::clone(&self.outside))
    }

    fn over(
        first: Arc<Cluster>,
        further: Vec<Arc<Cluster>>,
        outside: Arc<Table<OutsideId, Outside>>,
    ) -> Self {
        let places = Places::default();
        let addresses = AddressPlan::SIMULATED;
        let real = SortedMap::new();
        let mut clusters = further;
        clusters.insert(0, Arc::clone(&first));
        let mut site = Site { first, clusters, outside, places, addresses, real };
        site.places = Places::of(&site);
        site
    }

    /// The same site with other addresses.
    #[must_use]
    pub fn with_addresses(self, addresses: AddressPlan) -> Self {
        Site { addresses, ..self }
    }

    /// The same site with some of those outside at addresses of a real network.
    #[must_use]
    pub fn with_real_outside(self, real: impl IntoIterator<Item = (OutsideId, HostPort)>) -> Self {
        Site { real: real.into_iter().collect(), ..self }
    }

    /// Where those outside are who are real; of the others, [`Site::addresses`] tells.
    pub fn real_outside(&self) -> &SortedMap<OutsideId, HostPort> {
        &self.real
    }

    /// Which address each node has.
    pub fn addresses(&self) -> AddressPlan {
        self.addresses
    }

    /// The first cluster.
    pub fn first(&self) -> &Arc<Cluster> {
        &self.first
    }

    /// A cluster.
    pub fn cluster(&self, id: ClusterId) -> Option<&Arc<Cluster>> {
        self.clusters.get(id.index())
    }

    /// The clusters with their ids.
    pub fn clusters(&self) -> impl Iterator<Item = (ClusterId, &Arc<Cluster>)> {
        let all = self.clusters.iter().enumerate();
        all.map(|(at, cluster)| (ClusterId::from_index(at), cluster))
    }

    /// Those outside.
    pub fn outside(&self) -> &Table<OutsideId, Outside> {
        &self.outside
    }

    /// The route index of a cluster of this site, which knows the address at which the cluster is
    /// reached (CSS-6). Where there is no such cluster it is that of the first.
    pub fn route_index(&self, id: ClusterId) -> RouteIndex {
        let address = self.addresses.address(node_of_cluster(id));
        index_at(self.cluster(id).unwrap_or(&self.first), address)
    }

    /// Puts another configuration in the place of a cluster's, with phones added or gone.
    pub fn reconfigure(&mut self, id: ClusterId, cluster: Arc<Cluster>) {
        let Some(place) = self.clusters.get_mut(id.index()) else { return };
        match id.index() {
            0 => self.first = Arc::clone(&cluster),
            _ => self.places.see_phones(id, &cluster),
        }
        *place = cluster;
    }

    /// The cluster that a phone belongs to.
    pub fn cluster_of(&self, phone: PhoneId) -> Option<ClusterId> {
        self.clusters().find(|(_, cluster)| cluster.phones.get(phone).is_some()).map(|(id, _)| id)
    }
}

/// What one outside is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutsideKind {
    /// A presence server: it knows the status of its presentities.
    PresenceServer,
    /// A proxy with phones of its own, which watch and can be watched.
    Proxy,
    /// An application: a watcher with credentials.
    Application,
}

impl OutsideKind {
    /// Its word in a file: `presence server`.
    pub const fn word(self) -> &'static str {
        match self {
            OutsideKind::PresenceServer => "presence server",
            OutsideKind::Proxy => "proxy",
            OutsideKind::Application => "application",
        }
    }
}

/// One who is outside of every cluster, at the far end of a SIP trunk.
#[derive(Clone, Debug)]
pub struct Outside {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: OutsideKind,
    /// The cluster whose trunk leads to it.
    pub cluster: ClusterId,
    /// The SIP trunk that leads to it.
    pub trunk: TrunkId,
    /// What it proves itself with where CallManager challenges it (AUTH-14).
    pub credentials: Option<Credentials>,
    /// What it wants CallManager to prove itself with: it challenges where this is set.
    pub demands: Option<Credentials>,
    /// The presentities that it knows by their number or user, with their status at the start.
    pub presentities: SortedMap<String, PublishedStatus>,
    /// The phones of a proxy.
    pub phones: Vec<OutsidePhone>,
    /// The id under which lamps of its own watches are known: those of an application, or of a
    /// server that subscribes by itself.
    pub seat: PhoneId,
}

/// A phone that belongs to a proxy and not to a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsidePhone {
    /// The id under which its lamps are known: past those of all clusters.
    pub id: PhoneId,
    /// Its name.
    pub name: String,
    /// Its number: as a presentity, and as a watcher or caller.
    pub number: String,
    /// What its BLF/SpeedDials watch, BLF 1 first: numbers or users of the cluster.
    pub blf_speed_dials: Vec<String>,
}

impl Named for Outside {
    fn name(&self) -> &str {
        &self.name
    }
}

/// The route index of a cluster whose CallManager has an address.
pub(crate) fn index_at(cluster: &Cluster, address: HostPort) -> RouteIndex {
    let mut host = Vec::new();
    address.write_ip(&mut host);
    RouteIndex::new(cluster).reached_at(&String::from_utf8_lossy(&host))
}

/// The name of the random streams of a phone: a phone of the first cluster keeps its dice whatever
/// other clusters there are.
pub(crate) fn stream_name(site: &Site, id: ClusterId, phone: &str) -> String {
    match site.cluster(id) {
        Some(cluster) if id.0 > 0 => format!("{}/{phone}", cluster.name),
        _ => phone.to_owned(),
    }
}
