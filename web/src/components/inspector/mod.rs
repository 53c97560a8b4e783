//! The inspector: why a lamp shows what it shows, a message byte by byte, a rule in our words.

mod chain;
mod configure;
mod find;
mod form;
mod items;
mod raw;
mod relations;
mod rule;
mod why;

use lampfield_core::rules::RuleId;
use lampfield_markup::html;
use yew::prelude::*;

use super::{Tab, Tabs};
use crate::hooks::Intent;
use crate::messages as t;
use crate::state::{Action, Build, InspectorTab, Selection, Shared};
use crate::types::{MessageView, WhyView};

use configure::Configure;
pub(crate) use form::value_of;
use raw::Raw;
use rule::RuleText;
use why::Why;

pub(crate) use why::rule_link;

const TABS: [InspectorTab; 4] =
    [InspectorTab::Why, InspectorTab::Raw, InspectorTab::Rule, InspectorTab::Configure];

/// The pane.
#[derive(Clone, PartialEq, Properties)]
pub struct InspectorProps {
    /// The tab.
    pub tab: InspectorTab,
    /// What is looked at.
    pub selection: Selection,
    /// Why the lamp that is looked at shows what it shows.
    pub why: Option<Shared<WhyView>>,
    /// The message that is looked at.
    pub message: Option<Shared<MessageView>>,
    /// The rule that is open.
    pub rule: Option<RuleId>,
    /// Whether a learner is to find out by thinking.
    pub hush: bool,
    /// Whether a learner is to make the change that helps.
    pub learns: bool,
    /// What is configured.
    pub build: Build,
    /// What the user wants.
    pub emit: Callback<Intent>,
}

/// See the module.
#[component]
pub fn Inspector(props: &InspectorProps) -> Html {
    let emit = &props.emit;
    let tab = |id, label: &'static str| Tab { id, label: label.into(), note: AttrValue::default() };
    let tabs = vec![
        tab("why", t::TAB_WHY),
        tab("raw", t::TAB_RAW),
        tab("rule", t::TAB_RULE),
        tab("configure", t::TAB_CONFIGURE),
    ];
    let chosen = TABS.iter().position(|tab| *tab == props.tab).unwrap_or_default();
    let on_choose =
        emit.reform(|i: usize| Action::Inspect(TABS.get(i).copied().unwrap_or_default()).into());
    let id = tabs.get(chosen).map_or("", |tab| tab.id);
    html! {
        <aside class="inspector" aria-label={t::INSPECTOR}>
            <div class="bar"><Tabs label={t::INSPECTOR} {tabs} {chosen} {on_choose} /></div>
            <div class="pane" role="tabpanel" id={format!("{id}-panel")} aria-labelledby={id} tabindex="0">
                { view_pane(props) }
            </div>
        </aside>
    }
}

fn view_pane(props: &InspectorProps) -> Html {
    let emit = props.emit.clone();
    match props.tab {
        InspectorTab::Why if props.hush => hint(t::WHY_HUSHED),
        InspectorTab::Why => match (&props.why, props.selection.lamp()) {
            (Some(why), _) => html! { <Why why={why.clone()} learns={props.learns} {emit} /> },
            (None, Some(_)) => hint(t::THINKING),
            (None, None) => hint(t::WHY_EMPTY),
        },
        InspectorTab::Raw => match (&props.message, props.selection.event()) {
            (Some(message), _) => {
                html! { <Raw message={message.clone()} learns={props.learns} {emit} /> }
            }
            (None, Some(_)) => hint(t::THINKING),
            (None, None) => hint(t::RAW_EMPTY),
        },
        InspectorTab::Rule => html! { <RuleText rule={props.rule} {emit} /> },
        InspectorTab::Configure => html! { <Configure build={props.build.clone()} {emit} /> },
    }
}

fn hint(words: &'static str) -> Html {
    html! { <p class="empty">{ words }</p> }
}
