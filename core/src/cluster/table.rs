//! An arena of configured objects with typed ids and a name index.

use crate::id::Id;
use core::marker::PhantomData;
use std::collections::BTreeMap;

/// An object that has a name unique within its table.
pub trait Named {
    /// The name, unique in its table. For a directory number: `1111 in Executives`.
    fn name(&self) -> &str;
}

/// Objects of one kind. Iteration is in the order of creation, which is deterministic.
#[derive(Clone, Debug)]
pub struct Table<I, T> {
    items: Vec<Option<T>>,
    by_name: BTreeMap<String, I>,
    _id: PhantomData<I>,
}

impl<I: Id, T: Named> Table<I, T> {
    /// An empty table.
    pub fn new() -> Self {
        Table { items: Vec::new(), by_name: BTreeMap::new(), _id: PhantomData }
    }

    /// Appends an object. A second object of the same name is kept but found only by id: the
    /// caller refuses duplicates before.
    pub fn push(&mut self, item: T) -> I {
        let id = I::from_index(self.items.len());
        self.by_name.entry(item.name().to_owned()).or_insert(id);
        self.items.push(Some(item));
        id
    }

    /// The object, unless it was deleted.
    pub fn get(&self, id: I) -> Option<&T> {
        self.items.get(id.index()).and_then(Option::as_ref)
    }

    /// The object for changing anything but its name.
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.items.get_mut(id.index()).and_then(Option::as_mut)
    }

    /// The id of the object with exactly this name.
    pub fn id_of(&self, name: &str) -> Option<I> {
        self.by_name.get(name).copied()
    }

    /// All names in alphabetical order, for suggestions and lists.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// All objects with their ids, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (I, &T)> {
        self.items
            .iter()
            .enumerate()
            .filter_map(|(i, item)| item.as_ref().map(|item| (I::from_index(i), item)))
    }

    /// How many objects there are.
    pub fn len(&self) -> usize {
        self.by_name.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// One more than the highest index ever used: the size for arrays indexed by id.
    pub fn capacity(&self) -> usize {
        self.items.len()
    }
}

impl<I: Id, T: Named> Default for Table<I, T> {
    fn default() -> Self {
        Table::new()
    }
}
