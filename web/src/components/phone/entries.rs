//! Lists on the display: the entries of a call list with their lamps, and the directory.

use lampfield_markup::html;
use yew::prelude::*;

use super::blf_key::LampButton;
use crate::hooks::Intent;
use crate::messages as t;
use crate::state::Shared;
use crate::types::{ListView, PhoneView};

/// A call list that is open.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct EntriesProps {
    /// The phone's name.
    pub(super) phone: AttrValue,
    /// The list.
    pub(super) list: ListView,
    /// The lamp that is looked at.
    pub(super) selected: Option<AttrValue>,
    /// Whether only what a real phone would show is shown.
    pub(super) phone_truth: bool,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Entries(props: &EntriesProps) -> Html {
    let list = &props.list;
    html! {
        <div class="sheet">
            <h3>{ list_word(&list.list) }</h3>
            if list.entries.is_empty() { <p class="empty">{ t::EMPTY_LIST }</p> }
            <ul>
                { for list.entries.iter().enumerate().map(|(i, entry)| html! {
                    <li key={i}>
                        <LampButton phone={props.phone.clone()} label={entry.number.clone()}
                            subject={entry.subject.clone()} lamp={entry.lamp.clone()}
                            selected={props.selected.as_deref() == Some(entry.subject.as_str())}
                            phone_truth={props.phone_truth} emit={props.emit.clone()} />
                    </li>
                }) }
            </ul>
        </div>
    }
}

/// The name of a list.
#[must_use]
pub(crate) fn list_word(list: &str) -> &'static str {
    match list {
        "missed" => t::MISSED,
        "placed" => t::PLACED,
        "directory" => t::CORPORATE_DIRECTORY,
        _ => t::RECEIVED,
    }
}

/// The directory of whom one can dial.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct DirectoryProps {
    /// The phone that dials.
    pub(super) phone: Shared<PhoneView>,
    /// Numbers and the phones that have them.
    pub(super) book: Shared<Vec<(String, String)>>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
    /// A number was chosen.
    pub(super) on_done: Callback<()>,
}

/// See the module.
#[component]
pub(super) fn Directory(props: &DirectoryProps) -> Html {
    let own = &props.phone.name;
    html! {
        <div class="sheet directory">
            <ul>
                { for props.book.iter().filter(|(_, phone)| phone != own).map(|(number, phone)| {
                    let sentence = format!("{own} dials {number}");
                    let (emit, done) = (props.emit.clone(), props.on_done.clone());
                    let onclick = Callback::from(move |_: MouseEvent| {
                        emit.emit(Intent::Act(sentence.clone()));
                        done.emit(());
                    });
                    html! {
                        <li key={format!("{number}/{phone}")}>
                            <button type="button" {onclick}>
                                <b>{ number.clone() }</b>{ " " }<span>{ phone.clone() }</span>
                            </button>
                        </li>
                    }
                }) }
            </ul>
        </div>
    }
}
