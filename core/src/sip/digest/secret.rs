//! Passwords, kept away from traces and from messages for developers.

use core::fmt;

/// A password. Printing it, in whatever way, prints that it is hidden.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Box<str>);

impl Secret {
    /// Keeps a password.
    pub fn new(password: &str) -> Self {
        Secret(password.into())
    }

    /// The password itself: for hashing, and for nothing that anybody reads.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

/// What stands where a password would.
const HIDDEN: &str = "(hidden)";

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}
