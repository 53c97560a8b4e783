//! A trouble ticket: what somebody complains about, and what the learner says it is.

use lampfield_markup::html;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{inline, mark, wish};
use crate::components::inspector::rule_link;
use crate::components::{Icon, Mark};
use crate::hooks::{Intent, Wish, say};
use crate::messages as t;
use crate::state::{Action, Learn, LearnAct};
use crate::types::{TicketView, ToldView};

pub(super) fn view(learn: &Learn, ticket: &TicketView, emit: &Callback<Intent>) -> Html {
    let over = learn.told.as_ref().is_some_and(|told| told.over);
    let ready = !learn.cause.is_empty() && !learn.object.is_empty();
    html! {<>
        <header class="learn-head">
            { mark(emit, Mark::Back, t::ALL_LESSONS, Wish::Leave) }
            <h2>{ t::ticket_title(ticket.seed) }</h2>
            { mark(emit, Mark::Close, t::CLOSE, Wish::Toggle) }
        </header>
        <div class="learn-card" id="learn-card" tabindex="0" role="group" aria-label={t::ticket_title(ticket.seed)}>
            <p class="ask">{ inline(&ticket.complaint) }</p>
            <p class="about">{ t::TICKET_ABOUT }</p>
            if !over {
                <fieldset class="choices">
                    <legend>{ t::TICKET_CAUSE }</legend>
                    { for ticket.causes.iter().map(|cause| view_cause(learn, cause, emit)) }
                </fieldset>
                { view_objects(learn, ticket, emit) }
                <div class="buttons">
                    <button type="button" class="button primary" disabled={!ready}
                        onclick={say(emit, Intent::Learn(Wish::Say))}>{ t::TICKET_SAY }</button>
                    { wish(emit, "", t::TICKET_MENDED, Wish::Mended) }
                    { wish(emit, "", t::TICKET_GIVE_UP, Wish::GiveUp) }
                </div>
            }
            <div role="status" class="verdict-line">
                if let Some(told) = &learn.told { { view_told(told, emit) } }
            </div>
            if over { { wish(emit, "primary", t::TICKET_NEXT, Wish::Ticket(ticket.seed.wrapping_add(1))) } }
        </div>
    </>}
}

fn view_cause(learn: &Learn, cause: &str, emit: &Callback<Intent>) -> Html {
    let onchange = emit.reform(|event: Event| {
        let input: Option<HtmlInputElement> = event.target_dyn_into();
        Action::from(LearnAct::Cause(input.map(|input| input.value()).unwrap_or_default())).into()
    });
    html! {
        <label class="choice small" key={cause.to_owned()}>
            <input type="radio" name="cause" value={cause.to_owned()} checked={learn.cause == cause} {onchange} />
            { cause.to_owned() }
        </label>
    }
}

fn view_objects(learn: &Learn, ticket: &TicketView, emit: &Callback<Intent>) -> Html {
    let onchange = emit.reform(|event: Event| {
        let select: Option<HtmlSelectElement> = event.target_dyn_into();
        Action::from(LearnAct::Object(select.map(|s| s.value()).unwrap_or_default())).into()
    });
    html! {
        <label class="object">
            <span>{ t::TICKET_OBJECT }</span>
            <select {onchange}>
                <option value="" selected={learn.object.is_empty()}>{ "…" }</option>
                { for ticket.objects.iter().map(|object| html! {
                    <option value={object.clone()} selected={learn.object == *object}>{ object.clone() }</option>
                }) }
            </select>
        </label>
    }
}

fn view_told(told: &ToldView, emit: &Callback<Intent>) -> Html {
    let (look, mark) = if told.solved { ("right", Mark::Check) } else { ("wrong", Mark::Cross) };
    html! {<>
        <p class={look}><Icon {mark} /><b>{ told.words.clone() }</b></p>
        if told.over {
            <p>{ rule_link(&told.rule, emit) }</p>
            <ul>{ for told.mend.iter().map(|words| html! { <li><code>{ words.clone() }</code></li> }) }</ul>
            { wish(emit, "", t::TICKET_MEND, Wish::Mend) }
        }
    </>}
}
