//! The ladder: one lane for each node, one arrow for each message, time going down.

mod build;
mod label;
mod text;

pub use build::{LadderBuilder, ladder};
pub use label::{Label, label};

use super::MessageId;
use crate::id::{EventId, NodeId};
use crate::network::DropReason;
use crate::time::Instant;

/// What a ladder shall show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LadderOptions {
    /// Nothing before this.
    pub from: Instant,
    /// Nothing after this.
    pub to: Instant,
    /// Only what these nodes take part in; empty means all.
    pub nodes: Vec<NodeId>,
    /// Whether in-process messages have arrows too.
    pub links: bool,
    /// Whether commands, faults, timers and lamps are marked on their lanes.
    pub marks: bool,
}

impl Default for LadderOptions {
    /// Everything.
    fn default() -> Self {
        LadderOptions {
            from: Instant::ZERO,
            to: Instant::FAR_FUTURE,
            nodes: Vec::new(),
            links: true,
            marks: true,
        }
    }
}

/// Lanes and rows. `Display` draws it as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// From left to right: half of the phones, CallManager, the other half; so that most arrows
    /// are short. Only those who take part.
    pub lanes: Vec<Lane>,
    /// Oldest first.
    pub rows: Vec<Row>,
    /// Where older events are no longer there: a sentence that says so.
    pub notice: Option<String>,
}

/// One lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Whose.
    pub node: NodeId,
    /// Its name.
    pub name: String,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A message.
    Arrow(Arrow),
    /// Something that happened at one node.
    Mark(Mark),
}

/// Which kind of message an arrow stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrowKind {
    /// A SIP datagram.
    Datagram,
    /// An in-process message.
    Link,
}

/// A message with all its retransmissions: byte for byte the same, between the same two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// A datagram or an in-process message.
    pub kind: ArrowKind,
    /// Who sent it.
    pub from: NodeId,
    /// To whom.
    pub to: NodeId,
    /// What stands on it.
    pub label: Label,
    /// Each time that it was sent, oldest first; never empty.
    pub passages: Vec<Passage>,
}

/// One sending of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The event of its sending.
    pub event: EventId,
    /// Its number.
    pub message: MessageId,
    /// When it was sent.
    pub at: Instant,
    /// When it arrived; twice where the network doubled it.
    pub arrived: Vec<Instant>,
    /// When and why it was dropped.
    pub dropped: Option<(Instant, DropReason)>,
}

/// Something that happened at one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The event.
    pub event: EventId,
    /// When.
    pub at: Instant,
    /// Where.
    pub node: NodeId,
    /// What, in words.
    pub text: String,
}

impl Ladder {
    /// Keeps only requests about this number, and their answers. An answer carries no number of
    /// its own here: it belongs to the oldest request of its method that waits for one.
    pub fn keep_about(&mut self, number: &str) {
        let mut waiting: Vec<(NodeId, String, bool)> = Vec::new();
        self.rows.retain(|row| {
            let Row::Arrow(arrow) = row else { return false };
            match &arrow.label.answers {
                None => {
                    let kept = arrow.label.about.as_deref() == Some(number);
                    waiting.push((arrow.from, arrow.label.kind.clone(), kept));
                    kept
                }
                Some(method) => {
                    let asked = |(from, kind, _): &(NodeId, String, bool)| {
                        *from == arrow.to && kind == method
                    };
                    let request = waiting.iter().position(asked).map(|at| waiting.remove(at));
                    request.is_some_and(|(.., kept)| kept)
                }
            }
        });
    }
}

impl Row {
    /// When it was sent for the first time, or happened.
    pub fn at(&self) -> Instant {
        match self {
            Row::Arrow(arrow) => arrow.passages.first().map_or(Instant::ZERO, |first| first.at),
            Row::Mark(mark) => mark.at,
        }
    }
}
