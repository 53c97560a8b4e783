//! The settings of every kind of object, as a table: edits, searches, files, forms and the
//! reference all read it.

mod choice;
mod item;
mod new;
mod noun;
mod part;
mod shape;
mod table;
#[cfg(test)]
mod tests;
mod value;
mod wrong;

pub use choice::{Choice, choices};
pub use item::objects;
pub use noun::Noun;
pub use table::{BLF_SETTINGS, Setting, setting, setting_with_key, settings, settings_of};
pub use value::{BlfValue, PERMISSIONS, Value, ValueKind, permission_word};
pub use wrong::Wrong;

pub(crate) use item::Item;
pub(super) use item::{taken, unknown};
pub(crate) use new::{blank_item, split_name};
pub(super) use new::{in_partition, named_model, new_item, new_name, partition_of};
pub(super) use noun::with_article;
pub(super) use part::{whole, write as write_part};
pub(super) use shape::both as both_targets;

use core::fmt;

/// When a saved value acts (ADMIN-2, R-17).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Acts {
    /// At once from Save.
    AtSave,
    /// When the devices concerned are Reset.
    AtReset,
    /// At the next log-in or log-out of a phone that uses it, or at the Reset of the phone.
    AtLogInOrOut,
}

impl fmt::Display for Acts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Acts::AtSave => "at once from Save",
            Acts::AtReset => "at the Reset of the devices concerned",
            Acts::AtLogInOrOut => "at the next log-in, log-out or Reset of a phone that uses it",
        })
    }
}
