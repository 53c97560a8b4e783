//! What pages of the administration and screens of phones show.

use crate::cluster::{Field, Object};
use core::fmt;

/// What is looked at, in the saved configuration unless it is the screen of a phone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum View {
    /// The relationship pane of a presence group: the permissions that are not the system default
    /// (GROUP-5), `Executive Group: Disallow Subscription`.
    RelationshipPane(String),
    /// The BLF/SpeedDials of a phone or profile for which its template has no button (ADMIN-3), by
    /// their labels, or by their targets where they have none.
    UnassignedItems(Object),
    /// What a phone writes beside its BLF/SpeedDials of the moment, BLF 1 first (ADMIN-8).
    Labels(String),
    /// A setting, in the words of the administration.
    Setting(Object, Field),
}

impl View {
    /// The object that is looked at.
    pub fn object(&self) -> Object {
        match self {
            View::RelationshipPane(group) => Object::PresenceGroup(group.clone()),
            View::Labels(phone) => Object::Phone(phone.clone()),
            View::UnassignedItems(object) | View::Setting(object, _) => object.clone(),
        }
    }
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let object = self.object();
        let name = object.name().unwrap_or(match object {
            Object::EnterpriseParameters => "the enterprise parameters",
            _ => "the service parameters",
        });
        match self {
            View::RelationshipPane(_) => write!(f, "relationship pane of {name}"),
            View::UnassignedItems(_) => write!(f, "unassigned items of {name}"),
            View::Labels(_) => write!(f, "labels of {name}"),
            View::Setting(_, field) => {
                write!(f, "{} of {name}", field.words().map_or("setting", |(menu, _)| menu))
            }
        }
    }
}
