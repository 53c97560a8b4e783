//! What is configured: all kinds, the objects of one, or the form of an object.

use lampfield_core::sorted::SortedSet;
use lampfield_markup::html;
use yew::prelude::*;

use super::find::{Search, view_find};
use super::form::Form;
use super::why::{path_link, rule_link};
use crate::engine::build::{OUTSIDE, sentence};
use crate::hooks::{Intent, Kept, say, use_kept};
use crate::messages as t;
use crate::state::{Action, Build, Place};
use crate::types::{KindView, ReasonView};

/// The pane.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ConfigureProps {
    /// What is configured, and where one stands in it.
    pub(super) build: Build,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Configure(props: &ConfigureProps) -> Html {
    let (build, emit) = (&props.build, &props.emit);
    let place = &build.place;
    let kind = |kind: &&KindView| kind.table == place.table && kind.cluster == place.cluster;
    let kind = build.kinds.iter().find(kind);
    html! {
        <article class="configure">
            <nav class="crumbs" aria-label={t::TAB_CONFIGURE}>
                { go(t::ALL_KINDS.to_owned(), Place::of(&place.cluster, "", None), emit) }
                if let (Some(kind), true) = (kind, !place.table.is_empty()) {
                    { go(kind.plural.clone(), Place::of(&place.cluster, &place.table, None), emit) }
                }
            </nav>
            { view_reasons(build, emit) }
            if place.object.is_some() {
                if let Some(form) = &build.form {
                    <Form form={form.clone()} field={place.field.clone()} emit={emit.clone()} />
                } else {
                    <p class="empty">{ t::THINKING }</p>
                }
            } else if place.table.is_empty() || kind.is_none() && place.table == OUTSIDE {
                <ul class="objects">{ for build.kinds.iter().map(|kind| view_kind(kind, emit)) }</ul>
            } else if let Some(kind) = kind {
                <Objects key={kind.table.clone()} kind={kind.clone()} emit={emit.clone()} />
            }
        </article>
    }
}

/// A button that leads to another place.
pub(super) fn go(words: String, place: Place, emit: &Callback<Intent>) -> Html {
    let onclick = say(emit, Action::Configure(place));
    html! { <button type="button" class="goto" {onclick}>{ words }</button> }
}

fn view_reasons(build: &Build, emit: &Callback<Intent>) -> Html {
    let (cluster, reasons) = (&build.place.cluster, &build.reasons);
    let reason = |reason: &ReasonView| {
        html! {
            <li>
                <p>{ t::reason(reason) }</p>
                <p class="where">{ rule_link(&reason.rule, emit) }{ path_link(cluster, &reason.path, emit) }</p>
            </li>
        }
    };
    html! {
        <div class="reasons" role="alert">
            if !reasons.is_empty() { <ul>{ for reasons.iter().map(reason) }</ul> }
        </div>
    }
}

fn view_kind(kind: &KindView, emit: &Callback<Intent>) -> Html {
    let object = if kind.named { None } else { Some("") };
    let place = Place::of(&kind.cluster, &kind.table, object);
    let waits = kind.objects.iter().any(|(_, waits)| !waits.is_empty());
    let count = if kind.named { kind.objects.len().to_string() } else { String::new() };
    let onclick = say(emit, Action::Configure(place));
    html! {
        <li><button type="button" class="goto" data-kind={kind.table.clone()} {onclick}>
            <b>{ kind.plural.clone() }</b>{ " " }<span>{ count }</span>{ " " }
            <small>{ kind.cluster.clone() }{ " " }{ kind.menu.clone() }</small>
            if waits { { " " }<span class="waits">{ t::WAITS }</span> }
        </button></li>
    }
}

/// The objects of a kind.
#[derive(Clone, PartialEq, Properties)]
struct ObjectsProps {
    kind: KindView,
    emit: Callback<Intent>,
}

/// Found, ticked, deleted after a question; a click opens the form.
#[component]
fn Objects(props: &ObjectsProps) -> Html {
    let (kind, emit) = (&props.kind, &props.emit);
    let search = use_kept(Search::default);
    let ticked = use_kept(SortedSet::<String>::new);
    let asking = use_kept(|| false);
    let found = kind.objects.iter().filter(|(name, _)| search.finds(name));
    let rows: Vec<Html> =
        found.map(|(name, waits)| view_object(kind, name, waits, &ticked, emit)).collect();
    let set_asking = |value: bool| {
        let asking = asking.clone();
        Callback::from(move |_: MouseEvent| asking.set(value))
    };
    let on_delete = {
        let (kind, emit, names) = (kind.clone(), emit.clone(), (*ticked).clone());
        let (asking, ticked) = (asking.clone(), ticked.clone());
        Callback::from(move |_: MouseEvent| {
            let names: Vec<String> = names.iter().cloned().collect();
            let said = sentence::delete(&kind.cluster, &kind.table, &names);
            asking.set(false);
            ticked.set(SortedSet::new());
            emit.emit(Intent::Change(said, Place::of(&kind.cluster, &kind.table, None)));
        })
    };
    let new = Place::of(&kind.cluster, &kind.table, Some(""));
    let on_new = say(emit, Action::Configure(new));
    html! {
        <>
            <h2>{ kind.plural.clone() }</h2>
            <p class="where">{ kind.menu.clone() }</p>
            { view_find(&search) }
            <div class="doing">
                <button type="button" class="button" onclick={on_new}>{ t::add_of(&kind.word) }</button>
                if *asking {
                    <span>{ t::DELETE_ASK }</span>
                    <button type="button" class="button primary" onclick={on_delete}>{ t::DELETE }</button>
                    <button type="button" class="button" onclick={set_asking(false)}>{ t::CANCEL }</button>
                } else {
                    <button type="button" class="button" disabled={ticked.is_empty()}
                        onclick={set_asking(true)}>{ t::DELETE_SELECTED }</button>
                }
            </div>
            if rows.is_empty() { <p class="empty">{ t::NOTHING_FOUND }</p> }
            <ul class="objects">{ for rows }</ul>
        </>
    }
}

fn view_object(
    kind: &KindView,
    name: &str,
    waits: &str,
    ticked: &Kept<SortedSet<String>>,
    emit: &Callback<Intent>,
) -> Html {
    let on_tick = {
        let (ticked, name) = (ticked.clone(), name.to_owned());
        Callback::from(move |_: Event| {
            let mut next = (*ticked.now()).clone();
            if !next.remove(&name) {
                next.insert(name.clone());
            }
            ticked.set(next);
        })
    };
    let place = Place::of(&kind.cluster, &kind.table, Some(name));
    html! {
        <li key={name.to_owned()}>
            <input type="checkbox" aria-label={name.to_owned()} checked={ticked.contains(name)} onchange={on_tick} />
            { go(name.to_owned(), place, emit) }
            if !waits.is_empty() {
                <span class="waits" title={waits.to_owned()}>{ t::WAITS }</span>
                { reset_button(&kind.cluster, name, emit) }
            }
        </li>
    }
}

/// Reset of a device.
pub(super) fn reset_button(cluster: &str, name: &str, emit: &Callback<Intent>) -> Html {
    let said = sentence::reset(cluster, name);
    html! {
        <button type="button" class="button" aria-label={t::reset_phone(name)}
            onclick={say(emit, Intent::Act(said))}>{ t::RESET }</button>
    }
}
