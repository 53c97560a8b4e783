//! New values for settings, tried in place and taken back.

use crate::cluster::{
    ApplicationUser, Button, Cluster, EndUser, Parameters, Permission, Route, RouteGroup,
    SecurityProfile, SipRoutePattern, Trunk,
};
use crate::id::{
    ApplicationUserId, CssId, DnId, EndUserId, GroupId, PartitionId, PhoneId, RouteGroupId,
    RoutePatternId, SecurityProfileId, SipRoutePatternId, TemplateId, TrunkId,
};
use crate::sorted::SortedMap;
use core::mem::swap;

/// A value for one setting of a cluster.
pub(super) enum Change {
    Partitions(CssId, Vec<PartitionId>),
    SubscribeCss(PhoneId, Option<CssId>),
    Relationships(GroupId, SortedMap<GroupId, Permission>),
    Parameters(Parameters),
    NumberGroup(DnId, GroupId),
    PhoneGroup(PhoneId, GroupId),
    Template(PhoneId, Option<TemplateId>),
    Buttons(TemplateId, Vec<Button>),
    /// The buttons of a phone's template as of its last Reset.
    AtReset(PhoneId, Option<Vec<Button>>),
    SecurityProfile(SecurityProfileId, SecurityProfile),
    Trunk(TrunkId, Trunk),
    EndUser(EndUserId, Box<EndUser>),
    Application(ApplicationUserId, ApplicationUser),
    RouteGroup(RouteGroupId, RouteGroup),
    Route(RoutePatternId, Route),
    SipRoutePattern(SipRoutePatternId, Option<SipRoutePattern>),
    /// Several at once, none of which touches what another does.
    All(Vec<Change>),
    /// Nothing: the request changes, not the cluster.
    Nothing,
}

impl Change {
    /// Exchanges the value with the cluster's: once to try it, once more to take it back.
    pub(super) fn exchange(&mut self, c: &mut Cluster) {
        match self {
            Change::Partitions(id, new) => {
                put(c.calling_search_spaces.get_mut(*id).map(|css| &mut css.partitions), new);
            }
            Change::SubscribeCss(id, new) => {
                put(c.phones.get_mut(*id).map(|phone| &mut phone.subscribe_css), new);
            }
            Change::Relationships(id, new) => {
                put(c.presence_groups.get_mut(*id).map(|group| &mut group.relationships), new);
            }
            Change::Parameters(new) => swap(&mut c.parameters, new),
            Change::NumberGroup(id, new) => {
                put(c.directory_numbers.get_mut(*id).map(|dn| &mut dn.presence_group), new);
            }
            Change::PhoneGroup(id, new) => {
                put(c.phones.get_mut(*id).map(|phone| &mut phone.presence_group), new);
            }
            Change::Template(id, new) => {
                put(c.phones.get_mut(*id).map(|phone| &mut phone.template), new);
            }
            Change::Buttons(id, new) => {
                put(c.button_templates.get_mut(*id).map(|template| &mut template.buttons), new);
            }
            Change::AtReset(id, new) => {
                put(c.phones.get_mut(*id).map(|phone| &mut phone.acting.template_at_reset), new);
            }
            Change::All(changes) => changes.iter_mut().for_each(|change| change.exchange(c)),
            Change::Nothing => {}
            beyond => beyond.exchange_outside(c),
        }
    }

    /// The same for trunks, routes and users.
    fn exchange_outside(&mut self, c: &mut Cluster) {
        match self {
            Change::SecurityProfile(id, new) => put(c.security_profiles.get_mut(*id), new),
            Change::Trunk(id, new) => put(c.trunks.get_mut(*id), new),
            Change::EndUser(id, new) => put(c.end_users.get_mut(*id), &mut **new),
            Change::Application(id, new) => put(c.application_users.get_mut(*id), new),
            Change::RouteGroup(id, new) => put(c.route_groups.get_mut(*id), new),
            Change::Route(id, new) => {
                put(c.route_patterns.get_mut(*id).map(|pattern| &mut pattern.route), new);
            }
            Change::SipRoutePattern(id, new) => {
                let old = c.sip_route_patterns.look_up(*id).cloned();
                match core::mem::replace(new, old) {
                    Some(new) => c.sip_route_patterns.put(*id, new),
                    None => drop(c.sip_route_patterns.remove(*id)),
                }
            }
            _ => {}
        }
    }
}

fn put<T>(place: Option<&mut T>, new: &mut T) {
    if let Some(old) = place {
        swap(old, new);
    }
}
