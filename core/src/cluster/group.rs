//! Presence groups and the directed permissions between them.

use super::Named;
use crate::id::GroupId;
use crate::sorted::SortedMap;

/// The Standard Presence group: there from installation, never deleted (GROUP-7).
pub const STANDARD_PRESENCE_GROUP: GroupId = GroupId(0);
/// Its name.
pub const STANDARD_PRESENCE_GROUP_NAME: &str = "Standard Presence group";

/// What a watcher's group may see of another group (GROUP-2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// The cluster-wide default decides, live (GROUP-3, GROUP-4).
    #[default]
    UseSystemDefault,
    /// Members may watch the other group.
    AllowSubscription,
    /// Members may not.
    DisallowSubscription,
}

/// A presence group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresenceGroup {
    /// Its name.
    pub name: String,
    /// Free text.
    pub description: String,
    /// Permissions *from* this group *to* others; only those that are not the system default
    /// (GROUP-5). Never holds the group itself: within a group all is allowed (GROUP-1).
    pub relationships: SortedMap<GroupId, Permission>,
}

impl PresenceGroup {
    /// A new group, with the system default to and from every other (GROUP-4).
    pub fn new(name: &str) -> Self {
        PresenceGroup {
            name: name.to_owned(),
            description: String::new(),
            relationships: SortedMap::new(),
        }
    }

    /// The group that exists from installation.
    pub fn standard() -> Self {
        PresenceGroup::new(STANDARD_PRESENCE_GROUP_NAME)
    }

    /// The permission toward `other` as it stands in the relationship pane.
    pub fn permission_to(&self, other: GroupId) -> Permission {
        self.relationships.get(&other).copied().unwrap_or_default()
    }
}

impl Named for PresenceGroup {
    fn name(&self) -> &str {
        &self.name
    }
}
