//! Events in chunks that forks share.
//!
//! A world is forked often (checkpoints of the page, "what if this NOTIFY was lost?"), and its
//! past is the same in every fork: full chunks are shared, only the last one is copied.

use super::Event;
use std::collections::VecDeque;
use std::sync::Arc;

/// Events in a chunk. A fork copies half a chunk on average.
const CHUNK: usize = 1_024;

/// The last `room` events.
#[derive(Clone, Debug)]
pub(super) struct Store {
    room: u64,
    full: VecDeque<Arc<Vec<Event>>>,
    last: Vec<Event>,
}

impl Store {
    pub(super) fn new(room: u64) -> Self {
        Store { room, full: VecDeque::new(), last: Vec::new() }
    }

    pub(super) fn push(&mut self, event: Event) {
        if self.room == 0 {
            return;
        }
        if self.last.len() == CHUNK {
            let chunk = core::mem::replace(&mut self.last, Vec::with_capacity(CHUNK));
            self.full.push_back(Arc::new(chunk));
            self.let_go();
        }
        self.last.push(event);
    }

    /// Lets the oldest chunks go that no longer hold any of the last `room` events.
    fn let_go(&mut self) {
        while self.held() >= self.room.saturating_add(CHUNK as u64) {
            self.full.pop_front();
        }
    }

    /// How many events are held, some of them perhaps no longer within `room`.
    fn held(&self) -> u64 {
        (self.full.len() * CHUNK + self.last.len()) as u64
    }

    /// How many events can be seen.
    pub(super) fn len(&self) -> u64 {
        self.held().min(self.room)
    }

    /// The event at `place`, counted from the oldest that can be seen.
    pub(super) fn get(&self, place: u64) -> Option<&Event> {
        let at = usize::try_from(self.hidden().checked_add(place)?).ok()?;
        match self.full.get(at / CHUNK) {
            Some(chunk) => chunk.get(at % CHUNK),
            None => self.last.get(at - self.full.len() * CHUNK),
        }
    }

    /// The events from `place` on, counted from the oldest that can be seen.
    pub(super) fn iter_from(
        &self,
        place: u64,
    ) -> impl DoubleEndedIterator<Item = &Event> + Clone + '_ {
        (place..self.len()).filter_map(|place| self.get(place))
    }

    fn hidden(&self) -> u64 {
        self.held() - self.len()
    }
}
