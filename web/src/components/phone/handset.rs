//! The handset: in its cradle, lifted, or shaking while it rings.

use lampfield_markup::html;
use yew::prelude::*;

use crate::markup::{classes, when};

/// Where it is.
#[derive(Clone, Copy, PartialEq, Properties)]
pub(super) struct HandsetProps {
    /// Whether it is off the hook.
    pub(super) lifted: bool,
    /// Whether the phone rings.
    pub(super) ringing: bool,
}

/// A drawing of our own; the words stand in the display.
#[component]
pub(super) fn Handset(props: &HandsetProps) -> Html {
    let class = classes(&["handset", when(props.lifted, "lifted"), when(props.ringing, "ringing")]);
    html! {
        <svg {class} viewBox="0 0 44 216" aria-hidden="true" focusable="false">
            <g class="cradle">
                <rect x="7" y="14" width="30" height="52" rx="13" />
                <rect x="7" y="150" width="30" height="52" rx="13" />
                <rect x="17" y="60" width="10" height="96" rx="5" />
            </g>
            <path class="cord" d="M22 202C22 226 3 214 7 236" />
            <g class="piece">
                <path d="M8 16C8 8 13 4 22 4s14 4 14 12v40c0 6-2 9-5 10-2 1-2 2-2 5v74c0 3 0 4 2 5 3 1 5 4 5 10v40c0 8-5 12-14 12s-14-4-14-12v-40c0-6 2-9 5-10 2-1 2-2 2-5V71c0-3 0-4-2-5-3-1-5-4-5-10z" />
            </g>
            <circle class="ring-light" cx="22" cy="12" r="3.5" />
        </svg>
    }
}
