//! The seed: another one is another run of the same file.

use lampfield_markup::html;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::hooks::Intent;
use crate::messages as t;

/// The seed of the run.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct SeedProps {
    /// The seed.
    pub(super) seed: u32,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Seed(props: &SeedProps) -> Html {
    let emit = props.emit.clone();
    let onchange = Callback::from(move |event: Event| {
        let input: Option<HtmlInputElement> = event.target_dyn_into();
        if let Some(seed) = input.and_then(|input| input.value().trim().parse().ok()) {
            emit.emit(Intent::Reload(Some(seed)));
        }
    });
    html! {
        <label class="seed" title={t::SEED_HINT}>
            <span>{ t::SEED }</span>
            <input type="number" min="0" max="4294967295" step="1" value={props.seed.to_string()} {onchange} />
        </label>
    }
}
