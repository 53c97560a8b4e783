//! Why: a sentence, the checks in the order asked, the smallest changes, and what happened.

use lampfield_core::rules::RuleId;
use lampfield_markup::html;
use yew::prelude::*;

use super::chain::Chain;
use crate::components::{Icon, Mark};
use crate::hooks::{Intent, say};
use crate::markup::classes;
use crate::messages as t;
use crate::state::{Action, Place, Shared};
use crate::types::{CheckView, RemedyView, WhyView};

/// An explanation.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct WhyProps {
    /// What it says.
    pub(super) why: Shared<WhyView>,
    /// Whether a learner is to make the change.
    pub(super) learns: bool,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Why(props: &WhyProps) -> Html {
    let why = &props.why;
    html! {
        <article class="why">
            <h2>{ why.subject.clone() }</h2>
            <p class="headline">{ why.headline.clone() }</p>
            if !why.reason.is_empty() { <p class="reason">{ why.reason.clone() }</p> }
            if !why.checks.is_empty() {
                <ol class="why-checks">
                    { for keyed(&why.checks).map(|(key, check)| view_check(key, check, props)) }
                </ol>
            }
            if !why.remedies.is_empty() {
                <h3>{ t::REMEDIES }</h3>
                <ul class="remedies">{ for why.remedies.iter().map(|remedy| view_remedy(remedy, props)) }</ul>
            }
            if !why.events.is_empty() {
                <h3>{ t::BEHIND }</h3>
                <Chain rows={why.events.clone()} emit={props.emit.clone()} />
            }
        </article>
    }
}

/// The checks, each with a key of its own: while a run is played some come and go, and the others
/// stay as they are.
fn keyed(checks: &[CheckView]) -> impl Iterator<Item = (String, &CheckView)> {
    checks.iter().enumerate().map(|(i, check)| {
        let same = |other: &&CheckView| other.rule == check.rule;
        let before = checks.iter().take(i).filter(same).count();
        (format!("{}/{before}", check.rule), check)
    })
}

fn view_check(key: String, check: &CheckView, props: &WhyProps) -> Html {
    let (why, emit) = (&props.why, &props.emit);
    let (mark, word) = match check.verdict.as_str() {
        "pass" => (Mark::Check, t::VERDICT_PASS),
        "fail" => (Mark::Cross, t::VERDICT_FAIL),
        "not-applied" => (Mark::Dash, t::VERDICT_NOT_APPLIED),
        _ => (Mark::Note, t::VERDICT_NOTED),
    };
    html! {
        <li {key} class={classes(&["why-check", &check.verdict])}>
            <span class="verdict" title={word}><Icon {mark} /><span class="spoken">{ word }</span></span>
            <div>
                <p>{ check.sentence.clone() }</p>
                <p class="where">
                    { rule_link(&check.rule, emit) }
                    { path_link(&why.cluster, &check.path, emit) }
                </p>
            </div>
        </li>
    }
}

fn view_remedy(remedy: &RemedyView, props: &WhyProps) -> Html {
    let (why, emit) = (&props.why, &props.emit);
    html! {
        <li>
            <p>{ remedy.sentence.clone() }</p>
            <p class="where">
                { path_link(&why.cluster, &remedy.path, emit) }
                if !props.learns && !remedy.acts.is_empty() {
                    <button type="button" class="button" title={remedy.acts.clone()}
                        aria-label={t::do_remedy(&remedy.sentence)}
                        onclick={say(emit, Intent::Act(remedy.acts.clone()))}>{ t::DO_REMEDY }</button>
                }
            </p>
        </li>
    }
}

/// Where something is configured, which opens the form there; plain text where there is none.
pub(super) fn path_link(cluster: &str, path: &str, emit: &Callback<Intent>) -> Html {
    match Place::at(cluster, path) {
        Some(place) => html! {
            <button type="button" class="path-link" title={t::OPEN_FIELD}
                onclick={say(emit, Action::Configure(place))}>{ path.to_owned() }</button>
        },
        None => html! { <span>{ path.to_owned() }</span> },
    }
}

/// A rule's id, which opens the rule; plain text where it is none of ours.
pub(crate) fn rule_link(id: &str, emit: &Callback<Intent>) -> Html {
    match id.parse::<RuleId>() {
        Ok(rule) => html! {
            <button type="button" class="rule-link" title={lampfield_core::rules::rule(rule).title}
                onclick={say(emit, Action::Rule(rule))}>{ id.to_owned() }</button>
        },
        Err(_) => html! { <span class="rule-link">{ id.to_owned() }</span> },
    }
}
