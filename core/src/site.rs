//! What a run stands on: one cluster or several, and what is outside of them.

use crate::cluster::{Cluster, Credentials, Named, Phone, Table};
use crate::id::{ClusterId, Id, OutsideId, PhoneId, TrunkId};
use crate::presence::PublishedStatus;
use std::collections::BTreeMap;

/// Clusters and what is outside of them, joined by SIP trunks.
///
/// Ids of phones and directory numbers are unique within a site: the tables of its second and later
/// clusters begin where those before end, with room for what is added while it runs.
#[derive(Clone, Debug)]
pub struct Site {
    /// The clusters, by [`ClusterId`]; at least one.
    pub clusters: Vec<Cluster>,
    /// Those outside.
    pub outside: Table<OutsideId, Outside>,
}

impl Site {
    /// A site of one cluster with nothing outside.
    pub fn of(cluster: Cluster) -> Self {
        Site { clusters: vec![cluster], outside: Table::new() }
    }
}

impl Site {
    /// The cluster that a phone belongs to; `None` for one outside.
    pub fn cluster_of(&self, phone: PhoneId) -> Option<ClusterId> {
        let has = |cluster: &Cluster| cluster.phones.get(phone).is_some();
        self.clusters.iter().position(has).map(ClusterId::from_index)
    }

    /// A phone of one of the clusters.
    pub fn phone(&self, phone: PhoneId) -> Option<&Phone> {
        self.clusters.iter().find_map(|cluster| cluster.phones.get(phone))
    }

    /// Who is outside under the id of a seat or of one of its phones.
    pub fn outside_of(&self, phone: PhoneId) -> Option<(OutsideId, &Outside)> {
        self.outside.iter().find(|(_, outside)| {
            outside.seat == phone || outside.phones.iter().any(|own| own.id == phone)
        })
    }

    /// A phone of a proxy outside.
    pub fn outside_phone(&self, phone: PhoneId) -> Option<&OutsidePhone> {
        self.outside.iter().find_map(|(_, own)| own.phones.iter().find(|own| own.id == phone))
    }

    /// The name of a watcher: a phone of a cluster or of a proxy, or who is outside itself.
    pub fn watcher_name(&self, phone: PhoneId) -> Option<&str> {
        let own = self.phone(phone).map(|phone| phone.name.as_str());
        let outside = || self.outside_phone(phone).map(|phone| phone.name.as_str());
        own.or_else(outside).or_else(|| Some(self.outside_of(phone)?.1.name.as_str()))
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
    pub presentities: BTreeMap<String, PublishedStatus>,
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
