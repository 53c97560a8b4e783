//! Everybody who takes part in a run.

use lampfield_core::id::{NodeId, PhoneId};
use lampfield_core::node::node_of_phone;
use lampfield_core::scenario::Player;
use lampfield_core::site::{node_of_cluster, node_of_outside};

/// Everybody who takes part, from left to right as in the file, whoever came later after them.
/// One who is gone stays: what they said is still told.
#[derive(Clone, Debug, Default)]
pub(super) struct Cast {
    pub(super) nodes: Vec<NodeId>,
    pub(super) names: Vec<String>,
    /// The phones that wait for their Reset or a log-in.
    pub(super) waiting: Vec<PhoneId>,
    /// How often the configuration had changed when it was looked at.
    seen: Option<usize>,
}

impl Cast {
    /// Looks at the configuration, where it has changed since it was looked at last.
    pub(super) fn see(&mut self, player: &Player, changes: usize) {
        if self.seen == Some(changes) {
            return;
        }
        self.seen = Some(changes);
        let site = player.site();
        self.waiting.clear();
        for (id, cluster) in site.clusters() {
            let pending = player.configuration(id).map(|own| own.pending()).unwrap_or_default();
            let names = pending.iter().filter_map(|one| one.device.name());
            self.waiting.extend(names.filter_map(|name| cluster.phones.id_of(name)));
            self.meet(node_of_cluster(id), &cluster.name);
            for (phone, configured) in cluster.phones.iter() {
                self.meet(node_of_phone(phone), &configured.name);
            }
        }
        for (id, outside) in site.outside().iter() {
            self.meet(node_of_outside(id), &outside.name);
        }
    }

    fn meet(&mut self, node: NodeId, name: &str) {
        match self.nodes.iter().position(|known| *known == node) {
            Some(at) => {
                if let Some(known) = self.names.get_mut(at) {
                    name.clone_into(known);
                }
            }
            None => {
                self.nodes.push(node);
                self.names.push(name.to_owned());
            }
        }
    }
}
