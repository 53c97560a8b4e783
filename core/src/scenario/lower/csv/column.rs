//! The columns of a phone file: as BAT exports call them, and as files here do.

use super::super::super::yaml::Reader;
use super::cells::Cell;
use crate::diagnostic::{Code, nearest_of};
use crate::gather::Gather;
use crate::sorted::SortedMap;

/// What a column holds. Those with a number are about the first, second, … line or BLF/SpeedDial,
/// counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super::super) enum Column {
    /// The name of the phone; without this column, its device name.
    Name,
    /// The device name: `SEP000000001000`.
    DeviceName,
    /// The type with its protocol, `7970 SIP`, or the model alone, `Cisco 7970`.
    Type,
    /// The protocol, where the type does not say it.
    Protocol,
    /// A setting of a phone that is one text, by its key.
    Setting(&'static str),
    /// The number of a line.
    Line(u16),
    /// The partition of a line's number.
    Partition(u16),
    /// The presence group of a line's number.
    LineGroup(u16),
    /// A setting of a BLF/SpeedDial, by its key.
    Blf(u16, &'static str),
}

/// The columns that stand once, under every name that they have.
pub(in super::super::super) const ONCE: &[(Column, &[&str])] = &[
    (Column::Name, &["Name", "Phone Name"]),
    (Column::DeviceName, &["Device Name", "MAC Address/Device Name", "MAC Address"]),
    (Column::Type, &["Device Type", "Type", "Phone Type"]),
    (Column::Protocol, &["Device Protocol", "Protocol"]),
    (Column::Setting("description"), &["Description"]),
    (Column::Setting("css"), &["CSS", "Calling Search Space", "Device CSS"]),
    (
        Column::Setting("subscribe_css"),
        &["Device Subscribe CSS", "SUBSCRIBE Calling Search Space", "Subscribe CSS"],
    ),
    (Column::Setting("presence_group"), &["Device Presence Group", "Presence Group"]),
    (Column::Setting("template"), &["Phone Button Template", "Phone Template", "Template"]),
    (Column::Setting("extension_mobility"), &["Extension Mobility", "Enable Extension Mobility"]),
    (Column::Setting("logout_profile"), &["Log Out Profile", "Logout Profile"]),
];

/// A column of one line or BLF/SpeedDial.
type Numbered = fn(u16) -> Column;

/// The columns that stand once for each line or BLF/SpeedDial, with its number after the name.
pub(in super::super::super) const NUMBERED: &[(Numbered, &[&str])] = &[
    (Column::Line, &["Directory Number", "Line"]),
    (Column::Partition, &["Route Partition", "Partition"]),
    (Column::LineGroup, &["Line Presence Group"]),
    (
        |n| Column::Blf(n, "directory_number"),
        &["Busy Lamp Field Directory Number", "BLF Directory Number"],
    ),
    (|n| Column::Blf(n, "destination"), &["Busy Lamp Field Destination", "BLF Destination"]),
    (|n| Column::Blf(n, "label"), &["Busy Lamp Field Label", "BLF Label"]),
    (|n| Column::Blf(n, "label_ascii"), &["Busy Lamp Field Label ASCII", "BLF Label ASCII"]),
];

/// The columns of a header by what they hold, each with its position in a row. Columns of a BAT
/// export that say nothing about presence are passed over.
pub(super) fn columns(reader: &mut Reader<'_>, header: &[Cell]) -> SortedMap<Column, usize> {
    let mut columns: SortedMap<Column, usize> = SortedMap::new();
    for (at, cell) in header.iter().enumerate() {
        let Some(column) = column(&cell.text) else { continue };
        let Some(first) = columns.get(&column).and_then(|first| header.get(*first)) else {
            columns.insert(column, at);
            continue;
        };
        let message = format_args!("`{}` is the same column as `{}`", cell.text, first.text);
        reader.tell(Code::Duplicate, cell.span, message).first(first.span);
    }
    columns
}

fn column(text: &str) -> Option<Column> {
    let is = |names: &&[&str], text: &str| names.iter().any(|name| name.eq_ignore_ascii_case(text));
    let text = text.split_whitespace().gather().join(" ");
    if let Some((column, _)) = ONCE.iter().find(|(_, names)| is(names, &text)) {
        return Some(*column);
    }
    let (name, number) = match text.rsplit_once(' ') {
        Some((name, number)) if number.chars().all(|c| c.is_ascii_digit()) => (name, number),
        _ => (text.as_str(), "1"),
    };
    let at = number.parse::<u16>().ok()?.checked_sub(1)?;
    NUMBERED.iter().find(|(_, names)| is(names, name)).map(|(column, _)| column(at))
}

/// Warns of columns that are nearly known.
pub(super) fn nearly_known(reader: &mut Reader<'_>, header: &[Cell]) {
    for cell in header.iter().filter(|cell| column(&cell.text).is_none()) {
        unknown(reader, cell);
    }
}

fn unknown(reader: &mut Reader<'_>, cell: &Cell) {
    let mut names: Vec<&str> = Vec::new();
    ONCE.iter().for_each(|(_, own)| names.extend_from_slice(own));
    NUMBERED.iter().for_each(|(_, own)| names.extend_from_slice(own));
    let name = cell.text.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let Some(near) = nearest_of(name, &names) else { return };
    let message = format_args!("the column `{}` is not read", cell.text);
    reader.tell(Code::UnknownKey, cell.span, message).near(Some(near)).only_warns();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bat_names_and_our_own_mean_the_same_columns() {
        let cases = [
            ("Device Name", Some(Column::DeviceName)),
            ("SUBSCRIBE CALLING SEARCH SPACE", Some(Column::Setting("subscribe_css"))),
            ("Directory  Number 12", Some(Column::Line(11))),
            ("directory number", Some(Column::Line(0))),
            ("Busy Lamp Field Label 2", Some(Column::Blf(1, "label"))),
            ("Line 0", None),
            ("Device Pool", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(column(text), expected, "{text}");
        }
    }
}
