//! Events one after the other, each of which can be chosen.

use lampfield_markup::html;
use yew::prelude::*;

use crate::components::bottom::fate;
use crate::hooks::{Intent, say};
use crate::state::{Action, Selection, seconds};
use crate::types::LadderRow;

/// The events.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ChainProps {
    /// In the order to show them.
    pub(super) rows: Vec<LadderRow>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Chain(props: &ChainProps) -> Html {
    html! {
        <ol class="chain">
            { for props.rows.iter().enumerate().map(|(i, row)| {
                let event = row.event;
                let select = say(&props.emit, Action::Select(Selection::Event(event)));
                let fate = fate(row);
                html! {
                    <li key={i}>
                        <button type="button" onclick={select}>
                            <span class="time">{ seconds(row.at_us) }</span>
                            <span>{ row.label.clone() }</span>
                            if !row.lost.is_empty() { <em>{ fate }</em> }
                        </button>
                    </li>
                }
            }) }
        </ol>
    }
}
