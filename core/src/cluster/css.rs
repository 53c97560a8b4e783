//! Partitions and calling search spaces.

use super::Named;
use crate::id::PartitionId;

/// A named compartment of the dial plan. Numbers without one are in the null partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    /// Its name.
    pub name: String,
}

/// An ordered list of partitions. The null partition is searched last by every one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallingSearchSpace {
    /// Its name.
    pub name: String,
    /// The partitions, first searched first; order decides only between equal matches.
    pub partitions: Vec<PartitionId>,
}

impl Named for Partition {
    fn name(&self) -> &str {
        &self.name
    }
}
impl Named for CallingSearchSpace {
    fn name(&self) -> &str {
        &self.name
    }
}
