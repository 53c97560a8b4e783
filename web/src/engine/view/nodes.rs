//! Clusters, what stands at their CallManagers, and those outside.

use super::phone::lamp;
use super::row::lane_of;
use crate::engine::build::{OUTSIDE, own_name};
use crate::engine::run::Run;
use crate::types::{EntryView, NodeView};
use lampfield_core::cluster::{Cluster, Named, Noun, STANDARD_PRESENCE_GROUP, Trunk, objects};
use lampfield_core::node::Node;
use lampfield_core::site::{Outside, node_of_cluster, node_of_outside};
use lampfield_core::trace::{LampKey, LampPlace};

/// All of them. What a trunk lets in and whether it serves is told unless it `hides`, as what is wrong
/// in a ticket does.
pub(super) fn nodes(run: &Run, hides: bool) -> Vec<NodeView> {
    let world = run.player().world();
    let site = world.site();
    let mut all = Vec::new();
    for (id, cluster) in site.clusters() {
        let node = node_of_cluster(id);
        let Some(Node::CallManager(cm)) = world.node(node) else { continue };
        let lane = lane_of(run, node);
        let trunks = cluster.trunks.iter().map(|(id, trunk)| {
            let (far, serves) = cm.trunk_leads(id);
            let down = !serves && !hides;
            NodeView {
                table: Noun::Trunk.table().to_owned(),
                name: trunk.name.clone(),
                note: badges(cluster, trunk, down, hides),
                lane: far.map_or(lane, |far| lane_of(run, far)),
                down,
                ..NodeView::default()
            }
        });
        let mut parts: Vec<NodeView> = trunks.collect();
        for noun in [Noun::RouteList, Noun::HuntPilot] {
            parts.extend(objects(cluster, noun).iter().map(|object| NodeView {
                table: noun.table().to_owned(),
                name: object.name().unwrap_or_default().to_owned(),
                note: noun.word().to_owned(),
                lane,
                ..NodeView::default()
            }));
        }
        all.push(NodeView {
            table: "clusters".to_owned(),
            name: own_name(run, cluster),
            lane,
            phones: u32::try_from(cluster.phones.iter().count()).unwrap_or(u32::MAX),
            parts,
            ..NodeView::default()
        });
    }
    all.extend(site.outside().iter().map(|(id, one)| {
        let node = node_of_outside(id);
        let down = !world.node(node).is_some_and(Node::is_plugged);
        NodeView {
            table: OUTSIDE.to_owned(),
            name: one.name.clone(),
            note: [one.kind.word(), if down { " · unplugged" } else { "" }].concat(),
            lane: lane_of(run, node),
            down,
            lamps: lamps(run, one),
            ..NodeView::default()
        }
    }));
    all
}

/// What somebody outside watches, and what that shows.
fn lamps(run: &Run, outside: &Outside) -> Vec<EntryView> {
    let own = |phone| phone == outside.seat || outside.phones.iter().any(|own| own.id == phone);
    let kept = run.player().world().trace().kept();
    let mut all = Vec::new();
    for (LampKey { phone, place }, _) in kept.lamps().filter(|(key, _)| own(key.phone)) {
        let watcher = outside.phones.iter().find(|own| own.id == *phone);
        let number = match (place, watcher) {
            (LampPlace::Blf(button), Some(watcher)) => {
                let at = usize::from(*button).saturating_sub(1);
                let target = watcher.blf_speed_dials.get(at).map_or("", String::as_str);
                [&watcher.name, ": ", target].concat()
            }
            (LampPlace::Watch(target), _) => target.to_string(),
            _ => continue,
        };
        let (lamp, subject) = lamp(run.player(), *phone, place.clone());
        all.push(EntryView { number, lamp, subject });
    }
    all
}

/// What a trunk is, what it lets in, and whether it serves.
fn badges(cluster: &Cluster, trunk: &Trunk, down: bool, hides: bool) -> String {
    if hides {
        return [trunk.protocol(), " trunk"].concat();
    }
    let mut words = vec![trunk.protocol(), " trunk · ", "no presence"];
    if let Some(sip) = trunk.sip() {
        let profile = cluster.profile_in_force(sip);
        let accepts = profile.is_some_and(|profile| profile.accept_presence_subscription);
        words = vec![if accepts { "✓ presence" } else { "no presence" }];
        let group = cluster.presence_groups.get(sip.presence_group);
        if let Some(group) = group.filter(|_| sip.presence_group != STANDARD_PRESENCE_GROUP) {
            words.extend([" · ", group.name()]);
        }
        let css = sip.subscribe_css.and_then(|css| cluster.calling_search_spaces.get(css));
        if let Some(css) = css {
            words.extend([" · CSS ", css.name()]);
        }
    }
    if down {
        words.push(" · out of service");
    }
    words.concat()
}
