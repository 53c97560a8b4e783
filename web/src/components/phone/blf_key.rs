//! A BLF/SpeedDial key: its lamp answers *why?*, its button dials (WATCH-12).

use lampfield_markup::html;
use yew::prelude::*;

use crate::components::lamp::{badge_word, face_word};
use crate::components::{Badge, Lamp};
use crate::hooks::{Intent, say};
use crate::messages as t;
use crate::state::{Action, Selection};
use crate::types::{KeyView, LampView};

/// A key.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct BlfKeyProps {
    /// The phone's name.
    pub(super) phone: AttrValue,
    /// The key.
    pub(super) blf: KeyView,
    /// Whether the phone is plugged in, so that a press does something.
    pub(super) live: bool,
    /// Whether its lamp is looked at.
    pub(super) selected: bool,
    /// Whether only what a real phone would show is shown.
    pub(super) phone_truth: bool,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn BlfKey(props: &BlfKeyProps) -> Html {
    let key = &props.blf;
    let sentence = format!("{} presses BLF {}", props.phone, key.button);
    let press = say(&props.emit, Intent::Act(sentence));
    let words = t::press_key(&props.phone, &key.label, key.button);
    html! {
        <div class="blf" draggable="true" data-drag={key.button.to_string()}>
            <LampButton phone={props.phone.clone()} label={key.label.clone()} lamp={key.lamp.clone()}
                subject={key.subject.clone()} selected={props.selected}
                phone_truth={props.phone_truth} emit={props.emit.clone()} />
            <button type="button" class="press" onclick={press} disabled={!props.live}
                aria-label={words.clone()} title={words} data-face={key.lamp.face.clone()}><i /></button>
        </div>
    }
}

/// A lamp that one can ask.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LampButtonProps {
    /// The phone's name.
    pub(crate) phone: AttrValue,
    /// Whom it watches.
    pub(crate) label: AttrValue,
    /// The lamp, in the words of the scenario language.
    pub(crate) subject: AttrValue,
    /// What it shows.
    pub(crate) lamp: LampView,
    /// Whether it is looked at.
    pub(crate) selected: bool,
    /// Whether only what a real phone would show is shown.
    pub(crate) phone_truth: bool,
    /// What the user wants.
    pub(crate) emit: Callback<Intent>,
}

/// The lamp with its label and its word; a click asks why.
#[component]
pub(crate) fn LampButton(props: &LampButtonProps) -> Html {
    let lamp = &props.lamp;
    let subject = props.subject.to_string();
    let badge = if props.phone_truth { "" } else { badge_word(&lamp.badge) };
    let shown = format!("{} {} {badge}", props.label, face_word(&lamp.face));
    let ask = say(&props.emit, Action::Select(Selection::Lamp(subject)));
    html! {
        <button type="button" class="lamp-button" onclick={ask} data-face={lamp.face.clone()}
            data-subject={props.subject.clone()} aria-pressed={props.selected.to_string()}
            aria-label={t::lamp_button(shown.trim_end(), &props.phone, &lamp.spoken)}>
            <Lamp face={lamp.face.clone()} />
            <span class="label">{ props.label.clone() }</span>{ " " }
            <span class="word">{ face_word(&lamp.face) }</span>
            if !badge.is_empty() { { " " }<Badge badge={lamp.badge.clone()} /> }
        </button>
    }
}
