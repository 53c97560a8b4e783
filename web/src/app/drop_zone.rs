//! The whole page takes a file that is dropped on it.

use lampfield_markup::html;
use yew::prelude::*;

use crate::hooks::{Intent, read_file, use_kept};
use crate::markup::{classes, when};
use crate::messages as t;

/// The page.
#[derive(Clone, Properties)]
pub(super) struct DropZoneProps {
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
    /// What is on the page.
    pub(super) children: Html,
}

impl PartialEq for DropZoneProps {
    /// What is on the page is compared part by part, once it is drawn.
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// See the module.
#[component]
pub(super) fn DropZone(props: &DropZoneProps) -> Html {
    let over = use_kept(|| false);
    let set = |value: bool| {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(value);
        })
    };
    let ondrop = {
        let (over, emit) = (over.clone(), props.emit.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            let files = event.data_transfer().and_then(|data| data.files());
            if let Some(file) = files.and_then(|files| files.get(0)) {
                read_file(file, emit.clone());
            }
        })
    };
    html! {
        <div class={classes(&["page", when(*over, "drop")])} ondragover={set(true)}
            ondragleave={set(false)} {ondrop} data-drop={t::DROP_HERE}>
            { props.children.clone() }
        </div>
    }
}
