//! Queues: what came first goes first.

use core::ops::{Deref, DerefMut};
use std::collections::VecDeque;

/// The library's queue, whose copy is made as that of a list is: the library's own way is one that
/// the page would carry for each type.
#[derive(Debug)]
pub(crate) struct Queue<T>(VecDeque<T>);

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Queue(VecDeque::new())
    }
}

impl<T: Clone> Clone for Queue<T> {
    #[inline(never)]
    fn clone(&self) -> Self {
        let (first, rest) = self.0.as_slices();
        let mut all = first.to_vec();
        all.extend_from_slice(rest);
        Queue(all.into())
    }
}

impl<T> Deref for Queue<T> {
    type Target = VecDeque<T>;

    fn deref(&self) -> &VecDeque<T> {
        &self.0
    }
}

impl<T> DerefMut for Queue<T> {
    fn deref_mut(&mut self) -> &mut VecDeque<T> {
        &mut self.0
    }
}
