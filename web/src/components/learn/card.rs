//! One card: what is read, and the question or the goal that belongs to it.

use lampfield_markup::html;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{inline, mark, wish};
use crate::components::lamp::face_word;
use crate::components::{Icon, Lamp, Mark};
use crate::hooks::{Intent, Wish, browser, say};
use crate::markup::{classes, when};
use crate::messages as t;
use crate::state::{Action, Learn, LearnAct, Selection};
use crate::types::{CardView, ChoiceView, LessonView};

pub(super) fn view(learn: &Learn, lesson: &LessonView, emit: &Callback<Intent>) -> Html {
    let Some(card) = learn.card() else { return Html::default() };
    let count = lesson.cards.len();
    html! {<>
        <header class="learn-head">
            { mark(emit, Mark::Back, t::ALL_LESSONS, Wish::Leave) }
            <h2>{ t::lesson_title(lesson.number, &lesson.name) }</h2>
            { mark(emit, Mark::Close, t::CLOSE, Wish::Toggle) }
        </header>
        <div class="learn-card" id="learn-card" tabindex="0" role="group"
            aria-label={t::card_of(learn.card + 1, count)}>
            { for card.blocks.iter().map(|(kind, text)| view_block(kind, text)) }
            if !card.ask.is_empty() { <p class="ask">{ inline(&card.ask) }</p> }
            { view_task(learn, card, emit) }
            if learn.card + 1 == count { { view_end(learn, lesson, emit) } }
        </div>
        <footer class="learn-foot">
            { turn(emit, Mark::StepBack, t::BACK, -1, learn.card == 0) }
            <span>{ t::card_of(learn.card + 1, count) }</span>
            { turn(emit, Mark::Step, t::NEXT, 1, learn.card + 1 == count) }
        </footer>
    </>}
}

fn turn(
    emit: &Callback<Intent>,
    mark: Mark,
    words: &'static str,
    by: isize,
    disabled: bool,
) -> Html {
    let onclick = say(emit, Intent::Learn(Wish::Turn(by)));
    html! {
        <button type="button" class="button" {onclick} {disabled}><Icon {mark} />{ words }</button>
    }
}

fn view_block(kind: &str, text: &str) -> Html {
    match kind {
        "h" => html! { <h3>{ inline(text) }</h3> },
        "li" => html! { <ul><li>{ inline(text) }</li></ul> },
        "pre" => html! { <pre tabindex="0">{ text.to_owned() }</pre> },
        _ => html! { <p>{ inline(text) }</p> },
    }
}

fn view_task(learn: &Learn, card: &CardView, emit: &Callback<Intent>) -> Html {
    match card.kind.as_str() {
        "predict" => view_question(learn, card, emit),
        "goal" => view_goal(learn, card, emit),
        _ => Html::default(),
    }
}

/// What is seen just now, with the way to its end.
fn view_seen(emit: &Callback<Intent>) -> Html {
    html! { <p class="buttons"><span class="seen">{ t::WATCH_CANVAS }</span>{ wish(emit, "", t::SKIP, Wish::Skip) }</p> }
}

fn view_question(learn: &Learn, card: &CardView, emit: &Callback<Intent>) -> Html {
    let verdict = learn.verdict();
    let shown = |choice: &ChoiceView| view_choice(learn, choice, emit);
    html! {<>
        <fieldset class="choices" disabled={verdict.is_some() || learn.then.is_some()}>
            <legend class="spoken">{ card.ask.clone() }</legend>
            { for card.choices.iter().map(shown) }
        </fieldset>
        if learn.then.is_some() { { view_seen(emit) } }
        else if verdict.is_none() {
            <button type="button" class="button primary" disabled={learn.chosen.is_empty()}
                onclick={say(emit, Intent::Learn(Wish::Predict))}>{ t::PREDICT }</button>
        }
        <div role="status" class="verdict-line">
            if let Some((chosen, verdict)) = verdict {
                if *chosen == verdict.answer {
                    <p class="right"><Icon mark={Mark::Check} /><b>{ t::right(&verdict.answer) }</b></p>
                } else {
                    <p class="wrong"><Icon mark={Mark::Cross} /><b>{ t::wrong(chosen, &verdict.answer) }</b></p>
                }
                <p>{ inline(&verdict.why) }</p>
            }
        </div>
        if let Some((_, verdict)) = verdict.filter(|(_, verdict)| !verdict.subject.is_empty()) {
            <button type="button" class="button" onclick={
                let subject = verdict.subject.clone();
                say(emit, Action::Select(Selection::Lamp(subject)))
            }>{ t::TAB_WHY }{ " " }{ verdict.subject.clone() }</button>
        }
    </>}
}

