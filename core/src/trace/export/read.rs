//! Reading trace files. They come from anywhere, so nothing in them is believed unchecked.

use super::Header;
use crate::id::{EventId, NodeId};
use crate::limits;
use crate::time::Instant;
use crate::trace::encode::FORMAT;
use core::fmt;
use serde::Deserialize;

/// A trace file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// Its first line.
    pub header: Header,
    /// Its events, oldest first.
    pub events: Vec<RecordedEvent>,
}

/// One event of a trace file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedEvent {
    /// Its number.
    pub id: EventId,
    /// When it happened.
    pub at: Instant,
    /// Where it happened.
    pub node: NodeId,
    /// Its kind, as the file names it: `sent`, `lamp`.
    pub what: String,
    /// Its whole line.
    pub line: String,
}

/// Why a file is no trace that we can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is larger than [`limits::TRACE_FILE_BYTES`].
    TooLarge,
    /// Its first line is not the header of a trace.
    NoHeader,
    /// It is of another version: this is its format.
    OtherFormat(String),
    /// A line, counted from 1, is not what its place demands.
    BadLine {
        /// Which line.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::TooLarge => write!(f, "{}", limits::TRACE_FILE_BYTES.reached()),
            ReadError::NoHeader => write!(f, "the first line is not the header of a `{FORMAT}`"),
            ReadError::OtherFormat(format) => {
                write!(f, "the file is a `{format}`; this engine reads `{FORMAT}`")
            }
            ReadError::BadLine { line, why } => write!(f, "line {line}: {why}"),
        }
    }
}

impl core::error::Error for ReadError {}

/// What every event line has.
#[derive(Deserialize)]
struct Common {
    id: u64,
    at: i64,
    node: u32,
    what: String,
}

/// Any header at all, to tell another version from nonsense.
#[derive(Deserialize)]
struct AnyHeader {
    format: String,
}

/// Reads a trace file.
///
/// # Errors
/// [`ReadError`] where it is too large, no trace, of another version, or broken in a line.
pub fn read(text: &str) -> Result<Recording, ReadError> {
    if limits::TRACE_FILE_BYTES.check(text.len()).is_err() {
        return Err(ReadError::TooLarge);
    }
    let mut lines = text.lines().enumerate();
    let header = read_header(lines.next().map_or("", |(_, line)| line))?;
    let mut expected = header.first;
    let mut events = Vec::new();
    for (n, line) in lines {
        let bad = |why: String| ReadError::BadLine { line: n + 1, why };
        let common: Common = serde_json::from_str(line).map_err(|error| bad(error.to_string()))?;
        if common.id != expected {
            return Err(bad(format!("event {} where {expected} was to come", common.id)));
        }
        expected += 1;
        events.push(RecordedEvent {
            id: EventId(common.id),
            at: Instant::from_micros(common.at),
            node: NodeId(common.node),
            what: common.what,
            line: line.to_owned(),
        });
    }
    if expected != header.events {
        let why = format!("the file ends before event {expected} of {}", header.events);
        return Err(ReadError::BadLine { line: events.len() + 2, why });
    }
    Ok(Recording { header, events })
}

fn read_header(line: &str) -> Result<Header, ReadError> {
    let any: AnyHeader = serde_json::from_str(line).map_err(|_| ReadError::NoHeader)?;
    if any.format != FORMAT {
        return Err(ReadError::OtherFormat(any.format));
    }
    serde_json::from_str(line)
        .map_err(|error| ReadError::BadLine { line: 1, why: error.to_string() })
}
