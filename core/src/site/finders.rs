//! Those outside, by the ids under which their lamps are known.

use super::{Outside, OutsidePhone, Site};
use crate::cluster::Cluster;
use crate::id::{OutsideId, PhoneId};

impl Site {
    /// The clusters alone, in the order of their ids.
    pub fn each_cluster(&self) -> impl Iterator<Item = &Cluster> + Clone {
        self.clusters.iter().map(|cluster| &**cluster)
    }

    /// How many clusters there are.
    pub fn cluster_count(&self) -> usize {
        self.clusters.len()
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
}
