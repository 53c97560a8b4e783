//! The lessons, with what was learnt so far.

use lampfield_markup::html;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{mark, wish};
use crate::components::{Icon, Mark};
use crate::hooks::{Intent, Wish, browser, say};
use crate::markup::{classes, when};
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
        <h3>{ t::TICKETS }</h3>
        <p class="about">{ t::TICKETS_ABOUT }</p>
        <div class="buttons">
            <label class="object"><span>{ t::TICKET_NUMBER }</span>
                <input id="ticket-number" type="number" min="0" max="999999" value="1" /></label>
            <button type="button" class="button" onclick={emit.reform(|_| {
                Intent::Learn(Wish::Ticket(number("ticket-number")))
            })}>{ t::TICKET_OPEN }</button>
        </div>
        <h3>{ t::MORE }</h3>
        <div class="buttons">
            { wish(emit, "", t::TOUR, Wish::Tour) }
            <label class="object"><span>{ t::SHEET_LAST }</span>
                <input id="sheet-last" type="number" min="1" max="999999" value="12" /></label>
            <button type="button" class="button" onclick={emit.reform(|_| {
                let (first, last) = (number("ticket-number"), number("sheet-last"));
                Intent::Learn(Wish::Sheet(0, first, last))
            })}>{ t::SHEET_TICKETS }</button>
        </div>
    </>}
}

/// The number in a field; 0 where there is none.
fn number(id: &str) -> u32 {
    let input =
        browser::element(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    input.and_then(|input| input.value().trim().parse().ok()).unwrap_or_default()
}

fn view_item(learn: &Learn, item: &LessonItem, emit: &Callback<Intent>) -> Html {
    let (right, reached) = learn.score(item.number);
    let (questions, goals) = (item.predictions as usize, item.goals as usize);
    let done = right == questions && reached == goals;
    let number = item.number;
    let open = say(emit, Intent::Learn(Wish::Lesson(number)));
    let sheet = say(emit, Intent::Learn(Wish::Sheet(number, 0, 0)));
    html! {
        <li key={number}>
            <button type="button" onclick={open}>
                <span class="ordinal" aria-hidden="true">{ number }</span>
                <span>
                    <b>{ item.name.clone() }</b>
                    <span>{ item.about.clone() }</span>
                    <span class={classes(&["score", when(done, "done")])}>
                        { t::minutes(item.minutes) }
                        if right + reached > 0 { { " · " }{ t::score(right, questions, reached, goals) } }
                    </span>
                </span>
            </button>
            <button type="button" class="quiet" title={t::WORKSHEET} onclick={sheet}
                aria-label={t::worksheet_of(number)}><Icon mark={Mark::Export} /></button>
        </li>
    }
}
