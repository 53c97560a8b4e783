//! The ladder: a lane for CallManager and each phone, time downwards. Only the rows that are seen
//! are in the document.

use lampfield_markup::html;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::ladder_row::Row;
use super::ladder_table::LadderTable;
use crate::hooks::{Intent, On, use_change, use_element, use_size};
use crate::markup::{classes, when};
use crate::messages as t;
use crate::state::{Action, InspectorTab, LadderState, ROW_HEIGHT};
use crate::types::LadderRow;
use crate::wire::Sealed;

/// The ladder.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct LadderProps {
    /// Its window over the run.
    pub(super) ladder: LadderState,
    /// The event that is looked at.
    pub(super) selected: Option<u32>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// Above and below what is seen, so many rows are in the document. Scrolling by hand needs a few;
/// at the end, where a run is followed, each row more is work in each frame.
const BEYOND: u32 = 8;
const BEYOND_AT_END: u32 = 1;

/// Below the last row there is so much room, CSS pixels.
const BELOW: u32 = 10;

/// From so many lanes on they stand close, and words may reach past their arrows.
const WIDE_FROM: usize = 8;

/// Up to so many bytes a name has room even where the lanes stand close.
const SHORT_NAME: usize = 8;

/// See the module.
#[component]
pub(super) fn Ladder(props: &LadderProps) -> Html {
    let scroller = use_element();
    let (_, height) = use_size(&scroller);
    let look = {
        let (scroller, emit) = (scroller.clone(), props.emit.clone());
        let known = (props.ladder.follow, props.ladder.visible);
        move || look(&scroller, known, &emit)
    };
    let onscroll = {
        let look = look.clone();
        Callback::from(move |_: Event| look())
    };
    let act = move || {
        if height > 0 {
            look();
        }
    };
    use_change(On::new(height), Box::new(act));
    use_follow(scroller.clone(), props.ladder.follow, props.ladder.view.total);
    use_reveal(scroller.clone(), props.ladder.clone(), props.selected);
    let view = &props.ladder.view;
    let style = format!("--lanes:{}", view.lanes.len().max(1));
    let wide = when(view.lanes.len() >= WIDE_FROM, "wide");
    html! {
        <div class={classes(&["ladder", wide])} {style}>
            if !view.notice.is_empty() { <p class="ladder-note">{ view.notice.clone() }</p> }
            <div class="scroller" ref={scroller} {onscroll}>
                if props.ladder.table {
                    <LadderTable ladder={props.ladder.clone()} selected={props.selected}
                        emit={props.emit.clone()} />
                } else {
                    <LaneNames lanes={view.lanes.clone()} />
                    { view_rows(props) }
                }
                if view.total == 0 {
                    <p class="empty">
                        { if props.ladder.filter.is_empty() { t::LADDER_EMPTY } else { t::LADDER_NO_MATCH } }
                    </p>
                }
            </div>
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct LaneNamesProps {
    lanes: Sealed<Vec<String>>,
}

/// The heads of the lanes: they stay while the rows below them change.
#[component]
fn LaneNames(props: &LaneNamesProps) -> Html {
    html! {
        <div class="lane-names" aria-hidden="true">
            <span class="time">{ t::COL_TIME }</span>
            { for props.lanes.iter().map(|name| html! {
                <b class={when(name.len() > SHORT_NAME, "long")}>{ name.clone() }</b>
            }) }
        </div>
    }
}

fn view_rows(props: &LadderProps) -> Html {
    let view = &props.ladder.view;
    let emit = &props.emit;
    let onkeydown = emit.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let intent: Intent = match event.key().as_str() {
            "ArrowDown" => Intent::Walk(1),
            "ArrowUp" => Intent::Walk(-1),
            "Enter" => Action::Inspect(InspectorTab::Raw).into(),
            _ => return,
        };
        event.prevent_default();
        onkeydown.emit(intent);
    });
    let active = props.selected.and_then(|event| props.ladder.place_of(event));
    let active = active.map(|place| format!("row-{place}"));
    // A row that scrolls out of sight is filled anew where one comes into sight: making elements
    // costs many times what changing them does. At the end of a run that goes on all rows are new
    // at once, and stay where they are: moving elements costs as much as making them.
    let slots = props.ladder.visible + 2 * BEYOND + 1;
    let slot = |i: u32, place: u32| if props.ladder.follow { i } else { place % slots };
    // No variable: all rows would inherit it, and it grows with the run.
    let style = format!("height:{}px", view.total.saturating_mul(ROW_HEIGHT) + BELOW);
    html! {
        <div class="rows" role="listbox" tabindex="0" aria-label={t::TAB_LADDER}
            aria-activedescendant={active} {style} {onkeydown}>
            { for (0..).zip(seen(&props.ladder)).map(|(i, (place, row))| html! {
                <Row key={slot(i, place)} row={row.clone()} {place} lanes={view.lanes.len()}
                    names={names(&view.lanes, row)} selected={props.selected == Some(row.event)}
                    emit={emit.clone()} />
            }) }
        </div>
    }
}

