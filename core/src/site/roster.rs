//! What the ids of a run mean: for names, ladders and lanes, which speak of everybody in it.

use super::Site;
use super::places::{cluster_of_node, outside_of_node};
use crate::cluster::{Cluster, DirectoryNumber, EndUser, Phone, Trunk};
use crate::id::{DnId, EndUserId, NodeId, PhoneId, TrunkId};
use crate::node::phone_of_node;
use std::sync::Arc;

/// One who knows what ids mean: a cluster, or a site of several with those outside.
pub trait Roster {
    /// A configured phone.
    fn phone(&self, id: PhoneId) -> Option<&Phone>;
    /// A directory number.
    fn directory_number(&self, id: DnId) -> Option<&DirectoryNumber>;
    /// A trunk.
    fn trunk(&self, id: TrunkId) -> Option<&Trunk>;
    /// An end user.
    fn end_user(&self, id: EndUserId) -> Option<&EndUser>;
    /// The configured phones, one after the other.
    fn phones(&self) -> Box<dyn Iterator<Item = (PhoneId, &Phone)> + '_>;
    /// The name of a phone, or of a seat outside.
    fn name_of_phone(&self, id: PhoneId) -> Option<&str>;
    /// The name of a node.
    fn name_of_node(&self, node: NodeId) -> Option<&str>;
    /// The name by which a sentence of `fault` finds a link.
    fn name_of_link(&self, link: PhoneId) -> Option<String> {
        self.name_of_phone(link).map(str::to_owned)
    }
    /// One who knows what trunks and users are at a CallManager: ids of theirs mean something in
    /// their own cluster only.
    fn at(&self, node: NodeId) -> &dyn Roster;
}

impl Roster for Cluster {
    fn phone(&self, id: PhoneId) -> Option<&Phone> {
        self.phones.get(id)
    }

    fn directory_number(&self, id: DnId) -> Option<&DirectoryNumber> {
        self.directory_numbers.get(id)
    }

    fn trunk(&self, id: TrunkId) -> Option<&Trunk> {
        self.trunks.get(id)
    }

    fn end_user(&self, id: EndUserId) -> Option<&EndUser> {
        self.end_users.get(id)
    }

    fn phones(&self) -> Box<dyn Iterator<Item = (PhoneId, &Phone)> + '_> {
        Box::new(self.phones.iter())
    }

    fn name_of_phone(&self, id: PhoneId) -> Option<&str> {
        Some(&self.phones.get(id)?.name)
    }

    fn name_of_node(&self, node: NodeId) -> Option<&str> {
        match phone_of_node(node) {
            Some(phone) => self.name_of_phone(phone),
            None => Some(&self.name),
        }
    }

    fn at(&self, _: NodeId) -> &dyn Roster {
        self
    }
}

impl<T: Roster + ?Sized> Roster for Arc<T> {
    fn phone(&self, id: PhoneId) -> Option<&Phone> {
        (**self).phone(id)
    }

    fn directory_number(&self, id: DnId) -> Option<&DirectoryNumber> {
        (**self).directory_number(id)
    }

    fn trunk(&self, id: TrunkId) -> Option<&Trunk> {
        (**self).trunk(id)
    }

    fn end_user(&self, id: EndUserId) -> Option<&EndUser> {
        (**self).end_user(id)
    }

    fn phones(&self) -> Box<dyn Iterator<Item = (PhoneId, &Phone)> + '_> {
        (**self).phones()
    }

    fn name_of_phone(&self, id: PhoneId) -> Option<&str> {
        (**self).name_of_phone(id)
    }

    fn name_of_node(&self, node: NodeId) -> Option<&str> {
        (**self).name_of_node(node)
    }

    fn name_of_link(&self, link: PhoneId) -> Option<String> {
        (**self).name_of_link(link)
    }

    fn at(&self, node: NodeId) -> &dyn Roster {
        (**self).at(node)
    }
}

impl Roster for Site {
    fn phone(&self, id: PhoneId) -> Option<&Phone> {
        self.clusters().find_map(|(_, cluster)| cluster.phones.get(id))
    }

    fn directory_number(&self, id: DnId) -> Option<&DirectoryNumber> {
        self.clusters().find_map(|(_, cluster)| cluster.directory_numbers.get(id))
    }

    fn trunk(&self, id: TrunkId) -> Option<&Trunk> {
        self.clusters().find_map(|(_, cluster)| cluster.trunks.get(id))
    }

    fn end_user(&self, id: EndUserId) -> Option<&EndUser> {
        self.clusters().find_map(|(_, cluster)| cluster.end_users.get(id))
    }

    fn phones(&self) -> Box<dyn Iterator<Item = (PhoneId, &Phone)> + '_> {
        Box::new(self.clusters().flat_map(|(_, cluster)| cluster.phones.iter()))
    }

    fn name_of_phone(&self, id: PhoneId) -> Option<&str> {
        if let Some(phone) = self.phone(id) {
            return Some(&phone.name);
        }
        self.outside.iter().find_map(|(_, one)| {
            let phone = one.phones.iter().find(|phone| phone.id == id);
            let own = (one.seat == id).then_some(&one.name);
            phone.map(|phone| &phone.name).or(own).map(String::as_str)
        })
    }

    fn name_of_node(&self, node: NodeId) -> Option<&str> {
        if let Some(phone) = phone_of_node(node) {
            return self.name_of_phone(phone);
        }
        if let Some(cluster) = cluster_of_node(node) {
            return self.cluster(cluster).map(|cluster| cluster.name.as_str());
        }
        let outside = outside_of_node(node)?;
        self.outside.get(outside).map(|one| one.name.as_str())
    }

    fn name_of_link(&self, link: PhoneId) -> Option<String> {
        self.link_name(link)
    }

    fn at(&self, node: NodeId) -> &dyn Roster {
        let own = cluster_of_node(node).and_then(|id| self.cluster(id));
        own.map_or(self, |own| own)
    }
}
