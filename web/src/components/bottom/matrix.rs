//! Who may watch whom: presence groups, and every watcher with every line.

use lampfield_markup::html;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::engine::build::sentence;
use crate::hooks::{Intent, browser, say, use_kept};
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
    let at = use_kept(|| (0_usize, 0_usize));
    let (rows, columns) = (view.watchers.len(), 2 * view.lines.len());
    let (row, column) = (at.0.min(rows.saturating_sub(1)), at.1.min(columns.saturating_sub(1)));
    let onkeydown = {
        let at = at.clone();
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
    let (cluster, own, other) = (props.view.cluster.clone(), from.to_owned(), to.to_owned());
    let onchange = props.emit.reform(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        let value = select.map(|select| select.value()).unwrap_or_default();
        Intent::Act(relation(&cluster, &own, &other, &value))
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
fn relation(cluster: &str, from: &str, to: &str, value: &str) -> String {
    let relationships = sentence::under("relationships", to, value);
    let group = [&sentence::quoted(from), ": ", &relationships].concat();
    sentence::change(cluster, "presence_groups", &["{ ", &group, " }"].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Session;
    use crate::types::{Reply, Request};

    fn groups(session: &mut Session) -> MatrixView {
        match session.handle(Request::Matrix) {
            Reply::Matrix { view } => view,
            other => panic!("{other:?}"),
        }
    }

    fn act(session: &mut Session, sentence: String) {
        let reply = session.handle(Request::Act { sentence });
        assert!(matches!(reply, Reply::Snapshot { .. }), "{reply:?}");
    }

    /// Each choice stands in the matrix afterwards, also between groups with odd names and in one
    /// of several clusters.
    #[test]
    fn what_is_chosen_for_two_groups_is_what_they_have_then() {
        let files = [
            "gallery/01-disallow-and-blf.yaml",
            "rules/route-3-three-clusters-watch-one-another.yaml",
        ];
        for file in files {
            let path = format!("{}/../scenarios/{file}", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(&path).expect(&path);
            let mut session = Session::new();
            let acts = Vec::new();
            session.handle(Request::Load {
                path: file.into(),
                text,
                seed: None,
                at_us: None,
                acts,
            });
            let cluster = groups(&mut session).cluster;
            assert_eq!(cluster.is_empty(), file.starts_with("gallery"));
            for name in ["Day: \"1\"", "Night"] {
                let new = sentence::under("presence_groups", name, "{}");
                act(&mut session, sentence::change(&cluster, "add", &new));
            }
            for (value, letter) in [
                ("Allow Subscription", 'a'),
                ("Disallow Subscription", 'd'),
                ("Use System Default", 's'),
            ] {
                act(&mut session, relation(&cluster, "Day: \"1\"", "Night", value));
                let view = groups(&mut session);
                let place = |name: &str| view.groups.iter().position(|(own, _)| own == name);
                let (from, to) = (place("Day: \"1\"").unwrap(), place("Night").unwrap());
                assert_eq!(view.groups[from].1.chars().nth(to), Some(letter), "{file}");
            }
        }
    }
}
