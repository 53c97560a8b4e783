//! Moments ahead, the earliest first. A record has one deadline that counts: the one that it names
//! itself; others are stale and fall out when they come to the top.

use super::slab::Key;
use crate::time::Instant;
use core::cmp::Reverse;
use std::collections::BinaryHeap;

/// A heap of `(moment, key)`.
#[derive(Clone, Debug, Default)]
pub(super) struct Deadlines {
    heap: BinaryHeap<Reverse<(Instant, Key)>>,
}

impl Deadlines {
    /// Adds a deadline; one that never comes is not kept.
    pub(super) fn set(&mut self, at: Instant, key: Key) {
        if at < Instant::FAR_FUTURE {
            self.heap.push(Reverse((at, key)));
        }
    }

    /// The earliest. After [`Deadlines::prune`] it is a live one.
    pub(super) fn first(&self) -> Option<(Instant, Key)> {
        self.heap.peek().map(|Reverse(first)| *first)
    }

    /// Takes the earliest that is due, live or stale.
    pub(super) fn pop_due(&mut self, now: Instant) -> Option<(Instant, Key)> {
        self.first().filter(|(at, _)| *at <= now)?;
        self.heap.pop().map(|Reverse(first)| first)
    }

    /// Drops stale deadlines from the top; `live` tells the moment that a record waits for.
    pub(super) fn prune(&mut self, live: impl Fn(Key) -> Option<Instant>) {
        while let Some((at, key)) = self.first() {
            if live(key) == Some(at) {
                break;
            }
            self.heap.pop();
        }
    }

    /// Drops all.
    pub(super) fn clear(&mut self) {
        self.heap.clear();
    }
}
