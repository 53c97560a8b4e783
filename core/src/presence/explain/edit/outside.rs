//! Edits of trunks, routes, applications and users.

use super::Edit;
use crate::cluster::{
    Cluster, ConfigPath, Field, Object, Route, SecurityProfile, SipRoutePattern, Trunk,
};
use crate::id::{CssId, GroupId, Id, SipRoutePatternId, TrunkId};
use crate::presence::explain::change::Change;
use crate::presence::explain::names::Names;
use crate::presence::explain::owner;
use crate::presence::explain::place::route_path;
use crate::presence::routing::user_and_host;
use crate::presence::{Decision, Owner};

/// What an edit changes.
pub(super) fn change(edit: Edit, c: &Cluster, target: &str) -> Change {
    let changed = match edit {
        Edit::ResetPhone(phone) => Some(Change::AtReset(phone, None)),
        Edit::ResetTrunk(trunk) => profile(c, trunk, |_| {}),
        Edit::ProfileAccepts(trunk) => {
            profile(c, trunk, |profile| profile.accept_presence_subscription = true)
        }
        Edit::ApplicationLevel(trunk, on) => {
            profile(c, trunk, |profile| profile.application_level_authorization = on)
        }
        Edit::DigestOff(trunk) => profile(c, trunk, |profile| {
            profile.digest_authentication = false;
            profile.application_level_authorization = false;
        }),
        Edit::TrunkGroup(id, group) => trunk(c, id, |sip| sip.presence_group = group),
        Edit::TrunkCss(id, css) => trunk(c, id, |sip| sip.subscribe_css = Some(css)),
        Edit::LeadTo(pattern, trunk) => Some(Change::Route(pattern, Route::Trunk(trunk))),
        Edit::AddSipRoutePattern(trunk) => sip_route_pattern(c, target, trunk),
        edit => of_users(edit, c),
    };
    changed.unwrap_or(Change::Nothing)
}

fn of_users(edit: Edit, c: &Cluster) -> Option<Change> {
    Some(match edit {
        Edit::ApplicationAccepts(id) => {
            let mut user = c.application_users.look_up(id)?.clone();
            user.accept_presence_subscription = true;
            Change::Application(id, user)
        }
        Edit::ApplicationGroup(id, group) => {
            let mut user = c.application_users.look_up(id)?.clone();
            user.presence_group = Some(group);
            Change::Application(id, user)
        }
        Edit::EndUserGroup(id, group) => {
            let mut user = c.end_users.look_up(id)?.clone();
            user.presence_group = group;
            Change::EndUser(id, Box::new(user))
        }
        Edit::EndUserCss(id, css) => {
            let mut user = c.end_users.look_up(id)?.clone();
            user.subscribe_css = Some(css);
            Change::EndUser(id, Box::new(user))
        }
        Edit::AddTrunk(id, trunk) => {
            let mut group = c.route_groups.look_up(id)?.clone();
            group.members.push(trunk);
            Change::RouteGroup(id, group)
        }
        _ => return None,
    })
}

/// Another security profile, and the Reset with which it takes effect on the trunk.
fn profile(c: &Cluster, trunk: TrunkId, set: impl FnOnce(&mut SecurityProfile)) -> Option<Change> {
    let mut reset = c.trunks.look_up(trunk)?.clone();
    let sip = reset.sip_mut()?;
    sip.profile_at_reset = None;
    let id = sip.security_profile;
    let mut profile = c.security_profiles.look_up(id)?.clone();
    set(&mut profile);
    Some(Change::All(vec![Change::SecurityProfile(id, profile), Change::Trunk(trunk, reset)]))
}

fn trunk(
    c: &Cluster,
    id: TrunkId,
    set: impl FnOnce(&mut crate::cluster::SipTrunk),
) -> Option<Change> {
    let mut trunk: Trunk = c.trunks.look_up(id)?.clone();
    set(trunk.sip_mut()?);
    Some(Change::Trunk(id, trunk))
}

/// In the null partition, where every search finds it.
fn sip_route_pattern(c: &Cluster, target: &str, trunk: TrunkId) -> Option<Change> {
    let (_, host) = user_and_host(target)?;
    let id = SipRoutePatternId::from_index(c.sip_route_patterns.capacity());
    let (name, pattern) = (host.to_owned(), host.to_owned());
    let route = Route::Trunk(trunk);
    let pattern = SipRoutePattern { name, pattern, partition: None, route };
    Some(Change::SipRoutePattern(id, Some(pattern)))
}

