//! The trunks of a route (ROUTE-1, ROUTE-2, R-8, R-21).

use crate::groups::{Standing, standing};
use lampfield_core::cluster::{Cluster, Route};
use lampfield_core::id::{GroupId, RouteGroupId, TrunkId};

/// The trunks of a route from the top down, of whatever kind.
fn trunks(c: &Cluster, route: Route) -> Vec<TrunkId> {
    let members = |group: RouteGroupId| {
        c.route_groups.get(group).map_or_else(Vec::new, |group| group.members.clone())
    };
    match route {
        Route::Trunk(trunk) => vec![trunk],
        Route::Group(group) => members(group),
        Route::List(list) => c.route_lists.get(list).map_or_else(Vec::new, |list| {
            list.groups.iter().flat_map(|group| members(*group)).collect()
        }),
    }
}

/// The SIP trunks of a route from the top down, each once, and how the watcher's group stands to
/// it; without a group nothing is asked, and every trunk may carry the request.
pub fn carriers(
    c: &Cluster,
    route: Route,
    watcher: Option<GroupId>,
) -> Vec<(TrunkId, Option<Standing>)> {
    let mut found: Vec<(TrunkId, Option<Standing>)> = Vec::new();
    for id in trunks(c, route) {
        let Some(sip) = c.trunks.get(id).and_then(|trunk| trunk.sip()) else { continue };
        if found.iter().all(|(seen, _)| *seen != id) {
            let standing = watcher.map(|watcher| standing(c, watcher, sip.presence_group));
            found.push((id, standing));
        }
    }
    found
}
