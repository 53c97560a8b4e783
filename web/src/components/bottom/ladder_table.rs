//! The ladder as a table, for screen readers and for those who like tables.

use lampfield_markup::html;
use yew::prelude::*;

use super::ladder::seen;
use super::ladder_row::fate;
use crate::hooks::{Intent, say};
use crate::messages as t;
use crate::state::{Action, LadderState, ROW_HEIGHT, Selection, seconds};
use crate::types::LadderRow;

/// The table.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct LadderTableProps {
    /// The ladder's window.
    pub(super) ladder: LadderState,
    /// The event that is looked at.
    pub(super) selected: Option<u32>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module. Rows above and below those that are seen are two empty ones of their height.
#[component]
pub(super) fn LadderTable(props: &LadderTableProps) -> Html {
    let view = &props.ladder.view;
    let rows: Vec<_> = seen(&props.ladder).collect();
    let above = rows.first().map_or(0, |(place, _)| *place);
    let below = rows.last().map_or(0, |(place, _)| view.total.saturating_sub(place + 1));
    html! {
        <table class="ladder-table" aria-rowcount={(view.total + 1).to_string()}>
            <thead><tr>
                { for [t::COL_TIME, t::COL_FROM, t::COL_TO, t::COL_WHAT, t::COL_FATE].map(|name| html! {
                    <th scope="col">{ name }</th>
                }) }
            </tr></thead>
            <tbody>
                { spacer("above", above) }
                { for rows.iter().map(|(place, row)| view_row(props, *place, row)) }
                { spacer("below", below) }
            </tbody>
        </table>
    }
}

fn spacer(key: &'static str, rows: u32) -> Html {
    let style = format!("height:{}px", rows * ROW_HEIGHT);
    html! { <tr {key} class="spacer" aria-hidden="true" {style}><td colspan="5" /></tr> }
}

fn view_row(props: &LadderTableProps, place: u32, row: &LadderRow) -> Html {
    let event = row.event;
    let selected = props.selected == Some(event);
    let lane = |lane: u16| props.ladder.view.lanes.get(usize::from(lane)).cloned();
    let to = (row.to_lane != row.from_lane).then(|| lane(row.to_lane)).flatten();
    let select = say(&props.emit, Action::Select(Selection::Event(event)));
    html! {
        <tr key={place} aria-rowindex={(place + 2).to_string()} class={selected.then_some("selected")}>
            <td class="num">{ seconds(row.at_us) }</td>
            <td>{ lane(row.from_lane) }</td>
            <td>{ to }</td>
            <td>
                <button type="button" onclick={select} aria-pressed={selected.to_string()}>
                    { row.label.clone() }
                    if row.repeats > 0 { <b class="repeats">{ t::sent_again(row.repeats) }</b> }
                </button>
            </td>
            <td>{ fate(row) }</td>
        </tr>
    }
}
