//! Taking events in.

use super::encode::{self, Encoder};
use super::store::Store;
use super::{Event, Kept, What};
use crate::digest::{Digest, Digester};
use crate::id::{EventId, NodeId};
use crate::limits;
use crate::time::Instant;

/// How many events stay to be looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TraceLevel {
    /// All of them, up to [`limits::TRACE_EVENTS`]; past that it is a ring of so many.
    #[default]
    Full,
    /// The last so many.
    Ring(u32),
    /// None.
    DigestOnly,
}

/// Everything that happened in a run, as far as its level lets it be seen.
#[derive(Clone, Debug)]
pub struct Trace {
    level: TraceLevel,
    digester: Digester,
    /// Room for one encoded event, used again and again.
    scratch: Encoder,
    next: u64,
    store: Store,
    kept: Kept,
}

impl Trace {
    /// An empty trace.
    pub fn new(level: TraceLevel) -> Self {
        let room = match level {
            TraceLevel::Full => limits::TRACE_EVENTS.bound,
            TraceLevel::Ring(n) => u64::from(n).min(limits::TRACE_EVENTS.bound),
            TraceLevel::DigestOnly => 0,
        };
        Trace {
            level,
            digester: Digester::new(encode::FORMAT),
            scratch: Encoder::default(),
            next: 0,
            store: Store::new(room),
            kept: Kept::default(),
        }
    }

    /// Takes one event in and returns its number.
    pub(crate) fn record(
        &mut self,
        at: Instant,
        node: NodeId,
        cause: Option<EventId>,
        what: What,
    ) -> EventId {
        let id = EventId(self.next);
        self.next += 1;
        let event = Event { id, at, node, cause, what };
        self.scratch.clear();
        encode::encode(&mut self.scratch, &event);
        self.digester.update(self.scratch.bytes());
        if let What::Node(node_event) = &event.what {
            self.kept.take_in(&event, node_event);
        }
        self.store.push(event);
        id
    }

    /// The level that it was made with.
    pub fn level(&self) -> TraceLevel {
        self.level
    }

    /// The digest of all events so far, the same at every level.
    pub fn digest(&self) -> Digest {
        self.digester.digest()
    }

    /// What is known of now, the same at every level.
    pub fn kept(&self) -> &Kept {
        &self.kept
    }

    /// How many events there were, whether they can be seen or not.
    pub fn count(&self) -> u64 {
        self.next
    }

    /// The number of the first event that can be seen. More than 0 where a ring has let older ones
    /// go; equal to [`Trace::count`] where none can be seen.
    pub fn first_visible(&self) -> EventId {
        EventId(self.next - self.store.len())
    }

    /// A full trace that grew past its limit and keeps only its last events says so here.
    pub fn truncation_notice(&self) -> Option<String> {
        let gone = self.first_visible().0;
        (self.level == TraceLevel::Full && gone > 0).then(|| {
            let limit = limits::TRACE_EVENTS;
            format!(
                "the first {gone} events are no longer shown: a trace keeps the last {} ({})",
                limit.bound, limit.name
            )
        })
    }

    /// An event, if it can be seen.
    pub fn get(&self, id: EventId) -> Option<&Event> {
        let place = id.0.checked_sub(self.first_visible().0)?;
        self.store.get(place)
    }

    /// The events that can be seen, oldest first.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = &Event> + Clone + '_ {
        self.store.iter_from(0)
    }

    /// The events from number `id` on that can be seen, oldest first.
    pub fn events_from(&self, id: EventId) -> impl DoubleEndedIterator<Item = &Event> + Clone + '_ {
        self.store.iter_from(id.0.saturating_sub(self.first_visible().0))
    }

    /// The event and what led to it, newest first, as far as it can be seen.
    pub fn causes(&self, id: EventId) -> impl Iterator<Item = &Event> + '_ {
        core::iter::successors(self.get(id), |event| self.get(event.cause?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::Command;

    fn filled(level: TraceLevel, events: i64) -> Trace {
        let mut trace = Trace::new(level);
        let mut cause = None;
        for n in 0..events {
            let what = What::Command(Command::PressBlf(1));
            cause = Some(trace.record(Instant::from_micros(n), NodeId(1), cause, what));
        }
        trace
    }

    #[test]
    fn the_digest_is_the_same_at_every_level() {
        let full = filled(TraceLevel::Full, 5_000);
        for level in [TraceLevel::Ring(0), TraceLevel::Ring(7), TraceLevel::DigestOnly] {
            assert_eq!(filled(level, 5_000).digest(), full.digest(), "{level:?}");
        }
        assert_ne!(filled(TraceLevel::Full, 4_999).digest(), full.digest());
    }

    #[test]
    fn a_ring_shows_exactly_its_last_events_by_their_numbers() {
        for (size, events) in [(1, 1), (1, 10), (7, 3), (7, 5_000), (1_024, 1_025), (2_000, 5_000)]
        {
            let trace = filled(TraceLevel::Ring(size), events);
            let seen: Vec<u64> = trace.events().map(|e| e.id.0).collect();
            let all = u64::try_from(events).unwrap();
            let first = all.saturating_sub(u64::from(size));
            assert_eq!(seen, (first..all).collect::<Vec<_>>(), "ring of {size}, {events} events");
            assert_eq!(trace.get(EventId(first)).map(|e| e.id.0), Some(first));
            assert_eq!(first.checked_sub(1).and_then(|gone| trace.get(EventId(gone))), None);
        }
    }

    #[test]
    fn causes_lead_back_to_the_first_event() {
        let trace = filled(TraceLevel::Full, 3_000);
        assert_eq!(trace.causes(EventId(2_999)).count(), 3_000);
    }

    #[test]
    fn a_full_trace_past_its_limit_turns_into_a_ring_and_says_so() {
        let mut trace = filled(TraceLevel::Full, 10);
        assert_eq!(trace.truncation_notice(), None);
        trace.store = Store::new(4);
        let more = filled(TraceLevel::Full, 0);
        assert_eq!(more.truncation_notice(), None);
        for _ in 0..8 {
            trace.record(Instant::ZERO, NodeId(0), None, What::Command(Command::Connect));
        }
        assert_eq!(trace.events().count(), 4);
        assert!(trace.truncation_notice().unwrap().starts_with("the first 14 events"));
    }
}
