//! A desk phone: handset, display, keys with lamps, soft keys, keypad, call lists.

mod admin;
mod blf_key;
mod display;
mod entries;
mod handset;
mod keypad;
mod lists;
mod soft_keys;

use lampfield_markup::html;
use yew::prelude::*;

use crate::hooks::{Intent, use_kept};
use crate::markup::{classes, when};
use crate::messages as t;
use crate::state::Shared;
use crate::types::{LineView, PhoneView};

use admin::Admin;
use blf_key::BlfKey;
pub(crate) use blf_key::LampButton;
use display::Display;
use handset::Handset;
use keypad::Keypad;
use lists::ListButtons;
use soft_keys::{SoftKeys, speed_number};

pub(crate) use admin::line_name;
pub(crate) use display::state_word;

/// The most digits that a display takes.
const MAX_DIGITS: usize = 24;

/// A phone.
#[derive(Clone, PartialEq, Properties)]
pub struct PhoneProps {
    /// What it shows.
    pub phone: Shared<PhoneView>,
    /// Who can be dialled.
    pub book: Shared<Vec<(String, String)>>,
    /// Whether only what a real phone would show is shown.
    pub phone_truth: bool,
    /// The lamp that is looked at, where it is one of this phone.
    pub selected: Option<AttrValue>,
    /// Whether there is no room for a keypad.
    pub compact: bool,
    /// What the user wants.
    pub emit: Callback<Intent>,
}

/// See the module.
#[component]
pub fn Phone(props: &PhoneProps) -> Html {
    let phone = &props.phone;
    let typed = use_kept(String::new);
    let directory = use_kept(|| false);
    // The same callbacks at every drawing, so that parts of a phone that did not change stay asleep.
    let on_digit = use_kept(|| {
        let typed = typed.clone();
        Callback::from(move |digit: char| {
            let mut digits = (*typed.now()).clone();
            if digits.len() < MAX_DIGITS {
                digits.push(digit);
                typed.set(digits);
            }
        })
    });
    let on_clear = use_kept(|| {
        let (typed, directory) = (typed.clone(), directory.clone());
        Callback::from(move |()| {
            typed.set(String::new());
            directory.set(false);
        })
    });
    let on_directory = use_kept(|| {
        let directory = directory.clone();
        Callback::from(move |()| directory.set(!*directory.now()))
    });
    let has = |verb: &str| phone.verbs.iter().any(|v| v == verb);
    let shown = if *directory && has("dials") { Some(props.book.clone()) } else { None };
    html! {
        <section class={classes(&["phone", when(props.compact, "compact")])}
            aria-label={t::phone_region(&phone.name, &phone.model)} data-phone={phone.name.clone()}
            data-line={phone.lines.first().map(line_name).unwrap_or_default()}
            data-state={liveliest(phone).map_or("gone", |line| &line.state).to_owned()} data-gone={(!phone.connected).to_string()}>
            <Handset lifted={has("hangs up")} ringing={has("answers")} />
            <div class="face">
                <div class="plate"><h2>{ phone.name.clone() }</h2><span>{ phone.model.clone() }</span></div>
                <Display phone={phone.clone()} typed={(*typed).clone()} book={shown}
                    selected={props.selected.clone()} phone_truth={props.phone_truth}
                    emit={props.emit.clone()} on_done={(*on_clear).clone()} />
                <div class="keys">
                    { for phone.keys.iter().map(|key| html! {
                        <BlfKey key={key.button} phone={phone.name.clone()} blf={key.clone()}
                            live={phone.connected} phone_truth={props.phone_truth}
                            selected={props.selected.as_deref() == Some(key.subject.as_str())}
                            emit={props.emit.clone()} />
                    }) }
                </div>
                <SoftKeys phone={phone.clone()} speed={speed_number(phone, &props.book)}
                    typed={(*typed).clone()} directory={*directory} on_done={(*on_clear).clone()}
                    on_directory={(*on_directory).clone()} emit={props.emit.clone()} />
                <div class="deck">
                    if !props.compact {
                        <Keypad phone={phone.name.clone()} live={phone.connected} on_digit={(*on_digit).clone()} />
                    }
                    <ListButtons phone={phone.clone()} emit={props.emit.clone()} />
                </div>
                <Admin phone={phone.clone()} book={props.book.clone()} emit={props.emit.clone()} />
            </div>
        </section>
    }
}

/// The liveliest line of a phone: its state is the one that the whole phone shows.
pub(crate) fn liveliest(phone: &PhoneView) -> Option<&LineView> {
    const LIVELIEST: [&str; 5] = ["ringing", "connected", "off-hook", "on-hook", "gone"];
    LIVELIEST.into_iter().find_map(|state| phone.lines.iter().find(|line| line.state == state))
}
