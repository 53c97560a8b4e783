//! Where something is configured: as the administrator's menu path, and as the place in a
//! scenario file.

mod field;
mod object;

use crate::gather::Gather;
use core::fmt;
pub use field::Field;
pub use object::Object;

/// One step of a place in a scenario file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// A key of a mapping.
    Key(String),
    /// A position in a list, from 0.
    At(usize),
}

/// An object and one of its settings. Displays as the administrator's menu path:
/// `Device > Phone > Phone A > SUBSCRIBE Calling Search Space`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConfigPath {
    /// The object.
    pub object: Object,
    /// Its setting.
    pub field: Field,
}

impl ConfigPath {
    /// The path of a setting.
    pub fn new(object: Object, field: Field) -> Self {
        ConfigPath { object, field }
    }

    /// The steps of the menu path.
    pub fn menu(&self) -> Vec<String> {
        let menu = self.object.menu().iter().map(|step| (*step).to_owned());
        let mut all: Vec<String> = menu.gather();
        let name = self.object.name().filter(|name| !name.is_empty());
        all.extend(name.map(str::to_owned));
        all.extend(self.field.menu());
        all
    }

    /// The place in a scenario file, below `cluster`:
    /// `phones`, `Phone A`, `blf_speed_dials`, 0, `destination`.
    pub fn file(&self) -> Vec<Segment> {
        let key = |k: &str| Segment::Key(k.to_owned());
        let mut all = vec![key(self.object.table())];
        all.extend(self.object.name().map(key));
        all.extend(self.field.file());
        all
    }

    /// The place in a scenario file as one word: `phones.Phone A.blf_speed_dials[0].destination`.
    pub fn file_path(&self) -> String {
        let mut path = String::new();
        for segment in self.file() {
            match segment {
                Segment::At(at) => path.push_str(&format!("[{at}]")),
                Segment::Key(key) if path.is_empty() => path.push_str(&key),
                Segment::Key(key) => path.push_str(&format!(".{key}")),
            }
        }
        path
    }
}

impl fmt::Display for ConfigPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.menu().join(" > "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_has_a_menu_path_and_a_place_in_the_file() {
        let phone = || Object::Phone("Phone A".to_owned());
        let table: &[(Object, Field, &str, &str)] = &[
            (
                phone(),
                Field::SubscribeCss,
                "Device > Phone > Phone A > SUBSCRIBE Calling Search Space",
                "phones.Phone A.subscribe_css",
            ),
            (
                phone(),
                Field::BlfDestination(1),
                "Device > Phone > Phone A > BLF/SpeedDial 2 > Destination",
                "phones.Phone A.blf_speed_dials[1].destination",
            ),
            (
                Object::PresenceGroup("User Group".to_owned()),
                Field::Relationship("Executive Group".to_owned()),
                "System > Presence Group > User Group > Presence Group Relationship > Executive Group",
                "presence_groups.User Group.relationships.Executive Group",
            ),
            (
                Object::CallingSearchSpace("Staff".to_owned()),
                Field::PartitionAt(0),
                "Call Routing > Class of Control > Calling Search Space > Staff > Selected Partitions",
                "calling_search_spaces.Staff[0]",
            ),
            (
                Object::EnterpriseParameters,
                Field::BlfForCallLists,
                "System > Enterprise Parameters > BLF for Call Lists",
                "enterprise_parameters.BLF for Call Lists",
            ),
        ];
        for (object, field, menu, file) in table {
            let path = ConfigPath::new(object.clone(), field.clone());
            assert_eq!((path.to_string().as_str(), path.file_path().as_str()), (*menu, *file));
        }
    }
}
