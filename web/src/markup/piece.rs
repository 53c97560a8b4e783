//! Components that are all one to Yew.
//!
//! What Yew does with a component (to make it, to give it other properties, to draw it, to take it
//! away) is code that comes once for each type of component. A piece is a component of one type
//! that draws whatever it was given.

use std::any::Any;
use std::rc::Rc;

use yew::functional::{FunctionProvider, Hook, HookContext};
use yew::html::HtmlResult;
use yew::prelude::*;
use yew::virtual_dom::{Key, VComp, VNode};

/// Parts a key from the component's name; a key that begins with it is of a piece that has no other.
const PART: char = '<';

/// A component's function, and what it was given.
trait Given: Any {
    fn draw(&self, context: &mut HookContext) -> HtmlResult;
    fn same(&self, other: &dyn Any) -> bool;
}

struct Of<C: FunctionProvider>(C::Properties);

impl<C: FunctionProvider + 'static> Given for Of<C> {
    fn draw(&self, context: &mut HookContext) -> HtmlResult {
        C::run(context, &self.0)
    }

    fn same(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<Self>().is_some_and(|other| self.0 == other.0)
    }
}

#[derive(Clone, Properties)]
struct PieceProps {
    given: Rc<dyn Given>,
}

impl PartialEq for PieceProps {
    fn eq(&self, other: &Self) -> bool {
        self.given.same(&*other.given)
    }
}

/// Runs the hooks of what was given as the piece's own.
struct Draw(Rc<dyn Given>);

impl Hook for Draw {
    type Output = HtmlResult;

    fn run(self, context: &mut HookContext) -> HtmlResult {
        self.0.draw(context)
    }
}

fn use_given(given: &Rc<dyn Given>) -> impl Hook<Output = HtmlResult> {
    Draw(Rc::clone(given))
}

#[component]
fn Piece(props: &PieceProps) -> HtmlResult {
    use_given(&props.given)
}

/// A component with these properties.
pub fn piece<C: FunctionProvider + 'static>(
    name: &str,
    key: Option<Key>,
    given: C::Properties,
) -> VNode {
    node(name, key, Rc::new(Of::<C>(given)))
}

/// The component's name is a part of the key: another component in the same place is another piece,
/// with hooks of its own.
#[inline(never)]
fn node(name: &str, key: Option<Key>, given: Rc<dyn Given>) -> VNode {
    let mut whole = String::new();
    if let Some(own) = key {
        whole.push_str(&own);
    }
    whole.push(PART);
    whole.push_str(name);
    VComp::new::<Piece>(Rc::new(PieceProps { given }), Some(whole.into())).into()
}

/// Whether a node is known among its neighbours by a key of its own.
pub(super) fn has_own_key(node: &VNode) -> bool {
    node.key().is_some_and(|key| !key.starts_with(PART))
}
