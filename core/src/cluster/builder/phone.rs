//! Phones by name.

use super::find;
use crate::cluster::{BlfSpeedDial, BlfTarget, Cluster, Destination, Model, Phone};

/// Settings of one phone; see [`super::ClusterBuilder::phone`].
#[derive(Debug)]
pub struct PhoneBuilder<'a> {
    phone: Phone,
    cluster: &'a Cluster,
    unknown: &'a mut Vec<String>,
}

impl<'a> PhoneBuilder<'a> {
    pub(super) fn new(
        name: &str,
        model: Model,
        cluster: &'a Cluster,
        unknown: &'a mut Vec<String>,
    ) -> Self {
        let phone = Phone::new(name, model);
        PhoneBuilder { phone, cluster, unknown }
    }

    pub(super) fn done(self) -> Phone {
        self.phone
    }

    /// The calling search space for calls.
    #[must_use]
    pub fn css(mut self, name: &str) -> Self {
        self.phone.css = find(self.unknown, &self.cluster.calling_search_spaces, name);
        self
    }

    /// The SUBSCRIBE calling search space.
    #[must_use]
    pub fn subscribe_css(mut self, name: &str) -> Self {
        self.phone.subscribe_css = find(self.unknown, &self.cluster.calling_search_spaces, name);
        self
    }

    /// The presence group as a watcher.
    #[must_use]
    pub fn group(mut self, name: &str) -> Self {
        if let Some(group) = find(self.unknown, &self.cluster.presence_groups, name) {
            self.phone.presence_group = group;
        }
        self
    }

    /// The phone button template.
    #[must_use]
    pub fn template(mut self, name: &str) -> Self {
        self.phone.template = find(self.unknown, &self.cluster.button_templates, name);
        self
    }

    /// One more line.
    #[must_use]
    pub fn line(mut self, dn: &str) -> Self {
        self.phone.lines.extend(find(self.unknown, &self.cluster.directory_numbers, dn));
        self
    }

    /// One more BLF/SpeedDial, to a directory number.
    #[must_use]
    pub fn blf(self, dn: &str) -> Self {
        match find(self.unknown, &self.cluster.directory_numbers, dn) {
            Some(id) => self.blf_to(BlfTarget::DirectoryNumber(id), dn),
            None => self,
        }
    }

    /// One more BLF/SpeedDial, to a destination: a SIP URI if it has an `@`, else a number.
    #[must_use]
    pub fn blf_destination(self, destination: &str) -> Self {
        let text = destination.to_owned();
        let target =
            if text.contains('@') { Destination::SipUri(text) } else { Destination::Number(text) };
        self.blf_to(BlfTarget::Destination(target), destination)
    }

    fn blf_to(mut self, target: BlfTarget, label: &str) -> Self {
        let label = label.to_owned();
        self.phone.blf_speed_dials.push(BlfSpeedDial { target, label, label_ascii: String::new() });
        self
    }
}
