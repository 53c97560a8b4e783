//! Where the thing that a check looked at is configured.

use super::names::Names;
use crate::cluster::{ConfigPath, Field, Object};
use crate::id::{CssId, DnId, GroupId, PhoneId};
use crate::presence::{Check, Decision, Entry, Fact, Way};

/// The configuration path of a check; `None` where nothing is configured.
pub(super) fn place(names: &Names<'_>, d: Option<&Decision>, check: &Check) -> Option<ConfigPath> {
    let watcher = |field| Some(phone(names, d?.watcher.phone()?, field));
    match &check.fact {
        Fact::Model { .. } => watcher(Field::Type),
        Fact::Template { .. } => watcher(Field::Template),
        Fact::CssUnset => watcher(Field::SubscribeCss),
        Fact::CallCss(_) => watcher(Field::Css),
        Fact::SameGroup(_) => watcher(Field::PresenceGroup),
        Fact::Searched { css, .. } | Fact::NoMatch { css, .. } => match css {
            Some(id) => Some(css_path(names, *id)),
            None => watcher(Field::SubscribeCss),
        },
        Fact::RunnerUp { loser, by_order, .. } => match d.and_then(|d| css_of(names, d)) {
            Some(id) if *by_order => Some(css_path(names, id)),
            _ => entry(names, *loser),
        },
        Fact::Matched(found) | Fact::ByPattern(found) => entry(names, *found),
        Fact::Colocated(id) => Some(dn(names, *id)),
        Fact::NamedAnother { .. } | Fact::NotOnCluster => match d?.way {
            Way::BlfSpeedDial { button, .. } => {
                watcher(Field::BlfAt(usize::from(button).saturating_sub(1)))
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
        _ => None,
    }
}

fn css_of(names: &Names<'_>, d: &Decision) -> Option<CssId> {
    names.0.phones.get(d.watcher.phone()?)?.subscribe_css
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
