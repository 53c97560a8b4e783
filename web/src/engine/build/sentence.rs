//! The acts of an administrator in the words of the language.

use crate::types::FieldView;
use lampfield_core::cluster::BLF_SETTINGS;

/// A text as YAML takes it within braces: as it is, or in quotes where it could mean anything else.
pub fn quoted(text: &str) -> String {
    let plain =
        text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.'));
    let plain = plain
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !text.ends_with([' ', '-'])
        && !matches!(text.to_ascii_lowercase().as_str(), "null" | "true" | "false");
    if plain {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `{ key: value, … }` of parts that are written already.
fn map(parts: &[(String, String)]) -> String {
    let mut out = String::from("{");
    for (i, (key, value)) in parts.iter().enumerate() {
        out.push_str(if i == 0 { " " } else { ", " });
        out.push_str(key);
        out.push_str(": ");
        out.push_str(value);
    }
    out.push_str(" }");
    out
}

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

/// `change { … }` with one entry, and the cluster beside it where there are several.
pub fn change(cluster: &str, key: &str, value: &str) -> String {
    let mut parts = vec![pair(key, value)];
    if !cluster.is_empty() {
        parts.push(pair("cluster", &quoted(cluster)));
    }
    let mut out = String::from("change ");
    out.push_str(&map(&parts));
    out
}

/// `{ table: { name: value } }`.
pub fn under(table: &str, name: &str, value: &str) -> String {
    map(&[pair(table, &map(&[(quoted(name), value.to_owned())]))])
}

/// What Save does: the settings that are given, of an object or a new one. The parameters have no
/// name.
pub fn save(cluster: &str, table: &str, name: &str, new: bool, fields: &[&FieldView]) -> String {
    let settings: Vec<(String, String)> =
        fields.iter().map(|field| (quoted(&field.key), written(field))).collect();
    let settings = if settings.is_empty() { "{}".to_owned() } else { map(&settings) };
    if new {
        return change(cluster, "add", &under(table, name, &settings));
    }
    let value = if name.is_empty() { settings } else { map(&[(quoted(name), settings)]) };
    change(cluster, table, &value)
}

/// Another name for an object, or a copy under another name.
pub fn renamed(cluster: &str, verb: &str, table: &str, name: &str, new: &str) -> String {
    change(cluster, verb, &under(table, name, &quoted(new)))
}

/// A device is Reset. Where there are several clusters, another one may have one of its name.
pub fn reset(cluster: &str, name: &str) -> String {
    let between = if cluster.is_empty() { "" } else { "/" };
    [cluster, between, name, " is reset"].concat()
}

/// Objects go.
pub fn delete(cluster: &str, table: &str, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    let list = map(&[(table.to_owned(), list(&names))]);
    change(cluster, "delete", &list)
}

fn list(items: &[String]) -> String {
    let mut out = String::from("[");
    out.push_str(&items.join(", "));
    out.push(']');
    out
}

/// The value of a field.
fn written(field: &FieldView) -> String {
    let cell = |row: &[String], at: usize| quoted(row.get(at).map_or("", String::as_str));
    let first = field.rows.first().map_or(&[][..], Vec::as_slice);
    let each = |of: &dyn Fn(&[String]) -> String| -> Vec<String> {
        field.rows.iter().map(|row| of(row)).collect()
    };
    match field.shape.as_str() {
        "list" => list(&each(&|row| cell(row, 0))),
        "relations" | "pairs" => {
            let rows: Vec<(String, String)> =
                field.rows.iter().map(|row| (cell(row, 0), cell(row, 1))).collect();
            map(&rows)
        }
        "blf" => list(&each(&blf)),
        "phones" => {
            let phones = field.rows.iter().map(|row| (cell(row, 0), outside_phone(row)));
            map(&phones.collect::<Vec<_>>())
        }
        "route" => {
            let way = first.first().map_or("", String::as_str);
            let (key, name) = way.split_once(' ').unwrap_or((way, ""));
            map(&[(quoted(key), quoted(name))])
        }
        // Without a password there are none.
        "credentials" if first.get(1).is_some_and(|word| word == "None") => "None".to_owned(),
        "credentials" => {
            map(&[("username".to_owned(), cell(first, 0)), ("password".to_owned(), cell(first, 1))])
        }
        _ => cell(first, 0),
    }
}

/// A phone of a proxy: its number, and what it watches.
fn outside_phone(row: &[String]) -> String {
    let cell = |at: usize| row.get(at).map_or("", String::as_str);
    let watched: Vec<String> =
        cell(2).split([' ', ',']).filter(|own| !own.is_empty()).map(quoted).collect();
    map(&[pair("number", &quoted(cell(1))), pair("blf_speed_dials", &list(&watched))])
}

/// One BLF/SpeedDial: only what is given.
fn blf(row: &[String]) -> String {
    let keys = BLF_SETTINGS.iter().map(|(key, ..)| (*key).to_owned());
    let given = keys.zip(row).filter(|(_, cell)| !matches!(cell.as_str(), "" | "None"));
    let given: Vec<(String, String)> = given.map(|(key, cell)| (key, quoted(cell))).collect();
    map(&given)
}
