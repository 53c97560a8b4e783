//! Moments ahead, the earliest first. A record has one deadline that counts: the one that it names
//! itself; others are stale and fall out when they come to the top.

use super::slab::Key;
use crate::time::Instant;
use core::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many places may be stale or empty whatever the number of records.
const SPARE: usize = 1024;

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

    /// Drops stale deadlines from the top; `live` tells the moment that a record waits for, and
    /// `records` how many records there are. Where more than half is stale all of that goes, so
    /// that one who refreshes without end does not fill the heap. It is one function for all kinds of
    /// records: each would bring a copy of it into the page.
    pub(super) fn prune(&mut self, records: usize, live: &dyn Fn(Key) -> Option<Instant>) {
        while let Some((at, key)) = self.first() {
            if live(key) == Some(at) {
                break;
            }
            self.heap.pop();
        }
        if self.heap.len() > 2 * records + SPARE {
            self.heap.retain(|Reverse((at, key))| live(*key) == Some(*at));
        }
        if self.heap.capacity() > SPARE && self.heap.len() < self.heap.capacity() / 4 {
            self.heap.shrink_to(self.heap.len() * 2);
        }
    }

    /// Drops all.
    pub(super) fn clear(&mut self) {
        self.heap.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_that_are_moved_again_and_again_do_not_pile_up() {
        let (mut deadlines, key) = (Deadlines::default(), Key { slot: 0, stamp: 0 });
        for second in 1..=100_000 {
            let at = Instant::from_secs(second);
            // An early one that stays on top, so that the stale ones behind it are not reached.
            deadlines.set(Instant::from_secs(1), Key { slot: 1, stamp: 0 });
            deadlines.set(at, key);
            let live = |k: Key| Some(if k == key { at } else { Instant::from_secs(1) });
            deadlines.prune(2, &live);
            deadlines.pop_due(Instant::from_secs(1));
        }
        assert!(deadlines.heap.len() <= 2 * 2 + SPARE + 1, "{}", deadlines.heap.len());
    }
}
