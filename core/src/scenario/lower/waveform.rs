//! Waveforms: one row for a lamp, one letter for a column.

use super::super::model::{LampRef, Showing, WaveRow, Waveform};
use super::super::yaml::{Node, Reader, Value, Word};
use super::cast::Known;
use super::lamp::{lamp, watched};
use super::words;
use crate::diagnostic::{Code, Span};
use crate::time::{Duration, Instant};

/// Reads a waveform that stands at a step of time `at`.
pub(super) fn read(
    reader: &mut Reader<'_>,
    node: &Node,
    known: &Known<'_>,
    at: Instant,
) -> Option<Waveform> {
    if !matches!(node.value, Value::Text { block: true, .. }) {
        reader.word(node, "`waveform`")?;
        reader.tell(
            Code::BadWaveform,
            node.span,
            format_args!("a waveform is a block: `waveform: |` and its rows below"),
        );
        return None;
    }
    let told = reader.log.len();
    let mut column = Duration::from_secs(1);
    let mut rows: Vec<WaveRow> = Vec::new();
    for line in lines(reader, node) {
        match line.text.strip_prefix('#') {
            Some(comment) => scale(reader, comment, line, &mut column),
            None => rows.extend(row(reader, line, known)),
        }
    }
    if rows.is_empty() && reader.log.len() == told {
        reader.tell(
            Code::BadWaveform,
            node.span,
            format_args!("a waveform without rows checks nothing"),
        );
    }
    check_widths(reader, &rows, column, at);
    (reader.log.len() == told).then_some(Waveform { column, rows })
}

/// The lines of a block with their places, without the line of the `|` and without empty ones.
fn lines<'a>(reader: &Reader<'a>, node: &Node) -> Vec<Word<'a>> {
    let text: &'a str = reader.text;
    let block = text.get(node.span.range()).unwrap_or_default();
    let mut start = node.span.range().start;
    let mut lines = Vec::new();
    for raw in block.split_inclusive('\n') {
        let trimmed = raw.trim();
        let at = start + (raw.len() - raw.trim_start().len());
        if !trimmed.is_empty() && !trimmed.starts_with(['|', '>']) {
            lines.push(Word { text: trimmed, span: Span::new(at, at + trimmed.len()) });
        }
        start += raw.len();
    }
    lines
}

/// `# one column = 500ms, read just before it ends`: the one comment that says something.
fn scale(reader: &mut Reader<'_>, comment: &str, line: Word<'_>, column: &mut Duration) {
    let Some(rest) = comment.trim().strip_prefix("one column =") else { return };
    let text = rest.split(',').next().unwrap_or_default().trim();
    match words::duration(text) {
        Ok(duration) if duration > Duration::ZERO => *column = duration,
        other => {
            let message =
                other.err().unwrap_or_else(|| "a column takes more than no time".to_owned());
            reader.tell(Code::BadWaveform, line.span, format_args!("{message}"));
        }
    }
}

fn row(reader: &mut Reader<'_>, line: Word<'_>, known: &Known<'_>) -> Option<WaveRow> {
    let Some((name, letters)) = line.text.rsplit_once(char::is_whitespace) else {
        let message = format_args!("a row is the name of a lamp and its letters");
        reader.tell(Code::BadWaveform, line.span, message);
        return None;
    };
    let end = line.span.range().end;
    let letters = Word { text: letters, span: Span::new(end - letters.len(), end) };
    let (name, number) = split_number(name.trim());
    let start = line.span.range().start;
    let key = lamp(reader, Word { text: name, span: Span::new(start, start + name.len()) }, known);
    let showing = showing(reader, letters);
    let key = key?;
    if let Some(number) = number {
        check_number(reader, line, known, &key, name, number);
    }
    Some(WaveRow { key, letters: showing?, span: letters.span })
}

/// `Phone A BLF 1 (1111)`: the number in brackets is for the reader, and checked.
fn split_number(name: &str) -> (&str, Option<&str>) {
    let inner = name.strip_suffix(')').and_then(|name| name.rsplit_once('('));
    inner.map_or((name, None), |(name, number)| (name.trim(), Some(number.trim())))
}

fn check_number(
    reader: &mut Reader<'_>,
    line: Word<'_>,
    known: &Known<'_>,
    key: &LampRef,
    name: &str,
    number: &str,
) {
    // What an edit may change is not checked.
    let LampRef::Known(key) = key else { return };
    let watched = watched(known.site, key).filter(|_| !known.edits);
    if let Some(watched) = watched.filter(|watched| *watched != number && !watched.is_empty()) {
        let message = format_args!("`{name}` watches {watched}, not {number}");
        reader.tell(Code::BadWaveform, line.span, message);
    }
}

fn showing(reader: &mut Reader<'_>, letters: Word<'_>) -> Option<Vec<Showing>> {
    let mut shown = Vec::new();
    for (at, letter) in letters.text.char_indices() {
        let Some(showing) = Showing::from_letter(letter) else {
            let start = letters.span.range().start + at;
            let span = Span::new(start, start + letter.len_utf8());
            let message = format_args!("`{letter}` is no letter of a waveform");
            reader.tell(Code::BadWaveform, span, message).help(
                "`i` idle, `B` busy, `?` unknown, `-` entry without icon, `.` no entry or no lamp",
            );
            return None;
        };
        shown.push(showing);
    }
    Some(shown)
}

fn check_widths(reader: &mut Reader<'_>, rows: &[WaveRow], column: Duration, at: Instant) {
    let Some((first, others)) = rows.split_first() else { return };
    let width = first.letters.len();
    for row in others.iter().filter(|row| row.letters.len() != width) {
        let message =
            format_args!("this row has {} columns, the first one {width}", row.letters.len());
        let above = reader.place(first.span);
        reader.tell(Code::BadWaveform, row.span, message).also(above, &format!("{width} columns"));
    }
    let end = Instant::ZERO + column.times(i64::try_from(width).unwrap_or(i64::MAX));
    if end > at {
        let message = format_args!("the waveform reaches to {end}, and its step is at {at}");
        reader
            .tell(Code::BadWaveform, first.span, message)
            .help("put the step later, or make the waveform shorter");
    }
}
