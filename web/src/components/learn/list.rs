//! The lessons, with what was learnt so far.

use yew::prelude::*;

use super::mark;
use crate::components::Mark;
use crate::hooks::{Intent, Wish};
use crate::messages as t;
use crate::state::Learn;
use crate::types::LessonItem;

pub(super) fn view(learn: &Learn, emit: &Callback<Intent>) -> Html {
    html! {<>
        <header class="learn-head">
            <h2>{ t::LEARN }</h2>
            { mark(emit, Mark::Close, t::CLOSE, Wish::Toggle) }
        </header>
        <p class="about">{ t::LEARN_ABOUT }</p>
        <ol class="lessons">{ for learn.items.iter().map(|item| view_item(learn, item, emit)) }</ol>
    </>}
}

fn view_item(learn: &Learn, item: &LessonItem, emit: &Callback<Intent>) -> Html {
    let (right, reached) = learn.score(item.number);
    let (questions, goals) = (item.predictions as usize, item.goals as usize);
    let done = right == questions && reached == goals;
    let number = item.number;
    let open = emit.reform(move |_| Intent::Learn(Wish::Lesson(number)));
    html! {
        <li key={number}>
            <button type="button" onclick={open}>
                <span class="ordinal" aria-hidden="true">{ number }</span>
                <span>
                    <b>{ item.name.clone() }</b>
                    <span>{ item.about.clone() }</span>
                    <span class={classes!("score", done.then_some("done"))}>
                        { t::minutes(item.minutes) }
                        if right + reached > 0 { { " · " }{ t::score(right, questions, reached, goals) } }
                    </span>
                </span>
            </button>
        </li>
    }
}
