//! Records by slot and stamp: small, bounded, found without a search.
//!
//! A key that travels in a message (a branch, a tag, a Call-ID) is the slot and the stamp of its
//! record, so whatever comes back leads to the record in one step, and a stale key to none.

/// The key of a record: its slot, and a random stamp that tells it from those before it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    pub(super) slot: u32,
    pub(super) stamp: u32,
}

impl Key {
    /// As one number: what is written into messages.
    pub(super) fn to_token(self) -> u64 {
        u64::from(self.stamp) << 32 | u64::from(self.slot)
    }

    /// Back from that number.
    pub(super) fn from_token(token: u64) -> Self {
        let part = |n: u64| u32::try_from(n & u64::from(u32::MAX)).unwrap_or(0);
        Key { slot: part(token), stamp: part(token >> 32) }
    }
}

#[derive(Clone, Debug)]
struct Entry<T> {
    stamp: u32,
    value: Option<T>,
}

/// How many records stand together. A table that grows moves at most these, and has at most these
/// to spare: 100 000 subscriptions shall not take the room of 131 072.
const CHUNK: usize = 256;

/// Above this many slots an empty table gives its room back.
const KEEP: usize = 1024;

/// Records with their keys. Free slots are used again, the last freed first.
#[derive(Debug)]
pub(super) struct Slab<T> {
    /// All full but the last.
    chunks: Vec<Vec<Entry<T>>>,
    free: Vec<u32>,
}

impl<T: Clone> Clone for Slab<T> {
    // Not made anew within the copy of each machine that has records.
    #[inline(never)]
    fn clone(&self) -> Self {
        Slab { chunks: self.chunks.clone(), free: self.free.clone() }
    }
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Slab { chunks: Vec::new(), free: Vec::new() }
    }
}

impl<T> Slab<T> {
    /// How many slots there are, with the free ones.
    fn slots(&self) -> usize {
        let last = self.chunks.last().map_or(0, Vec::len);
        self.chunks.len().saturating_sub(1) * CHUNK + last
    }

    fn entry(&self, slot: u32) -> Option<&Entry<T>> {
        let slot = slot as usize;
        self.chunks.get(slot / CHUNK)?.get(slot % CHUNK)
    }

    fn entry_mut(&mut self, slot: u32) -> Option<&mut Entry<T>> {
        let slot = slot as usize;
        self.chunks.get_mut(slot / CHUNK)?.get_mut(slot % CHUNK)
    }

    /// How many records there are.
    pub(super) fn len(&self) -> usize {
        self.slots() - self.free.len()
    }

    /// Puts a record in.
    pub(super) fn insert(&mut self, stamp: u32, value: T) -> Key {
        if let Some(slot) = self.free.pop()
            && let Some(entry) = self.entry_mut(slot)
        {
            *entry = Entry { stamp, value: Some(value) };
            return Key { slot, stamp };
        }
        // Tables are bounded far below 2^32 by their owners.
        let slot = u32::try_from(self.slots()).unwrap_or(u32::MAX);
        let entry = Entry { stamp, value: Some(value) };
        match self.chunks.last_mut().filter(|chunk| chunk.len() < CHUNK) {
            Some(chunk) => chunk.push(entry),
            None => self.chunks.push(vec![entry]),
        }
        Key { slot, stamp }
    }

    /// The record of a key.
    pub(super) fn get(&self, key: Key) -> Option<&T> {
        let entry = self.entry(key.slot)?;
        (entry.stamp == key.stamp).then_some(entry.value.as_ref())?
    }

    /// The record of a key, for changing.
    pub(super) fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        let entry = self.entry_mut(key.slot)?;
        (entry.stamp == key.stamp).then_some(entry.value.as_mut())?
    }

    /// The key of the record in a slot.
    pub(super) fn key_at(&self, slot: u32) -> Option<Key> {
        let entry = self.entry(slot)?;
        entry.value.is_some().then_some(Key { slot, stamp: entry.stamp })
    }

    /// The keys of all records, by slot.
    pub(super) fn keys(&self) -> impl Iterator<Item = Key> {
        let slots = u32::try_from(self.slots()).unwrap_or(u32::MAX);
        (0..slots).filter_map(|slot| self.key_at(slot))
    }

    /// Takes a record out.
    pub(super) fn remove(&mut self, key: Key) -> Option<T> {
        let entry = self.entry_mut(key.slot)?;
        if entry.stamp != key.stamp {
            return None;
        }
        let value = entry.value.take()?;
        self.free.push(key.slot);
        if self.free.len() == self.slots() && self.free.len() > KEEP {
            self.clear();
        }
        Some(value)
    }

    /// Takes everything out.
    pub(super) fn clear(&mut self) {
        *self = Slab::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stale_key_finds_nothing_even_when_its_slot_is_used_again() {
        let mut slab = Slab::default();
        let old = slab.insert(7, "old");
        assert_eq!(slab.remove(old), Some("old"));
        let new = slab.insert(8, "new");
        assert_eq!((new.slot, slab.len()), (old.slot, 1));
        assert_eq!((slab.get(old), slab.get(new)), (None, Some(&"new")));
        assert_eq!((slab.remove(old), slab.key_at(new.slot)), (None, Some(new)));
    }

    #[test]
    fn a_table_of_several_chunks_finds_all_and_gives_its_room_back_once_empty() {
        let mut slab = Slab::default();
        let keys: Vec<Key> = (0..2000).map(|n| slab.insert(n, n)).collect();
        assert!(keys.iter().all(|key| slab.get(*key) == Some(&key.stamp)));
        assert_eq!((slab.len(), slab.keys().collect::<Vec<_>>()), (2000, keys.clone()));
        for key in keys.iter().rev() {
            assert_eq!(slab.remove(*key), Some(key.stamp));
        }
        assert_eq!((slab.len(), slab.slots()), (0, 0));
    }

    #[test]
    fn keys_survive_being_written_as_a_number() {
        let key = Key { slot: 0xdead_beef, stamp: 0x0123_4567 };
        assert_eq!(Key::from_token(key.to_token()), key);
    }
}
