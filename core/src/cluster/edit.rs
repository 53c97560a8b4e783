//! What an administrator does with a cluster: edits, and when they act.
//!
//! An [`Edit`] names objects and values by name. [`Configuration::apply`] resolves it against the
//! saved configuration of that moment: it is either applied as a whole or refused as a whole, with
//! every reason. What it changes is saved at once; whether it is *active* at once, at a Reset or at
//! the next log-in or log-out is ADMIN-2 and R-17, and [`Configuration::pending`] tells what waits.
//!
//! Where the rules leave it to the product:
//! - The *Standard Presence group* can be neither deleted nor renamed: GROUP-7 says that it exists,
//!   and everything knows it by its name. The security profile from installation likewise.
//! - Permissions toward a presence group are no use of it: they go with it (GROUP-11 speaks of users
//!   and devices).
//! - What is no longer used where it is saved, and still acts on a device that was not Reset, cannot
//!   be deleted before that Reset.
//! - Copies have everything of their originals but the device name of a phone.
//! - A partition that is renamed takes the names of its numbers and patterns along.
//! - The choice of a log-out profile acts as the profile does, at the next log-in, log-out or Reset;
//!   it acts only where extension mobility is enabled on the phone and supported by its model.
//! - A user may be logged in on several phones. A log-in takes the place of whoever is logged in
//!   there. It asks for no service: no rule ties one to it.
//! - A Reset leaves a user logged in, unless the phone or the user no longer can.
//! - A phone whose type is changed is another device: it starts anew, with nobody logged in.

mod applied;
mod associated;
mod configuration;
mod devices;
mod difference;
mod draft;
mod find;
mod pending;
mod refusal;
mod review;
#[cfg(test)]
mod tests;
mod uses;
mod words;

use crate::gather::Gather;
pub use applied::{Applied, Effect, Pending, Warning};
pub use associated::{AssociatedItems, associated_items, relationship_pane};
pub use configuration::Configuration;
pub use refusal::Refusal;

use super::{Field, Noun, Object, Permission, Value, permission_word};
use crate::text::lowercase;

/// One edit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Edit {
    /// A new object with these settings; the others are as from installation.
    Add {
        /// Its kind and name. A directory number or pattern has its partition in its name:
        /// `1111 in Executives`.
        object: Object,
        /// Its settings.
        settings: Vec<(Field, Value)>,
    },
    /// New values for settings of an object.
    Change {
        /// The object.
        object: Object,
        /// The settings with their new values.
        settings: Vec<(Field, Value)>,
    },
    /// A copy of an object under another name (GROUP-12, ADMIN-4).
    Copy {
        /// The original.
        object: Object,
        /// The name of the copy.
        name: String,
    },
    /// Another name for an object. For a directory number or pattern also another partition.
    Rename {
        /// The object.
        object: Object,
        /// Its new name.
        name: String,
    },
    /// Deletes objects, all or none.
    Delete {
        /// The objects.
        objects: Vec<Object>,
        /// The answer to the question whether to delete them: without it nothing changes.
        confirmed: bool,
    },
    /// Lists the objects of a kind that meet all criteria; without any, all of them (GROUP-12).
    Find {
        /// The kind.
        noun: Noun,
        /// What they must meet.
        criteria: Vec<Criterion>,
    },
    /// Lists those of the last results that meet all criteria.
    FindWithin {
        /// What they must meet.
        criteria: Vec<Criterion>,
    },
    /// Everything that uses an object (GROUP-11).
    DependencyRecords {
        /// The object.
        object: Object,
    },
    /// Several edits as one: all or none of them, with every reason.
    Together(Vec<Edit>),
}

impl Edit {
    /// Whether it changes anything: a search, a question and a cancelled deletion do not.
    pub fn changes(&self) -> bool {
        match self {
            Edit::Find { .. } | Edit::FindWithin { .. } | Edit::DependencyRecords { .. } => false,
            Edit::Delete { confirmed, .. } => *confirmed,
            Edit::Together(all) => all.iter().any(Edit::changes),
            _ => true,
        }
    }

    /// One permission toward several presence groups at once (GROUP-12).
    pub fn permission(from: &str, toward: &[&str], permission: Permission) -> Self {
        let value = || Value::text(permission_word(permission));
        let field = |other: &&str| (Field::Relationship((*other).to_owned()), value());
        let object = Object::PresenceGroup(from.to_owned());
        Edit::Change { object, settings: toward.iter().map(field).gather() }
    }
}

/// One condition of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// What is looked at.
    pub looks_at: LooksAt,
    /// How it must compare.
    pub comparison: Comparison,
    /// The text to compare with. Capitals and small letters are the same.
    pub text: String,
}

/// What a condition looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LooksAt {
    /// The name.
    Name,
    /// The text of a setting.
    Setting(Field),
}

/// How a condition compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// Begins with the text.
    BeginsWith,
    /// Has the text in it.
    Contains,
    /// Is the text.
    IsExactly,
    /// Ends with the text.
    EndsWith,
    /// Has nothing in it; the text counts for nothing.
    IsEmpty,
    /// Has something in it; the text counts for nothing.
    IsNotEmpty,
}

impl Comparison {
    /// All of them with the words that the menus have for them.
    pub const ALL: [(&'static str, Comparison); 6] = [
        ("begins with", Comparison::BeginsWith),
        ("contains", Comparison::Contains),
        ("is exactly", Comparison::IsExactly),
        ("ends with", Comparison::EndsWith),
        ("is empty", Comparison::IsEmpty),
        ("is not empty", Comparison::IsNotEmpty),
    ];

    /// Whether a text compares so with the text of a condition.
    pub fn holds(self, text: &str, with: &str) -> bool {
        let (text, with) = (lowercase(text), lowercase(with));
        match self {
            Comparison::BeginsWith => text.starts_with(&with),
            Comparison::Contains => text.contains(&with),
            Comparison::IsExactly => text == with,
            Comparison::EndsWith => text.ends_with(&with),
            Comparison::IsEmpty => text.is_empty(),
            Comparison::IsNotEmpty => !text.is_empty(),
        }
    }
}
