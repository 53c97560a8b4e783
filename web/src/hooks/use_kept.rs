//! What a component keeps from one drawing to the next, all of one type for the library: it would
//! make the code that looks after a value anew for each type of value.

use std::any::Any;
use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;

use yew::functional::{Hook, HookContext};
use yew::prelude::*;

use super::use_change::On;

/// Where a value is kept, and how its component is drawn again.
struct Place {
    value: RefCell<Option<On>>,
    again: UseForceUpdateHandle,
}

impl Place {
    #[inline(never)]
    fn value(&self) -> Option<Rc<dyn Any>> {
        self.value.borrow().as_ref().map(On::value)
    }

    #[inline(never)]
    fn begin(&self, value: On) {
        self.value.replace(Some(value));
    }

    /// The component is drawn again if this is another value.
    #[inline(never)]
    fn set(&self, value: On) {
        let value = Some(value);
        if *self.value.borrow() != value {
            self.value.replace(value);
            self.again.force_update();
        }
    }
}

/// The hook for a place.
struct UsePlace;

impl Hook for UsePlace {
    type Output = Rc<Place>;

    #[inline(never)]
    fn run(self, context: &mut HookContext) -> Rc<Place> {
        let again = use_force_update().run(context);
        use_ref(|| Place { value: RefCell::default(), again }).run(context)
    }
}

fn use_place() -> impl Hook<Output = Rc<Place>> {
    UsePlace
}

/// A value that is kept, as it was when its component was drawn.
pub struct Kept<T> {
    place: Rc<Place>,
    drawn: Rc<T>,
}

impl<T: PartialEq + 'static> Kept<T> {
    /// Keeps another value; the component is drawn again, unless it is the same one.
    pub fn set(&self, value: T) {
        self.place.set(On::new(value));
    }

    /// The value by now.
    #[must_use]
    pub fn now(&self) -> Rc<T> {
        read(&self.place).unwrap_or_else(|| Rc::clone(&self.drawn))
    }
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self { place: Rc::clone(&self.place), drawn: Rc::clone(&self.drawn) }
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.drawn
    }
}

#[inline(never)]
fn read<T: 'static>(place: &Place) -> Option<Rc<T>> {
    place.value()?.downcast().ok()
}

/// Keeps a value that is this one at first.
#[hook]
pub fn use_kept<T: PartialEq + 'static>(first: impl FnOnce() -> T) -> Kept<T> {
    let place = use_place();
    let drawn = read(&place).unwrap_or_else(|| {
        let first = Rc::new(first());
        place.begin(On::of(Rc::clone(&first)));
        first
    });
    Kept { place, drawn }
}

/// How the page is asked about an element.
#[hook]
pub fn use_element() -> NodeRef {
    (*use_kept(NodeRef::default)).clone()
}
