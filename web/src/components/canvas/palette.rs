//! What can be put into a cluster, and who watches whom: by button and by keyboard.

use lampfield_markup::html;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use crate::components::inspector::value_of;
use crate::components::phone::line_name;
use crate::hooks::{Intent, Kept, say, use_kept};
use crate::messages as t;
use crate::state::Shared;
use crate::types::PhoneView;

/// The types that a new phone may have.
const TYPES: [&str; 6] = ["7970 SIP", "7961 SIP", "7960 SIP", "7961 SCCP", "7970 SCCP", "H.323"];

/// What is put in, by its word in the engine and here.
const THINGS: [(&str, &str); 5] = [
    ("line", "Line"),
    ("trunk", "Trunk"),
    ("route list", "Route list"),
    ("hunt pilot", "Hunt pilot"),
    ("outside", t::PALETTE_OUTSIDE),
];

/// What a dragged key says of itself: `button phone`.
fn drag(event: &DragEvent) -> Option<()> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let key = element.closest("[data-drag]").ok()??;
    let phone = element.closest("[data-phone]").ok()??.get_attribute("data-phone")?;
    let mut words = key.get_attribute("data-drag")?;
    words.push(' ');
    words.push_str(&phone);
    event.data_transfer()?.set_data("text/plain", &words).ok()
}

/// A key that was dropped on another phone watches its line.
fn drop_on(event: &DragEvent) -> Option<Intent> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let phone = element.closest("[data-phone]").ok()??;
    let label = phone.get_attribute("data-phone")?;
    let near = element.closest("[data-line]").ok()??;
    let line = near.get_attribute("data-line").filter(|line| !line.is_empty())?;
    let words = event.data_transfer()?.get_data("text/plain").ok()?;
    let (button, watcher) = words.split_once(' ')?;
    let button = button.parse().ok()?;
    (watcher != label).then(|| Intent::Watch(watcher.to_owned(), button, line, label))
}

/// What the phones do with keys that are dragged from one to the other.
pub(super) fn dragging(emit: &Callback<Intent>) -> [Callback<DragEvent>; 2] {
    let emit = emit.clone();
    let ondrop = Callback::from(move |event: DragEvent| {
        if let Some(intent) = drop_on(&event) {
            event.prevent_default();
            event.stop_propagation();
            emit.emit(intent);
        }
    });
    [Callback::from(|event: DragEvent| drag(&event).unwrap_or_default()), ondrop]
}

/// The palette.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct PaletteProps {
    /// The phones.
    pub(super) phones: Shared<Vec<Shared<PhoneView>>>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Palette(props: &PaletteProps) -> Html {
    let emit = &props.emit;
    let model = use_kept(|| TYPES[0].to_owned());
    let watcher = use_kept(String::new);
    let watched = use_kept(String::new);
    let chosen = |state: &Kept<String>| {
        let state = state.clone();
        Callback::from(move |event: Event| state.set(value_of(&event)))
    };
    let place = |what: String| say(emit, Intent::Place(what));
    let watchers = props.phones.iter().filter(|phone| !phone.model.starts_with("H.323"));
    let watchers: Vec<String> = watchers.map(|phone| phone.name.clone()).collect();
    let who = watchers.iter().find(|name| **name == *watcher).or(watchers.first()).cloned();
    let who = who.unwrap_or_default();
    let others = props.phones.iter().filter(|phone| phone.name != who);
    let lines: Vec<(String, String)> = others
        .flat_map(|phone| phone.lines.iter().map(|line| (line_name(line), phone.name.clone())))
        .collect();
    let line = lines.iter().find(|(name, _)| *name == *watched).or(lines.first()).cloned();
    let on_watch = {
        let (who, line) = (who.clone(), line.clone().unwrap_or_default());
        emit.reform(move |_: MouseEvent| {
            Intent::Watch(who.clone(), 0, line.0.clone(), line.1.clone())
        })
    };
    let lines: Vec<(String, String)> =
        lines.into_iter().map(|(line, phone)| (format!("{line} {phone}"), line)).collect();
    let types = TYPES.map(|word| (word.to_owned(), word.to_owned()));
    let names: Vec<(String, String)> = watchers.into_iter().map(|w| (w.clone(), w)).collect();
    html! {
        <div class="palette" role="group" aria-label={t::PALETTE}>
            { view_select(t::PALETTE_TYPE, &types, &model, chosen(&model)) }
            <button type="button" class="button" onclick={place((*model).clone())}>{ t::PALETTE_PHONE }</button>
            { for THINGS.map(|(what, word)| html! {
                <button type="button" class="button" onclick={place(what.to_owned())}>{ word }</button>
            }) }
            if let Some((line, _)) = &line {
                <span class="watching">
                    { view_select(t::WATCHER, &names, &who, chosen(&watcher)) }
                    { view_select(t::WATCHED, &lines, line, chosen(&watched)) }
                    <button type="button" class="button" onclick={on_watch}>{ t::WATCH }</button>
                </span>
            }
        </div>
    }
}

/// A list to choose from; each entry is what is shown and its value.
pub(super) fn view_select(
    label: &'static str,
    all: &[(String, String)],
    value: &str,
    onchange: Callback<Event>,
) -> Html {
    html! {
        <select aria-label={label} {onchange}>
            { for all.iter().map(|(shown, own)| html! {
                <option value={own.clone()} selected={own == value}>{ shown.clone() }</option>
            }) }
        </select>
    }
}