/// An edit as advice: what to do, and where.
pub(super) fn remedy(edit: Edit, names: &Names<'_>, d: &Decision) -> (String, ConfigPath) {
    match edit {
        Edit::ResetPhone(id) => (
            format!("reset {}: its template was changed since its last Reset", names.phone(id)),
            owner::path(names, Owner::Phone(id), Field::Template),
        ),
        Edit::ResetTrunk(id) => (
            format!(
                "reset {}: its security profile was changed since its last Reset",
                names.trunk(id)
            ),
            owner::trunk(names, id, Field::SecurityProfile),
        ),
        Edit::ProfileAccepts(id) => tick(names, id, ("check", Field::AcceptPresenceSubscription)),
        Edit::ApplicationLevel(id, on) => {
            let does = if on { "check" } else { "clear" };
            tick(names, id, (does, Field::ApplicationLevelAuthorization))
        }
        Edit::DigestOff(id) => tick(names, id, ("clear", Field::DigestAuthentication)),
        Edit::ApplicationAccepts(id) => (
            format!(
                "check Accept Presence Subscription for the application user {}",
                names.application(id)
            ),
            owner::path(names, Owner::Application(id), Field::AcceptPresenceSubscription),
        ),
        Edit::TrunkGroup(id, group) => give_group(names, Owner::Trunk(id), group),
        Edit::EndUserGroup(id, group) => give_group(names, Owner::EndUser(id), group),
        Edit::ApplicationGroup(id, group) => give_group(names, Owner::Application(id), group),
        Edit::TrunkCss(id, css) => give_css(names, Owner::Trunk(id), css),
        Edit::EndUserCss(id, css) => give_css(names, Owner::EndUser(id), css),
        edit => routes(edit, names, d),
    }
}

fn routes(edit: Edit, names: &Names<'_>, d: &Decision) -> (String, ConfigPath) {
    match edit {
        Edit::AddTrunk(group, trunk) => (
            format!(
                "add {}, a SIP trunk, to the route group `{}`",
                names.trunk(trunk),
                names.route_group(group)
            ),
            route_path(names, Route::Group(group)),
        ),
        Edit::LeadTo(pattern, trunk) => {
            let pattern = names.0.route_patterns.look_up(pattern).map_or("", |p| p.name.as_str());
            let sentence = format!(
                "let the route pattern {pattern} lead to {}, a SIP trunk",
                names.trunk(trunk)
            );
            let object = Object::RoutePattern(pattern.to_owned());
            (sentence, ConfigPath::new(object, Field::Route))
        }
        Edit::AddSipRoutePattern(trunk) => {
            let host = user_and_host(&d.target).map_or("", |(_, host)| host);
            let sentence =
                format!("add the SIP route pattern {host}, which leads to {}", names.trunk(trunk));
            let object = Object::SipRoutePattern(host.to_owned());
            (sentence, ConfigPath::new(object, Field::Whole))
        }
        Edit::WatchMember(dn) => {
            let lists = names.0.hunt_lists.iter();
            let mut lists = lists.filter(|(_, list)| list.members.contains(&dn));
            let list = lists.next().map_or("", |(_, list)| list.name.as_str());
            let sentence =
                format!("watch {} instead, a member of the hunt list `{list}`", names.dn(dn));
            let button = match d.way {
                crate::presence::Way::BlfSpeedDial { button, .. } => {
                    let at = usize::from(button).saturating_sub(1);
                    owner::buttons(names, d.watcher, Field::BlfAt(at))
                }
                _ => None,
            };
            let object = Object::HuntList(list.to_owned());
            (sentence, button.unwrap_or_else(|| ConfigPath::new(object, Field::Members)))
        }
        // The others have their words beside those of phones.
        _ => (String::new(), ConfigPath::new(Object::EnterpriseParameters, Field::Whole)),
    }
}

/// A tick box of the security profile of a trunk.
fn tick(names: &Names<'_>, trunk: TrunkId, (does, field): (&str, Field)) -> (String, ConfigPath) {
    let sip = names.0.trunks.look_up(trunk).and_then(Trunk::sip);
    let profile = sip.map_or("", |sip| names.security_profile(sip.security_profile));
    let setting = field.words().map_or("", |(menu, _)| menu);
    let sentence = format!(
        "{does} {setting} in the security profile `{profile}`, and reset {}",
        names.trunk(trunk)
    );
    (sentence, ConfigPath::new(Object::SecurityProfile(profile.to_owned()), field))
}

/// Moves a watcher to another group.
pub(super) fn give_group(names: &Names<'_>, owner: Owner, group: GroupId) -> (String, ConfigPath) {
    let (whose, group) = (names.owner(owner), names.group(group));
    let sentence = format!("move {whose} to the presence group `{group}`");
    (sentence, owner::path(names, owner, Field::PresenceGroup))
}

/// Gives a watcher another SUBSCRIBE CSS.
pub(super) fn give_css(names: &Names<'_>, owner: Owner, css: CssId) -> (String, ConfigPath) {
    let (whose, css) = (names.owner(owner), names.css(css));
    let sentence = format!("give {whose} the SUBSCRIBE calling search space `{css}`");
    (sentence, owner::path(names, owner, Field::SubscribeCss))
}
