//! What can go wrong while building by name.

use core::fmt;

/// Names that were used and never given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    /// The names, in the order of use.
    pub unknown: Vec<String>,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown names: `{}`", self.unknown.join("`, `"))
    }
}

impl core::error::Error for BuildError {}
