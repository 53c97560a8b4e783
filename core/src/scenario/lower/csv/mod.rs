//! `phones_csv`: phones and their directory numbers from CSV files, one phone to a row.
//!
//! A file becomes a cluster of the same shape as one in YAML, with the places of its cells. So
//! everything that is checked of phones is checked of these, and a mistake is shown where it stands.

mod cells;
mod column;

use super::super::places::Part;
use super::super::yaml::{Key, Node, Reader, Value};
use crate::diagnostic::{Code, Place, Span};
use crate::gather::Gather;
use crate::limits;
use crate::sorted::SortedMap;
use cells::Cell;
use column::{Column, columns};

use std::sync::Arc;

pub(in super::super) use column::{NUMBERED, ONCE};

/// The directory numbers that are defined so far: those of files in YAML, and those of rows above
/// with their places and presence groups.
#[derive(Default)]
pub(super) struct Numbers(SortedMap<String, Option<(Place, String)>>);

impl Numbers {
    /// Those that these parts of a cluster define.
    pub(super) fn of(parts: &[Part]) -> Self {
        let mut numbers = Numbers::default();
        for part in parts {
            let Value::Map(entries) = &part.node.value else { continue };
            for (_, node) in entries.iter().filter(|(key, _)| key.text == "directory_numbers") {
                let Value::Map(defined) = &node.value else { continue };
                numbers.0.extend(defined.iter().map(|(key, _)| (key.text.clone(), None)));
            }
        }
        numbers
    }
}

/// The cluster that a CSV file makes. `None`: it cannot be read, and that has been told.
pub(super) fn part(reader: &mut Reader<'_>, numbers: &mut Numbers) -> Option<Part> {
    let rows = cells::rows(reader)?;
    let Some((header, rows)) = rows.split_first() else {
        let file = Arc::clone(&reader.file);
        let told = reader.tell(Code::Empty, Span::default(), format_args!("`{file}` is empty"));
        told.help("the first row names the columns: `Name,Device Type,…`");
        return None;
    };
    if let Err(reached) = limits::PHONES.check(rows.len()) {
        reader.tell(Code::TooMuch, Span::default(), format_args!("{reached}"));
        return None;
    }
    let columns = columns(reader, header);
    needed(reader, header, &columns)?;
    column::nearly_known(reader, header);
    let mut table = Table { header, columns, numbers, phones: Vec::new(), defined: Vec::new() };
    for row in rows {
        table.row(reader, row);
    }
    let whole = Span::new(0, reader.text.len());
    let section = |name: &str, entries| {
        let key = Key { text: name.to_owned(), span: whole };
        (key, Node { span: whole, value: Value::Map(entries) })
    };
    let sections =
        vec![section("directory_numbers", table.defined), section("phones", table.phones)];
    let node = Node { span: whole, value: Value::Map(sections) };
    Some(Part { file: Arc::clone(&reader.file), text: Arc::from(reader.text), node })
}

/// Without these columns no row means anything.
fn needed(
    reader: &mut Reader<'_>,
    header: &[Cell],
    columns: &SortedMap<Column, usize>,
) -> Option<()> {
    let has = |all: &[Column]| all.iter().any(|column| columns.contains_key(column));
    let missing = match (has(&[Column::Name, Column::DeviceName]), has(&[Column::Type])) {
        (true, true) => return Some(()),
        (false, _) => "`Name` or `Device Name`",
        (true, false) => "`Device Type`",
    };
    let first = header.first().map(|cell| cell.span).unwrap_or_default();
    let last = header.last().map(|cell| cell.span).unwrap_or_default();
    let span = Span { start: first.start, end: last.end };
    let message = format_args!("a file of phones needs a column {missing}");
    let semicolons = header.iter().any(|cell| cell.text.contains(';'));
    let help = match semicolons {
        true => "columns are separated by commas, not by semicolons",
        false => {
            "the first row names the columns: `Name,Device Type,Device Protocol,Directory Number 1,Route Partition 1`"
        }
    };
    reader.tell(Code::BadTable, span, message).help(help);
    None
}

