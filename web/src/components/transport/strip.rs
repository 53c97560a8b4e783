//! The strip behind the slider: what the first lamps showed over the whole run.

use lampfield_markup::html;
use yew::prelude::*;

use crate::state::Shared;
use crate::types::{STRIP_COLUMNS, STRIP_FACES, StripView};

/// The strip.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct StripProps {
    /// What it shows.
    pub(super) strip: Shared<StripView>,
}

/// See the module. One path for each face, however long the run is.
#[component]
pub(super) fn Strip(props: &StripProps) -> Html {
    html! {
        <svg class="strip" aria-hidden="true" focusable="false" preserveAspectRatio="none"
            viewBox={format!("0 0 {STRIP_COLUMNS} {}", props.strip.height())}>
            { for STRIP_FACES.iter().zip(&props.strip.outlines).map(|(face, outline)| html! {
                <path key={*face} data-face={*face} d={outline.clone()} />
            }) }
        </svg>
    }
}
