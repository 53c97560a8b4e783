//! Single changes of a cluster, as an administrator would make them.

mod outside;
mod reach;
mod words;

use super::change::Change;
use crate::cluster::{Button, Cluster, DefaultPermission, Parameters, Permission};
use crate::id::{
    ApplicationUserId, CssId, DnId, EndUserId, GroupId, PartitionId, PhoneId, RouteGroupId,
    RoutePatternId, TemplateId, TrunkId,
};

/// One change. The order decides between changes that touch equally much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edit {
    /// Appends a partition to a calling search space.
    AddPartition(CssId, PartitionId),
    /// Puts a partition first.
    PartitionFirst(CssId, PartitionId),
    /// Gives a phone another SUBSCRIBE CSS.
    SubscribeCss(PhoneId, CssId),
    /// Sets *Allow Subscription* from one group to another.
    Allow(GroupId, GroupId),
    /// Sets the default to *Allow Subscription*.
    AllowByDefault,
    /// Moves a directory number to a group.
    NumberGroup(DnId, GroupId),
    /// Moves a phone to a group.
    PhoneGroup(PhoneId, GroupId),
    /// Enables *BLF for Call Lists*.
    EnableCallLists,
    /// Gives a phone another template.
    Template(PhoneId, TemplateId),
    /// Adds so many *Speed Dial BLF* buttons to a template.
    AddBlfButtons(TemplateId, usize),
    /// Resets a phone, so that its template takes effect as it is now (ADMIN-2).
    ResetPhone(PhoneId),
    /// Resets a trunk, so that its security profile takes effect as it is now (ADMIN-2).
    ResetTrunk(TrunkId),
    /// Checks *Accept Presence Subscription* in the security profile of a trunk.
    ProfileAccepts(TrunkId),
    /// Checks or clears *Enable Application Level Authorization* in it.
    ApplicationLevel(TrunkId, bool),
    /// Clears *Enable Digest Authentication* in it.
    DigestOff(TrunkId),
    /// Checks *Accept Presence Subscription* of an application user.
    ApplicationAccepts(ApplicationUserId),
    /// Moves a trunk to a group.
    TrunkGroup(TrunkId, GroupId),
    /// Moves an end user to a group.
    EndUserGroup(EndUserId, GroupId),
    /// Gives an application user a group.
    ApplicationGroup(ApplicationUserId, GroupId),
    /// Gives a trunk another SUBSCRIBE CSS.
    TrunkCss(TrunkId, CssId),
    /// Gives an end user another SUBSCRIBE CSS.
    EndUserCss(EndUserId, CssId),
    /// Watches a directory number instead of the hunt pilot that leads to it.
    WatchMember(DnId),
    /// Adds a SIP trunk to a route group.
    AddTrunk(RouteGroupId, TrunkId),
    /// Lets a route pattern lead to a SIP trunk.
    LeadTo(RoutePatternId, TrunkId),
    /// Adds a SIP route pattern for the host asked for, which leads to a SIP trunk.
    AddSipRoutePattern(TrunkId),
}

impl Edit {
    /// What it changes, as new values; `target` is what the request asks for.
    pub(super) fn change(self, c: &Cluster, target: &str) -> Change {
        let partitions = |css| {
            c.calling_search_spaces
                .look_up(css)
                .map(|css| css.partitions.clone())
                .unwrap_or_default()
        };
        match self {
            Edit::AddPartition(css, partition) => {
                let mut partitions = partitions(css);
                partitions.push(partition);
                Change::Partitions(css, partitions)
            }
            Edit::PartitionFirst(css, partition) => {
                let mut partitions = partitions(css);
                partitions.retain(|p| *p != partition);
                partitions.insert(0, partition);
                Change::Partitions(css, partitions)
            }
            Edit::SubscribeCss(phone, css) => Change::SubscribeCss(phone, Some(css)),
            Edit::Allow(from, to) => {
                let group = c.presence_groups.look_up(from);
                let mut relationships = group.map(|g| g.relationships.clone()).unwrap_or_default();
                relationships.insert(to, Permission::AllowSubscription);
                Change::Relationships(from, relationships)
            }
            Edit::AllowByDefault => {
                let default_inter_presence_group = DefaultPermission::Allow;
                Change::Parameters(Parameters { default_inter_presence_group, ..c.parameters })
            }
            Edit::EnableCallLists => {
                Change::Parameters(Parameters { blf_for_call_lists: true, ..c.parameters })
            }
            Edit::NumberGroup(dn, group) => Change::NumberGroup(dn, group),
            Edit::PhoneGroup(phone, group) => Change::PhoneGroup(phone, group),
            Edit::Template(phone, template) => Change::Template(phone, Some(template)),
            Edit::AddBlfButtons(id, count) => {
                let template = c.button_templates.look_up(id);
                let mut buttons = template.map(|t| t.buttons.clone()).unwrap_or_default();
                buttons.resize(buttons.len() + count, Button::SpeedDialBlf);
                Change::Buttons(id, buttons)
            }
            outside => outside::change(outside, c, target),
        }
    }
}
