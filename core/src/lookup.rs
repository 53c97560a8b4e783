//! The only hash map of the engine: it finds, and cannot be walked.
//!
//! The order in which a hash map is walked depends on its hasher and its history, so walking one
//! could leak into a trace. `clippy::iter_over_hash_type` misses `map.values().collect()`; a type
//! without any iterator misses nothing. What must be walked lives in a `Vec` or a `BTreeMap`.

use core::borrow::Borrow;
use core::fmt;
use core::hash::Hash;
use rustc_hash::FxBuildHasher;

#[expect(clippy::disallowed_types, reason = "wrapped here so that nobody can walk it")]
type Inner<K, V> = std::collections::HashMap<K, V, FxBuildHasher>;

/// A map from keys to values, in constant time, without any order.
#[derive(Clone)]
pub struct LookupMap<K, V> {
    inner: Inner<K, V>,
}

impl<K: Eq + Hash, V> LookupMap<K, V> {
    /// An empty map.
    pub fn new() -> Self {
        LookupMap { inner: Inner::default() }
    }

    /// An empty map with room for `capacity` entries.
    pub fn with_capacity(capacity: usize) -> Self {
        LookupMap { inner: Inner::with_capacity_and_hasher(capacity, FxBuildHasher) }
    }

    /// The value of `key`.
    pub fn get<Q>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.inner.get(key)
    }

    /// The value of `key`, for changing.
    pub fn get_mut<Q>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.inner.get_mut(key)
    }

    /// Whether `key` has a value.
    pub fn contains_key<Q>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.inner.contains_key(key)
    }

    /// Sets the value of `key` and returns the one that it replaces.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.inner.insert(key, value)
    }

    /// Takes the value of `key` out.
    pub fn remove<Q>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.inner.remove(key)
    }

    /// The value of `key`, made by `make` where there is none yet.
    pub fn get_or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        self.inner.entry(key).or_insert_with(make)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.inner.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.inner.is_empty()
    }

    /// Gives room back, down to `capacity` entries.
    pub fn shrink_to(&mut self, capacity: usize) {
        self.inner.shrink_to(capacity);
    }

    /// Takes everything out and keeps the room.
    pub fn clear(&mut self) {
        self.inner.clear();
    }
}

impl<K: Eq + Hash, V> Default for LookupMap<K, V> {
    fn default() -> Self {
        LookupMap::new()
    }
}

/// Prints the number of entries only: printing them would be walking them.
impl<K, V> fmt::Debug for LookupMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LookupMap({} entries)", self.inner.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_inserted_is_found_until_it_is_removed() {
        let mut map: LookupMap<String, u32> = LookupMap::new();
        assert_eq!(map.insert("1111".to_owned(), 1), None);
        assert_eq!(map.insert("1111".to_owned(), 2), Some(1));
        *map.get_or_insert_with("1200".to_owned(), || 7) += 1;
        assert_eq!((map.get("1111"), map.get("1200"), map.len()), (Some(&2), Some(&8), 2));
        assert_eq!(map.remove("1111"), Some(2));
        assert!(!map.contains_key("1111"));
    }
}
