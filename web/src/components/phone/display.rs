//! The display: what each line does, and, where one is open, a call list or the directory.

use lampfield_markup::html;
use yew::prelude::*;

use super::entries::{Directory, Entries};
use crate::hooks::Intent;
use crate::messages as t;
use crate::state::Shared;
use crate::types::{LineView, PhoneView};

/// What is on it.
#[derive(Clone, Properties)]
pub(super) struct DisplayProps {
    /// The phone.
    pub(super) phone: Shared<PhoneView>,
    /// Digits typed and not yet dialled.
    pub(super) typed: AttrValue,
    /// The directory, where it is open.
    pub(super) book: Option<Shared<Vec<(String, String)>>>,
    /// The lamp that is looked at.
    pub(super) selected: Option<AttrValue>,
    /// Whether only what a real phone would show is shown.
    pub(super) phone_truth: bool,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
    /// What was typed is dialled or dropped, and the directory closed.
    pub(super) on_done: Callback<()>,
}

impl PartialEq for DisplayProps {
    /// Of the phone only what is shown here counts.
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&*self.phone, &*other.phone);
        let same = self.phone == other.phone
            || a.name == b.name
                && a.connected == b.connected
                && a.lines == b.lines
                && a.lists == b.lists;
        same && self.typed == other.typed
            && self.book == other.book
            && self.selected == other.selected
            && self.phone_truth == other.phone_truth
            && self.emit == other.emit
            && self.on_done == other.on_done
    }
}

/// See the module.
#[component]
pub(super) fn Display(props: &DisplayProps) -> Html {
    let phone = &props.phone;
    let open = phone.lists.iter().find(|list| list.open);
    html! {
        <div class="display">
            if !phone.connected {
                <p class="gone-note">{ t::NOT_CONNECTED }</p>
            }
            if !props.typed.is_empty() {
                <p class="typed">{ props.typed.clone() }</p>
            } else {
                <ul class="lines">{ for phone.lines.iter().map(view_line) }</ul>
            }
            if let Some(book) = &props.book {
                <Directory phone={phone.clone()} book={book.clone()} emit={props.emit.clone()}
                    on_done={props.on_done.clone()} />
            } else if let Some(list) = open {
                <Entries phone={phone.name.clone()} list={list.clone()} emit={props.emit.clone()}
                    selected={props.selected.clone()} phone_truth={props.phone_truth} />
            }
        </div>
    }
}

fn view_line(line: &LineView) -> Html {
    html! {
        <li key={format!("{}/{}", line.partition, line.number)} class="line" data-state={line.state.clone()}>
            <b class="number" title={line.partition.clone()}>{ line.number.clone() }</b>
            <span class="state">{ state_word(&line.state) }</span>
            if !line.hint.is_empty() { <span class="hint">{ line.hint.clone() }</span> }
        </li>
    }
}

/// A line's state in the words of a display.
#[must_use]
pub(crate) fn state_word(state: &str) -> &'static str {
    match state {
        "on-hook" => t::ON_HOOK,
        "off-hook" => t::OFF_HOOK,
        "ringing" => t::RINGING,
        "connected" => t::CONNECTED,
        _ => t::GONE,
    }
}
