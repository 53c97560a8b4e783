//! What an administrator configures, one file per noun. Plain data with typed ids; what it *means*
//! is decided in [`crate::presence`].

mod builder;
mod button;
mod css;
mod device;
mod group;
mod line;
mod parameter;
mod path;
mod table;
mod validate;

pub use builder::{BuildError, ClusterBuilder, PhoneBuilder, Site};
pub use button::{BlfSpeedDial, BlfTarget, Button, ButtonTemplate, Destination};
pub use css::{CallingSearchSpace, Partition};
pub use device::{Model, Phone, Protocol};
pub use group::{Permission, PresenceGroup, STANDARD_PRESENCE_GROUP, STANDARD_PRESENCE_GROUP_NAME};
pub use line::DirectoryNumber;
pub use parameter::{DefaultPermission, Parameters};
pub use path::{ConfigPath, Field, Object, Segment};
pub use table::{Named, Table};
pub use validate::{Problem, ProblemCode, Severity, validate};

use crate::id::{CssId, DnId, GroupId, PartitionId, PhoneId, TemplateId};

/// One cluster as it is saved in the database of its administrator.
///
/// Ids are positions in the tables and stay valid for the life of the cluster: a deleted object
/// leaves a hole.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// The cluster's own name; `CallManager` unless the scenario says otherwise.
    pub name: String,
    /// Enterprise and service parameters (ADMIN-1).
    pub parameters: Parameters,
    /// Partitions, without the null partition: that is `Option::None` everywhere.
    pub partitions: Table<PartitionId, Partition>,
    /// Calling search spaces, for calls and for SUBSCRIBE alike (CSS-4).
    pub calling_search_spaces: Table<CssId, CallingSearchSpace>,
    /// Presence groups; id 0 is always the Standard Presence group (GROUP-7).
    pub presence_groups: Table<GroupId, PresenceGroup>,
    /// Directory numbers, each in its partition.
    pub directory_numbers: Table<DnId, DirectoryNumber>,
    /// Phone button templates (ADMIN-3, ADMIN-4).
    pub button_templates: Table<TemplateId, ButtonTemplate>,
    /// Phones: SIP, SCCP and H.323.
    pub phones: Table<PhoneId, Phone>,
}

impl Cluster {
    /// An empty cluster as installed: default parameters and the Standard Presence group.
    pub fn new(name: &str) -> Self {
        let mut presence_groups = Table::new();
        presence_groups.push(PresenceGroup::standard());
        Cluster {
            name: name.to_owned(),
            parameters: Parameters::default(),
            partitions: Table::new(),
            calling_search_spaces: Table::new(),
            presence_groups,
            directory_numbers: Table::new(),
            button_templates: Table::new(),
            phones: Table::new(),
        }
    }
}
