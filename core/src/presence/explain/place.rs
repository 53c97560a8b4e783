//! Where the thing that a check looked at is configured.

use super::names::Names;
use super::owner;
use crate::cluster::{ConfigPath, Field, Object, Route};
use crate::id::{CssId, DnId, GroupId, PhoneId};
use crate::presence::{Check, Decision, Entry, Fact, Owner, Way};
use crate::rules::RuleId;

/// The configuration path of a check; `None` where nothing is configured.
pub(super) fn place(names: &Names<'_>, d: Option<&Decision>, check: &Check) -> Option<ConfigPath> {
    let watcher = |field| Some(phone(names, d?.watcher.phone()?, field));
    let of_css = |field| Some(owner::path(names, owner::of_css(names.0, d?.watcher), field));
    match &check.fact {
        Fact::Model { .. } => watcher(Field::Type),
        Fact::Template { .. } => owner::buttons(names, d?.watcher, Field::Template),
        Fact::CssUnset => of_css(Field::SubscribeCss),
        Fact::CallCss(_) => call_css(names, d?),
        Fact::SameGroup(_) => {
            Some(owner::path(names, owner::of_group(names.0, d?), Field::PresenceGroup))
        }
        Fact::Searched { css, .. } | Fact::NoMatch { css, .. } => match css {
            Some(id) => Some(css_path(names, *id)),
            None => of_css(Field::SubscribeCss),
        },
        Fact::RunnerUp { loser, by_order, .. } => match d.and_then(css_of) {
            Some(id) if *by_order => Some(css_path(names, id)),
            _ => entry(names, *loser),
        },
        Fact::Matched(found) | Fact::ByPattern(found) => entry(names, *found),
        Fact::Colocated(id) => Some(dn(names, *id)),
        Fact::NamedAnother { .. } | Fact::NotOnCluster => match d?.way {
            Way::BlfSpeedDial { button, .. } => {
                let at = usize::from(button).saturating_sub(1);
                owner::buttons(names, d?.watcher, Field::BlfAt(at))
            }
            Way::CallList(_) | Way::Directory | Way::Outside => None,
        },
        Fact::CallListsEnabled(_) => {
            Some(ConfigPath::new(Object::EnterpriseParameters, Field::BlfForCallLists))
        }
        Fact::SystemDefault { .. } => Some(ConfigPath::new(
            Object::ServiceParameters,
            Field::DefaultInterPresenceGroupSubscription,
        )),
        Fact::Permission { from, to, .. } | Fact::GroupsDecided { from, to } if from != to => {
            Some(relationship(names, *from, *to))
        }
        Fact::DeviceStatus { phone: id, .. } => Some(phone(names, *id, Field::Type)),
        fact => outside(names, check.rule, fact),
    }
}

