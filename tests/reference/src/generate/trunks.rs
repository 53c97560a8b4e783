//! Security profiles with every tick, trunks of every kind, and the ways that lead to them.

use super::{Dice, css, group};
use lampfield_core::cluster::{
    Cluster, Credentials, Distribution, Route, RouteGroup, RouteList, SecurityProfile, SipTrunk,
    Trunk, TrunkKind,
};
use lampfield_core::id::{RouteGroupId, SecurityProfileId, TrunkId};
use lampfield_core::secret::Secret;

pub(super) fn add(dice: &mut Dice, c: &mut Cluster) {
    for n in 0..dice.size(1, 3) {
        let profile = profile(dice, &format!("Profile {n}"));
        c.security_profiles.push(profile);
    }
    for n in 0..dice.size(2, 5) {
        let kind = match dice.below(10) {
            0 => TrunkKind::Mgcp,
            1 => TrunkKind::H323,
            _ => TrunkKind::Sip(Box::new(sip(dice, c))),
        };
        let name = format!("Trunk {n}");
        c.trunks.push(Trunk { name, description: String::new(), destination: None, kind });
    }
    let trunks: Vec<TrunkId> = c.trunks.iter().map(|(id, _)| id).collect();
    for n in 0..dice.size(0, 2) {
        let distribution =
            if dice.percent(30) { Distribution::Circular } else { Distribution::TopDown };
        let members = dice.some(&trunks, 4);
        c.route_groups.push(RouteGroup { name: format!("Route group {n}"), distribution, members });
    }
    let groups: Vec<RouteGroupId> = c.route_groups.iter().map(|(id, _)| id).collect();
    for n in 0..dice.size(0, 2) {
        let groups = dice.some(&groups, 2);
        let name = format!("Route list {n}");
        c.route_lists.push(RouteList { name, description: String::new(), groups });
    }
}

/// A profile with ticks that may stand together (AUTH-9).
fn profile(dice: &mut Dice, name: &str) -> SecurityProfile {
    let mut profile = SecurityProfile::new(name);
    profile.accept_presence_subscription = dice.percent(90);
    profile.digest_authentication = dice.percent(70);
    profile.application_level_authorization = profile.digest_authentication && dice.percent(65);
    profile
}

fn sip(dice: &mut Dice, c: &Cluster) -> SipTrunk {
    let mut sip = SipTrunk::new();
    // The one from installation, which lets nothing in, is rarer than the others.
    let count = c.security_profiles.len();
    sip.security_profile = dice.id(count).unwrap_or(SecurityProfileId(0));
    if sip.security_profile == SecurityProfileId(0) {
        sip.security_profile = dice.id(count).unwrap_or(SecurityProfileId(0));
    }
    sip.subscribe_css = css(dice, c);
    sip.css = css(dice, c);
    sip.presence_group = group(dice, c);
    let secret = Secret::lab("device");
    sip.device_credentials = Some(Credentials { username: "device".to_owned(), secret });
    if dice.percent(15) {
        sip.profile_at_reset = Some(Box::new(profile(dice, "As of the last Reset")));
    }
    sip
}

/// A way out, of any kind; `None` where the drawn kind is not there.
pub(super) fn route(dice: &mut Dice, c: &Cluster) -> Option<Route> {
    let trunk = |dice: &mut Dice| dice.id(c.trunks.len()).map(Route::Trunk);
    match dice.below(4) {
        0 | 1 => trunk(dice),
        2 => dice.id(c.route_groups.len()).map(Route::Group).or_else(|| trunk(dice)),
        _ => dice.id(c.route_lists.len()).map(Route::List).or_else(|| trunk(dice)),
    }
}