/// A file on its way to a cluster.
struct Table<'t> {
    header: &'t [Cell],
    columns: SortedMap<Column, usize>,
    numbers: &'t mut Numbers,
    phones: Vec<(Key, Node)>,
    defined: Vec<(Key, Node)>,
}

impl Table<'_> {
    /// The cell of a column, where something stands in it.
    fn cell<'r>(&self, row: &'r [Cell], column: Column) -> Option<&'r Cell> {
        let at = self.columns.get(&column)?;
        row.get(*at).filter(|cell| !cell.text.is_empty())
    }

    fn row(&mut self, reader: &mut Reader<'_>, row: &[Cell]) {
        if let Some(extra) = row.get(self.header.len()).filter(|_| row.len() > self.header.len()) {
            let (cells, columns) = (row.len(), self.header.len());
            let message =
                format_args!("this row has {cells} cells, and there are {columns} columns");
            reader
                .tell(Code::BadTable, extra.span, message)
                .help("put quotes around a text with a comma in it");
            return;
        }
        let device = self.cell(row, Column::DeviceName);
        let Some(name) = self.cell(row, Column::Name).or(device) else {
            let span = row.iter().find(|cell| !cell.text.is_empty()).map(|cell| cell.span);
            reader.tell(
                Code::BadTable,
                span.unwrap_or_default(),
                format_args!("this row names no phone"),
            );
            return;
        };
        let key = Key { text: name.text.clone(), span: name.span };
        let settings = self.settings(reader, row, name);
        self.phones.push((key, Node { span: name.span, value: settings }));
    }

    /// The settings of a phone as a file in YAML writes them.
    fn settings(&mut self, reader: &mut Reader<'_>, row: &[Cell], name: &Cell) -> Value {
        let Some(kind) = self.kind(row) else {
            let message = format_args!("`{}` has no type", name.text);
            reader.tell(Code::MissingKey, name.span, message).help(
                "fill the column `Device Type`, and `Device Protocol` unless the type says it: `7970 SIP`",
            );
            return Value::Broken;
        };
        let mut all = vec![entry("type", kind)];
        let device = self.cell(row, Column::DeviceName).filter(|device| device.text != name.text);
        all.extend(device.map(|cell| entry("device_name", text(cell, &cell.text))));
        for column in self.columns.keys() {
            if let (Column::Setting(key), Some(cell)) = (column, self.cell(row, *column)) {
                all.push(entry(key, text(cell, word(key, &cell.text))));
            }
        }
        all.extend(list("lines", self.lines(reader, row)));
        all.extend(list("blf_speed_dials", self.buttons(reader, row)));
        Value::Map(all)
    }

    /// `Cisco 7970` with `SIP` is `7970 SIP`.
    fn kind(&self, row: &[Cell]) -> Option<Node> {
        let kind = self.cell(row, Column::Type)?;
        let model = kind.text.strip_prefix("Cisco ").unwrap_or(&kind.text);
        let words = match self.cell(row, Column::Protocol) {
            _ if model.starts_with("H.323") => "H.323".to_owned(),
            Some(protocol) if !model.contains(' ') => format!("{model} {}", protocol.text),
            _ => model.to_owned(),
        };
        Some(text(kind, &words))
    }

    /// The lines of a phone; a number that nothing has defined yet is defined by its first row.
    fn lines(&mut self, reader: &mut Reader<'_>, row: &[Cell]) -> Vec<Node> {
        let lines: Vec<u16> = self
            .columns
            .keys()
            .filter_map(|column| match column {
                Column::Line(at) => Some(*at),
                _ => None,
            })
            .gather();
        let mut nodes = Vec::new();
        for at in lines {
            let Some(cell) = self.cell(row, Column::Line(at)) else { continue };
            let partition = self.cell(row, Column::Partition(at));
            let name = match partition {
                Some(partition) => format!("{} in {}", cell.text, partition.text),
                None => cell.text.clone(),
            };
            let start =
                partition.map_or(cell.span.start, |own| own.span.start.min(cell.span.start));
            let end = partition.map_or(cell.span.end, |own| own.span.end.max(cell.span.end));
            let span = Span { start, end };
            let group = self.cell(row, Column::LineGroup(at));
            self.define(reader, &Key { text: name.clone(), span }, group);
            nodes.push(Node { span, value: Value::Text { text: name, block: false } });
        }
        nodes
    }

    fn define(&mut self, reader: &mut Reader<'_>, key: &Key, group: Option<&Cell>) {
        let own = group.map_or("", |cell| &cell.text);
        match (self.numbers.0.get(&key.text), group) {
            (None, _) => {
                let place = reader.place(key.span);
                self.numbers.0.insert(key.text.clone(), Some((place, own.to_owned())));
                let settings = group.map(|cell| entry("presence_group", text(cell, &cell.text)));
                let value = Value::Map(settings.into_iter().gather());
                self.defined.push((key.clone(), Node { span: key.span, value }));
            }
            (Some(Some((first, before))), Some(cell)) if before != own => {
                let message =
                    format_args!("`{}` has one presence group, and here is another", key.text);
                reader
                    .tell(Code::Duplicate, cell.span, message)
                    .also(first.clone(), "defined here");
            }
            (Some(None), Some(cell)) => {
                let message =
                    format_args!("`{}` is defined under `directory_numbers` already", key.text);
                reader
                    .tell(Code::Duplicate, cell.span, message)
                    .help("set its presence group there");
            }
            _ => {}
        }
    }

    /// The BLF/SpeedDials of a phone, as far as the row has them.
    fn buttons(&self, reader: &mut Reader<'_>, row: &[Cell]) -> Vec<Node> {
        let mut buttons: SortedMap<u16, Vec<(Key, Node)>> = SortedMap::new();
        for column in self.columns.keys() {
            let (Column::Blf(at, key), Some(cell)) = (column, self.cell(row, *column)) else {
                continue;
            };
            // ADMIN-7: where a list shows them, a number stands before its partition like this.
            let words = match cell.text.split_once('-') {
                Some((number, partition)) if *key == "directory_number" => {
                    format!("{} in {}", number.trim(), partition.trim())
                }
                _ => cell.text.clone(),
            };
            buttons.get_or_default(*at).push(entry(key, text(cell, &words)));
        }
        let node = |entries: Vec<(Key, Node)>| {
            let start = entries.iter().map(|(_, node)| node.span.start).min().unwrap_or_default();
            let end = entries.iter().map(|(_, node)| node.span.end).max().unwrap_or_default();
            Node { span: Span { start, end }, value: Value::Map(entries) }
        };
        let mut nodes = Vec::new();
        for (at, entries) in buttons {
            let node = node(entries);
            if usize::from(at) > nodes.len() {
                let message = format_args!("BLF/SpeedDial {} is filled, and {at} is empty", at + 1);
                reader
                    .tell(Code::BadTable, node.span, message)
                    .help("they are counted from 1, without gaps");
                break;
            }
            nodes.push(node);
        }
        nodes
    }
}

fn text(cell: &Cell, words: &str) -> Node {
    Node { span: cell.span, value: Value::Text { text: words.to_owned(), block: false } }
}

fn entry(key: &str, node: Node) -> (Key, Node) {
    (Key { text: key.to_owned(), span: node.span }, node)
}

fn list(key: &str, nodes: Vec<Node>) -> Option<(Key, Node)> {
    let (first, last) = (nodes.first()?.span, nodes.last()?.span);
    let span = Span { start: first.start, end: last.end.max(first.start) };
    Some(entry(key, Node { span, value: Value::List(nodes) }))
}

/// BAT writes `t` and `f` for checked and unchecked.
fn word<'t>(key: &str, text: &'t str) -> &'t str {
    match (key, text) {
        ("extension_mobility", "t" | "true" | "TRUE") => "Enabled",
        ("extension_mobility", "f" | "false" | "FALSE") => "Disabled",
        _ => text,
    }
}