/// The rows that are seen, with their places; a few beyond, so that none comes late.
pub(super) fn seen(ladder: &LadderState) -> impl Iterator<Item = (u32, &LadderRow)> {
    // While it follows, the end is what is seen, before the browser tells so.
    let end = ladder.view.total.saturating_sub(ladder.visible);
    let top = if ladder.follow { end } else { ladder.top };
    let beyond = if ladder.follow { BEYOND_AT_END } else { BEYOND };
    let seen = top.saturating_sub(beyond)..=top + ladder.visible + beyond;
    (ladder.view.from..).zip(&ladder.view.rows).filter(move |(place, _)| seen.contains(place))
}

/// The names of the lanes of a row, for screen readers.
fn names(lanes: &[String], row: &LadderRow) -> (AttrValue, AttrValue) {
    let name = |lane: u16| lanes.get(usize::from(lane)).cloned().unwrap_or_default().into();
    (name(row.from_lane), name(row.to_lane))
}

/// Tells which rows are seen, where that is news: one that follows is at its end after every answer.
fn look(scroller: &NodeRef, known: (bool, u32), emit: &Callback<Intent>) {
    let Some(element) = scroller.cast::<HtmlElement>() else { return };
    let row = ROW_HEIGHT.cast_signed();
    let (top, height) = (element.scroll_top(), element.client_height());
    let at_end = top + height + row >= element.scroll_height();
    let count = |px: i32| (px / row).max(0).cast_unsigned();
    let visible = count(height) + 1;
    if !at_end || known != (at_end, visible) {
        emit.emit(Action::LadderSeen { top: count(top), visible, at_end }.into());
    }
}

/// Stays at the newest row while it follows.
#[hook]
fn use_follow(scroller: NodeRef, follow: bool, total: u32) {
    let act = move || {
        if let (true, Some(element)) = (follow, scroller.cast::<HtmlElement>()) {
            element.set_scroll_top(element.scroll_height());
        }
    };
    use_change(On::new((follow, total)), Box::new(act));
}

/// Scrolls to the event that is looked at, where it is fetched and not seen.
#[hook]
fn use_reveal(scroller: NodeRef, ladder: LadderState, selected: Option<u32>) {
    let act = move || {
        let place = selected.and_then(|event| ladder.place_of(event));
        let (Some(place), Some(element)) = (place, scroller.cast::<HtmlElement>()) else { return };
        let row = ROW_HEIGHT.cast_signed();
        let at = place.cast_signed().saturating_mul(row);
        let (top, height) = (element.scroll_top(), element.client_height());
        if at < top {
            element.set_scroll_top(at);
        } else if at + 2 * row > top + height {
            element.set_scroll_top(at + 3 * row - height);
        }
    };
    use_change(On::new(selected), Box::new(act));
}
