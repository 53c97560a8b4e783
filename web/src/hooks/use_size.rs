//! The size of an element as it is laid out.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};
use yew::prelude::*;

use super::use_change::{End, On, use_change_until};
use super::use_kept::use_kept;

/// Width and height of the element, CSS pixels; 0 before it is laid out.
#[hook]
pub fn use_size(node: &NodeRef) -> (i32, i32) {
    let size = use_kept(|| (0, 0));
    let set = size.clone();
    let (on, node) = (On::new(node.clone()), node.clone());
    let act = move || {
        let watch = node.cast::<HtmlElement>().and_then(|element| {
            let measured = element.clone();
            let on_resize = Closure::<dyn FnMut()>::new(move || {
                set.set((measured.client_width(), measured.client_height()));
            });
            let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok()?;
            observer.observe(&element);
            Some((observer, on_resize))
        });
        let end = move || {
            if let Some((observer, on_resize)) = watch {
                observer.disconnect();
                drop(on_resize);
            }
        };
        Box::new(end) as End
    };
    use_change_until(on, Box::new(act));
    *size
}
