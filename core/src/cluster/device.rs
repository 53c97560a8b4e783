//! Phones and their models.

use super::{BlfSpeedDial, Button, Named, STANDARD_PRESENCE_GROUP};
use crate::id::{CssId, DeviceProfileId, DnId, EndUserId, GroupId, TemplateId};
use crate::sip::pidf::Dialect;
use core::fmt;

/// How a phone speaks to CallManager.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// SIP: watches by SUBSCRIBE.
    Sip,
    /// SCCP: watches over its own link.
    Sccp,
    /// H.323: a presentity only.
    H323,
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Protocol::Sip => "SIP",
            Protocol::Sccp => "SCCP",
            Protocol::H323 => "H.323",
        })
    }
}

/// A phone type as written in a file: `7970 SIP`, `7961 SCCP`, `H.323`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Model {
    /// The model number, empty for a plain `H.323`.
    pub number: String,
    /// The protocol of its firmware.
    pub protocol: Protocol,
}

impl Model {
    /// Reads `7970 SIP`, `7961 SCCP` or `H.323`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Model> {
        let (number, protocol) = match text.trim().rsplit_once(' ') {
            Some((number, protocol)) => (number.trim(), protocol),
            None => ("", text.trim()),
        };
        let protocol = match protocol {
            "SIP" => Protocol::Sip,
            "SCCP" => Protocol::Sccp,
            "H.323" => Protocol::H323,
            _ => return None,
        };
        // Only H.323 stands alone: a SIP or SCCP phone has a model, and quirks hang on it.
        let complete = protocol == Protocol::H323 || !number.is_empty();
        complete.then(|| Model { number: number.to_owned(), protocol })
    }

    /// Whether phones of this model can watch at all (WATCH-13).
    pub fn supports_presence(&self) -> bool {
        self.protocol != Protocol::H323
    }

    /// SIP phones that do not tell off-hook (QUIRK-4).
    pub fn hides_off_hook(&self) -> bool {
        self.protocol == Protocol::Sip
            && matches!(self.number.as_str(), "7960" | "7940" | "7905" | "7912")
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.number.is_empty() {
            write!(f, "{}", self.protocol)
        } else {
            write!(f, "{} {}", self.number, self.protocol)
        }
    }
}

/// A phone: a watcher (WATCH-8), and through its lines a presentity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// How people call it: `Phone A`.
    pub name: String,
    /// The device name in the database, `SEP000000001111`, where the file gives one.
    pub device_name: Option<String>,
    /// Model and protocol.
    pub model: Model,
    /// The calling search space for calls.
    pub css: Option<CssId>,
    /// The SUBSCRIBE calling search space (CSS-1); none finds the null partition only (CSS-3).
    pub subscribe_css: Option<CssId>,
    /// The group it has as a watcher.
    pub presence_group: GroupId,
    /// The phone button template; without one there are no BLF/SpeedDial buttons (ADMIN-3).
    pub template: Option<TemplateId>,
    /// Its lines, line 1 first.
    pub lines: Vec<DnId>,
    /// Its BLF/SpeedDials, BLF 1 first. One past the template's *Speed Dial BLF* buttons is an
    /// unassigned associated item (ADMIN-3).
    pub blf_speed_dials: Vec<BlfSpeedDial>,
    /// Free text.
    pub description: String,
    /// How presence documents are written for it, from its next SUBSCRIBE on. The laboratory's own
    /// setting: no real cluster has it.
    pub dialect: Dialect,
    /// *Enable Extension Mobility*: whether users may log in on it (EM-5).
    pub extension_mobility: bool,
    /// What it becomes while nobody is logged in; none: what it is (EM-2).
    pub logout_profile: Option<DeviceProfileId>,
    /// Where its settings of the moment come from.
    pub acting: Acting,
}

impl Phone {
    /// A phone as added: no calling search space, the Standard Presence group, no template, no
    /// lines, no extension mobility.
    pub fn new(name: &str, model: Model) -> Self {
        Phone {
            name: name.to_owned(),
            device_name: None,
            model,
            css: None,
            subscribe_css: None,
            presence_group: STANDARD_PRESENCE_GROUP,
            template: None,
            lines: Vec::new(),
            blf_speed_dials: Vec::new(),
            description: String::new(),
            dialect: Dialect::default(),
            extension_mobility: false,
            logout_profile: None,
            acting: Acting::default(),
        }
    }
}

/// Where the settings of a phone come from. In a saved configuration it is always the default. In
/// an active one `subscribe_css`, `presence_group`, `css`, `template`, `lines` and
/// `blf_speed_dials` are those in force, taken over from a user or a profile by a log-in or log-out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acting {
    /// Who is logged in.
    pub user: Option<EndUserId>,
    /// Whose SUBSCRIBE CSS and presence group it has as a watcher.
    pub watches_as: WatchesAs,
    /// Whose buttons, lines and template it shows.
    pub buttons_of: ButtonsOf,
    /// The buttons of its template as of its last Reset, where the template was changed since
    /// (ADMIN-2); `None`: the template's own.
    pub template_at_reset: Option<Vec<Button>>,
}

/// Whose SUBSCRIBE CSS and presence group a phone has as a watcher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WatchesAs {
    /// Its own.
    #[default]
    Phone,
    /// Those of the end user who is logged in (EM-1, CSS-5), or who owns its log-out profile (EM-3,
    ///
    EndUser(EndUserId),
    /// Those of its autogenerated log-out profile (EM-4).
    Profile(DeviceProfileId),
}

/// Whose buttons and lines a phone shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ButtonsOf {
    /// Its own.
    #[default]
    Phone,
    /// Those of a device profile (EM-1, EM-2).
    Profile(DeviceProfileId),
}

impl Named for Phone {
    fn name(&self) -> &str {
        &self.name
    }
}
