//! Hunt lists and hunt pilots (QUIRK-2, QUIRK-3).

use super::Named;
use crate::id::{DnId, HuntListId, PartitionId};

/// Directory numbers that are hunted through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HuntList {
    /// Its name.
    pub name: String,
    /// Free text.
    pub description: String,
    /// Its members in order. Each of them can be watched as ever (QUIRK-2).
    pub members: Vec<DnId>,
}

/// The number that starts a hunt. It cannot be watched (QUIRK-3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HuntPilot {
    /// `6000 in Internal`, or `6000` in the null partition.
    pub name: String,
    /// The number or pattern alone.
    pub pattern: String,
    /// The partition; none is the null partition.
    pub partition: Option<PartitionId>,
    /// What it hunts through.
    pub hunt_list: HuntListId,
}

impl Named for HuntList {
    fn name(&self) -> &str {
        &self.name
    }
}
impl Named for HuntPilot {
    fn name(&self) -> &str {
        &self.name
    }
}
