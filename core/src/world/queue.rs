//! What is to happen, in total order.
//!
//! **The order law.** Items happen in the order of `(time, rank, sequence)`: first what is
//! earlier; at one instant deliveries before timers before commands (of users, and faults of the
//! network); among equals, what was queued first. Sequence numbers are never used twice, so no two items are
//! equal.

use crate::id::{NodeId, PhoneId};
use crate::limits::{self, LimitReached};
use crate::time::Instant;
use core::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// What comes first at one instant. (Checks of a scenario come last: they are made from outside
/// after everything else of that instant.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Delivery,
    Timer,
    Command,
}

/// What is due: small, because the heap moves it about. Contents wait elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// The datagram in this slot of the mail arrives.
    Datagram(u32),
    /// The first in-process message in line on this link arrives; `true` is away from the
    /// CallManager in the middle.
    Link(PhoneId, bool),
    /// A node is woken.
    Wake(NodeId),
    /// The order in this slot is carried out.
    Order(u32),
}

/// A due item with its place in the total order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) at: Instant,
    /// Rank in the two highest bits, sequence below: one comparison orders both.
    order: u64,
    pub(super) due: Due,
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Item {}
impl PartialOrd for Item {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Item {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

/// The queue of the world.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    heap: BinaryHeap<Reverse<Item>>,
    next: u64,
}

impl Queue {
    /// Adds an item.
    ///
    /// # Errors
    /// [`LimitReached`] where the queue is full.
    pub(super) fn push(&mut self, at: Instant, due: Due) -> Result<(), LimitReached> {
        limits::QUEUED.check(self.heap.len() + 1)?;
        let rank = match due {
            Due::Datagram(_) | Due::Link(..) => Rank::Delivery,
            Due::Wake(_) => Rank::Timer,
            Due::Order(_) => Rank::Command,
        };
        let order = (rank as u64) << 62 | self.next;
        self.next += 1;
        self.heap.push(Reverse(Item { at, order, due }));
        Ok(())
    }

    /// Takes the first item out.
    pub(super) fn pop(&mut self) -> Option<Item> {
        self.heap.pop().map(|Reverse(item)| item)
    }

    /// When the first item is due.
    pub(super) fn next_at(&self) -> Option<Instant> {
        self.heap.peek().map(|Reverse(item)| item.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_by_time_then_rank_then_age() {
        let mut queue = Queue::default();
        let (one, two) = (Instant::from_secs(1), Instant::from_secs(2));
        let queued = [
            (two, Due::Datagram(0)),
            (one, Due::Order(1)),
            (one, Due::Wake(NodeId(2))),
            (one, Due::Datagram(3)),
            (one, Due::Order(4)),
            (one, Due::Link(PhoneId(5), true)),
        ];
        for (at, due) in queued {
            queue.push(at, due).unwrap();
        }
        let order: Vec<Due> = core::iter::from_fn(|| queue.pop()).map(|item| item.due).collect();
        let expected = [3, 5, 2, 1, 4, 0].map(|place: usize| queued[place].1);
        assert_eq!(order, expected);
    }

    #[test]
    fn an_item_is_small_because_a_heap_moves_it_about() {
        assert!(size_of::<Item>() <= 32, "{}", size_of::<Item>());
    }
}
