//! Those outside, by the ids under which their lamps are known; and the links of trunks.

use super::{Outside, OutsidePhone, Site, node_of_cluster, node_of_outside};
use crate::cluster::Cluster;
use crate::id::{ClusterId, OutsideId, PhoneId};
use crate::node::phone_of_node;

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

    /// The link that a SIP trunk runs over; `None`: it is none, or leads nowhere here.
    pub fn link_of_trunk(&self, cluster: ClusterId, trunk: &str) -> Option<PhoneId> {
        let trunks = &self.cluster(cluster)?.trunks;
        let id = trunks.id_of(trunk)?;
        let own = trunks.get(id).filter(|own| own.sip().is_some())?;
        let there = |name: &String| own.destination.as_ref() == Some(name);
        let attached = |(_, one): &(OutsideId, &Outside)| {
            there(&one.name)
                || own.destination.is_none() && (one.cluster, one.trunk) == (cluster, id)
        };
        let outside = self.outside.iter().find(attached).map(|(id, _)| node_of_outside(id));
        let further = || self.clusters().find(|(_, other)| there(&other.name));
        let far = outside.or_else(|| further().map(|(id, _)| node_of_cluster(id)))?;
        self.link_between(node_of_cluster(cluster), far)
    }

    /// The name by which a sentence finds a link: that of its phone, of who is outside, or of the
    /// first trunk that runs over it; with the cluster before it where another has the same name.
    pub(crate) fn link_name(&self, link: PhoneId) -> Option<String> {
        let ends = self.ends_of(link);
        let at_hub = |(id, _): &(ClusterId, _)| node_of_cluster(*id) == ends.hub;
        let (id, own) = self.clusters().find(at_hub)?;
        let name = match phone_of_node(ends.outer) {
            Some(phone) => &own.phones.get(phone)?.name,
            None => match self.outside_of(link) {
                Some((_, one)) => return Some(one.name.clone()),
                None => own.trunks.names().find(|name| {
                    own.phones.id_of(name).is_none() && self.link_of_trunk(id, name) == Some(link)
                })?,
            },
        };
        let has = |other: &&Cluster| {
            other.phones.id_of(name).is_some()
                || other.trunks.id_of(name).is_some()
                || other.button_templates.id_of(name).is_some()
                || other.security_profiles.id_of(name).is_some()
        };
        match self.each_cluster().filter(has).count() {
            0 | 1 => Some(name.to_owned()),
            _ => Some([&*own.name, "/", name].concat()),
        }
    }
}
