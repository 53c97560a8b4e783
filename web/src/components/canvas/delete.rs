//! Deleting one outside or a cluster: what no act can take goes out of the text.

use lampfield_markup::html;
use yew::prelude::*;

use crate::hooks::{Intent, say};
use crate::messages as t;

/// A button, and the question behind it.
pub(super) fn view_delete(name: &str, emit: &Callback<Intent>) -> Html {
    let delete = Intent::Place(["delete ", name].concat());
    html! {
        <details key={name.to_owned()} class="delete">
            <summary class="button" aria-label={t::delete_phone(name)}>{ t::DELETE_FROM }</summary>
            <p class="choices">
                <span>{ t::DELETE_ALL_ASK }</span>
                <button type="button" class="button primary" onclick={say(emit, delete)}>{ t::DELETE }</button>
            </p>
        </details>
    }
}
