//! The checks of the file, and what came of them.

use lampfield_markup::html;
use yew::prelude::*;

use crate::components::{Icon, Mark};
use crate::hooks::{Intent, say};
use crate::markup::classes;
use crate::messages as t;
use crate::state::{Shared, clock};
use crate::types::OutcomeView;

/// The checks.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ChecksProps {
    /// What came of each.
    pub(super) outcomes: Shared<Vec<OutcomeView>>,
    /// Whether the user has acted.
    pub(super) acted: bool,
    /// Virtual time, microseconds: only to mark what lies ahead.
    pub(super) now_us: i64,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Checks(props: &ChecksProps) -> Html {
    html! {
        <div class="checks">
            if props.acted { <p class="checks-void">{ t::CHECKS_VOID }</p> }
            if props.outcomes.is_empty() { <p class="empty">{ t::CHECKS_EMPTY }</p> }
            <ol>{ for props.outcomes.iter().map(|outcome| view_outcome(outcome, &props.emit)) }</ol>
        </div>
    }
}

fn view_outcome(outcome: &OutcomeView, emit: &Callback<Intent>) -> Html {
    let (mark, word) = match outcome.verdict.as_str() {
        "passed" => (Mark::Check, t::CHECK_PASSED),
        "failed" => (Mark::Cross, t::CHECK_FAILED),
        "waiting" => (Mark::Dots, t::CHECK_WAITING),
        _ => (Mark::Dash, t::CHECK_VOID),
    };
    let at_us = outcome.at_us;
    html! {
        <li class={classes(&["outcome", &outcome.verdict])}>
            <button type="button" onclick={say(emit, Intent::Seek(at_us))}>
                <span class="verdict"><Icon {mark} />{ word }</span>
                <span class="time">{ clock(at_us) }</span>
                <span class="sentence">{ outcome.sentence.clone() }</span>
                <span class="line-number">{ t::line(outcome.line) }</span>
            </button>
            if !outcome.rendered.is_empty() { <pre>{ outcome.rendered.clone() }</pre> }
        </li>
    }
}