/// The place of what belongs to trunks, routes, users and profiles.
fn outside(names: &Names<'_>, rule: RuleId, fact: &Fact) -> Option<ConfigPath> {
    let application = |user, field| Some(owner::path(names, Owner::Application(user), field));
    match fact {
        Fact::ModelSupport { .. } => None,
        Fact::LoggedIn(user) => {
            Some(owner::path(names, Owner::EndUser(*user), Field::DeviceProfiles))
        }
        Fact::ButtonsOf(id) => Some(owner::profile(names, *id, Field::BlfSpeedDials)),
        Fact::ProfileOwner { owner: Some(user), .. } => {
            Some(owner::path(names, Owner::EndUser(*user), Field::DeviceProfiles))
        }
        Fact::CssOf { owner, .. } => Some(owner::path(names, *owner, Field::SubscribeCss)),
        Fact::GroupOf { owner, .. } => Some(owner::path(names, *owner, Field::PresenceGroup)),
        Fact::NoGroup(user) => application(*user, Field::PresenceGroup),
        Fact::TrunkAccepts { trunk, .. } => {
            owner::security(names, *trunk, Field::AcceptPresenceSubscription)
        }
        Fact::Digest { trunk, .. } if matches!(rule, RuleId::Auth7 | RuleId::R13) => {
            owner::security(names, *trunk, Field::ApplicationLevelAuthorization)
        }
        Fact::Digest { trunk, .. } => owner::security(names, *trunk, Field::DigestAuthentication),
        Fact::Application { trunk, .. } if rule == RuleId::Auth11 => {
            owner::security(names, *trunk, Field::AcceptPresenceSubscription)
        }
        Fact::Application { trunk, .. } if rule == RuleId::Auth12 => {
            owner::security(names, *trunk, Field::ApplicationLevelAuthorization)
        }
        Fact::Application { user, .. } => application(*user, Field::AcceptPresenceSubscription),
        Fact::Assistant(user) => application(*user, Field::IpManagerAssistant),
        Fact::TrunkGroup { trunk, .. } | Fact::TrunkAsked { trunk, .. } => {
            Some(owner::trunk(names, *trunk, Field::PresenceGroup))
        }
        Fact::NoSipTrunk(route) | Fact::NoTrunkPermitted(route) => Some(route_path(names, *route)),
        Fact::NotSip(trunk) => Some(owner::trunk(names, *trunk, Field::TrunkType)),
        Fact::HuntPilot(id) => entry(names, Entry::HuntPilot(*id)),
        Fact::HuntMember(id) => Some(dn(names, *id)),
        Fact::Circular { group, .. } => {
            let object = Object::RouteGroup(names.route_group(*group).to_owned());
            Some(ConfigPath::new(object, Field::Distribution))
        }
        _ => None,
    }
}

/// The place of the members of a route.
pub(super) fn route_path(names: &Names<'_>, route: Route) -> ConfigPath {
    let name = names.route(route).to_owned();
    match route {
        Route::Trunk(_) => ConfigPath::new(Object::Trunk(name), Field::TrunkType),
        Route::Group(_) => ConfigPath::new(Object::RouteGroup(name), Field::Members),
        Route::List(_) => ConfigPath::new(Object::RouteList(name), Field::RouteGroups),
    }
}

fn call_css(names: &Names<'_>, d: &Decision) -> Option<ConfigPath> {
    match owner::of_css(names.0, d.watcher) {
        owner @ Owner::Trunk(_) => Some(owner::path(names, owner, Field::Css)),
        _ => Some(phone(names, d.watcher.phone()?, Field::Css)),
    }
}

fn css_of(d: &Decision) -> Option<CssId> {
    d.checks.iter().find_map(|check| match check.fact {
        Fact::Searched { css, .. } => css,
        _ => None,
    })
}

pub(super) fn phone(names: &Names<'_>, id: PhoneId, field: Field) -> ConfigPath {
    ConfigPath::new(Object::Phone(names.phone(id).to_owned()), field)
}

pub(super) fn css_path(names: &Names<'_>, id: CssId) -> ConfigPath {
    let object = Object::CallingSearchSpace(names.css(id).to_owned());
    ConfigPath::new(object, Field::Partitions)
}

pub(super) fn relationship(names: &Names<'_>, from: GroupId, to: GroupId) -> ConfigPath {
    let object = Object::PresenceGroup(names.group(from).to_owned());
    ConfigPath::new(object, Field::Relationship(names.group(to).to_owned()))
}

/// An entry of the dial plan as a whole.
fn entry(names: &Names<'_>, entry: Entry) -> Option<ConfigPath> {
    let name = names.entry(entry).to_owned();
    let object = match entry {
        Entry::DirectoryNumber(_) => Object::DirectoryNumber(name),
        Entry::HuntPilot(_) => Object::HuntPilot(name),
        Entry::RoutePattern(_) => Object::RoutePattern(name),
        Entry::SipRoutePattern(_) => Object::SipRoutePattern(name),
    };
    Some(ConfigPath::new(object, Field::Whole))
}

fn dn(names: &Names<'_>, id: DnId) -> ConfigPath {
    ConfigPath::new(Object::DirectoryNumber(names.dn(id).to_owned()), Field::Whole)
}
