//! What an iterator gives, as a list, by one piece of code for all that give the same.
//!
//! The library's `collect` is made anew for each iterator: it asks for the first item before the
//! others, and how many more there may be. In the page that weighs more than the room that it saves.

/// Iterators whose items are wanted in a list.
pub(crate) trait Gather: Iterator + Sized {
    /// All items.
    fn gather(self) -> Vec<Self::Item> {
        let mut all = Vec::new();
        self.gather_into(&mut all);
        all
    }

    /// All items, behind those that are in a list.
    fn gather_into(self, all: &mut Vec<Self::Item>) {
        for item in self {
            put(all, item);
        }
    }
}

impl<I: Iterator> Gather for I {}

#[inline]
fn put<T>(all: &mut Vec<T>, item: T) {
    all.push(item);
}
