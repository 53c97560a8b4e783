//! The shortest name by which a sentence finds somebody.

use super::super::lower::{Actor, Cast};
use super::super::model::{LampRef, Party};
use super::doc::Doc;
use crate::cluster::Object;
use crate::id::{ClusterId, PhoneId};
use crate::site::{Roster, Site};
use crate::trace::LampKey;
use crate::trace::words::lamp_name;

/// The names of a site.
pub(super) struct Names<'s> {
    site: &'s Site,
    cast: Cast,
}

impl<'s> Names<'s> {
    pub(super) fn new(site: &'s Site) -> Self {
        Names { site, cast: Cast::new(site) }
    }

    fn of(&self, actor: &Actor) -> Option<String> {
        self.cast.names(|own| own == actor).first().map(|name| (*name).to_owned())
    }

    fn phone(&self, id: PhoneId) -> String {
        let seat = self.site.outside().iter().find(|(_, own)| own.seat == id);
        let own = match (self.site.outside_of(id), seat) {
            (_, Some((outside, _))) => self.of(&Actor::Outside(outside)),
            (Some((outside, _)), None) => self.of(&Actor::OutsidePhone(outside, id)),
            (None, None) => self.of(&Actor::Phone(id)),
        };
        own.unwrap_or_else(|| self.site.name_of_phone(id).unwrap_or_default().to_owned())
    }

    pub(super) fn lamp_name(&self, lamp: &LampRef) -> String {
        match lamp {
            LampRef::Later(name) => name.to_string(),
            LampRef::Known(key) => self.known_lamp(key),
        }
    }

    fn known_lamp(&self, key: &LampKey) -> String {
        let short = lamp_name(self.site, key);
        let phone = self.site.name_of_phone(key.phone).unwrap_or_default();
        let place = short.strip_prefix(phone).unwrap_or_default();
        format!("{}{place}", self.phone(key.phone))
    }

    pub(super) fn lamp(&self, lamp: &LampRef) -> Doc {
        Doc::text(self.lamp_name(lamp))
    }

    pub(super) fn party(&self, party: &Party) -> Doc {
        Doc::text(match party {
            Party::CallManager(id) if self.several() => self.cluster(*id).to_owned(),
            Party::CallManager(_) => "CallManager".to_owned(),
            Party::Phone(id) => self.phone(*id),
            Party::Outside(id) => self.of(&Actor::Outside(*id)).unwrap_or_default(),
            Party::Later(name) if self.several() => name.to_string(),
            Party::Later(name) => {
                name.split_once('/').map_or(&**name, |(_, short)| short).to_owned()
            }
        })
    }

    /// Whether there are several clusters.
    pub(super) fn several(&self) -> bool {
        self.site.cluster_count() > 1
    }

    /// The name of a cluster.
    pub(super) fn cluster(&self, id: ClusterId) -> &str {
        self.site.cluster(id).map_or("", |cluster| &cluster.name)
    }

    pub(super) fn trunk(&self, cluster: ClusterId, trunk: &str) -> String {
        let device = Actor::Device(cluster, Object::Trunk(trunk.to_owned()));
        self.of(&device).unwrap_or_else(|| trunk.to_owned())
    }

    /// A name with its cluster before it, where there are several.
    pub(super) fn of_cluster(&self, id: ClusterId, name: &str) -> String {
        match self.site.cluster_count() {
            1 => name.to_owned(),
            _ => format!("{}/{name}", self.cluster(id)),
        }
    }
}
