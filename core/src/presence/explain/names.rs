//! Names of what a record holds as ids. Something deleted since is called so.

use crate::cluster::{Cluster, DefaultPermission, Permission};
use crate::id::{CssId, DnId, GroupId, PartitionId, PhoneId, TemplateId};
use crate::presence::{Found, LineState, PublishedStatus};

const GONE: &str = "(deleted)";

/// The names of one cluster.
#[derive(Clone, Copy)]
pub(super) struct Names<'a>(pub(super) &'a Cluster);

impl<'a> Names<'a> {
    pub(super) fn phone(self, id: PhoneId) -> &'a str {
        self.0.phones.get(id).map_or(GONE, |phone| &phone.name)
    }

    pub(super) fn dn(self, id: DnId) -> &'a str {
        self.0.directory_numbers.get(id).map_or(GONE, |dn| &dn.name)
    }

    pub(super) fn group(self, id: GroupId) -> &'a str {
        self.0.presence_groups.get(id).map_or(GONE, |group| &group.name)
    }

    pub(super) fn css(self, id: CssId) -> &'a str {
        self.0.calling_search_spaces.get(id).map_or(GONE, |css| &css.name)
    }

    pub(super) fn template(self, id: TemplateId) -> &'a str {
        self.0.button_templates.get(id).map_or(GONE, |template| &template.name)
    }

    /// A partition as the administrator's pages call it: the null partition is `<None>`.
    pub(super) fn partition(self, id: Option<PartitionId>) -> &'a str {
        match id {
            None => "<None>",
            Some(id) => self.0.partitions.get(id).map_or(GONE, |partition| &partition.name),
        }
    }

    pub(super) fn partition_of(self, id: DnId) -> &'a str {
        self.partition(self.0.directory_numbers.get(id).and_then(|dn| dn.partition))
    }

    pub(super) fn found(self, found: Found) -> &'a str {
        match found {
            Found::DirectoryNumber(dn) => self.dn(dn),
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

pub(super) fn status(status: PublishedStatus) -> &'static str {
    match status {
        PublishedStatus::Idle => "idle",
        PublishedStatus::Busy => "busy",
        PublishedStatus::Unknown => "unknown",
    }
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
