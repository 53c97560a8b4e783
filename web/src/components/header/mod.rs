//! The header: what runs, and what one can do with the whole of it.

mod checks;
mod opener;
mod seed;

use lampfield_markup::html;
use yew::prelude::*;

use super::{Icon, Mark};
use crate::hooks::{Intent, Wish, browser, say};
use crate::messages as t;
use crate::state::{Action, Dialog, Prefs, Shared, Turn};
use crate::types::Snapshot;

use checks::ChecksPill;
use opener::Opener;
use seed::Seed;

/// The header.
#[derive(Clone, PartialEq, Properties)]
pub struct HeaderProps {
    /// The run.
    pub head: Shared<Snapshot>,
    /// What the user likes.
    pub prefs: Prefs,
    /// What an undo would undo, and a redo do again.
    pub turns: [Option<AttrValue>; 2],
    /// What the user wants.
    pub emit: Callback<Intent>,
}

/// See the module.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let emit = &props.emit;
    let dialog = |dialog: Dialog| say(emit, Action::Dialog(Some(dialog)));
    let name = if props.head.name.is_empty() { &props.head.path } else { &props.head.name };
    html! {
        <header class="header">
            <a class="brand" href="" aria-label={t::PRODUCT}><Logo /><b>{ t::PRODUCT }</b></a>
            <h1><button type="button" class="scenario" onclick={dialog(Dialog::Gallery)}
                title={t::CHOOSE_SCENARIO}>
                <span class="claim">{ name.clone() }</span><Icon mark={Mark::Chevron} />
            </button></h1>
            <ChecksPill head={props.head.clone()} emit={emit.clone()} />
            <Seed seed={props.head.seed} emit={emit.clone()} />
            <div class="tools" role="toolbar" aria-label={t::PRODUCT}>
                { turn(props, 0, Mark::Undo, t::UNDO, Turn::Undo) }
                { turn(props, 1, Mark::Redo, t::REDO, Turn::Redo) }
                { tool(Mark::Book, t::LEARN, t::LEARN_HINT, say(emit, Intent::Learn(Wish::Toggle))) }
                { tool(Mark::Share, t::SHARE, t::SHARE_HINT, dialog(Dialog::Share)) }
                <Opener emit={emit.clone()} />
                { tool(Mark::Save, t::SAVE, t::SAVE_HINT, say(emit, Intent::Save)) }
                { tool(Mark::Export, t::EXPORT, t::EXPORT_HINT, say(emit, Intent::Export)) }
                { small_tool(Mark::Help, t::HELP, dialog(Dialog::Help)) }
                { view_theme(props) }
            </div>
        </header>
    }
}

/// Undo or redo, named by what it does.
fn turn(props: &HeaderProps, at: usize, mark: Mark, word: &'static str, turn: Turn) -> Html {
    let label = props.turns.get(at).cloned().flatten();
    let words = label.as_ref().map_or_else(|| word.to_owned(), |label| t::undo_named(word, label));
    html! {
        <button type="button" class="tool small" disabled={label.is_none()} title={words.clone()}
            aria-label={words} onclick={say(&props.emit, Intent::Turn(turn))}>
            <Icon {mark} />
        </button>
    }
}

/// A tool with its word.
pub(super) fn tool(
    mark: Mark,
    word: &'static str,
    hint: &'static str,
    onclick: Callback<MouseEvent>,
) -> Html {
    html! {
        <button type="button" class="tool" title={hint} {onclick}><Icon {mark} /><span>{ word }</span></button>
    }
}

fn small_tool(mark: Mark, word: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="tool small" title={word} aria-label={word} {onclick}><Icon {mark} /></button>
    }
}

fn view_theme(props: &HeaderProps) -> Html {
    let dark = browser::dark_now();
    let prefs = props.prefs;
    let toggle = props.emit.reform(move |_| {
        let theme = prefs.theme.toggled(browser::dark_now());
        Action::Prefs(Prefs { theme, ..prefs }).into()
    });
    let (mark, word) = if dark { (Mark::Sun, t::TO_LIGHT) } else { (Mark::Moon, t::TO_DARK) };
    small_tool(mark, word, toggle)
}

/// Two lamps: one idle, one busy.
#[component]
fn Logo() -> Html {
    html! {
        <svg class="logo" viewBox="0 0 30 20" aria-hidden="true" focusable="false">
            <circle cx="9" cy="10" r="6.4" /><rect x="17" y="3" width="13" height="14" rx="3.5" />
        </svg>
    }
}
