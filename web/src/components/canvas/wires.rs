//! The wires between CallManager and the phones.

use lampfield_markup::html;
use yew::prelude::*;

use super::geometry::Anchors;

/// Their ends.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct WiresProps {
    pub(super) anchors: Anchors,
}

/// Drawn behind everything.
#[component]
pub(super) fn Wires(props: &WiresProps) -> Html {
    let anchors = &props.anchors;
    html! {
        <svg class="wires" aria-hidden="true" focusable="false">
            { for (0..anchors.seats.len()).filter_map(|i| anchors.wire(i, false)).map(|d| html! {
                <path {d} />
            }) }
        </svg>
    }
}
