//! What runs out unless it is renewed: subscriptions and registrations, soonest first.

use lampfield_markup::html;
use yew::prelude::*;

use super::lane::value_word;
use crate::components::{Icon, Mark};
use crate::hooks::{Intent, say};
use crate::messages as t;
use crate::state::{Action, Selection, Shared, clock};
use crate::types::{TimerView, TimersView};

/// The table.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct TimersProps {
    /// What runs out.
    pub(super) view: Shared<TimersView>,
    /// The lamp that is looked at.
    pub(super) selected: Option<AttrValue>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Timers(props: &TimersProps) -> Html {
    let view = &props.view;
    html! {
        <div class="timers">
            <button type="button" class="button" onclick={say(&props.emit, Intent::NextExpiry)}>
                <Icon mark={Mark::Clock} />{ t::NEXT_EXPIRY }
            </button>
            if view.rows.is_empty() {
                <p class="empty">{ t::TIMERS_EMPTY }</p>
            } else {
                <table>
                    <caption>{ t::TIMERS }</caption>
                    <thead><tr>
                        { for t::TIMER_COLUMNS.iter().map(|name| html! { <th scope="col">{ *name }</th> }) }
                    </tr></thead>
                    <tbody>{ for view.rows.iter().map(|row| view_row(props, row)) }</tbody>
                </table>
            }
            if view.more > 0 { <p class="about">{ t::and_more(view.more as usize) }</p> }
        </div>
    }
}

fn view_row(props: &TimersProps, row: &TimerView) -> Html {
    let told = match row.told.as_str() {
        _ if row.registration => "",
        "" => t::NOTHING_TOLD,
        told => value_word(told),
    };
    let lasts = if row.pending { t::PENDING } else { t::AS_ITS_PHONE };
    let (at, left) = match row.ends_us {
        Some(ends_us) => (clock(ends_us), clock(ends_us - props.view.now_us)),
        None => (String::new(), lasts.to_owned()),
    };
    html! {
        <tr>
            <th scope="row">{ view_who(props, row) }</th>
            <td>{ t::timer(row.registration, &row.trunk, &row.cluster) }</td>
            <td>{ row.number.clone() }</td>
            <td>{ told }</td>
            <td>{ at }</td>
            <td>{ left }</td>
        </tr>
    }
}

/// A lamp leads to its *Why?*.
fn view_who(props: &TimersProps, row: &TimerView) -> Html {
    let who = row.who.clone();
    if !row.lamp {
        return html! { <span>{ who }</span> };
    }
    let chosen = props.selected.as_deref() == Some(who.as_str());
    let select = say(&props.emit, Action::Select(Selection::Lamp(who.clone())));
    html! {
        <button type="button" aria-pressed={chosen.to_string()} onclick={select}>{ who }</button>
    }
}
