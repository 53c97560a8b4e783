//! Where something is configured: as the administrator's menu path, and as the place in a
//! scenario file.

use core::fmt;

/// An object of a cluster, by the name that files and explanations give it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Object {
    /// The enterprise parameters.
    EnterpriseParameters,
    /// The service parameters of the CallManager service.
    ServiceParameters,
    /// A partition.
    Partition(String),
    /// A calling search space.
    CallingSearchSpace(String),
    /// A presence group.
    PresenceGroup(String),
    /// A directory number: `1111 in Executives`.
    DirectoryNumber(String),
    /// A phone button template.
    ButtonTemplate(String),
    /// A phone.
    Phone(String),
}

/// A setting of an [`Object`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Field {
    /// The object as a whole.
    Whole,
    /// Enterprise parameter *BLF for Call Lists*.
    BlfForCallLists,
    /// Service parameter *Default Inter-Presence Group Subscription*.
    DefaultInterPresenceGroupSubscription,
    /// The list of partitions of a calling search space.
    Partitions,
    /// One partition of that list, counted from 0.
    PartitionAt(usize),
    /// The permission toward another presence group.
    Relationship(String),
    /// The presence group of a phone or directory number.
    PresenceGroup,
    /// The calling search space for calls.
    Css,
    /// The SUBSCRIBE calling search space.
    SubscribeCss,
    /// The phone type.
    Type,
    /// The model that a template is for.
    For,
    /// The buttons of a template.
    Buttons,
    /// The phone button template of a phone.
    Template,
    /// A line of a phone, counted from 0.
    LineAt(usize),
    /// A BLF/SpeedDial of a phone, counted from 0.
    BlfAt(usize),
    /// The *Directory Number* of a BLF/SpeedDial, counted from 0.
    BlfDirectoryNumber(usize),
    /// The *Destination* of a BLF/SpeedDial, counted from 0.
    BlfDestination(usize),
    /// The *Label* of a BLF/SpeedDial, counted from 0.
    BlfLabel(usize),
}

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
        menu.chain(self.object.name().map(str::to_owned)).chain(self.field.menu()).collect()
    }

    /// The place in a scenario file, below `cluster`:
    /// `phones`, `Phone A`, `blf_speed_dials`, 0, `destination`.
    pub fn file(&self) -> Vec<Segment> {
        let key = |k: &str| Segment::Key(k.to_owned());
        let object = core::iter::once(key(self.object.table()));
        object.chain(self.object.name().map(key)).chain(self.field.file()).collect()
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

impl Object {
    /// Its name, where it has one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Object::EnterpriseParameters | Object::ServiceParameters => None,
            Object::Partition(name)
            | Object::CallingSearchSpace(name)
            | Object::PresenceGroup(name)
            | Object::DirectoryNumber(name)
            | Object::ButtonTemplate(name)
            | Object::Phone(name) => Some(name),
        }
    }

    /// The menus that lead to objects of its kind.
    fn menu(&self) -> &'static [&'static str] {
        match self {
            Object::EnterpriseParameters => &["System", "Enterprise Parameters"],
            Object::ServiceParameters => &["System", "Service Parameters", "Cisco CallManager"],
            Object::Partition(_) => &["Call Routing", "Class of Control", "Partition"],
            Object::CallingSearchSpace(_) => {
                &["Call Routing", "Class of Control", "Calling Search Space"]
            }
            Object::PresenceGroup(_) => &["System", "Presence Group"],
            Object::DirectoryNumber(_) => &["Call Routing", "Directory Number"],
            Object::ButtonTemplate(_) => &["Device", "Device Settings", "Phone Button Template"],
            Object::Phone(_) => &["Device", "Phone"],
        }
    }

    /// The key of its table in a scenario file.
    fn table(&self) -> &'static str {
        match self {
            Object::EnterpriseParameters => "enterprise_parameters",
            Object::ServiceParameters => "service_parameters",
            Object::Partition(_) => "partitions",
            Object::CallingSearchSpace(_) => "calling_search_spaces",
            Object::PresenceGroup(_) => "presence_groups",
            Object::DirectoryNumber(_) => "directory_numbers",
            Object::ButtonTemplate(_) => "button_templates",
            Object::Phone(_) => "phones",
        }
    }
}

impl Field {
    /// The steps of the menu path below the object.
    fn menu(&self) -> Vec<String> {
        let one = |step: &str| vec![step.to_owned()];
        match self {
            Field::Whole => Vec::new(),
            Field::BlfForCallLists => one("BLF for Call Lists"),
            Field::DefaultInterPresenceGroupSubscription => {
                one("Default Inter-Presence Group Subscription")
            }
            Field::Partitions | Field::PartitionAt(_) => one("Selected Partitions"),
            Field::Relationship(other) => {
                vec!["Presence Group Relationship".to_owned(), other.clone()]
            }
            Field::PresenceGroup => one("Presence Group"),
            Field::Css => one("Calling Search Space"),
            Field::SubscribeCss => one("SUBSCRIBE Calling Search Space"),
            Field::Type => one("Phone Type"),
            Field::For => one("Phone Type"),
            Field::Buttons => one("Feature"),
            Field::Template => one("Phone Button Template"),
            Field::LineAt(at) => vec![format!("Line [{}]", at + 1)],
            Field::BlfAt(at) => vec![format!("BLF/SpeedDial {}", at + 1)],
            Field::BlfDirectoryNumber(at) => blf_menu(*at, "Directory Number"),
            Field::BlfDestination(at) => blf_menu(*at, "Destination"),
            Field::BlfLabel(at) => blf_menu(*at, "Label"),
        }
    }

    /// The steps below the object in a scenario file.
    fn file(&self) -> Vec<Segment> {
        let keys = |keys: &[&str]| keys.iter().map(|k| Segment::Key((*k).to_owned())).collect();
        let list = |key: &str, at: &usize| vec![Segment::Key(key.to_owned()), Segment::At(*at)];
        match self {
            Field::Whole | Field::Partitions => Vec::new(),
            Field::BlfForCallLists => keys(&["BLF for Call Lists"]),
            Field::DefaultInterPresenceGroupSubscription => {
                keys(&["Default Inter-Presence Group Subscription"])
            }
            Field::PartitionAt(at) => vec![Segment::At(*at)],
            Field::Relationship(other) => keys(&["relationships", other]),
            Field::PresenceGroup => keys(&["presence_group"]),
            Field::Css => keys(&["css"]),
            Field::SubscribeCss => keys(&["subscribe_css"]),
            Field::Type => keys(&["type"]),
            Field::For => keys(&["for"]),
            Field::Buttons => keys(&["buttons"]),
            Field::Template => keys(&["template"]),
            Field::LineAt(at) => list("lines", at),
            Field::BlfAt(at) => list("blf_speed_dials", at),
            Field::BlfDirectoryNumber(at) => blf_file(*at, "directory_number"),
            Field::BlfDestination(at) => blf_file(*at, "destination"),
            Field::BlfLabel(at) => blf_file(*at, "label"),
        }
    }
}

fn blf_menu(at: usize, setting: &str) -> Vec<String> {
    vec![format!("BLF/SpeedDial {}", at + 1), setting.to_owned()]
}

fn blf_file(at: usize, setting: &str) -> Vec<Segment> {
    let list = Segment::Key("blf_speed_dials".to_owned());
    vec![list, Segment::At(at), Segment::Key(setting.to_owned())]
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
