//! Folds above the canvas. They stay as the user leaves them, and open by themselves where something
//! in them is wanted.

use web_sys::Element;
use yew::prelude::*;

use crate::hooks::{On, use_change, use_element};

/// The node of a fold, which opens when `on` has changed and `wanted` is so.
#[hook]
pub(super) fn use_fold(on: On, wanted: bool) -> NodeRef {
    let fold = use_element();
    let own = fold.clone();
    let act = move || {
        if let Some(fold) = own.cast::<Element>().filter(|_| wanted) {
            let _ = fold.set_attribute("open", "");
        }
    };
    use_change(on, Box::new(act));
    fold
}
