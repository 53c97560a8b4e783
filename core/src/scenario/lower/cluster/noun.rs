//! The nouns of a cluster.

/// A kind of object, as files name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Noun {
    EnterpriseParameter,
    ServiceParameter,
    Partition,
    CallingSearchSpace,
    PresenceGroup,
    ButtonTemplate,
    DirectoryNumber,
    Phone,
}

impl Noun {
    /// All nouns in the order in which a file defines them.
    pub(in super::super) const ALL: [Noun; 8] = [
        Noun::EnterpriseParameter,
        Noun::ServiceParameter,
        Noun::Partition,
        Noun::CallingSearchSpace,
        Noun::PresenceGroup,
        Noun::ButtonTemplate,
        Noun::DirectoryNumber,
        Noun::Phone,
    ];

    /// The key under which a file defines these.
    pub(in super::super) const fn key(self) -> &'static str {
        match self {
            Noun::EnterpriseParameter => "enterprise_parameters",
            Noun::ServiceParameter => "service_parameters",
            Noun::Partition => "partitions",
            Noun::CallingSearchSpace => "calling_search_spaces",
            Noun::PresenceGroup => "presence_groups",
            Noun::ButtonTemplate => "button_templates",
            Noun::DirectoryNumber => "directory_numbers",
            Noun::Phone => "phones",
        }
    }

    /// One of them in words.
    pub(in super::super) const fn word(self) -> &'static str {
        match self {
            Noun::EnterpriseParameter => "enterprise parameter",
            Noun::ServiceParameter => "service parameter",
            Noun::Partition => "partition",
            Noun::CallingSearchSpace => "calling search space",
            Noun::PresenceGroup => "presence group",
            Noun::ButtonTemplate => "button template",
            Noun::DirectoryNumber => "directory number",
            Noun::Phone => "phone",
        }
    }
}
