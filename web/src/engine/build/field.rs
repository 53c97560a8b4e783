//! A setting as rows of cells.

use crate::types::{ColumnView, FieldView};
use lampfield_core::cluster::{
    Acts, BLF_SETTINGS, BlfValue, Cluster, Noun, PERMISSIONS, Pending, Setting, Value, ValueKind,
    choices, objects, permission_word,
};

/// Phone types that a form offers.
pub(super) const MODELS: [&str; 12] = [
    "7970 SIP",
    "7961 SIP",
    "7960 SIP",
    "7940 SIP",
    "7905 SIP",
    "7912 SIP",
    "8961 SIP",
    "7970 SCCP",
    "7961 SCCP",
    "7960 SCCP",
    "7940 SCCP",
    "H.323",
];

/// A setting with its saved value.
pub(super) fn field(
    c: &Cluster,
    setting: &Setting,
    value: &Value,
    waiting: Option<&Pending>,
) -> FieldView {
    let active = waiting.map(|p| if p.active.is_empty() { "None" } else { &p.active });
    FieldView {
        key: setting.key().to_owned(),
        word: setting.word().to_owned(),
        help: setting.help.to_owned(),
        acts: match setting.acts {
            Acts::AtSave => String::new(),
            later => later.to_string(),
        },
        shape: shape(setting.kind).to_owned(),
        required: setting.required,
        columns: columns(c, setting.kind, *value != Value::None),
        rows: rows(value, setting.kind),
        active: active.unwrap_or_default().to_owned(),
    }
}

fn shape(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Choices { .. } | ValueKind::References(_) => "list",
        ValueKind::BlfSpeedDials => "blf",
        ValueKind::Relationships => "relations",
        ValueKind::Route => "route",
        ValueKind::Secret => "secret",
        ValueKind::Credentials => "credentials",
        _ => "one",
    }
}

pub(super) fn column(word: &str, choices: Vec<(String, String)>) -> ColumnView {
    ColumnView { word: word.to_owned(), choices }
}

pub(super) fn same(word: &str) -> (String, String) {
    (word.to_owned(), word.to_owned())
}

/// What a password may be. One that is set does not show, and stays unless it is set anew or unset.
pub(super) fn secret(set: bool) -> Vec<(String, String)> {
    let pair = |value: &str, shown: &str| (value.to_owned(), shown.to_owned());
    let mut all = vec![pair("", if set { "(set)" } else { "None" }), same("lab"), same("wrong")];
    all.extend(set.then(|| pair("None", "Unset")));
    all
}

fn columns(c: &Cluster, kind: ValueKind, set: bool) -> Vec<ColumnView> {
    let offered = |kind| -> Vec<(String, String)> {
        choices(c, kind).into_iter().map(|choice| (choice.value, choice.shown)).collect()
    };
    match kind {
        ValueKind::Model { optional } => {
            let none = optional.then(|| same("None"));
            vec![column("", none.into_iter().chain(MODELS.map(same)).collect())]
        }
        ValueKind::Route => {
            let ways = [Noun::Trunk, Noun::RouteGroup, Noun::RouteList];
            let of = |noun: Noun| {
                let all = objects(c, noun);
                let names = all.iter().filter_map(|object| object.name().map(str::to_owned));
                let way = move |name: String| {
                    (format!("{} {name}", route_key(noun)), format!("{} {name}", noun.word()))
                };
                names.map(way).collect::<Vec<_>>()
            };
            vec![column("", ways.into_iter().flat_map(of).collect())]
        }
        ValueKind::BlfSpeedDials => {
            BLF_SETTINGS.iter().map(|(_, word, kind, _)| column(word, offered(*kind))).collect()
        }
        ValueKind::Relationships => {
            let words = PERMISSIONS.map(|(word, _)| same(word)).to_vec();
            vec![column("Presence Group", offered(kind)), column("Subscription Permission", words)]
        }
        ValueKind::Secret => vec![column("", secret(set))],
        ValueKind::Credentials => {
            vec![column("User name", Vec::new()), column("Password", secret(set))]
        }
        kind => vec![column("", offered(kind))],
    }
}

/// The key of a way in a file.
fn route_key(noun: Noun) -> &'static str {
    match noun {
        Noun::RouteGroup => "route_group",
        Noun::RouteList => "route_list",
        _ => "trunk",
    }
}

fn rows(value: &Value, kind: ValueKind) -> Vec<Vec<String>> {
    let one = |text: &str| vec![vec![text.to_owned()]];
    match value {
        Value::None => match kind {
            ValueKind::Choices { .. }
            | ValueKind::References(_)
            | ValueKind::BlfSpeedDials
            | ValueKind::Relationships => Vec::new(),
            ValueKind::Credentials => vec![vec![String::new(); 2]],
            ValueKind::Reference { optional: true, .. } | ValueKind::Model { .. } => one("None"),
            _ => one(""),
        },
        Value::List(all) => all.iter().map(|name| vec![name.clone()]).collect(),
        Value::Secret(_) => one(""),
        Value::Credentials { username, .. } => vec![vec![username.clone(), String::new()]],
        Value::Route { noun, name } => one(&format!("{} {name}", route_key(*noun))),
        Value::BlfSpeedDials(all) => all.iter().map(blf).collect(),
        Value::BlfSpeedDial(one) => vec![blf(one)],
        Value::Relationships(all) => {
            all.iter().map(|(name, p)| vec![name.clone(), permission_word(*p).to_owned()]).collect()
        }
        plain => one(&plain.words(kind)),
    }
}

fn blf(one: &BlfValue) -> Vec<String> {
    let number = one.directory_number.clone().unwrap_or_else(|| "None".to_owned());
    let destination = one.destination.clone().unwrap_or_default();
    vec![number, destination, one.label.clone(), one.label_ascii.clone()]
}
