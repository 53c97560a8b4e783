//! From events to rows.

use super::label::{Label, label};
use super::{Arrow, ArrowKind, Ladder, LadderOptions, Lane, Mark, Passage, Row};
use crate::digest::Digester;
use crate::gather::Gather;
use crate::id::NodeId;
use crate::lookup::LookupMap;
use crate::node::{CALL_MANAGER, NodeEvent, WakeReason};
use crate::site::Roster;
use crate::sorted::{SortedMap, SortedSet};
use crate::trace::seen::Seen;
use crate::trace::words::{command_words, fault_words, link_words, node_event_words, node_name};
use crate::trace::{Event, MessageId, Trace, What};

/// The ladder of what a trace still shows.
pub fn ladder(roster: &dyn Roster, trace: &Trace, options: &LadderOptions) -> Ladder {
    let mut builder = LadderBuilder::new(options.clone());
    builder.follow(roster, trace);
    Ladder { lanes: builder.lanes(roster), notice: builder.notice(), rows: builder.rows }
}

/// A ladder that grows with its trace: rows so far, and where to find the arrows that later events
/// complete. What was taken in once is not looked at again, so that a page that shows the end of a
/// long run pays for what is new.
#[derive(Clone, Debug, Default)]
pub struct LadderBuilder {
    options: LadderOptions,
    /// What of the trace is taken in.
    seen: Seen,
    rows: Vec<Row>,
    /// By number of the message: its row and its passage.
    passages: SortedMap<MessageId, (usize, usize)>,
    /// By the digest of sender, receiver and bytes: the row. The map is of a kind that the engine has.
    same_bytes: LookupMap<u64, u64>,
    taking_part: SortedSet<NodeId>,
}

impl LadderBuilder {
    /// A ladder of nothing so far.
    pub fn new(options: LadderOptions) -> Self {
        LadderBuilder { options, ..LadderBuilder::default() }
    }

    /// Takes in what happened since the last call. It must be the same run: of another one, or after
    /// going back, begin with a new builder. Where the trace has let events go since, it begins anew
    /// by itself.
    pub fn follow(&mut self, roster: &dyn Roster, trace: &Trace) {
        if !self.seen.is_still_whole(trace) {
            *self = LadderBuilder::new(core::mem::take(&mut self.options));
        }
        let options = core::mem::take(&mut self.options);
        for event in self.seen.news(trace) {
            self.take_in(roster, event, &options);
        }
        self.options = options;
    }

    /// Oldest first; the event of a row's first passage, or of its mark, grows from row to row.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Where older events are no longer there: a sentence that says so.
    pub fn notice(&self) -> Option<String> {
        self.seen.notice()
    }

    fn take_in(&mut self, roster: &dyn Roster, event: &Event, options: &LadderOptions) {
        match &event.what {
            What::Sent { message, to, bytes } => {
                if !shown(event, Some(*to), options) {
                    return;
                }
                let key = message_key(event.node, *to, bytes);
                let known = self.same_bytes.get(&key).and_then(|row| usize::try_from(*row).ok());
                let row = known.unwrap_or(self.rows.len());
                if known.is_none() {
                    self.same_bytes.insert(key, row as u64);
                    self.arrow(ArrowKind::Datagram, event.node, *to, label(bytes));
                }
                self.passage(row, event, *message);
            }
            What::LinkSent { message, to, content } => {
                if !options.links || !shown(event, Some(*to), options) {
                    return;
                }
                let label = Label { kind: link_words(roster, content), ..Label::default() };
                let row = self.rows.len();
                self.arrow(ArrowKind::Link, event.node, *to, label);
                self.passage(row, event, *message);
            }
            What::Delivered { message, .. } | What::LinkDelivered { message, .. } => {
                if let Some(passage) = self.passage_of(*message) {
                    passage.arrived.push(event.at);
                }
            }
            What::Dropped { message, why } => {
                if let Some(passage) = self.passage_of(*message) {
                    passage.dropped = Some((event.at, *why));
                }
            }
            What::Duplicated { .. } => {}
            What::Command(command) => self.mark(event, options, || command_words(command)),
            What::Fault(fault) => self.mark(event, options, || fault_words(roster, fault)),
            What::Configured { words } => self.mark(event, options, || words.to_string()),
            What::Node(told) if is_worth_a_mark(told) => {
                self.mark(event, options, || node_event_words(roster, event.node, told));
            }
            What::Node(_) => {}
        }
    }

    fn arrow(&mut self, kind: ArrowKind, from: NodeId, to: NodeId, label: Label) {
        self.taking_part.extend([from, to]);
        self.rows.push(Row::Arrow(Arrow { kind, from, to, label, passages: Vec::new() }));
    }

    fn passage(&mut self, row: usize, event: &Event, message: MessageId) {
        let Some(Row::Arrow(arrow)) = self.rows.get_mut(row) else { return };
        self.passages.insert(message, (row, arrow.passages.len()));
        arrow.passages.push(Passage {
            event: event.id,
            message,
            at: event.at,
            arrived: Vec::new(),
            dropped: None,
        });
    }

    fn passage_of(&mut self, message: MessageId) -> Option<&mut Passage> {
        let (row, passage) = *self.passages.get(&message)?;
        match self.rows.get_mut(row) {
            Some(Row::Arrow(arrow)) => arrow.passages.get_mut(passage),
            _ => None,
        }
    }

    fn mark(&mut self, event: &Event, options: &LadderOptions, words: impl FnOnce() -> String) {
        if options.marks && shown(event, None, options) {
            self.taking_part.insert(event.node);
            let (event, at, node) = (event.id, event.at, event.node);
            self.rows.push(Row::Mark(Mark { event, at, node, text: words() }));
        }
    }

    /// CallManager in the middle.
    fn lanes(&self, roster: &dyn Roster) -> Vec<Lane> {
        let phones = || self.taking_part.iter().copied().filter(|node| *node != CALL_MANAGER);
        let left = phones().count().div_ceil(2);
        let middle = self.taking_part.contains(&CALL_MANAGER).then_some(CALL_MANAGER);
        let order = phones().take(left).chain(middle).chain(phones().skip(left));
        order.map(|node| Lane { node, name: node_name(roster, node).to_owned() }).gather()
    }
}

/// What stands for a message and its two ends.
fn message_key(from: NodeId, to: NodeId, bytes: &[u8]) -> u64 {
    let mut digester = Digester::new("");
    digester.update(&from.0.to_le_bytes());
    digester.update(&to.0.to_le_bytes());
    digester.update(bytes);
    u64::try_from(digester.digest().0 >> 64).unwrap_or(0)
}

fn shown(event: &Event, other: Option<NodeId>, options: &LadderOptions) -> bool {
    let wanted = |node: NodeId| options.nodes.is_empty() || options.nodes.contains(&node);
    let in_time = options.from <= event.at && event.at <= options.to;
    in_time && (wanted(event.node) || other.is_some_and(wanted))
}

/// What CallManager thinks between two messages is for *Why?*, not for the ladder.
fn is_worth_a_mark(told: &NodeEvent) -> bool {
    match told {
        NodeEvent::Line { .. } | NodeEvent::Lamp { .. } | NodeEvent::LampGone { .. } => true,
        NodeEvent::TimerFired(reason) => *reason != WakeReason::Forget,
        _ => false,
    }
}
