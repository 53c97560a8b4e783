//! The bar that runs time.

mod scrubber;
mod strip;

use lampfield_markup::html;
use yew::prelude::*;

use super::{Icon, Mark};
use crate::hooks::{Intent, say};
use crate::markup::{classes, when};
use crate::messages as t;
use crate::state::{Action, BottomTab, Run, Shared, Speed, clock};
use crate::types::{Snapshot, StripView};

use scrubber::Scrubber;

/// The bar.
#[derive(Clone, PartialEq, Properties)]
pub struct TransportProps {
    /// The run.
    pub run: Run,
    /// Its lamps at a glance.
    pub strip: Shared<StripView>,
    /// Whether time runs.
    pub playing: bool,
    /// How fast.
    pub speed: Speed,
    /// How far a long request is, per mille.
    pub progress: Option<u16>,
    /// What the user wants.
    pub emit: Callback<Intent>,
}

/// See the module. The clock moves thirty times a second, so what stands beside it is of
/// components of its own.
#[component]
pub fn Transport(props: &TransportProps) -> Html {
    let (run, emit) = (&props.run, &props.emit);
    // Whoever acts while time stands still may wonder why nothing follows.
    let nudge = !props.playing && run.head.acted && !run.head.quiet;
    html! {
        <section class="transport" aria-label={t::TRANSPORT}>
            <Moves playing={props.playing} at_end={run.at_end()} {nudge} speed={props.speed}
                emit={emit.clone()} />
            <output class="now" aria-label={t::TRANSPORT}><span>{ clock(run.now_us) }</span></output>
            <Scrubber now_us={run.now_us} horizon_us={run.horizon_us()}
                reached_us={run.head.reached_us} strip={props.strip.clone()} emit={emit.clone()} />
            if run.head.branches > 0 {
                <button type="button" class="button forks" title={t::BRANCHES_HINT}
                    onclick={say(emit, Action::Bottom(BottomTab::Branches))}>
                    <Icon mark={Mark::Fork} />{ t::branches(run.head.branches) }
                </button>
            }
            <Counts head={run.head.clone()} emit={emit.clone()} />
            if let Some(per_mille) = props.progress {
                <progress class="progress" max="1000" value={per_mille.to_string()} aria-label={t::WORKING} />
                <button type="button" class="button" onclick={say(emit, Intent::Cancel)}>{ t::CANCEL }</button>
            }
        </section>
    }
}

/// What the buttons know.
#[derive(Clone, PartialEq, Properties)]
struct MovesProps {
    playing: bool,
    at_end: bool,
    nudge: bool,
    speed: Speed,
    emit: Callback<Intent>,
}

/// The buttons.
#[component]
fn Moves(props: &MovesProps) -> Html {
    let emit = &props.emit;
    let go = |mark, word, intent: Intent| small(mark, word, emit.reform(move |_| intent.clone()));
    html! {
        <>
            <div class="moves">
                { go(Mark::ToStart, t::TO_START, Intent::Seek(0)) }
                { go(Mark::PreviousLamp, t::PREVIOUS_LAMP, Intent::PreviousLamp) }
                { go(Mark::StepBack, t::STEP_BACK, Intent::StepBack) }
                { view_play(props) }
                { go(Mark::Step, t::STEP, Intent::Step) }
                { go(Mark::NextLamp, t::NEXT_LAMP, Intent::NextLamp) }
            </div>
            { view_speeds(props) }
        </>
    }
}

fn small(mark: Mark, word: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="move" aria-label={word} title={word} {onclick}><Icon {mark} /></button>
    }
}

fn view_play(props: &MovesProps) -> Html {
    let nudge = props.nudge;
    let (mark, word) = match (props.playing, props.at_end) {
        (true, _) => (Mark::Pause, t::PAUSE),
        (false, true) => (Mark::Replay, t::REPLAY),
        (false, false) if nudge => (Mark::Play, t::LET_IT_RUN),
        (false, false) => (Mark::Play, t::PLAY),
    };
    html! {
        <button type="button" class={classes(&["play", when(nudge, "nudge")])} onclick={say(&props.emit, Intent::TogglePlay)}>
            <Icon {mark} /><span>{ word }</span>
        </button>
    }
}

fn view_speeds(props: &MovesProps) -> Html {
    html! {
        <div class="speeds" role="radiogroup" aria-label={t::SPEED}>
            { for Speed::ALL.iter().map(|&speed| html! {
                <label key={speed.label()}>
                    <input type="radio" name="speed" checked={props.speed == speed}
                        onchange={props.emit.reform(move |_| Action::Speed(speed).into())} />
                    <span>{ speed.label() }</span>
                </label>
            }) }
        </div>
    }
}

/// What the counts are of.
#[derive(Clone, PartialEq, Properties)]
struct CountsProps {
    head: Shared<Snapshot>,
    emit: Callback<Intent>,
}

/// How much has happened, and the digest of it.
#[component]
fn Counts(props: &CountsProps) -> Html {
    let head = &props.head;
    let digest = head.digest.clone();
    let copy = say(&props.emit, Intent::Copy(digest));
    let short: String = head.digest.chars().take(8).collect();
    html! {
        <div class="counts">
            <div>
                <span class="events">{ t::events(head.events) }</span>
                <button type="button" class="digest" title={t::DIGEST_HINT} data-digest={head.digest.clone()}
                    aria-label={format!("{} {short}. {}", t::DIGEST, t::DIGEST_HINT)} onclick={copy}>
                    <code>{ short }</code><Icon mark={Mark::Copy} />
                </button>
            </div>
        </div>
    }
}
