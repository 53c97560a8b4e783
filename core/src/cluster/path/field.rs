//! The settings of objects, with their words in menus and files.

use super::Segment;

/// Declares [`Field`]: the settings that are one word in a menu and one key in a file, and by hand
/// those that are more.
macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident $menu:literal $key:literal;)*) => {
        /// A setting of an [`super::Object`].
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Field {
            /// The object as a whole.
            Whole,
            /// The list of partitions of a calling search space.
            Partitions,
            /// One partition of that list, counted from 0.
            PartitionAt(usize),
            /// The permission toward another presence group.
            Relationship(String),
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
            /// The *Label ASCII* of a BLF/SpeedDial, counted from 0.
            BlfLabelAscii(usize),
            /// A member of a route group or hunt list, counted from 0.
            MemberAt(usize),
            /// A route group of a route list, counted from 0.
            RouteGroupAt(usize),
            /// A user device profile of an end user, counted from 0.
            DeviceProfileAt(usize),
            $($(#[$doc])* $name,)*
        }

        impl Field {
            /// The word of a plain setting in a menu and its key in a file; `None` for the others.
            pub fn words(&self) -> Option<(&'static str, &'static str)> {
                match self {
                    $(Field::$name => Some(($menu, $key)),)*
                    _ => None,
                }
            }

            /// The plain settings, in the order of this file.
            pub const PLAIN: &[Field] = &[$(Field::$name),*];
        }
    };
}

fields! {
    /// Enterprise parameter *BLF for Call Lists*.
    BlfForCallLists "BLF for Call Lists" "BLF for Call Lists";
    /// Service parameter *Default Inter-Presence Group Subscription*.
    DefaultInterPresenceGroupSubscription "Default Inter-Presence Group Subscription" "Default Inter-Presence Group Subscription";
    /// The presence group of a phone or directory number.
    PresenceGroup "Presence Group" "presence_group";
    /// The calling search space for calls.
    Css "Calling Search Space" "css";
    /// The SUBSCRIBE calling search space.
    SubscribeCss "SUBSCRIBE Calling Search Space" "subscribe_css";
    /// The phone type.
    Type "Phone Type" "type";
    /// The model that a template is for.
    For "Phone Type" "for";
    /// The buttons of a template.
    Buttons "Feature" "buttons";
    /// The phone button template of a phone.
    Template "Phone Button Template" "template";
    /// Enterprise parameter *Enable Dependency Records* (GROUP-11).
    DependencyRecords "Enable Dependency Records" "Enable Dependency Records";
    /// The laboratory's setting *Warnings on Refusals* (R-5).
    WarningsOnRefusals "Warnings on Refusals" "Warnings on Refusals";
    /// Free text.
    Description "Description" "description";
    /// The services that are active on a server.
    Services "Services" "services";
    /// *Enable Digest Authentication* of a security profile.
    DigestAuthentication "Enable Digest Authentication" "enable_digest_authentication";
    /// *Enable Application Level Authorization* of a security profile.
    ApplicationLevelAuthorization "Enable Application Level Authorization" "enable_application_level_authorization";
    /// *Accept Presence Subscription* of a security profile or an application user.
    AcceptPresenceSubscription "Accept Presence Subscription" "accept_presence_subscription";
    /// What a trunk speaks.
    TrunkType "Trunk Type" "type";
    /// Who is at the far end of a trunk.
    Destination "Destination" "destination";
    /// The security profile of a SIP trunk.
    SecurityProfile "SIP Trunk Security Profile" "security_profile";
    /// The credentials of the device at the far end of a SIP trunk.
    DeviceCredentials "Device Digest Credentials" "device_credentials";
    /// What CallManager answers a challenge of the far end with.
    OwnCredentials "SIP Realm" "own_credentials";
    /// The order in which a route group tries its trunks.
    Distribution "Distribution Algorithm" "distribution";
    /// *Enable OPTIONS Ping*.
    OptionsPing "Enable OPTIONS Ping to monitor destination status" "options_ping";
    /// How presence documents are written.
    Dialect "Presence Document" "dialect";
    /// The members of a route group or hunt list.
    Members "Selected Members" "members";
    /// The route groups of a route list.
    RouteGroups "Selected Groups" "route_groups";
    /// Where a pattern leads.
    Route "Gateway/Route List" "route";
    /// The hunt list of a hunt pilot.
    HuntList "Hunt List" "hunt_list";
    /// What the corporate directory calls an end user.
    DisplayName "Display Name" "display_name";
    /// The number of an end user in the corporate directory.
    TelephoneNumber "Telephone Number" "telephone_number";
    /// The user device profiles of an end user.
    DeviceProfiles "Controlled Profiles" "device_profiles";
    /// The digest password of an application user.
    DigestCredentials "Digest Credentials" "digest_credentials";
    /// Whether an application user is IP Manager Assistant.
    IpManagerAssistant "IP Manager Assistant" "ip_manager_assistant";
    /// The number of a directory entry.
    Number "Number" "number";
    /// The device name of a phone.
    DeviceName "Device Name" "device_name";
    /// The lines of a phone or profile.
    Lines "Association Information" "lines";
    /// The BLF/SpeedDials of a phone or profile.
    BlfSpeedDials "Busy Lamp Field Speed Dials" "blf_speed_dials";
    /// *Enable Extension Mobility* of a phone.
    ExtensionMobility "Enable Extension Mobility" "extension_mobility";
    /// The log-out profile of a phone.
    LogoutProfile "Log Out Profile" "logout_profile";
    /// The permissions toward other presence groups, all of them (GROUP-2).
    Relationships "Presence Group Relationship" "relationships";
    /// What a model supports.
    Supports "Features" "supports";
}

impl Field {
    /// The steps of the menu path below the object.
    pub(super) fn menu(&self) -> Vec<String> {
        let one = |step: &str| vec![step.to_owned()];
        match self {
            Field::Partitions | Field::PartitionAt(_) => one("Selected Partitions"),
            Field::Relationship(other) => {
                vec!["Presence Group Relationship".to_owned(), other.clone()]
            }
            Field::LineAt(at) => vec![format!("Line [{}]", at + 1)],
            Field::BlfAt(at) => vec![format!("BLF/SpeedDial {}", at + 1)],
            Field::BlfDirectoryNumber(at) => blf_menu(*at, "Directory Number"),
            Field::BlfDestination(at) => blf_menu(*at, "Destination"),
            Field::BlfLabel(at) => blf_menu(*at, "Label"),
            Field::BlfLabelAscii(at) => blf_menu(*at, "Label ASCII"),
            Field::MemberAt(_) => one("Selected Members"),
            Field::RouteGroupAt(_) => one("Selected Groups"),
            Field::DeviceProfileAt(_) => one("Controlled Profiles"),
            plain => plain.words().map(|(menu, _)| vec![menu.to_owned()]).unwrap_or_default(),
        }
    }

    /// The steps below the object in a scenario file.
    pub(super) fn file(&self) -> Vec<Segment> {
        let key = |key: &str| Segment::Key(key.to_owned());
        let list = |name: &str, at: &usize| vec![key(name), Segment::At(*at)];
        match self {
            Field::PartitionAt(at) => vec![Segment::At(*at)],
            Field::Relationship(other) => vec![key("relationships"), key(other)],
            Field::LineAt(at) => list("lines", at),
            Field::BlfAt(at) => list("blf_speed_dials", at),
            Field::BlfDirectoryNumber(at) => blf_file(*at, "directory_number"),
            Field::BlfDestination(at) => blf_file(*at, "destination"),
            Field::BlfLabel(at) => blf_file(*at, "label"),
            Field::BlfLabelAscii(at) => blf_file(*at, "label_ascii"),
            Field::MemberAt(at) => list("members", at),
            Field::RouteGroupAt(at) => list("route_groups", at),
            Field::DeviceProfileAt(at) => list("device_profiles", at),
            plain => plain.words().map(|(_, word)| vec![key(word)]).unwrap_or_default(),
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
