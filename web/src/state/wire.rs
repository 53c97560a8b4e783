//! What joins the nodes of a run: the links of phones and of those outside, and trunks.

use super::Shared;
use crate::engine::build::OUTSIDE;
use crate::types::{FaultView, NodeView, PhoneView};

/// What a wire joins a CallManager with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Joins {
    /// A phone of its cluster.
    #[default]
    Phone,
    /// The far end of a trunk.
    Trunk,
    /// One outside. It is drawn as the trunk that leads there.
    Outside,
}

/// A wire.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wire {
    /// Its name in sentences: `Phone A`, `Trunk C`, of several clusters `North/Trunk C`.
    pub name: String,
    /// The lane of the CallManager; of one outside its own.
    pub from: u16,
    /// The lane of the other end.
    pub to: u16,
    /// What it joins.
    pub joins: Joins,
    /// Whether what it is the trunk of is out of service.
    pub down: bool,
}

impl Wire {
    /// Whether a fault is about this link.
    #[must_use]
    pub fn has(&self, fault: &FaultView) -> bool {
        let ends = [fault.from_lane, fault.to_lane];
        // A trunk that leads nowhere has no link.
        let linked = self.from != self.to || self.joins == Joins::Outside;
        linked && ends.contains(&self.from) && ends.contains(&self.to)
    }
}

/// The name of something of a cluster in sentences.
fn full_name(cluster: &str, name: &str) -> String {
    if cluster.is_empty() { name.to_owned() } else { [cluster, "/", name].concat() }
}

/// All wires: for each cluster those of its phones, which come in the order of clusters, and then its
/// trunks.
pub(super) fn wires(nodes: &[NodeView], phones: &[Shared<PhoneView>]) -> Vec<Wire> {
    let mut all = Vec::new();
    let mut phones = phones.iter();
    for node in nodes {
        let from = node.lane;
        if node.table == OUTSIDE {
            let name = node.name.clone();
            all.push(Wire { name, from, to: from, joins: Joins::Outside, down: node.down });
        }
        for phone in phones.by_ref().take(node.phones as usize) {
            all.push(Wire { name: phone.name.clone(), from, to: phone.lane, ..Wire::default() });
        }
        for trunk in node.parts.iter().filter(|part| part.table == "trunks") {
            let name = full_name(&node.name, &trunk.name);
            all.push(Wire { name, from, to: trunk.lane, joins: Joins::Trunk, down: trunk.down });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(table: &str, name: &str, lane: u16) -> NodeView {
        NodeView { table: table.into(), name: name.into(), lane, ..NodeView::default() }
    }

    /// North with a phone and two trunks, one of which leads nowhere; East with two phones; one
    /// outside.
    fn all() -> Vec<Wire> {
        let parts = vec![
            node("trunks", "To East", 2),
            node("trunks", "Old", 0),
            node("route_lists", "Ways", 0),
        ];
        let nodes = [
            NodeView { phones: 1, parts, ..node("clusters", "North", 0) },
            NodeView { phones: 2, ..node("clusters", "East", 2) },
            node("outside", "Relay", 5),
        ];
        let phone =
            |name: &str, lane| PhoneView { name: name.into(), lane, ..PhoneView::default() };
        wires(&nodes, &[phone("A", 1), phone("B", 3), phone("C", 4)].map(Shared::new))
    }

    #[test]
    fn each_phone_hangs_on_its_own_cluster_and_a_trunk_is_named_with_it() {
        let told: Vec<_> = all().into_iter().map(|w| (w.name, w.from, w.to, w.joins)).collect();
        let own = |name: &str, from, to, joins| (name.to_owned(), from, to, joins);
        assert_eq!(
            told,
            [
                own("A", 0, 1, Joins::Phone),
                own("North/To East", 0, 2, Joins::Trunk),
                own("North/Old", 0, 0, Joins::Trunk),
                own("B", 2, 3, Joins::Phone),
                own("C", 2, 4, Joins::Phone),
                own("Relay", 5, 5, Joins::Outside),
            ]
        );
    }

    #[test]
    fn a_fault_is_at_the_wires_of_its_link_and_one_of_all_links_at_none() {
        let at = |from_lane, to_lane| -> Vec<String> {
            let fault = FaultView { from_lane, to_lane, ..FaultView::default() };
            all().into_iter().filter(|wire| wire.has(&fault)).map(|wire| wire.name).collect()
        };
        assert_eq!(at(2, 4), ["C"]);
        assert_eq!(at(0, 2), ["North/To East"]);
        assert_eq!(at(0, 5), ["Relay"]);
        assert!(at(0, 0).is_empty());
    }
}
