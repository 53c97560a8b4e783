//! The SIP trunks of a route, and which of them a watcher may see.

use super::Standing;
use super::standing::standing;
use crate::cluster::{Cluster, Route, Trunk};
use crate::id::{GroupId, RouteGroupId, TrunkId};
use crate::presence::authorization::authorize;
use crate::presence::routing::is_sip_uri;
use crate::presence::{NoRecord, Outcome, Question, Way};

/// A SIP trunk of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carrier {
    /// The trunk.
    pub trunk: TrunkId,
    /// The route group that it is tried as a member of; `None` where the pattern names the trunk.
    pub group: Option<RouteGroupId>,
    /// Whether the watcher may see what is behind it.
    pub permitted: bool,
}

/// Whether the groups of trunks are asked for a request: not for a BLF/SpeedDial to a number
/// (GROUP-10), but for one to a SIP URI and for every other request.
pub fn asks_groups(way: Way, target: &str) -> bool {
    !matches!(way, Way::BlfSpeedDial { .. }) || is_sip_uri(target)
}

/// The SIP trunks of a route from the first to the last, top-down, each with the word of the
/// groups for a watcher of group `from` (AUTH-16, R-8). With `asks_groups` false all are permitted:
/// see [`asks_groups`]. Allocates nothing.
pub fn carriers(
    c: &Cluster,
    from: GroupId,
    asks_groups: bool,
    route: Route,
) -> impl Iterator<Item = Carrier> + '_ {
    members(c, route).filter_map(move |(group, trunk)| {
        let to = c.trunks.get(trunk)?.sip()?.presence_group;
        let permitted =
            !asks_groups || authorize(c, from, to, &mut NoRecord).outcome == Outcome::Allowed;
        Some(Carrier { trunk, group, permitted })
    })
}

/// Every trunk of a route in order, with the route group that it is a member of.
pub(super) fn members(
    c: &Cluster,
    route: Route,
) -> impl Iterator<Item = (Option<RouteGroupId>, TrunkId)> + '_ {
    let (trunk, group, list) = match route {
        Route::Trunk(trunk) => (Some(trunk), None, None),
        Route::Group(group) => (None, Some(group), None),
        Route::List(list) => (None, None, c.route_lists.get(list)),
    };
    let groups = list.map_or(&[][..], |list| &list.groups).iter().copied();
    let in_group = move |id: RouteGroupId| {
        let members = c.route_groups.get(id).map_or(&[][..], |group| &group.members);
        members.iter().map(move |trunk| (Some(id), *trunk))
    };
    let grouped = group.into_iter().chain(groups).flat_map(in_group);
    trunk.into_iter().map(|trunk| (None, trunk)).chain(grouped)
}

/// Whether a trunk is there and speaks SIP.
pub(super) fn is_sip(c: &Cluster, trunk: TrunkId) -> bool {
    c.trunks.get(trunk).and_then(Trunk::sip).is_some()
}

/// The group with which a watcher asks; `None` where it may not ask at all.
pub fn watcher_group(c: &Cluster, q: &Question<'_>) -> Option<GroupId> {
    standing(c, q, &mut NoRecord).ok().map(|Standing { group, .. }| group)
}
