//! What happened in a run, over time: the ladder, and the lanes of lamps.

use crate::wire::Sealed;
use serde::Serialize;

/// Rows of the ladder with what one needs to scroll.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LadderView {
    /// The lanes, left to right: CallManager and the phones.
    pub lanes: Sealed<Vec<String>>,
    /// How many rows there are in all.
    pub total: u32,
    /// The first row given.
    pub from: u32,
    /// The rows.
    pub rows: Vec<LadderRow>,
    /// What was left out, told in words (a ring trace); empty otherwise.
    pub notice: String,
}

/// What a ladder row is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// A SIP message.
    #[default]
    Sip,
    /// A message of an in-process link.
    Link,
    /// A user or a step of the scenario acts.
    Act,
    /// A lamp changes.
    Lamp,
    /// A line changes.
    Line,
    /// A timer did something.
    Timer,
    /// A fault.
    Fault,
}

/// One row of the ladder.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LadderRow {
    /// The event's number.
    pub event: u32,
    /// When, microseconds.
    pub at_us: i64,
    /// What kind of row.
    pub kind: RowKind,
    /// The lane it starts at.
    pub from_lane: u16,
    /// The lane it points to (the same for what happens at one node).
    pub to_lane: u16,
    /// `NOTIFY 1111 on-the-phone`.
    pub label: String,
    /// How often it was sent again.
    pub repeats: u16,
    /// Whether it never arrived, and why.
    pub lost: String,
    /// When it arrived, microseconds; 0 where that means nothing.
    pub arrived_us: i64,
}

/// A span of one value on a lane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Span {
    /// From, microseconds.
    pub from_us: i64,
    /// To, microseconds.
    pub to_us: i64,
    /// The value: a line state or a lamp face.
    pub value: String,
}

/// One thin row of a lane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LaneRow {
    /// `really`, or for a line on many phones the phone; `published`; `shown`.
    pub name: String,
    /// Its spans.
    pub spans: Vec<Span>,
}

/// The lane of one lamp: truth, published, shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LaneView {
    /// `Phone A BLF 1`.
    pub subject: String,
    /// The label of the key or the number of the entry.
    pub label: String,
    /// The truth of each phone that has the line, then published, then shown.
    pub rows: Vec<LaneRow>,
}
