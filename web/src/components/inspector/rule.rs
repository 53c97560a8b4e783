//! A rule in our words, and the list of all of them.

use lampfield_core::rules::{RuleId, catalogue, rule};
use lampfield_markup::html;
use yew::prelude::*;

use super::why::rule_link;
use crate::at_work::scenarios_of;
use crate::components::{Icon, Mark};
use crate::hooks::{Intent, Wish, say};
use crate::messages as t;
use crate::rule_texts::rule_text;
use crate::state::Action;

/// The rule that is open.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct RuleTextProps {
    /// Its id.
    pub(super) rule: Option<RuleId>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn RuleText(props: &RuleTextProps) -> Html {
    html! {
        <article class="rule">
            if let Some(id) = props.rule { { view_rule(id, &props.emit) } }
            else { <p class="empty">{ t::RULE_EMPTY }</p> }
            <details open={props.rule.is_none()}>
                <summary>{ t::RULE_LIST }</summary>
                <ul class="rule-list">{ for catalogue().map(|rule| {
                    let id = rule.id;
                    html! {
                        <li key={id.to_string()}>
                            <button type="button" onclick={say(&props.emit, Action::Rule(id))}>
                                <code>{ id.to_string() }</code><span>{ rule.title }</span>
                            </button>
                        </li>
                    }
                }) }</ul>
            </details>
        </article>
    }
}

fn view_rule(id: RuleId, emit: &Callback<Intent>) -> Html {
    let rule = rule(id);
    let links = |ids: &[RuleId]| -> Html {
        ids.iter().map(|id| html! { <li>{ rule_link(&id.to_string(), emit) }</li> }).collect()
    };
    let at_work = scenarios_of(rule.id);
    html! {<>
        <h2><code>{ id.to_string() }</code>{ " " }{ rule.title }</h2>
        <p class="headline">{ rule_text(id) }</p>
        if !rule.parts.is_empty() {
            <h3>{ t::RULE_PARTS }</h3><ul class="rule-links">{ links(rule.parts) }</ul>
        }
        if !rule.see.is_empty() {
            <h3>{ t::SEE_ALSO }</h3><ul class="rule-links">{ links(rule.see) }</ul>
        }
        if !at_work.is_empty() {
            <h3>{ t::AT_WORK }</h3>
            <ul class="at-work">
                if rule.id == RuleId::Admin10 {
                    <li><button type="button" onclick={say(emit, Intent::Learn(Wish::Tour))}>{ t::TOUR }</button></li>
                }
                { for at_work.into_iter().map(|(name, source)| html! {
                <li><button type="button"
                    onclick={say(emit, Intent::Load(Box::new(source)))}>{ name }</button></li>
                }) }
            </ul>
        }
        <p class="where"><Icon mark={Mark::Book} /><span>{ t::chapter(rule.chapter) }</span></p>
    </>}
}
