//! The pane of a learner: the lessons, or one card of the lesson that is open.

mod card;
mod list;
pub mod sheet;
mod ticket;

use lampfield_markup::html;
use yew::prelude::*;

use super::{Icon, Mark};
use crate::hooks::{Intent, On, Wish, browser, say, use_change};
use crate::markup::classes;
use crate::messages as t;
use crate::state::{Learn, Shared};

/// What is learnt.
#[derive(Clone, PartialEq, Properties)]
pub struct LearnPaneProps {
    /// As it is.
    pub learn: Shared<Learn>,
    /// What the user wants.
    pub emit: Callback<Intent>,
}

/// See the module.
#[component]
pub fn LearnPane(props: &LearnPaneProps) -> Html {
    let learn = &props.learn;
    // Whoever turns to another card reads on there, by eye or by ear.
    let place = (learn.lesson.clone(), (learn.card, learn.verdicts.len()), learn.ticket.clone());
    let open = learn.lesson.is_some() || learn.ticket.is_some();
    let act = move || {
        if open {
            browser::focus("learn-card");
        }
    };
    use_change(On::new(place), Box::new(act));
    let body = match (&learn.lesson, &learn.ticket) {
        (Some(lesson), _) => card::view(learn, lesson, &props.emit),
        (_, Some(ticket)) => ticket::view(learn, ticket, &props.emit),
        _ if learn.tour.is_some() => {
            learn.tour.iter().map(|tour| sheet::tour(tour, &props.emit)).collect()
        }
        _ => list::view(learn, &props.emit),
    };
    html! { <section class="learn" aria-label={t::LEARN}>{ body }</section> }
}

/// A button that says what a learner wants.
fn wish(props: &Callback<Intent>, look: &'static str, words: &'static str, wish: Wish) -> Html {
    let onclick = props.reform(move |_: MouseEvent| Intent::Learn(wish));
    html! { <button type="button" class={classes(&["button", look])} {onclick}>{ words }</button> }
}

/// A small button with a mark.
fn mark(emit: &Callback<Intent>, mark: Mark, words: &'static str, wish: Wish) -> Html {
    let onclick = say(emit, Intent::Learn(wish));
    html! {
        <button type="button" class="quiet" title={words} aria-label={words} {onclick}><Icon {mark} /></button>
    }
}

/// Text with `*` around what is stressed and `` ` `` around what is said by a machine.
fn inline(text: &str) -> Html {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['*', '`']) {
        let (before, from) = rest.split_at(at);
        let sign = if from.starts_with('*') { '*' } else { '`' };
        let inside = from.get(1..).unwrap_or_default();
        let Some((words, after)) = inside.split_once(sign) else { break };
        parts.push(html! { { before.to_owned() } });
        parts.push(match sign {
            '*' => html! { <em>{ words.to_owned() }</em> },
            _ => html! { <code>{ words.to_owned() }</code> },
        });
        rest = after;
    }
    html! {<>{ for parts }{ rest.to_owned() }</>}
}
