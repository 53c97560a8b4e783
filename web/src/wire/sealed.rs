//! Values that are read by whoever looks at them first.

use std::cell::OnceCell;
use std::ops::Deref;
use std::rc::Rc;

use super::{Bytes, Wire};
use serde::{Serialize, Serializer};

/// A value that stays as it crossed until somebody looks at it: of two hundred phones that change at
/// once few are seen before they change again. Two are the same where their bytes are.
#[derive(Debug, Default)]
pub struct Sealed<T>(Rc<Inner<T>>);

#[derive(Debug, Default)]
struct Inner<T> {
    bytes: Vec<u8>,
    open: OnceCell<T>,
}

impl<T> Sealed<T> {
    fn of(bytes: Vec<u8>) -> Self {
        Self(Rc::new(Inner { bytes, open: OnceCell::new() }))
    }
}

impl<T: Wire> From<T> for Sealed<T> {
    fn from(mut value: T) -> Self {
        let mut bytes = Bytes::default();
        value.cross(&mut bytes);
        Self::of(bytes.into_bytes())
    }
}

impl<T: Wire + Default> Deref for Sealed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.open.get_or_init(|| {
            let mut value = T::default();
            value.cross(&mut Bytes::reading(self.0.bytes.clone()));
            value
        })
    }
}

impl<T> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Sealed<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.0.bytes == other.0.bytes
    }
}

impl<T> Wire for Sealed<T> {
    fn cross(&mut self, by: &mut Bytes) {
        let mut bytes = self.0.bytes.clone();
        by.sealed(&mut bytes);
        if by.reads() {
            *self = Self::of(bytes);
        }
    }
}

/// To JavaScript it goes opened.
impl<T: Wire + Default + Serialize> Serialize for Sealed<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        T::serialize(self, to)
    }
}
