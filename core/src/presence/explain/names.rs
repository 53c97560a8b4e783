//! Names of what a record holds as ids. Something deleted since is called so.

use crate::cluster::{Cluster, DefaultPermission, Permission, Route};
use crate::id::{
    ApplicationUserId, CssId, DeviceProfileId, DnId, EndUserId, GroupId, HuntPilotId, PartitionId,
    PhoneId, RouteGroupId, SecurityProfileId, TemplateId, TrunkId,
};
use crate::presence::{Entry, Found, LineState, Owner, Watcher};

const GONE: &str = "(deleted)";

/// The names of one cluster.
#[derive(Clone, Copy)]
pub(super) struct Names<'a>(pub(super) &'a Cluster);

impl<'a> Names<'a> {
    pub(super) fn phone(self, id: PhoneId) -> &'a str {
        self.0.phones.look_up(id).map_or(GONE, |phone| &phone.name)
    }

    pub(super) fn dn(self, id: DnId) -> &'a str {
        self.0.directory_numbers.look_up(id).map_or(GONE, |dn| &dn.name)
    }

    pub(super) fn group(self, id: GroupId) -> &'a str {
        self.0.presence_groups.look_up(id).map_or(GONE, |group| &group.name)
    }

    pub(super) fn css(self, id: CssId) -> &'a str {
        self.0.calling_search_spaces.look_up(id).map_or(GONE, |css| &css.name)
    }

    pub(super) fn template(self, id: TemplateId) -> &'a str {
        self.0.button_templates.look_up(id).map_or(GONE, |template| &template.name)
    }

    /// A partition as the administrator's pages call it: the null partition is `<None>`.
    pub(super) fn partition(self, id: Option<PartitionId>) -> &'a str {
        match id {
            None => "<None>",
            Some(id) => self.0.partitions.look_up(id).map_or(GONE, |partition| &partition.name),
        }
    }

    /// The partition in which an entry of the dial plan stands.
    pub(super) fn partition_of(self, entry: Entry) -> &'a str {
        let c = self.0;
        self.partition(match entry {
            Entry::DirectoryNumber(id) => c.directory_numbers.look_up(id).and_then(|e| e.partition),
            Entry::HuntPilot(id) => c.hunt_pilots.look_up(id).and_then(|e| e.partition),
            Entry::RoutePattern(id) => c.route_patterns.look_up(id).and_then(|e| e.partition),
            Entry::SipRoutePattern(id) => {
                c.sip_route_patterns.look_up(id).and_then(|e| e.partition)
            }
        })
    }

    /// The number or pattern of an entry of the dial plan, without its partition.
    pub(super) fn number_of(self, entry: Entry) -> &'a str {
        let c = self.0;
        let number = match entry {
            Entry::DirectoryNumber(id) => c.directory_numbers.look_up(id).map(|e| &e.number),
            Entry::HuntPilot(id) => c.hunt_pilots.look_up(id).map(|e| &e.pattern),
            Entry::RoutePattern(id) => c.route_patterns.look_up(id).map(|e| &e.pattern),
            Entry::SipRoutePattern(id) => c.sip_route_patterns.look_up(id).map(|e| &e.pattern),
        };
        number.map_or(GONE, String::as_str)
    }

    /// An entry of the dial plan, with its partition.
    pub(super) fn entry(self, entry: Entry) -> &'a str {
        let c = self.0;
        match entry {
            Entry::DirectoryNumber(id) => self.dn(id),
            Entry::HuntPilot(id) => self.hunt_pilot(id),
            Entry::RoutePattern(id) => c.route_patterns.look_up(id).map_or(GONE, |e| &e.name),
            Entry::SipRoutePattern(id) => {
                c.sip_route_patterns.look_up(id).map_or(GONE, |e| &e.name)
            }
        }
    }

    pub(super) fn hunt_pilot(self, id: HuntPilotId) -> &'a str {
        self.0.hunt_pilots.look_up(id).map_or(GONE, |pilot| &pilot.name)
    }

    pub(super) fn trunk(self, id: TrunkId) -> &'a str {
        self.0.trunks.look_up(id).map_or(GONE, |trunk| &trunk.name)
    }

    pub(super) fn application(self, id: ApplicationUserId) -> &'a str {
        self.0.application_users.look_up(id).map_or(GONE, |user| &user.name)
    }

    pub(super) fn profile(self, id: DeviceProfileId) -> &'a str {
        self.0.device_profiles.look_up(id).map_or(GONE, |profile| &profile.name)
    }

    pub(super) fn security_profile(self, id: SecurityProfileId) -> &'a str {
        self.0.security_profiles.look_up(id).map_or(GONE, |profile| &profile.name)
    }

    pub(super) fn route_group(self, id: RouteGroupId) -> &'a str {
        self.0.route_groups.look_up(id).map_or(GONE, |group| &group.name)
    }

    /// Whose group or SUBSCRIBE CSS it is.
    pub(super) fn owner(self, owner: Owner) -> &'a str {
        match owner {
            Owner::Phone(id) => self.phone(id),
            Owner::EndUser(id) => self.end_user(id),
            Owner::Profile(id) => self.profile(id),
            Owner::Trunk(id) => self.trunk(id),
            Owner::Application(id) => self.application(id),
        }
    }

    pub(super) fn end_user(self, id: EndUserId) -> &'a str {
        self.0.end_users.look_up(id).map_or(GONE, |user| &user.name)
    }

    pub(super) fn route(self, route: Route) -> &'a str {
        match route {
            Route::Trunk(id) => self.trunk(id),
            Route::Group(id) => self.route_group(id),
            Route::List(id) => self.0.route_lists.look_up(id).map_or(GONE, |list| &list.name),
        }
    }

    /// Who asked.
    pub(super) fn watcher(self, watcher: Watcher) -> &'a str {
        match watcher {
            Watcher::Phone(phone) => self.phone(phone),
            Watcher::Trunk(request) => self.trunk(request.trunk),
            Watcher::EndUser(user) => self.end_user(user),
        }
    }

    pub(super) fn found(self, found: Found) -> &'a str {
        match found {
            Found::DirectoryNumber(dn) => self.dn(dn),
            Found::HuntPilot(pilot) => self.hunt_pilot(pilot),
            Found::Route(route) => self.route(route),
        }
    }
}

pub(super) fn permission(permission: Permission) -> &'static str {
    match permission {
        Permission::UseSystemDefault => "Use System Default",
        Permission::AllowSubscription => "Allow Subscription",
        Permission::DisallowSubscription => "Disallow Subscription",
    }
}

pub(super) fn default_permission(permission: DefaultPermission) -> &'static str {
    match permission {
        DefaultPermission::Allow => "Allow Subscription",
        DefaultPermission::Disallow => "Disallow Subscription",
    }
}

pub(super) fn allows(allows: bool) -> &'static str {
    default_permission(if allows { DefaultPermission::Allow } else { DefaultPermission::Disallow })
}

pub(super) fn state(state: LineState) -> &'static str {
    match state {
        LineState::NotConnected => "not connected to CallManager",
        LineState::OnHook => "on-hook",
        LineState::OffHook => "off-hook and not connected to anybody",
        LineState::RingingIn => "ringing",
        LineState::Connected => "in a call",
    }
}
