//! End users, application users and the corporate directory.

use super::Named;
use crate::id::{CssId, DeviceProfileId, GroupId};
use crate::secret::Secret;

/// An end user: one who logs in on phones (EM-1), and a watcher in directories and call lists
/// (GROUP-9). What is changed acts at the next log-in or log-out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndUser {
    /// The user id: `anna`.
    pub name: String,
    /// What the corporate directory calls this user; empty: the user id.
    pub display_name: String,
    /// The number in the corporate directory; without one the user does not stand in it.
    pub telephone_number: Option<String>,
    /// The group it has as a watcher.
    pub presence_group: GroupId,
    /// The SUBSCRIBE calling search space used while this user is logged in (CSS-5).
    pub subscribe_css: Option<CssId>,
    /// The user device profiles that are this user's own; a log-in takes the first one made for the
    /// phone's model.
    pub device_profiles: Vec<DeviceProfileId>,
}

/// An application user: who an application proves to be (AUTH-7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationUser {
    /// The user id: `WebDial`.
    pub name: String,
    /// The group it has as a watcher; none from the start (GROUP-8, AUTH-8).
    pub presence_group: Option<GroupId>,
    /// *Accept Presence Subscription* (AUTH-7).
    pub accept_presence_subscription: bool,
    /// The password of its digest credentials; without one nobody can be this application.
    pub secret: Option<Secret>,
    /// Whether it is IP Manager Assistant, which takes no part in SIP presence (QUIRK-1, R-11).
    pub ip_manager_assistant: bool,
}

/// An entry of the corporate directory that is no end user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// Whose it is: `Lobby`.
    pub name: String,
    /// The number, or a SIP URI.
    pub number: String,
}

impl Named for EndUser {
    fn name(&self) -> &str {
        &self.name
    }
}
impl Named for ApplicationUser {
    fn name(&self) -> &str {
        &self.name
    }
}
impl Named for DirectoryEntry {
    fn name(&self) -> &str {
        &self.name
    }
}
