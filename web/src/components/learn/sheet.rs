//! A worksheet that prints, its answer key on a page of its own; and the checklist as a tour.

use lampfield_markup::html;
use yew::prelude::*;

use super::{mark, wish};
use crate::components::{Icon, Mark};
use crate::hooks::{Intent, Wish, browser};
use crate::messages as t;
use crate::types::{RowView, SheetView};

/// The sheet.
pub fn view(sheet: &SheetView) -> Html {
    html! {
        <div class="paper">
            <p class="buttons no-print">
                <button type="button" class="button primary" onclick={|_| browser::print()}>{ t::PRINT }</button>
            </p>
            <h3>{ sheet.title.clone() }</h3>
            <ol>{ for sheet.rows.iter().map(view_question) }</ol>
            <section class="key">
                <h3>{ t::ANSWER_KEY }{ ": " }{ sheet.title.clone() }</h3>
                <ol>{ for sheet.rows.iter().map(|row| html! {
                    <li><b>{ row.answer.clone() }</b>{ " " }{ row.note.clone() }</li>
                }) }</ol>
            </section>
        </div>
    }
}

fn view_question(row: &RowView) -> Html {
    html! {
        <li>
            <p>{ row.title.clone() }</p>
            if row.lines.is_empty() { <p class="rule-line" /> }
            <ul>{ for row.lines.iter().map(|line| html! { <li><i class="box" />{ line.clone() }</li> }) }</ul>
        </li>
    }
}

/// The checklist.
pub(super) fn tour(sheet: &SheetView, emit: &Callback<Intent>) -> Html {
    html! {<>
        <header class="learn-head">
            { mark(emit, Mark::Back, t::ALL_LESSONS, Wish::Leave) }
            <h2>{ sheet.title.clone() }</h2>
            { mark(emit, Mark::Close, t::CLOSE, Wish::Toggle) }
        </header>
        <div class="learn-card" id="learn-card" tabindex="0" role="group" aria-label={sheet.title.clone()}>
            <p class="about">{ t::TOUR_ABOUT }</p>
            <ol class="tour">{ for sheet.rows.iter().map(view_step) }</ol>
            { wish(emit, "", t::TOUR_AGAIN, Wish::Tour) }
        </div>
    </>}
}

fn view_step(row: &RowView) -> Html {
    let (look, mark, words) = match row.answer.as_str() {
        "done" => ("right", Mark::Check, t::STEP_DONE),
        "open" => ("wrong", Mark::Cross, t::STEP_OPEN),
        _ => ("", Mark::Dash, t::STEP_NOT_APPLIED),
    };
    html! {
        <li class="verdict-line">
            <b>{ row.title.clone() }</b>
            <p class={look}><Icon {mark} />{ words }{ " " }{ row.lines.join(", ") }</p>
            <p class="about">{ row.note.clone() }</p>
        </li>
    }
}
