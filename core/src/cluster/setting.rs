//! The settings of every kind of object, as a table: edits, searches, files, forms and the
//! reference all read it.

mod noun;
mod value;

pub use noun::Noun;
pub use value::{BlfValue, PERMISSIONS, Value, ValueKind, permission_word};

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
