//! The keypad: types a number into the display.

use lampfield_markup::html;
use yew::prelude::*;

use crate::messages as t;

/// A keypad.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct KeypadProps {
    /// The phone's name.
    pub(super) phone: AttrValue,
    /// Whether the phone is plugged in.
    pub(super) live: bool,
    /// A digit was pressed.
    pub(super) on_digit: Callback<char>,
}

/// See the module. One tab stop is enough for twelve keys: arrows are not needed to type a number,
/// which the directory does as well.
#[component]
pub(super) fn Keypad(props: &KeypadProps) -> Html {
    html! {
        <div class="keypad" role="group" aria-label={t::do_on(t::KEYPAD, &props.phone)}>
            { for "123456789*0#".chars().map(|digit| html! {
                <button key={digit.to_string()} type="button" disabled={!props.live}
                    onclick={props.on_digit.reform(move |_| digit)}>{ digit }</button>
            }) }
        </div>
    }
}
