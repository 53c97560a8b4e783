//! The live watches: a slab, with a list for each presentity threaded through it.

use crate::id::{DnId, WatchId};
use crate::limits::{self, LimitReached};

/// The end of a list.
const NONE: u32 = u32::MAX;
/// A [`WatchId`] is the position in its low bits and the slot's generation above them.
const POSITION_BITS: u32 = 20;
const POSITION_MASK: u32 = (1 << POSITION_BITS) - 1;

/// One watch, or a free slot (then `dn` is [`NONE`] and `next` the next free one).
#[derive(Clone, Copy, Debug)]
struct Slot {
    dn: u32,
    handle: u32,
    previous: u32,
    next: u32,
    generation: u32,
}

/// The ends of a presentity's list, oldest watch first.
#[derive(Clone, Copy, Debug)]
struct Ends {
    oldest: u32,
    newest: u32,
}

const EMPTY: Ends = Ends { oldest: NONE, newest: NONE };

/// All watches of a cluster.
#[derive(Clone, Debug)]
pub(super) struct Watches {
    slots: Vec<Slot>,
    free: u32,
    live: usize,
    ends: Vec<Ends>,
}

impl Watches {
    pub(super) fn new(presentities: usize) -> Self {
        Watches { slots: Vec::new(), free: NONE, live: 0, ends: vec![EMPTY; presentities] }
    }

    pub(super) fn len(&self) -> usize {
        self.live
    }

    pub(super) fn add(&mut self, dn: DnId, handle: u32) -> Result<WatchId, LimitReached> {
        limits::WATCHES.check(self.live + 1)?;
        if self.ends.len() <= dn.index() {
            self.ends.resize(dn.index() + 1, EMPTY);
        }
        let position = self.take_slot();
        let ends = &mut self.ends[dn.index()];
        let previous = ends.newest;
        ends.newest = position;
        if previous == NONE {
            ends.oldest = position;
        } else {
            self.slots[previous as usize].next = position;
        }
        let slot = &mut self.slots[position as usize];
        (slot.dn, slot.handle) = (dn.0, handle);
        (slot.previous, slot.next) = (previous, NONE);
        self.live += 1;
        Ok(id(position, slot.generation))
    }

    fn take_slot(&mut self) -> u32 {
        if self.free != NONE {
            let position = self.free;
            self.free = self.slots[position as usize].next;
            return position;
        }
        // `limits::WATCHES` keeps this below 2^20.
        let position = u32::try_from(self.slots.len()).unwrap_or(NONE);
        self.slots.push(Slot { dn: NONE, handle: 0, previous: NONE, next: NONE, generation: 0 });
        position
    }

    /// The position of a watch that still lives.
    fn position(&self, watch: WatchId) -> Option<usize> {
        let position = watch.0 & POSITION_MASK;
        let slot = self.slots.get(position as usize)?;
        (slot.dn != NONE && id(position, slot.generation) == watch).then_some(position as usize)
    }

    pub(super) fn get(&self, watch: WatchId) -> Option<(DnId, u32)> {
        let slot = self.slots.get(self.position(watch)?)?;
        Some((DnId(slot.dn), slot.handle))
    }

    pub(super) fn remove(&mut self, watch: WatchId) {
        let Some(position) = self.position(watch) else { return };
        let Slot { dn, previous, next, .. } = self.slots[position];
        match previous {
            NONE => self.ends[dn as usize].oldest = next,
            p => self.slots[p as usize].next = next,
        }
        match next {
            NONE => self.ends[dn as usize].newest = previous,
            n => self.slots[n as usize].previous = previous,
        }
        let slot = &mut self.slots[position];
        slot.dn = NONE;
        slot.generation = slot.generation.wrapping_add(1);
        slot.next = self.free;
        self.free = watch.0 & POSITION_MASK;
        self.live -= 1;
    }

    pub(super) fn of(&self, dn: DnId) -> impl Iterator<Item = (WatchId, u32)> + '_ {
        let mut at = self.ends.get(dn.index()).map_or(NONE, |ends| ends.oldest);
        core::iter::from_fn(move || {
            let slot = self.slots.get(at as usize)?;
            let found = (id(at, slot.generation), slot.handle);
            at = slot.next;
            Some(found)
        })
    }
}

fn id(position: u32, generation: u32) -> WatchId {
    WatchId((generation << POSITION_BITS) | position)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handles(w: &Watches, dn: DnId) -> Vec<u32> {
        w.of(dn).map(|(_, handle)| handle).collect()
    }

    #[test]
    fn watchers_are_listed_oldest_first_whoever_leaves() {
        let (a, b) = (DnId(0), DnId(1));
        let mut w = Watches::new(2);
        let ids: Vec<WatchId> = (0..5).map(|h| w.add(a, h).unwrap()).collect();
        w.add(b, 90).unwrap();
        for gone in [0, 2, 4] {
            w.remove(ids[gone]);
        }
        assert_eq!((handles(&w, a), handles(&w, b)), (vec![1, 3], vec![90]));
        w.add(a, 7).unwrap();
        assert_eq!((handles(&w, a), w.len()), (vec![1, 3, 7], 4));
    }

    #[test]
    fn an_ended_watch_is_never_taken_for_the_next_in_its_slot() {
        let mut w = Watches::new(1);
        let old = w.add(DnId(0), 1).unwrap();
        w.remove(old);
        let new = w.add(DnId(0), 2).unwrap();
        w.remove(old);
        assert_ne!(old, new);
        assert_eq!((w.get(old), w.get(new)), (None, Some((DnId(0), 2))));
    }

    #[test]
    fn one_watch_past_the_bound_is_refused_and_positions_fit_their_bits() {
        let mut w = Watches::new(1);
        for handle in 0..1_000_000 {
            w.add(DnId(0), handle).unwrap();
        }
        assert_eq!(w.add(DnId(0), 0), Err(limits::WATCHES.reached()));
        assert!(limits::WATCHES.bound <= u64::from(POSITION_MASK));
    }
}
