//! Effects, all of one type: the library would make the code that looks after an effect anew for each
//! type of what it depends on, and for each that is done.

use std::any::Any;
use std::rc::Rc;

use yew::prelude::*;

/// What an effect depends on.
#[derive(Clone)]
pub struct On(Rc<dyn Compared>);

impl On {
    /// Of any type.
    pub fn new(value: impl PartialEq + 'static) -> Self {
        Self::of(Rc::new(value))
    }

    /// The same of one that is shared.
    pub(super) fn of(value: Rc<impl PartialEq + 'static>) -> Self {
        Self(value)
    }

    /// The value itself.
    pub(super) fn value(&self) -> Rc<dyn Any> {
        Rc::<dyn Compared>::clone(&self.0)
    }
}

impl PartialEq for On {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(&*other.0)
    }
}

trait Compared: Any {
    fn is_same(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + 'static> Compared for T {
    fn is_same(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

/// What ends an effect before the next one.
pub type End = Box<dyn FnOnce()>;

/// An effect that ends when this is dropped.
pub fn ends_with<T: 'static>(held: T) -> End {
    Box::new(move || drop(held))
}

/// Does something after the first render, and after each in which `on` has changed.
#[hook]
pub fn use_change(on: On, act: Box<dyn FnOnce()>) {
    let endless = move || {
        act();
        Box::new(|| ()) as End
    };
    use_change_until(on, Box::new(endless));
}

/// The same with what has an end.
#[hook]
pub fn use_change_until(on: On, act: Box<dyn FnOnce() -> End>) {
    use_effect_with(on, move |_| act());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_effect_depends_on_is_compared_by_type_and_value() {
        let on = On::new((1, "a".to_owned()));
        assert!(on == On::new((1, "a".to_owned())));
        assert!(on != On::new((2, "a".to_owned())) && on != On::new(1));
    }

    #[test]
    fn what_is_shared_is_read_as_the_very_same() {
        let shared = Rc::new("a".to_owned());
        let on = On::of(Rc::clone(&shared));
        assert!(on == On::new("a".to_owned()));
        assert!(Rc::ptr_eq(&on.value().downcast::<String>().unwrap(), &shared));
        assert!(on.value().downcast::<&str>().is_err());
    }
}