fn view_choice(learn: &Learn, choice: &ChoiceView, emit: &Callback<Intent>) -> Html {
    let verdict = learn.verdict();
    let answer = verdict.map(|(_, verdict)| verdict.answer.as_str());
    let picked = verdict.map_or(learn.chosen.as_str(), |(chosen, _)| chosen);
    let look = when(answer == Some(choice.word.as_str()), "right");
    let onchange = emit.reform(|event: Event| {
        let input: Option<HtmlInputElement> = event.target_dyn_into();
        Action::from(LearnAct::Choose(input.map(|input| input.value()).unwrap_or_default())).into()
    });
    html! {
        <label class={classes(&["choice", look])} key={choice.word.clone()}>
            <input type="radio" name="choice" value={choice.word.clone()}
                checked={picked == choice.word} {onchange} />
            if choice.face.is_empty() {
                <b>{ choice.word.clone() }</b><span>{ choice.about.clone() }</span>
            } else {
                <Lamp face={choice.face.clone()} /><b>{ face_word(&choice.face) }</b>
            }
        </label>
    }
}

fn view_goal(learn: &Learn, card: &CardView, emit: &Callback<Intent>) -> Html {
    let reached = learn.is_reached();
    let more = learn.hints < card.hints.len();
    html! {<>
        <div role="status" class="verdict-line">
            if reached { <p class="right"><Icon mark={Mark::Check} /><b>{ t::REACHED }</b></p> }
            if !learn.failures.is_empty() {
                <p class="wrong"><Icon mark={Mark::Cross} /><b>{ t::NOT_YET }</b></p>
                <ul>{ for learn.failures.iter().map(|words| html! { <li>{ words.clone() }</li> }) }</ul>
            }
            { for card.hints.iter().take(learn.hints).map(|hint| html! { <p class="hint">{ inline(hint) }</p> }) }
        </div>
        if learn.then.is_some() { { view_seen(emit) } }
        else {
            <div class="buttons">
                if !reached { { wish(emit, "primary", t::CHECK_GOAL, Wish::Check) } }
                if more && !reached {
                    <button type="button" class="button"
                        onclick={say(emit, Action::from(LearnAct::Hint))}>{ t::HINT }</button>
                }
                { wish(emit, "", t::SOLUTION, Wish::Solve) }
            </div>
        }
    </>}
}

/// The result of the lesson, to be handed in; it names nobody.
fn view_end(learn: &Learn, lesson: &LessonView, emit: &Callback<Intent>) -> Html {
    let count = |kind: &str| lesson.cards.iter().filter(|card| card.kind == kind).count();
    let (right, reached) = learn.score(lesson.number);
    let score = t::score(right, count("predict"), reached, count("goal"));
    let line = t::result(lesson.number, &score);
    let link = browser::base_address() + &t::lesson_hash(lesson.number);
    let copy = |text: String| say(emit, Intent::Copy(text));
    html! {
        <div class="result">
            <code class="result-line">{ line.clone() }</code>
            <div class="buttons">
                <button type="button" class="button" onclick={copy(line)}>{ t::COPY_RESULT }</button>
                <button type="button" class="button" onclick={copy(link)}>{ t::COPY_LINK }</button>
                { wish(emit, "", t::START_AGAIN, Wish::Again) }
            </div>
        </div>
    }
}
