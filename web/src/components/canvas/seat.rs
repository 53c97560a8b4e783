//! A seat where many phones are: a tile, that opens into the whole phone.

use lampfield_markup::html;
use yew::prelude::*;

use crate::components::lamp::{badge_word, face_word};
use crate::components::phone::{Phone, liveliest, state_word};
use crate::hooks::{Intent, say, use_kept};
use crate::markup::{classes, when};
use crate::messages as t;
use crate::state::{Action, Selection, Shared, lamps};
use crate::types::{LampView, PhoneView};

/// A seat.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct SeatProps {
    /// What the phone shows.
    pub(super) phone: Shared<PhoneView>,
    /// Who can be dialled.
    pub(super) book: Shared<Vec<(String, String)>>,
    /// Whether only what a real phone would show is shown.
    pub(super) phone_truth: bool,
    /// The lamp that is looked at, where it is one of this phone.
    pub(super) selected: Option<AttrValue>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// Name, line and lamps, in few boxes of a fixed size and without a drawing: fifty change at once.
/// The button with the name opens the phone and stays where it is, and so does the focus on it.
#[component]
pub(super) fn Seat(props: &SeatProps) -> Html {
    let open = use_kept(|| false);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open.now()))
    };
    let phone = &props.phone;
    let line = liveliest(phone);
    let (state, number) =
        line.map_or(("gone", ""), |line| (line.state.as_str(), line.number.as_str()));
    let count = lamps(phone).count();
    html! {
        <li class={classes(&["seat", "tile", when(*open, "open")])} style={format!("--lamps:{count}")}
            data-state={state.to_owned()}>
            <button type="button" class="name-plate" aria-expanded={open.to_string()} onclick={toggle}
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

/// A lamp, whose shape is its border. A click asks why.
fn view_lamp(props: &SeatProps, subject: &str, label: &str, lamp: &LampView) -> Html {
    let badge = if props.phone_truth { "" } else { badge_word(&lamp.badge) };
    let word = face_word(&lamp.face);
    let selected = props.selected.as_deref() == Some(subject);
    let subject = subject.to_owned();
    let asked = subject.clone();
    let ask = say(&props.emit, Action::Select(Selection::Lamp(asked)));
    let words = format!("{word} {label} {badge}");
    html! {
        <button key={subject.clone()} type="button" class="lamp-button" onclick={ask}
            data-face={lamp.face.clone()} data-subject={subject} aria-pressed={selected.to_string()}
            aria-label={t::lamp_button(words.trim_end(), &props.phone.name, &lamp.spoken)}>
            <span class="word">{ word }</span>{ " " }<span class="label">{ label.to_owned() }</span>
            if !badge.is_empty() { { " " }<span class="badge">{ badge }</span> }
        </button>
    }
}
