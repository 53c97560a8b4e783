//! Events in chunks that forks share.
//!
//! A world is forked often (checkpoints of the page, "what if this NOTIFY was lost?"), and its
//! past is the same in every fork: no event is ever copied. Who goes on after a fork begins a chunk
//! of its own.

use super::Event;
use crate::queue::Queue;
use std::sync::Arc;

/// Most events in a chunk.
const CHUNK: usize = 1_024;

/// Events in a row.
#[derive(Clone, Debug)]
struct Chunk {
    /// The number of the first, counted from all that were ever pushed.
    first: u64,
    events: Arc<Vec<Event>>,
}

/// The last `room` events.
#[derive(Clone, Debug)]
pub(super) struct Store {
    room: u64,
    /// How many were ever pushed.
    pushed: u64,
    /// None of them is empty.
    chunks: Queue<Chunk>,
}

impl Store {
    pub(super) fn new(room: u64) -> Self {
        Store { room, pushed: 0, chunks: Queue::default() }
    }

    pub(super) fn push(&mut self, event: Event) {
        if self.room == 0 {
            return;
        }
        let last = self.chunks.back_mut().and_then(|chunk| Arc::get_mut(&mut chunk.events));
        match last.filter(|events| events.len() < CHUNK) {
            Some(events) => events.push(event),
            None => {
                let events = Arc::new(vec![event]);
                self.chunks.push_back(Chunk { first: self.pushed, events });
                self.let_go();
            }
        }
        self.pushed += 1;
    }

    /// Lets the oldest chunks go that no longer hold any of the last `room` events.
    fn let_go(&mut self) {
        let hidden = self.pushed.saturating_sub(self.room);
        while self.chunks.get(1).is_some_and(|second| second.first <= hidden) {
            self.chunks.pop_front();
        }
    }

    /// How many events can be seen.
    pub(super) fn len(&self) -> u64 {
        self.pushed.min(self.room)
    }

    /// The event at `place`, counted from the oldest that can be seen.
    pub(super) fn get(&self, place: u64) -> Option<&Event> {
        let number = (self.pushed - self.len()).checked_add(place)?;
        let later = self.chunks.partition_point(|chunk| chunk.first <= number);
        let chunk = self.chunks.get(later.checked_sub(1)?)?;
        chunk.events.get(usize::try_from(number - chunk.first).ok()?)
    }

    /// The events from `place` on, counted from the oldest that can be seen.
    pub(super) fn iter_from(
        &self,
        place: u64,
    ) -> impl DoubleEndedIterator<Item = &Event> + Clone + '_ {
        (place..self.len()).filter_map(|place| self.get(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{EventId, NodeId};
    use crate::node::Command;
    use crate::time::Instant;
    use crate::trace::What;

    fn push(store: &mut Store, numbers: core::ops::Range<u64>) {
        for number in numbers {
            let what = What::Command(Command::Connect);
            let (id, at, node) = (EventId(number), Instant::ZERO, NodeId(0));
            store.push(Event { id, at, node, cause: None, what });
        }
    }

    fn seen(store: &Store) -> Vec<u64> {
        store.iter_from(0).map(|event| event.id.0).collect()
    }

    #[test]
    fn forks_share_their_past_and_go_on_by_themselves() {
        for (room, before) in [(u64::MAX, 3), (u64::MAX, 1_024), (1_500, 3_000)] {
            let mut store = Store::new(room);
            push(&mut store, 0..before);
            let mut fork = store.clone();
            push(&mut store, 10_000..10_002);
            push(&mut fork, 20_000..20_001);
            let own = |from: u64, to: u64| (0..before).chain(from..to).collect::<Vec<_>>();
            let last = |all: Vec<u64>| {
                let skip = all.len().saturating_sub(usize::try_from(room).unwrap_or(usize::MAX));
                all[skip..].to_vec()
            };
            assert_eq!(seen(&store), last(own(10_000, 10_002)), "room {room}");
            assert_eq!(seen(&fork), last(own(20_000, 20_001)), "room {room}");
            let past = |store: &Store| Arc::as_ptr(&store.chunks[0].events);
            assert_eq!(past(&store), past(&fork));
        }
    }
}
