//! Room that is used again and again.

use core::ops::{Deref, DerefMut};

/// Something that is empty whenever nobody works with it, and is kept for its room. A copy of who
/// has it begins with an empty one.
#[derive(Debug, Default)]
pub struct Scratch<T>(T);

impl<T: Default> Clone for Scratch<T> {
    fn clone(&self) -> Self {
        Scratch::default()
    }
}

impl<T> Deref for Scratch<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Scratch<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
