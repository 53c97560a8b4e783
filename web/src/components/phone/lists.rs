//! Buttons of the call lists, and the plug.

use lampfield_markup::html;
use yew::prelude::*;

use super::entries::list_word;
use crate::components::{Icon, Mark};
use crate::hooks::{Intent, say};
use crate::messages as t;
use crate::state::Shared;
use crate::types::{ListView, PhoneView};

/// A phone's lists and plug.
#[derive(Clone, Properties)]
pub(super) struct ListButtonsProps {
    /// The phone.
    pub(super) phone: Shared<PhoneView>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

impl PartialEq for ListButtonsProps {
    /// Of the phone only what is shown here counts.
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&*self.phone, &*other.phone);
        let same = self.phone == other.phone
            || a.name == b.name && a.connected == b.connected && a.lists == b.lists;
        same && self.emit == other.emit
    }
}

/// See the module.
#[component]
pub(super) fn ListButtons(props: &ListButtonsProps) -> Html {
    let phone = &props.phone;
    html! {
        <div class="side" role="group" aria-label={t::do_on(t::CALL_LISTS, &phone.name)}>
            { for phone.lists.iter().map(|list| view_list(phone, list, &props.emit)) }
            { view_plug(phone, &props.emit) }
        </div>
    }
}

fn view_list(phone: &PhoneView, list: &ListView, emit: &Callback<Intent>) -> Html {
    let verb = if list.open { "closes" } else { "opens" };
    let calls = if list.list == "directory" { "" } else { " calls" };
    let sentence = format!("{} {verb} {}{calls}", phone.name, list.list);
    let mark = match list.list.as_str() {
        "missed" => Mark::Missed,
        "placed" => Mark::Placed,
        "directory" => Mark::Book,
        _ => Mark::Received,
    };
    let word = list_word(&list.list);
    html! {
        <button key={list.list.clone()} type="button" disabled={!phone.connected}
            onclick={say(emit, Intent::Act(sentence))}
            aria-pressed={list.open.to_string()} title={t::list_hint(word, list.open)}
            aria-label={t::list_button(word, &phone.name, list.entries.len())}>
            <Icon {mark} /><span>{ word }</span>
            if !list.entries.is_empty() { { " " }<b class="count">{ list.entries.len() }</b> }
        </button>
    }
}

fn view_plug(phone: &PhoneView, emit: &Callback<Intent>) -> Html {
    let (mark, word, verb) = if phone.connected {
        (Mark::Unplug, t::UNPLUG, "is unplugged")
    } else {
        (Mark::Plug, t::PLUG_IN, "connects")
    };
    let sentence = format!("{} {verb}", phone.name);
    html! {
        <button key="plug" type="button" class="plug" title={word} aria-label={t::do_on(word, &phone.name)}
            onclick={say(emit, Intent::Act(sentence))}>
            <Icon {mark} /><span>{ word }</span>
        </button>
    }
}
