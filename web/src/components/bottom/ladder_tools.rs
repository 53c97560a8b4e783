//! What one does with the ladder: filter it, read it as a table.

use lampfield_markup::html;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Icon, Mark};
use crate::hooks::{Intent, say};
use crate::messages as t;
use crate::state::Action;

/// The tools.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct LadderToolsProps {
    /// The words that rows must hold.
    pub(super) filter: AttrValue,
    /// Whether it is a table.
    pub(super) table: bool,
    /// How many rows there are.
    pub(super) total: u32,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn LadderTools(props: &LadderToolsProps) -> Html {
    let emit = props.emit.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            emit.emit(Action::Filter(input.value()).into());
        }
    });
    let emit = props.emit.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            emit.emit(Action::Filter(String::new()).into());
        }
    });
    let table = !props.table;
    html! {
        <div class="ladder-tools">
            <span class="total" aria-live="off">{ t::rows(props.total) }</span>
            <label class="filter">
                <Icon mark={Mark::Search} />
                <input id="ladder-filter" type="search" placeholder={t::FILTER_HINT}
                    aria-label={t::FILTER} value={props.filter.clone()} {oninput} {onkeydown} />
            </label>
            <button type="button" class="quiet" aria-label={t::COPY_LADDER} title={t::COPY_LADDER}
                onclick={say(&props.emit, Intent::CopyLadder)}><Icon mark={Mark::Copy} /></button>
            <button type="button" class="button" aria-pressed={props.table.to_string()}
                onclick={say(&props.emit, Action::LadderTable(table))}>{ t::AS_TABLE }</button>
        </div>
    }
}
