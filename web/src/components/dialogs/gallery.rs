//! The gallery: scenarios named by their claims.

use lampfield_markup::html;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Icon, Mark};
use crate::hooks::{Intent, browser, say, use_kept};
use crate::messages as t;
use crate::state::{Action, Shared, Source};
use crate::types::GalleryItem;
use lampfield_core::text::lowercase;

/// The gallery.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct GalleryProps {
    /// Its scenarios.
    pub(super) items: Shared<Vec<GalleryItem>>,
    /// The path of the one that runs.
    pub(super) chosen: AttrValue,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Gallery(props: &GalleryProps) -> Html {
    let words = use_kept(String::new);
    let oninput = {
        let words = words.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                words.set(input.value());
            }
        })
    };
    let found: Vec<_> = props.items.iter().filter(|item| holds(item, &words)).collect();
    html! {
        <div class="gallery">
            <p class="about">{ t::GALLERY_ABOUT }{ " " }{ t::STAYS_HERE }</p>
            <div class="gallery-tools">
                <label class="filter">
                    <Icon mark={Mark::Search} />
                    <input type="search" aria-label={t::GALLERY_SEARCH} placeholder={t::GALLERY_SEARCH}
                        value={(*words).clone()} {oninput} autofocus=true />
                </label>
                <button type="button" class="button" onclick={|_| browser::click("open-file")}>
                    <Icon mark={Mark::Open} />{ t::OPEN_OWN }
                </button>
                <button type="button" class="button" title={t::NEW_HINT}
                    onclick={say(&props.emit, Intent::Blank)}>{ t::NEW }</button>
                <button type="button" class="button" onclick={props.emit.reform(|_| {
                    let pasted = Source::file(t::PASTED_NAME, "");
                    Action::Draft(Some(Box::new(pasted))).into()
                })}>{ t::PASTE }</button>
            </div>
            <ul>{ for found.iter().map(|item| view_item(props, item)) }</ul>
            if found.is_empty() { <p class="empty">{ t::GALLERY_NONE }</p> }
        </div>
    }
}

fn view_item(props: &GalleryProps, item: &GalleryItem) -> Html {
    let source = Source::gallery(item);
    let load = say(&props.emit, Intent::Load(Box::new(source)));
    let chosen = (props.chosen == item.path).then_some("true");
    html! {
        <li key={item.path.clone()}>
            <button type="button" onclick={load} aria-current={chosen}>
                <span class="ordinal" aria-hidden="true">{ ordinal(&item.path) }</span>
                <span><b>{ item.name.clone() }</b><span>{ item.about.clone() }</span></span>
            </button>
        </li>
    }
}

/// The number that a scenario's file begins with.
fn ordinal(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or_default();
    file.chars().take_while(char::is_ascii_digit).collect()
}

/// Whether a scenario holds each of these words, whatever the case.
fn holds(item: &GalleryItem, words: &str) -> bool {
    let text = lowercase(&[&*item.path, " ", &*item.name, " ", &*item.about].concat());
    lowercase(words).split_whitespace().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_is_found_by_words_in_any_order_and_case() {
        let item = GalleryItem {
            path: "gallery/23-a-lost-notify.yaml".into(),
            name: "A lost NOTIFY is sent again".into(),
            ..GalleryItem::default()
        };
        for (words, found) in [("", true), ("notify LOST", true), ("23", true), ("hunt", false)] {
            assert_eq!(holds(&item, words), found, "{words}");
        }
        assert_eq!(ordinal(&item.path), "23");
    }
}
