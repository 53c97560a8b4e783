//! A seat where many phones are: a tile, that opens into the whole phone.

use std::rc::Rc;

use lampfield_markup::html;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::geometry::Anchors;
use crate::components::lamp::{badge_word, face_word};
use crate::components::phone::{Phone, liveliest, state_word};
use crate::hooks::{Intent, Pace, browser, use_kept};
use crate::markup::{classes, when};
use crate::messages as t;
use crate::state::{Action, Selection, Shared, lamps};
use crate::types::{LampView, PhoneView};

/// Up to so many bytes words have room: a label with its badge, a name, a number beside its state.
const SHORT_LABEL: usize = 7;
const SHORT_NAME: usize = 12;
const SHORT_NUMBER: usize = 6;

/// Above what is in sight, a phone that is opened may begin so far and reach into it.
const TALLEST_PX: i32 = 400;

/// Many phones are drawn in banks of so many rows. One of which nothing has changed costs nothing, and
/// neither does one out of sight: whether it is, the browser tells of each bank and not of each phone.
pub(super) const ROWS_IN_A_BANK: usize = 2;

/// So wide is a tile with the gap beside it (styles/tile.css says the same), CSS pixels.
const TILE_WIDTH_PX: usize = 170;

/// How many tiles stand side by side where these phones of all have their share of the canvas, which
/// is so wide (CSS pixels): a bank ends where a row does. One that is not laid out yet is a wide one.
pub(super) fn columns(width: i32, own: usize, all: usize) -> usize {
    let width = usize::try_from(width).unwrap_or_default() * own / all.max(1);
    let fit = width.saturating_sub(20) / TILE_WIDTH_PX;
    if width == 0 { 6 } else { fit.max(1) }
}

/// A bank of seats.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct BankProps {
    /// What its phones show.
    pub(super) phones: Vec<Shared<PhoneView>>,
    /// How many of them stand side by side.
    pub(super) columns: usize,
    /// Who can be dialled.
    pub(super) book: Shared<Vec<(String, String)>>,
    /// Whether only what a real phone would show is shown.
    pub(super) phone_truth: bool,
    /// The lamp that is looked at, whose ever it is.
    pub(super) selected: Option<AttrValue>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// Some of many phones.
#[component]
pub(super) fn Bank(props: &BankProps) -> Html {
    // While it is out of sight and not laid out, it is held to be as high as if all had as many lamps.
    let most = props.phones.iter().map(|phone| lamps(phone).count()).max().unwrap_or_default();
    let rows = props.phones.len().div_ceil(props.columns.max(1));
    html! {
        <ul class="bank" style={format!("--rows:{rows};--lamps:{most}")}>
            { for props.phones.iter().map(|phone| html! {
                <Seat key={phone.name.clone()} phone={phone.clone()} book={props.book.clone()}
                    selected={selected_of(phone, props.selected.as_deref())}
                    phone_truth={props.phone_truth} emit={props.emit.clone()} />
            }) }
        </ul>
    }
}

/// The lamp that is looked at, where it is one of this phone.
pub(super) fn selected_of(phone: &PhoneView, subject: Option<&str>) -> Option<AttrValue> {
    let subject = subject.filter(|subject| subject.starts_with(phone.name.as_str()))?;
    Some(subject.to_owned().into())
}

/// A seat.
#[derive(Clone, PartialEq, Properties)]
struct SeatProps {
    phone: Shared<PhoneView>,
    book: Shared<Vec<(String, String)>>,
    phone_truth: bool,
    /// The lamp that is looked at, where it is one of this phone.
    selected: Option<AttrValue>,
    emit: Callback<Intent>,
}

