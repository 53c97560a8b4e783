//! Where each setting of the cluster stands, so that an explanation can point at it.

use crate::diagnostic::Place;
use std::collections::BTreeMap;

/// The nouns of a cluster, as files name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Noun {
    /// `enterprise_parameters`.
    EnterpriseParameter,
    /// `service_parameters`.
    ServiceParameter,
    /// `partitions`.
    Partition,
    /// `calling_search_spaces`.
    CallingSearchSpace,
    /// `presence_groups`.
    PresenceGroup,
    /// `button_templates`.
    ButtonTemplate,
    /// `directory_numbers`.
    DirectoryNumber,
    /// `phones`.
    Phone,
}

impl Noun {
    /// All nouns in the order in which a file defines them.
    pub const ALL: &'static [Noun] = &[
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
    pub const fn key(self) -> &'static str {
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
    pub const fn word(self) -> &'static str {
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

/// Places by noun, name and field; the empty field is the object's own name.
#[derive(Clone, Debug, Default)]
pub struct Places {
    places: BTreeMap<(Noun, String, String), Place>,
}

impl Places {
    /// Notes a place.
    pub(super) fn note(&mut self, noun: Noun, name: &str, field: &str, place: Place) {
        self.places.insert((noun, name.to_owned(), field.to_owned()), place);
    }

    /// Where a field of an object stands; where the field is not written, the object itself.
    pub fn find(&self, noun: Noun, name: &str, field: &str) -> Option<&Place> {
        let key = |field: &str| (noun, name.to_owned(), field.to_owned());
        self.places.get(&key(field)).or_else(|| self.places.get(&key("")))
    }
}
