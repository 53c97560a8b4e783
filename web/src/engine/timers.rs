//! What runs out unless it is renewed: subscriptions and registrations, as each CallManager has them.

use super::run::Run;
use crate::types::{TimerView, TimersView};
use lampfield_core::cluster::Cluster;
use lampfield_core::node::{CallManager, HeldSubscription, Lasts, LiveSubscription, Node};
use lampfield_core::presence::PublishedStatus;
use lampfield_core::site::{Site, node_of_cluster};
use lampfield_core::trace::words;

/// At most so many are shown.
const MOST: usize = 500;

/// All of them, soonest first.
pub(super) fn timers(run: &Run) -> TimersView {
    let world = run.player().world();
    let site = world.site();
    let mut rows = Vec::new();
    for (id, cluster) in site.clusters() {
        let Some(Node::CallManager(cm)) = world.node(node_of_cluster(id)) else { continue };
        let own = cm.subscriptions().map(|one| subscription(site, cluster, &one));
        let name = super::build::own_name(run, cluster);
        let own = own.chain(registrations(cm, cluster));
        rows.extend(own.map(|row| TimerView { cluster: name.clone(), ..row }));
        rows.extend(cm.held_subscriptions().map(|one| held(cluster, &one)));
    }
    rows.sort_by_key(|row| row.ends_us.unwrap_or(i64::MAX));
    let more = rows.len().saturating_sub(MOST);
    rows.truncate(MOST);
    let more = u32::try_from(more).unwrap_or(u32::MAX);
    TimersView { now_us: run.now().as_micros(), rows, more }
}

fn subscription(site: &Site, cluster: &Cluster, one: &LiveSubscription<'_>) -> TimerView {
    // A trunk has its number in its own cluster only.
    let watcher = words::watcher_name(cluster, one.watcher);
    let lamp = one.lamp.as_ref().map(|key| words::lamp_name(site, key));
    let outside = lamp.is_some() && one.watcher.phone().is_none();
    TimerView {
        lamp: lamp.is_some(),
        trunk: if outside { watcher.to_owned() } else { String::new() },
        who: lamp.unwrap_or_else(|| watcher.to_owned()),
        number: one.target.to_owned(),
        ..standing(one.lasts, one.status)
    }
}

/// One that CallManager holds at the far end of a trunk.
fn held(cluster: &Cluster, one: &HeldSubscription<'_>) -> TimerView {
    let trunk = cluster.trunks.get(one.trunk).map(|trunk| trunk.name.clone());
    TimerView {
        who: cluster.name.clone(),
        trunk: trunk.unwrap_or_default(),
        number: one.target.to_owned(),
        ..standing(one.lasts, one.status)
    }
}

fn standing(lasts: Lasts, status: Option<PublishedStatus>) -> TimerView {
    TimerView {
        told: status.map_or("", words::status_word).to_owned(),
        ends_us: match lasts {
            Lasts::Until(at) => Some(at.as_micros()),
            Lasts::AsItsPhone | Lasts::Pending => None,
        },
        pending: lasts == Lasts::Pending,
        ..TimerView::default()
    }
}

/// Phones that are registered by SIP: each with all its lines, under the number of the first.
fn registrations(cm: &CallManager, cluster: &Cluster) -> impl Iterator<Item = TimerView> {
    cm.registrations().filter_map(|(id, ends_at)| {
        let phone = cluster.phones.get(id)?;
        let line = phone.lines.first().and_then(|dn| cluster.directory_numbers.get(*dn));
        Some(TimerView {
            who: phone.name.clone(),
            registration: true,
            number: line.map(|line| line.number.clone()).unwrap_or_default(),
            ends_us: Some(ends_at.as_micros()),
            ..TimerView::default()
        })
    })
}
