//! Two events beside each other, what differs marked.

use lampfield_core::id::NodeId;
use lampfield_core::time::Instant;
use lampfield_core::trace::export::{RecordedEvent, Recording};
use serde_json::{Map, Value};
use similar::{DiffOp, TextDiff};

use crate::output::Paint;

/// What is longer goes on in the next line.
const COLUMN: usize = 56;

/// One line: what it is about, and both sides.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) sides: [Option<String>; 2],
}

impl Row {
    fn differs(&self) -> bool {
        let [left, right] = &self.sides;
        left != right
    }
}

/// One side: an event, unless its run ended before, and the run.
type Side<'a> = (Option<&'a RecordedEvent>, &'a Recording);

/// The rows of two events: what both have first, then the rest, then their messages line by line.
pub(super) fn rows(sides: [Side<'_>; 2]) -> Vec<Row> {
    let objects = sides.map(|(event, _)| match event.map(super::parsed) {
        Some(Value::Object(object)) => object,
        _ => Map::new(),
    });
    let mut rows = Vec::new();
    if sides.iter().any(|(event, _)| event.is_none()) {
        let ends = sides.map(|(event, _)| event.is_none().then(|| "(ends here)".to_owned()));
        rows.push(Row { name: String::new(), sides: ends });
    }
    for key in keys(&objects) {
        let [left, right] = [0, 1].map(|n: usize| {
            let value = objects.get(n).and_then(|object| object.get(&key));
            value.zip(sides.get(n)).map(|(value, (_, run))| words(&key, value, run))
        });
        if key == "sip" {
            rows.extend(lines(left.as_deref(), right.as_deref()));
        } else {
            rows.push(Row { name: key, sides: [left, right] });
        }
    }
    rows
}

/// Every key of either, in an order that people read in; a message last.
fn keys(objects: &[Map<String, Value>; 2]) -> Vec<String> {
    let first = ["id", "at", "node", "what", "to", "from", "cause"];
    let mut keys: Vec<String> = first.map(str::to_owned).into();
    let has = |key: &str| objects.iter().any(|object| object.contains_key(key));
    keys.retain(|key| has(key));
    for key in objects.iter().flat_map(Map::keys).filter(|key| *key != "sip") {
        if !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    if has("sip") {
        keys.push("sip".to_owned());
    }
    keys
}

/// A value as people say it: times in seconds, nodes by their names.
fn words(key: &str, value: &Value, run: &Recording) -> String {
    match (key, value) {
        (_, Value::String(text)) => text.clone(),
        ("at", Value::Number(at)) => {
            at.as_i64().map_or_else(String::new, |at| Instant::from_micros(at).to_string())
        }
        ("node" | "to" | "from", Value::Number(id)) => {
            let node = id.as_u64().and_then(|id| u32::try_from(id).ok()).map(NodeId);
            node.map_or_else(String::new, |node| run.header.node_name(node).to_owned())
        }
        (_, other) => other.to_string(),
    }
}

/// Two messages line by line, like beside like.
fn lines(left: Option<&str>, right: Option<&str>) -> Vec<Row> {
    let split = |text: Option<&str>| -> Vec<String> {
        text.unwrap_or_default().lines().map(str::to_owned).collect()
    };
    let (old, new) = (split(left), split(right));
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) =
        (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
    let diff = TextDiff::from_slices(&old_lines, &new_lines);
    let mut rows = Vec::new();
    for op in diff.ops() {
        let (left, right) = (op.old_range(), op.new_range());
        // What was replaced stands beside what replaced it, as far as there are lines on both sides.
        let length = match op {
            DiffOp::Equal { len, .. } => *len,
            _ => left.len().max(right.len()),
        };
        for n in 0..length {
            let line = |lines: &[String], range: &std::ops::Range<usize>| {
                lines.get(range.start + n).filter(|_| n < range.len()).cloned()
            };
            let name = if rows.is_empty() { "sip" } else { "" };
            rows.push(Row {
                name: name.to_owned(),
                sides: [line(&old, &left), line(&new, &right)],
            });
        }
    }
    rows
}

/// The rows as text; `!` stands between what differs.
pub(super) fn table(rows: &[Row], paint: Paint) -> String {
    let names = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
    let lefts = rows.iter().filter_map(|row| row.sides[0].as_deref());
    let width = lefts.map(|left| left.chars().count()).max().unwrap_or(0).clamp(12, COLUMN);
    let mut text = String::new();
    for row in rows {
        let [left, right] =
            [0, 1].map(|n: usize| pieces(row.sides.get(n).and_then(Option::as_deref)));
        for n in 0..left.len().max(right.len()) {
            let piece = |all: &[String]| all.get(n).cloned().unwrap_or_default();
            let name = if n == 0 { row.name.as_str() } else { "" };
            let mark = if row.differs() { '!' } else { ' ' };
            let line = format!("  {name:names$}  {:width$} {mark} {}", piece(&left), piece(&right));
            let line = line.trim_end();
            text.push_str(&if row.differs() { paint.doubtful(line) } else { line.to_owned() });
            text.push('\n');
        }
    }
    text
}

/// A side in pieces that fit; a side that has nothing is an empty one.
fn pieces(text: Option<&str>) -> Vec<String> {
    let characters: Vec<char> = text.unwrap_or_default().chars().collect();
    let mut pieces: Vec<String> = characters.chunks(COLUMN).map(|c| c.iter().collect()).collect();
    if pieces.is_empty() {
        pieces.push(String::new());
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_beside_their_like_and_what_differs_is_marked() {
        let text = table(&lines(Some("a\nb\nc\n"), Some("a\nx\ny\nc\n")), Paint(false));
        let expected = "  sip  a              a\n       b            ! x\n                    ! y\n       c              c\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn what_is_too_long_goes_on_below() {
        let long = "x".repeat(COLUMN + 3);
        let row = Row { name: "k".to_owned(), sides: [Some(long), Some("y".to_owned())] };
        let text = table(&[row], Paint(false));
        let lines: Vec<&str> = text.lines().collect();
        assert!(
            lines[0].ends_with("x ! y") && lines[1].trim() == format!("{:COLUMN$} !", "xxx"),
            "{text}"
        );
    }
}
