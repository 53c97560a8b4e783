//! A part of the page as a picture.

use wasm_bindgen::prelude::*;
use yew::Callback;

use super::Intent;
use crate::messages as t;
use crate::state::{Action, Notice, NoticeKind};

#[wasm_bindgen(module = "/src/hooks/picture.js")]
extern "C" {
    async fn picture(selector: &str, name: &str, png: bool) -> JsValue;
}

/// Saves what a selector finds as a picture of this name, SVG or PNG. Where the browser does not
/// draw it, the user is told.
pub fn save_picture(selector: &'static str, name: String, png: bool, emit: Callback<Intent>) {
    wasm_bindgen_futures::spawn_local(async move {
        if !picture(selector, &name, png).await.is_truthy() {
            emit.emit(Action::Tell(Notice::new(NoticeKind::File, t::NO_PICTURE)).into());
        }
    });
}
