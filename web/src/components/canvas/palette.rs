//! What can be put into a cluster, and who watches whom: by button and by keyboard.

use lampfield_markup::html;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::fold::use_fold;
use crate::components::inspector::value_of;
use crate::components::phone::line_name;
use crate::components::{Icon, Mark};
use crate::engine::build::OUTSIDE;
use crate::hooks::{Intent, Kept, On, say, use_kept};
use crate::messages as t;
use crate::state::{Action, Shared};
use crate::types::{NodeView, PhoneView};

/// The types that a new phone may have.
const TYPES: [&str; 6] = ["7970 SIP", "7961 SIP", "7960 SIP", "7961 SCCP", "7970 SCCP", "H.323"];

/// What is put in, by its word in the engine and here.
const THINGS: [(&str, &str); 6] = [
    ("line", "Line"),
    ("trunk", "Trunk"),
    ("route list", "Route list"),
    ("hunt pilot", "Hunt pilot"),
    (OUTSIDE, t::PALETTE_OUTSIDE),
    ("cluster", t::PALETTE_CLUSTER),
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
    /// The clusters.
    pub(super) nodes: Shared<Vec<NodeView>>,
    /// The cluster that new things go into; empty: the first.
    pub(super) into: AttrValue,
    /// Whether there is no phone yet: then it is open.
    pub(super) blank: bool,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// A fold, whose tools are drawn while it is open: they name all phones and lines.
#[component]
pub(super) fn Palette(props: &PaletteProps) -> Html {
    let open = use_kept(|| false);
    let model = use_kept(|| TYPES[0].to_owned());
    let watcher = use_kept(String::new);
    let watched = use_kept(String::new);
    let fold = use_fold(On::new(props.blank), props.blank);
    let ontoggle = {
        let (open, fold) = (open.clone(), fold.clone());
        Callback::from(move |_: Event| {
            open.set(fold.cast::<Element>().is_some_and(|fold| fold.has_attribute("open")));
        })
    };
    html! {
        <details class="palette" ref={fold} {ontoggle}>
            <summary><Icon mark={Mark::ZoomIn} />{ t::PALETTE }</summary>
            if *open {
                <div class="belt-tools" role="group" aria-label={t::PALETTE}>
                    { view_into(props) }
                    { view_things(props, &model) }
                    { view_watching(props, &watcher, &watched) }
                </div>
            }
        </details>
    }
}

/// Takes what is chosen in a list.
fn chosen(state: &Kept<String>) -> Callback<Event> {
    let state = state.clone();
    Callback::from(move |event: Event| state.set(value_of(&event)))
}

/// Of several clusters, the one that things are put into.
fn view_into(props: &PaletteProps) -> Option<Html> {
    let named = props.nodes.iter().filter(|node| node.table == "clusters" && !node.name.is_empty());
    let all: Vec<(String, String)> =
        named.map(|node| (node.name.clone(), node.name.clone())).collect();
    let into = all.iter().find(|(name, _)| *name == *props.into).or(all.first());
    let on_into = props.emit.reform(|event: Event| Action::Into(value_of(&event)).into());
    Some(view_select(t::PALETTE_INTO, &all, &into?.0, on_into))
}

/// What is put in.
fn view_things(props: &PaletteProps, model: &Kept<String>) -> Html {
    let place = |what: String| say(&props.emit, Intent::Place(what));
    let types = TYPES.map(|word| (word.to_owned(), word.to_owned()));
    html! {
        { view_select(t::PALETTE_TYPE, &types, model, chosen(model)) }
        <button type="button" class="button" onclick={place((**model).clone())}>{ t::PALETTE_PHONE }</button>
        { for THINGS.map(|(what, word)| html! {
            <button type="button" class="button" onclick={place(what.to_owned())}>{ word }</button>
        }) }
    }
}

/// A phone, and a line that it shall watch.
fn view_watching(
    props: &PaletteProps,
    watcher: &Kept<String>,
    watched: &Kept<String>,
) -> Option<Html> {
    let watchers = props.phones.iter().filter(|phone| !phone.model.starts_with("H.323"));
    let watchers: Vec<String> = watchers.map(|phone| phone.name.clone()).collect();
    let who = watchers.iter().find(|name| **name == **watcher).or(watchers.first()).cloned();
    let who = who.unwrap_or_default();
    let others = props.phones.iter().filter(|phone| phone.name != who);
    let lines: Vec<(String, String)> = others
        .flat_map(|phone| phone.lines.iter().map(|line| (line_name(line), phone.name.clone())))
        .collect();
    let line = lines.iter().find(|(name, _)| *name == **watched).or(lines.first()).cloned()?;
    let watch = Intent::Watch(who.clone(), 0, line.0.clone(), line.1);
    let lines: Vec<(String, String)> =
        lines.into_iter().map(|(line, phone)| ([&*line, " ", &phone].concat(), line)).collect();
    let names: Vec<(String, String)> = watchers.into_iter().map(|w| (w.clone(), w)).collect();
    Some(html! {
        <span class="watching">
            { view_select(t::WATCHER, &names, &who, chosen(watcher)) }
            { view_select(t::WATCHED, &lines, &line.0, chosen(watched)) }
            <button type="button" class="button" onclick={say(&props.emit, watch)}>{ t::WATCH }</button>
        </span>
    })
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
