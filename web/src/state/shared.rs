//! Values that many components look at and nobody changes.

use std::ops::Deref;
use std::rc::Rc;

/// A value shared by reference and equal only to itself, so that a component compares a whole run
/// for the price of one pointer.
#[derive(Debug, Default)]
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    /// Shares a value.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(Rc::new(value))
    }
}

impl<T: Clone> Shared<T> {
    /// The value to be changed: whoever else looks at it keeps it as it was.
    pub fn change(&mut self) -> &mut T {
        Rc::make_mut(&mut self.0)
    }
}

impl<T: PartialEq> Shared<T> {
    /// The old handle where nothing has changed, else a new one: keeps components asleep.
    #[must_use]
    pub fn keep_or(&self, value: T) -> Self {
        if *self.0 == value { self.clone() } else { Self::new(value) }
    }

    /// The same where there may be no old one.
    #[must_use]
    pub fn keep_some(old: Option<&Self>, value: T) -> Self {
        match old {
            Some(old) => old.keep_or(value),
            None => Self::new(value),
        }
    }
}

impl<T: PartialEq> Shared<Vec<Shared<T>>> {
    /// The old handles of those that did not change, by their place; the old list where none did.
    #[must_use]
    pub fn keep_each(&self, values: Vec<T>) -> Self {
        let kept = values.into_iter().enumerate();
        let kept = kept.map(|(i, value)| Shared::keep_some(self.get(i), value));
        self.keep_or(kept.collect())
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_did_not_change_keeps_its_handle() {
        let old = Shared::new(vec![1, 2]);
        assert_eq!(old.keep_or(vec![1, 2]), old);
        assert_ne!(old.keep_or(vec![1, 3]), old);
    }

    #[test]
    fn of_a_list_only_what_changed_gets_a_new_handle() {
        let old = Shared::<Vec<Shared<i32>>>::default().keep_each(vec![1, 2]);
        let new = old.keep_each(vec![1, 3]);
        assert_eq!(old[0], new[0]);
        assert_ne!(old[1], new[1]);
        assert_eq!(new.keep_each(vec![1, 3]), new);
    }

    #[test]
    fn equal_values_behind_two_handles_are_two() {
        assert_ne!(Shared::new(1), Shared::new(1));
    }
}
