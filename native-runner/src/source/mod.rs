//! Scenario files on disk: finding them, and reading them and their includes below a root.

mod disk;
mod find;
mod included;

pub(crate) use disk::Disk;
pub(crate) use find::{Found, find, without_ending};
pub(crate) use included::included;
