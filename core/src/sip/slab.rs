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

/// Records with their keys. Free slots are used again, the last freed first.
#[derive(Clone, Debug)]
pub(super) struct Slab<T> {
    entries: Vec<Entry<T>>,
    free: Vec<u32>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Slab { entries: Vec::new(), free: Vec::new() }
    }
}

impl<T> Slab<T> {
    /// How many records there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len() - self.free.len()
    }

    /// Puts a record in.
    pub(super) fn insert(&mut self, stamp: u32, value: T) -> Key {
        if let Some(slot) = self.free.pop()
            && let Some(entry) = self.entries.get_mut(slot as usize)
        {
            *entry = Entry { stamp, value: Some(value) };
            return Key { slot, stamp };
        }
        // Tables are bounded far below 2^32 by their owners.
        let slot = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.entries.push(Entry { stamp, value: Some(value) });
        Key { slot, stamp }
    }

    /// The record of a key.
    pub(super) fn get(&self, key: Key) -> Option<&T> {
        let entry = self.entries.get(key.slot as usize)?;
        (entry.stamp == key.stamp).then_some(entry.value.as_ref())?
    }

    /// The record of a key, for changing.
    pub(super) fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        let entry = self.entries.get_mut(key.slot as usize)?;
        (entry.stamp == key.stamp).then_some(entry.value.as_mut())?
    }

    /// The key of the record in a slot.
    pub(super) fn key_at(&self, slot: u32) -> Option<Key> {
        let entry = self.entries.get(slot as usize)?;
        entry.value.is_some().then_some(Key { slot, stamp: entry.stamp })
    }

    /// Takes a record out.
    pub(super) fn remove(&mut self, key: Key) -> Option<T> {
        let entry = self.entries.get_mut(key.slot as usize)?;
        if entry.stamp != key.stamp {
            return None;
        }
        let value = entry.value.take()?;
        self.free.push(key.slot);
        Some(value)
    }

    /// Takes everything out.
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.free.clear();
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
    fn keys_survive_being_written_as_a_number() {
        let key = Key { slot: 0xdead_beef, stamp: 0x0123_4567 };
        assert_eq!(Key::from_token(key.to_token()), key);
    }
}
