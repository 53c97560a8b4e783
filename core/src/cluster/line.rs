//! Directory numbers.

use super::Named;
use crate::id::{GroupId, PartitionId};

/// A directory number: what is watched inside the cluster. On several phones it is a shared line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryNumber {
    /// `1111 in Executives`, or `1111` in the null partition: how files and explanations name it.
    pub name: String,
    /// The number or pattern alone.
    pub number: String,
    /// The partition; none is the null partition.
    pub partition: Option<PartitionId>,
    /// The group it has as a presentity.
    pub presence_group: GroupId,
}

impl DirectoryNumber {
    /// A directory number with the name that files and explanations give it.
    pub fn new(
        number: &str,
        partition: Option<(PartitionId, &str)>,
        presence_group: GroupId,
    ) -> Self {
        let name = super::name_in_partition(number, partition.map(|(_, name)| name));
        DirectoryNumber {
            name,
            number: number.to_owned(),
            partition: partition.map(|(id, _)| id),
            presence_group,
        }
    }
}

impl Named for DirectoryNumber {
    fn name(&self) -> &str {
        &self.name
    }
}