/// Name, line and lamps, in few boxes of a fixed size and without a drawing: fifty change at once.
/// The button with the name opens the phone and stays where it is, and so does the focus on it.
#[component]
fn Seat(props: &SeatProps) -> Html {
    let open = use_kept(|| false);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open.now()))
    };
    // One for all lamps of the tile. A click asks why.
    let emit = props.emit.clone();
    let ask = Callback::from(move |event: MouseEvent| {
        if let Some(subject) = asked(&event) {
            emit.emit(Action::Select(Selection::Lamp(subject)).into());
        }
    });
    let phone = &props.phone;
    let line = liveliest(phone);
    let (state, number) =
        line.map_or(("gone", ""), |line| (line.state.as_str(), line.number.as_str()));
    let long = phone.name.len() > SHORT_NAME || number.len() > SHORT_NUMBER;
    let count = lamps(phone).count();
    html! {
        <li class={classes(&["seat", "tile", when(*open, "open")])} style={format!("--lamps:{count}")}
            data-state={state.to_owned()} onclick={ask}>
            <button type="button" class={if long { "name-plate long" } else { "name-plate" }} aria-expanded={open.to_string()} onclick={toggle}
                title={t::phone_region(&phone.name, &phone.model)}>
                <b>{ phone.name.clone() }</b>{ " " }
                <span>{ format!("{number} {}", state_word(state)) }</span>
            </button>
            if *open {
                <Phone phone={phone.clone()} book={props.book.clone()} compact=false
                    selected={props.selected.clone()} phone_truth={props.phone_truth}
                    emit={props.emit.clone()} />
            } else {
                { for lamps(phone).map(|(subject, label, lamp)| view_lamp(props, subject, label, lamp)) }
            }
        </li>
    }
}

/// How many phones in sight change in one frame, and which those are.
pub(super) fn pace(seen: usize, field: &NodeRef, anchors: &Anchors) -> Pace {
    let (field, spots) = (field.clone(), anchors.0.clone());
    let sight = move || {
        let (top, bottom) = field.cast::<Element>().map_or((0, 0), |field| part_in_sight(&field));
        // Before the first CallManager stand those outside.
        let seats = spots.iter().skip_while(|spot| !spot.hub).filter(|spot| !spot.hub);
        seats.map(|spot| (top - TALLEST_PX..bottom).contains(&spot.top)).collect()
    };
    Pace { seen, sight: Rc::new(sight) }
}

/// From where to where the field is in sight: of its pane, and of the window.
#[expect(clippy::cast_possible_truncation, reason = "a page is not so high")]
fn part_in_sight(field: &Element) -> (i32, i32) {
    let pane = field.parent_element().map(|pane| pane.get_bounding_client_rect());
    let (top, bottom) = pane.map_or((0.0, 0.0), |pane| (pane.top(), pane.bottom()));
    let own = field.get_bounding_client_rect().top();
    ((top.max(0.0) - own) as i32, (bottom.min(browser::window_height()) - own) as i32)
}

/// A lamp, whose shape is its border. Nothing clips its words but where they may be too long: each box
/// that clips is a layer that Chromium orders by itself.
fn view_lamp(props: &SeatProps, subject: &str, label: &str, lamp: &LampView) -> Html {
    let badge = if props.phone_truth { "" } else { badge_word(&lamp.badge) };
    let word = face_word(&lamp.face);
    let selected = props.selected.as_deref() == Some(subject);
    let long = label.len() + badge.len() > SHORT_LABEL;
    let words = format!("{word} {label} {badge}");
    html! {
        <button key={subject.to_owned()} type="button"
            class={if long { "lamp-button long" } else { "lamp-button" }}
            data-face={lamp.face.clone()} data-subject={subject.to_owned()}
            aria-pressed={if selected { "true" } else { "false" }}
            aria-label={t::lamp_button(words.trim_end(), &props.phone.name, &lamp.spoken)}>
            <span class="word">{ word }</span>{ " " }<span class="label">{ label.to_owned() }</span>
            if !badge.is_empty() { { " " }<span class="badge">{ badge }</span> }
        </button>
    }
}

/// The lamp of a tile that was clicked.
fn asked(event: &MouseEvent) -> Option<String> {
    let at = event.target()?.dyn_into::<Element>().ok()?;
    at.closest(".tile > .lamp-button").ok()??.get_attribute("data-subject")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_as_many_tiles_as_there_is_room_for_and_never_none() {
        for (width, own, all, fit) in [
            (1051, 205, 205, 6),
            (700, 50, 50, 4),
            (1051, 50, 100, 2),
            (360, 20, 20, 2),
            (80, 20, 20, 1),
            (0, 20, 20, 6),
        ] {
            assert_eq!(columns(width, own, all), fit, "{width} px for {own} of {all}");
        }
    }
}
