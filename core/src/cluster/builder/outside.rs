//! Trunks, routes, hunting and users by name.

use super::{ClusterBuilder, find};
use crate::cluster::{
    ApplicationUser, Distribution, EndUser, HuntList, HuntPilot, Model, ModelSupport, Route,
    RouteGroup, RouteList, RoutePattern, SecurityProfile, SipRoutePattern, SipTrunk, Trunk,
    TrunkKind,
};
use crate::id::{DnId, PartitionId, RouteGroupId, TrunkId};

impl ClusterBuilder {
    /// A SIP trunk security profile, with the boxes that `settings` checks.
    #[must_use]
    pub fn security_profile(
        mut self,
        name: &str,
        settings: impl FnOnce(&mut SecurityProfile),
    ) -> Self {
        let mut profile = SecurityProfile::new(name);
        settings(&mut profile);
        self.cluster.security_profiles.push(profile);
        self
    }

    /// A SIP trunk in a presence group, with a security profile, a SUBSCRIBE CSS where it has one,
    /// and no credentials.
    #[must_use]
    pub fn sip_trunk(mut self, name: &str, profile: &str, group: &str, css: Option<&str>) -> Self {
        let mut sip = SipTrunk::new();
        let profile = find(&mut self.unknown, &self.cluster.security_profiles, profile);
        sip.security_profile = profile.unwrap_or(sip.security_profile);
        sip.presence_group = self.group_id(group).unwrap_or(sip.presence_group);
        sip.subscribe_css =
            css.and_then(|css| find(&mut self.unknown, &self.cluster.calling_search_spaces, css));
        self.trunk(name, TrunkKind::Sip(Box::new(sip)))
    }

    /// A trunk that speaks anything.
    #[must_use]
    pub fn trunk(mut self, name: &str, kind: TrunkKind) -> Self {
        let (name, description) = (name.to_owned(), String::new());
        self.cluster.trunks.push(Trunk { name, description, destination: None, kind });
        self
    }

    /// A route group over these trunks, in this order.
    #[must_use]
    pub fn route_group(mut self, name: &str, distribution: Distribution, trunks: &[&str]) -> Self {
        let mut members: Vec<TrunkId> = Vec::new();
        for trunk in trunks {
            members.extend(find(&mut self.unknown, &self.cluster.trunks, trunk));
        }
        let name = name.to_owned();
        self.cluster.route_groups.push(RouteGroup { name, distribution, members });
        self
    }

    /// A route list over these route groups, in this order.
    #[must_use]
    pub fn route_list(mut self, name: &str, route_groups: &[&str]) -> Self {
        let mut groups: Vec<RouteGroupId> = Vec::new();
        for group in route_groups {
            groups.extend(find(&mut self.unknown, &self.cluster.route_groups, group));
        }
        let (name, description) = (name.to_owned(), String::new());
        self.cluster.route_lists.push(RouteList { name, description, groups });
        self
    }

    /// A route pattern, `9.XXXX` or `9.XXXX in Internal`, that leads to a trunk, route group or
    /// route list of this name.
    #[must_use]
    pub fn route_pattern(mut self, name: &str, route: &str) -> Self {
        let Some((pattern, partition)) = self.in_partition(name) else { return self };
        let Some(route) = self.route(route) else { return self };
        let name = name.to_owned();
        self.cluster.route_patterns.push(RoutePattern { name, pattern, partition, route });
        self
    }

    /// A SIP route pattern likewise: `example.com in Internal`, `*.example.com`, an IP address.
    #[must_use]
    pub fn sip_route_pattern(mut self, name: &str, route: &str) -> Self {
        let Some((pattern, partition)) = self.in_partition(name) else { return self };
        let Some(route) = self.route(route) else { return self };
        let name = name.to_owned();
        self.cluster.sip_route_patterns.push(SipRoutePattern { name, pattern, partition, route });
        self
    }

    /// A hunt list over these directory numbers.
    #[must_use]
    pub fn hunt_list(mut self, name: &str, numbers: &[&str]) -> Self {
        let mut members: Vec<DnId> = Vec::new();
        for number in numbers {
            members.extend(find(&mut self.unknown, &self.cluster.directory_numbers, number));
        }
        let (name, description) = (name.to_owned(), String::new());
        self.cluster.hunt_lists.push(HuntList { name, description, members });
        self
    }

    /// A hunt pilot, `6000` or `6000 in Internal`, of a hunt list.
    #[must_use]
    pub fn hunt_pilot(mut self, name: &str, hunt_list: &str) -> Self {
        let Some((pattern, partition)) = self.in_partition(name) else { return self };
        if let Some(hunt_list) = find(&mut self.unknown, &self.cluster.hunt_lists, hunt_list) {
            let name = name.to_owned();
            self.cluster.hunt_pilots.push(HuntPilot { name, pattern, partition, hunt_list });
        }
        self
    }

    /// An end user in a presence group, with a SUBSCRIBE CSS where it has one.
    #[must_use]
    pub fn end_user(mut self, name: &str, group: &str, css: Option<&str>) -> Self {
        let Some(presence_group) = self.group_id(group) else { return self };
        let subscribe_css =
            css.and_then(|css| find(&mut self.unknown, &self.cluster.calling_search_spaces, css));
        self.cluster.end_users.push(EndUser {
            name: name.to_owned(),
            display_name: String::new(),
            telephone_number: None,
            presence_group,
            subscribe_css,
            device_profiles: Vec::new(),
        });
        self
    }

    /// An application user, without a presence group unless one is named, that accepts presence
    /// subscriptions or not.
    #[must_use]
    pub fn application_user(mut self, name: &str, group: Option<&str>, accepts: bool) -> Self {
        let presence_group = group.and_then(|group| self.group_id(group));
        self.cluster.application_users.push(ApplicationUser {
            name: name.to_owned(),
            presence_group,
            accept_presence_subscription: accepts,
            secret: None,
            ip_manager_assistant: false,
        });
        self
    }

    /// What phones of a model support here; `model` as in a file.
    #[must_use]
    pub fn model(mut self, model: &str, support: ModelSupport) -> Self {
        match Model::parse(model) {
            Some(model) => drop(self.cluster.models.insert(model, support)),
            None => self.unknown.push(model.to_owned()),
        }
        self
    }

    /// A trunk, route group or route list by its name, looked for in this order.
    fn route(&mut self, name: &str) -> Option<Route> {
        let c = &self.cluster;
        let trunk = c.trunks.id_of(name).map(Route::Trunk);
        let route = trunk
            .or_else(|| c.route_groups.id_of(name).map(Route::Group))
            .or_else(|| c.route_lists.id_of(name).map(Route::List));
        if route.is_none() {
            self.unknown.push(name.to_owned());
        }
        route
    }

    /// `9.XXXX in Internal` in its parts; `None` where there is no such partition.
    fn in_partition(&mut self, name: &str) -> Option<(String, Option<PartitionId>)> {
        match name.split_once(" in ") {
            None => Some((name.to_owned(), None)),
            Some((pattern, partition)) => {
                let id = find(&mut self.unknown, &self.cluster.partitions, partition)?;
                Some((pattern.to_owned(), Some(id)))
            }
        }
    }
}
