//! An arena of configured objects with typed ids and a name index.

use crate::id::Id;
use crate::sorted::SortedMap;
use core::marker::PhantomData;

/// An object that has a name unique within its table.
pub trait Named {
    /// The name, unique in its table. For a directory number: `1111 in Executives`.
    fn name(&self) -> &str;
}

/// Objects of one kind. Iteration is in the order of creation, which is deterministic.
#[derive(Clone, Debug)]
pub struct Table<I, T> {
    /// The index of the first id: 0 but in the second and later clusters of a site, whose ids must
    /// differ from those of the others.
    base: usize,
    items: Vec<Option<T>>,
    by_name: SortedMap<String, usize>,
    _id: PhantomData<I>,
}

impl<I: Id, T: Named> Table<I, T> {
    /// An empty table.
    pub fn new() -> Self {
        Table::with_base(0)
    }

    /// An empty table whose ids begin at an index.
    pub fn with_base(base: usize) -> Self {
        Table { base, items: Vec::new(), by_name: SortedMap::new(), _id: PhantomData }
    }

    fn position(&self, id: I) -> Option<usize> {
        id.index().checked_sub(self.base)
    }

    fn id_at(&self, position: usize) -> I {
        I::from_index(self.base + position)
    }

    /// Appends an object. A second object of the same name is kept but found only by id: the
    /// caller refuses duplicates before.
    pub fn push(&mut self, item: T) -> I {
        let id = self.id_at(self.items.len());
        name(&mut self.by_name, item.name(), id.index());
        self.items.push(Some(item));
        id
    }

    /// The object, unless it was deleted.
    pub fn get(&self, id: I) -> Option<&T> {
        self.items.get(self.position(id)?).and_then(Option::as_ref)
    }

    /// The same for those who do not look while a run goes on: a call, where [`Table::get`] is put
    /// into each place that asks.
    #[inline(never)]
    pub(crate) fn look_up(&self, id: I) -> Option<&T> {
        self.get(id)
    }

    /// The object for changing anything but its name.
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        let position = self.position(id)?;
        self.items.get_mut(position).and_then(Option::as_mut)
    }

    /// Takes an object out: its id stays unused, its name becomes free. `false`: there was none.
    pub fn remove(&mut self, id: I) -> bool {
        let place = self.position(id).and_then(|position| self.items.get_mut(position));
        let Some(place) = place else { return false };
        let Some(item) = place else { return false };
        unname(&mut self.by_name, item.name(), id.index());
        *place = None;
        true
    }

    /// Puts another object in the place of one, under the same id and perhaps with another name:
    /// the caller refuses names that are taken. No change where there is no object.
    pub fn replace(&mut self, id: I, item: T) {
        let place = self.position(id).and_then(|position| self.items.get_mut(position));
        if let Some(Some(place)) = place {
            rename(&mut self.by_name, place.name(), item.name(), id.index());
            *place = item;
        }
    }

    /// Puts an object under an id that another copy of this table gave out. Ids between stay
    /// unused. An object that stands there already is replaced.
    pub fn put(&mut self, id: I, item: T) {
        let Some(position) = self.position(id) else { return };
        if self.items.len() <= position {
            self.items.resize_with(position + 1, || None);
        }
        self.remove(id);
        name(&mut self.by_name, item.name(), id.index());
        if let Some(place) = self.items.get_mut(position) {
            *place = Some(item);
        }
    }

    /// The id of the object with exactly this name.
    pub fn id_of(&self, name: &str) -> Option<I> {
        self.by_name.get(name).copied().map(I::from_index)
    }

    /// The names with the positions of their ids.
    pub(crate) fn index(&self) -> &SortedMap<String, usize> {
        &self.by_name
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
            .filter_map(|(at, item)| item.as_ref().map(|item| (self.id_at(at), item)))
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
        self.base + self.items.len()
    }
}

/// Gives a name to an id, where it is free.
fn name(by_name: &mut SortedMap<String, usize>, name: &str, id: usize) {
    by_name.get_or_insert_with(name.to_owned(), || id);
}

/// Gives an id another name, where that is free.
#[inline(never)]
fn rename(by_name: &mut SortedMap<String, usize>, old: &str, new: &str, id: usize) {
    unname(by_name, old, id);
    name(by_name, new, id);
}

/// Frees the name of an id.
fn unname(by_name: &mut SortedMap<String, usize>, name: &str, id: usize) {
    if by_name.get(name) == Some(&id) {
        by_name.remove(name);
    }
}

impl<I: Id, T: Named> Default for Table<I, T> {
    fn default() -> Self {
        Table::new()
    }
}
