//! Values of settings, by name: as files, forms and edits have them.

use super::Noun;
use crate::cluster::Permission;
use crate::gather::Gather;
use crate::secret::Secret;

/// The value of a setting. What points to another object does so by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing: unset, *None*.
    None,
    /// A text, a number, a choice, a phone type or the name of an object.
    Text(String),
    /// Checked or not.
    Flag(bool),
    /// Texts or names in their order.
    List(Vec<String>),
    /// A password.
    Secret(Secret),
    /// A user name and its password.
    Credentials {
        /// The user name.
        username: String,
        /// The password.
        secret: Secret,
    },
    /// Where a pattern leads: a trunk, a route group or a route list, by name.
    Route {
        /// Which of the three.
        noun: Noun,
        /// Its name.
        name: String,
    },
    /// BLF/SpeedDials, BLF 1 first.
    BlfSpeedDials(Vec<BlfValue>),
    /// One BLF/SpeedDial.
    BlfSpeedDial(BlfValue),
    /// Permissions toward other presence groups, by their names.
    Relationships(Vec<(String, Permission)>),
}

/// The settings of one BLF/SpeedDial, by name. It takes a *Destination* or a *Directory Number*, not
/// both (ADMIN-5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlfValue {
    /// *Directory Number*: `1111 in Executives` or `1111-Executives` (ADMIN-7).
    pub directory_number: Option<String>,
    /// *Destination*: digits, `*` and `#`, or a SIP URI (ADMIN-6).
    pub destination: Option<String>,
    /// *Label* (ADMIN-8).
    pub label: String,
    /// *Label ASCII* (ADMIN-8).
    pub label_ascii: String,
}

/// What kind of value a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueKind {
    /// Any text.
    Text,
    /// A number as people dial it, or nothing.
    Number,
    /// Yes or no, with the words for both.
    Flag {
        /// The word for yes.
        on: &'static str,
        /// The word for no.
        off: &'static str,
    },
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Some of these words, in order; each once unless `repeats`.
    Choices {
        /// The words.
        words: &'static [&'static str],
        /// Whether one may stand there more than once.
        repeats: bool,
    },
    /// A phone type such as `7970 SIP`; or none where it is optional.
    Model {
        /// Whether it may be left out.
        optional: bool,
    },
    /// The name of an object.
    Reference {
        /// The kinds that it may be of.
        to: &'static [Noun],
        /// Whether it may be *None*.
        optional: bool,
    },
    /// Names of objects of one kind, in order.
    References(Noun),
    /// Where a pattern leads: a trunk, a route group or a route list.
    Route,
    /// A password.
    Secret,
    /// A user name and its password.
    Credentials,
    /// BLF/SpeedDials; the settings of each are [`super::BLF_SETTINGS`].
    BlfSpeedDials,
    /// A permission toward each other presence group (GROUP-2).
    Relationships,
}

/// The words of permissions (GROUP-2).
pub const PERMISSIONS: [(&str, Permission); 3] = [
    ("Use System Default", Permission::UseSystemDefault),
    ("Allow Subscription", Permission::AllowSubscription),
    ("Disallow Subscription", Permission::DisallowSubscription),
];

/// The word of a permission: `Allow Subscription`.
pub fn permission_word(permission: Permission) -> &'static str {
    PERMISSIONS.iter().find(|(_, p)| *p == permission).map_or("", |(word, _)| word)
}

impl Value {
    /// A text.
    pub fn text(text: &str) -> Self {
        Value::Text(text.to_owned())
    }

    /// A list of names.
    pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Value::List(names.into_iter().map(str::to_owned).gather())
    }

    /// The value in words for people, and for finding; passwords are never shown.
    pub fn words(&self, kind: ValueKind) -> String {
        match self {
            Value::None => String::new(),
            Value::Text(text) => text.clone(),
            Value::Flag(flag) => flag_word(*flag, kind).to_owned(),
            Value::List(names) => names.join(", "),
            Value::Secret(_) => "(a password)".to_owned(),
            Value::Credentials { username, .. } => format!("{username} (with a password)"),
            Value::Route { noun, name } => format!("{} {name}", noun.word()),
            Value::BlfSpeedDials(all) => all.iter().map(BlfValue::words).gather().join(", "),
            Value::BlfSpeedDial(one) => one.words(),
            Value::Relationships(all) => {
                let word = |(name, p): &(String, _)| format!("{name}: {}", permission_word(*p));
                all.iter().map(word).gather().join(", ")
            }
        }
    }
}

fn flag_word(flag: bool, kind: ValueKind) -> &'static str {
    match (kind, flag) {
        (ValueKind::Flag { on, .. }, true) => on,
        (ValueKind::Flag { off, .. }, false) => off,
        (_, true) => "yes",
        (_, false) => "no",
    }
}

impl BlfValue {
    /// One that takes a directory number.
    pub fn directory_number(name: &str, label: &str) -> Self {
        let directory_number = Some(name.to_owned());
        BlfValue { directory_number, label: label.to_owned(), ..BlfValue::default() }
    }

    /// One that takes a destination.
    pub fn destination(destination: &str, label: &str) -> Self {
        let destination = Some(destination.to_owned());
        BlfValue { destination, label: label.to_owned(), ..BlfValue::default() }
    }

    fn words(&self) -> String {
        let target = self.directory_number.as_deref().or(self.destination.as_deref());
        match (target.unwrap_or("nothing"), self.label.as_str()) {
            (target, "") => target.to_owned(),
            (target, label) => format!("{target} ({label})"),
        }
    }
}
