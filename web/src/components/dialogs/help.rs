//! All keys and all lamps.

use lampfield_markup::html;
use yew::prelude::*;

use crate::components::Lamp;
use crate::hooks::Intent;
use crate::messages as t;
use crate::state::{Action, KEYS, Key, Prefs};

/// The user's settings.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct HelpProps {
    /// As they are.
    pub(super) prefs: Prefs,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Help(props: &HelpProps) -> Html {
    let prefs = props.prefs;
    html! {
        <div class="help">
            <section>
                <h3>{ t::LEGEND }</h3>
                <ul class="legend-list">
                    { for [("idle", t::LEGEND_IDLE), ("busy", t::LEGEND_BUSY), ("unknown", t::LEGEND_UNKNOWN),
                        ("no-icon", t::LEGEND_NO_ICON)].map(|(face, words)| html! {
                        <li><Lamp {face} /><span>{ words }</span></li>
                    }) }
                </ul>
                <p class="about">{ t::LEGEND_BADGES }</p>
            </section>
            <section>
                <h3>{ t::KEYS_TITLE }</h3>
                <p class="about">{ t::KEYS_ABOUT }</p>
                <dl class="key-list">{ for KEYS.iter().map(view_key) }</dl>
            </section>
            <section class="switches">
                { switch(props, t::LETTERS, prefs.letters, Prefs { letters: !prefs.letters, ..prefs }) }
                { switch(props, t::SPEAK, prefs.speak, Prefs { speak: !prefs.speak, ..prefs }) }
            </section>
        </div>
    }
}

fn view_key(key: &Key) -> Html {
    html! {
        <div>
            <dt>{ for key.keys.iter().map(|key| html! { <kbd>{ key_cap(key) }</kbd> }) }</dt>
            <dd>{ key.about }</dd>
        </div>
    }
}

fn key_cap(key: &'static str) -> &'static str {
    if key == " " { t::KEY_SPACE } else { key }
}

fn switch(props: &HelpProps, words: &'static str, on: bool, next: Prefs) -> Html {
    html! {
        <label class="switch">
            <input type="checkbox" checked={on}
                onchange={props.emit.reform(move |_| Action::Prefs(next).into())} />
            <span>{ words }</span>
        </label>
    }
}
