//! Clusters in code, by name: for tests, benches and generated sites.

mod error;
mod outside;
mod phone;
mod site;

pub use error::BuildError;
pub use phone::PhoneBuilder;
pub use site::Site;

use super::{
    Button, ButtonTemplate, CallingSearchSpace, Cluster, DefaultPermission, DirectoryNumber, Model,
    Named, Partition, Permission, PresenceGroup, Table,
};
use crate::id::{GroupId, Id, PartitionId};

/// Builds a [`Cluster`] from names. Each name must have been given before it is used; what is
/// wrong is collected and told by [`ClusterBuilder::build`].
///
/// ```
/// use lampfield_core::cluster::ClusterBuilder;
///
/// let cluster = ClusterBuilder::new()
///     .partition("Executives")
///     .css("Staff", &["Executives"])
///     .group("Board")
///     .template("One BLF", 1)
///     .dn_in_group("1111 in Executives", "Board")
///     .dn("1000")
///     .phone("Phone A", "7970 SIP", |p| {
///         p.subscribe_css("Staff").template("One BLF").line("1000").blf("1111 in Executives")
///     })
///     .phone("Phone B", "7961 SCCP", |p| p.line("1111 in Executives"))
///     .build()?;
/// assert_eq!(cluster.phones.len(), 2);
/// # Ok::<(), lampfield_core::cluster::BuildError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ClusterBuilder {
    cluster: Cluster,
    unknown: Vec<String>,
}

impl ClusterBuilder {
    /// A cluster as installed.
    pub fn new() -> Self {
        ClusterBuilder { cluster: Cluster::new("CallManager"), unknown: Vec::new() }
    }

    /// Enterprise parameter *BLF for Call Lists* (WATCH-9).
    #[must_use]
    pub fn blf_for_call_lists(mut self, enabled: bool) -> Self {
        self.cluster.parameters.blf_for_call_lists = enabled;
        self
    }

    /// Service parameter *Default Inter-Presence Group Subscription* (GROUP-3).
    #[must_use]
    pub fn default_permission(mut self, permission: DefaultPermission) -> Self {
        self.cluster.parameters.default_inter_presence_group = permission;
        self
    }

    /// A partition.
    #[must_use]
    pub fn partition(mut self, name: &str) -> Self {
        self.cluster.partitions.push(Partition { name: name.to_owned() });
        self
    }

    /// A calling search space over these partitions, in this order.
    #[must_use]
    pub fn css(mut self, name: &str, partitions: &[&str]) -> Self {
        let found: Vec<Option<PartitionId>> = partitions
            .iter()
            .map(|p| find(&mut self.unknown, &self.cluster.partitions, p))
            .collect();
        let partitions = found.into_iter().flatten().collect();
        let css = CallingSearchSpace { name: name.to_owned(), partitions };
        self.cluster.calling_search_spaces.push(css);
        self
    }

    /// A presence group.
    #[must_use]
    pub fn group(mut self, name: &str) -> Self {
        self.cluster.presence_groups.push(PresenceGroup::new(name));
        self
    }

    /// What one group may see of another (GROUP-2).
    #[must_use]
    pub fn permission(mut self, from: &str, to: &str, permission: Permission) -> Self {
        let (from, to) = (self.group_id(from), self.group_id(to));
        let from = from.and_then(|from| self.cluster.presence_groups.get_mut(from));
        if let (Some(from), Some(to)) = (from, to) {
            match permission {
                Permission::UseSystemDefault => from.relationships.remove(&to),
                permission => from.relationships.insert(to, permission),
            };
        }
        self
    }

    /// A template for any model with one line and this many *Speed Dial BLF* buttons.
    #[must_use]
    pub fn template(mut self, name: &str, blf_buttons: usize) -> Self {
        let mut buttons = vec![Button::Line];
        buttons.resize(1 + blf_buttons, Button::SpeedDialBlf);
        let template = ButtonTemplate { name: name.to_owned(), model: None, buttons };
        self.cluster.button_templates.push(template);
        self
    }

    /// A directory number in the Standard Presence group: `1111`, or `1111 in Executives`.
    #[must_use]
    pub fn dn(self, name: &str) -> Self {
        self.dn_in_group(name, super::STANDARD_PRESENCE_GROUP_NAME)
    }

    /// A directory number in a presence group.
    #[must_use]
    pub fn dn_in_group(mut self, name: &str, group: &str) -> Self {
        let Some(group) = self.group_id(group) else { return self };
        let (number, partition) = match name.split_once(" in ") {
            None => (name, None),
            Some((number, partition)) => {
                match find(&mut self.unknown, &self.cluster.partitions, partition) {
                    Some(id) => (number, Some((id, partition))),
                    None => return self,
                }
            }
        };
        let dn = DirectoryNumber::new(number, partition, group);
        self.cluster.directory_numbers.push(dn);
        self
    }

    /// A phone; `model` as in a file: `7970 SIP`, `7961 SCCP`, `H.323`.
    #[must_use]
    pub fn phone(
        mut self,
        name: &str,
        model: &str,
        settings: impl FnOnce(PhoneBuilder<'_>) -> PhoneBuilder<'_>,
    ) -> Self {
        match Model::parse(model) {
            Some(model) => {
                let builder = PhoneBuilder::new(name, model, &self.cluster, &mut self.unknown);
                let phone = settings(builder).done();
                self.cluster.phones.push(phone);
            }
            None => self.unknown.push(model.to_owned()),
        }
        self
    }

    /// The cluster. It may still hold mistakes that [`super::validate`] tells.
    ///
    /// # Errors
    /// [`BuildError`] with every name that was used and never given.
    pub fn build(self) -> Result<Cluster, BuildError> {
        if self.unknown.is_empty() {
            Ok(self.cluster)
        } else {
            Err(BuildError { unknown: self.unknown })
        }
    }

    fn group_id(&mut self, name: &str) -> Option<GroupId> {
        find(&mut self.unknown, &self.cluster.presence_groups, name)
    }
}

impl Default for ClusterBuilder {
    fn default() -> Self {
        ClusterBuilder::new()
    }
}

/// The id of a name; one that is not there is remembered.
fn find<I: Id, T: Named>(unknown: &mut Vec<String>, table: &Table<I, T>, name: &str) -> Option<I> {
    let id = table.id_of(name);
    if id.is_none() {
        unknown.push(name.to_owned());
    }
    id
}
