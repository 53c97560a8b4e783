//! Who may watch whom: presence groups, and every watcher with every line.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::hooks::{Intent, browser, say};
use crate::messages as t;
use crate::state::Shared;
use crate::types::MatrixView;

/// The matrix.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct MatrixProps {
    /// Both views.
    pub(super) view: Shared<MatrixView>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Matrix(props: &MatrixProps) -> Html {
    let view = &props.view;
    let at = use_state_eq(|| (0_usize, 0_usize));
    let (rows, columns) = (view.watchers.len(), 2 * view.lines.len());
    let (row, column) = (at.0.min(rows.saturating_sub(1)), at.1.min(columns.saturating_sub(1)));
    let onkeydown = {
        let at = at.setter();
        Callback::from(move |event: KeyboardEvent| {
            let (row, column) = match event.key().as_str() {
                "ArrowDown" => ((row + 1).min(rows.saturating_sub(1)), column),
                "ArrowUp" => (row.saturating_sub(1), column),
                "ArrowRight" => (row, (column + 1).min(columns.saturating_sub(1))),
                "ArrowLeft" => (row, column.saturating_sub(1)),
                "Home" => (row, 0),
                "End" => (row, columns.saturating_sub(1)),
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            at.set((row, column));
            browser::focus(&format!("cell-{row}-{column}"));
        })
    };
    html! {
        <div class="matrix">
            <table role="grid" aria-label={t::MATRIX_EFFECTIVE} {onkeydown}>
                <caption>{ t::MATRIX_EFFECTIVE }</caption>
                <thead><tr><td />{ for view.lines.iter().map(|line| html! { <th scope="col" colspan="2">{ line.clone() }</th> }) }</tr></thead>
                <tbody>{ for view.watchers.iter().enumerate().map(|(y, (name, letters))| html! {
                    <tr><th scope="row">{ name.clone() }</th>
                        { for letters.chars().enumerate().map(|(x, letter)| view_cell(props, (y, x), letter, (row, column) == (y, x))) }
                    </tr>
                }) }</tbody>
            </table>
            if view.left_out > 0 { <p class="about">{ t::matrix_left_out(view.left_out) }</p> }
            <p class="about">{ t::MATRIX_WAYS }</p>
            <dl class="letters">{ for t::MATRIX_LETTERS.iter().map(|(letter, words)| html! {
                <div><dt>{ *letter }</dt><dd>{ *words }</dd></div>
            }) }</dl>
            { view_groups(props) }
        </div>
    }
}

fn view_cell(props: &MatrixProps, (y, x): (usize, usize), letter: char, here: bool) -> Html {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (watcher, line, list) = (small(y), small(x / 2), x % 2 == 1);
    let name = props.view.lines.get(x / 2).map_or("", String::as_str);
    let who = props.view.watchers.get(y).map_or("", |(name, _)| name);
    let word = t::matrix_word(letter);
    html! {
        <td>
            <button type="button" id={format!("cell-{y}-{x}")} class="cell" data-letter={letter.to_string()}
                tabindex={if here { "0" } else { "-1" }} title={word}
                aria-label={t::matrix_cell(who, name, list, word)}
                onclick={say(&props.emit, Intent::Cell(watcher, line, list))}>{ letter.to_string() }</button>
        </td>
    }
}

fn view_groups(props: &MatrixProps) -> Html {
    let groups = &props.view.groups;
    if groups.len() < 2 {
        return Html::default();
    }
    html! {
        <table aria-label={t::MATRIX_GROUPS}>
            <caption>{ t::MATRIX_GROUPS }</caption>
            <thead><tr><td />{ for groups.iter().map(|(name, _)| html! { <th scope="col">{ name.clone() }</th> }) }</tr></thead>
            <tbody>{ for groups.iter().map(|(from, letters)| html! {
                <tr><th scope="row">{ from.clone() }</th>
                    { for letters.chars().zip(groups.iter()).map(|(letter, (to, _))| view_relation(props, from, to, letter)) }
                </tr>
            }) }</tbody>
        </table>
    }
}

/// What a group may see of another: chosen in place.
fn view_relation(props: &MatrixProps, from: &str, to: &str, letter: char) -> Html {
    if letter == '=' {
        return html! { <td class="itself">{ t::WITHIN_GROUP }</td> };
    }
    let (own, other) = (from.to_owned(), to.to_owned());
    let onchange = props.emit.reform(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        let value = select.map(|select| select.value()).unwrap_or_default();
        Intent::Act(relation(&own, &other, &value))
    });
    let default = if props.view.allows { t::DEFAULT_ALLOWS } else { t::DEFAULT_DISALLOWS };
    let options = [
        ('s', "Use System Default", default),
        ('a', "Allow Subscription", t::ALLOW),
        ('d', "Disallow Subscription", t::DISALLOW),
    ];
    html! {
        <td><select aria-label={t::relation(from, to)} {onchange}>
            { for options.map(|(own, value, word)| html! {
                <option {value} selected={own == letter}>{ word }</option>
            }) }
        </select></td>
    }
}

/// The change of one relationship, in the words of the language.
fn relation(from: &str, to: &str, value: &str) -> String {
    let quoted = |name: &str| {
        let mut text = String::new();
        lampfield_core::json::quote(name, &mut text);
        text
    };
    format!(
        "change {{ presence_groups: {{ {}: {{ relationships: {{ {}: {value} }} }} }} }}",
        quoted(from),
        quoted(to)
    )
}
