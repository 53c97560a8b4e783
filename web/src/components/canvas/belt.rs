//! The faults belt: what one does to the network, and what is in force. Each tool says a sentence of
//! the scenario language.

use lampfield_markup::html;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::components::{Icon, Mark};
use crate::hooks::{Intent, say};
use crate::messages as t;
use crate::state::{Action, Shared};
use crate::types::{PhoneView, Snapshot};

/// The tools: the word, and the fault without its link.
const TOOLS: [(&str, &str); 5] = [
    (t::LAG, "latency 500ms"),
    (t::LOSE, "loss 30%"),
    (t::DOUBLE, "duplication 30%"),
    (t::REORDER, "reordering 30%"),
    (t::LOSE_NEXT, "lose next NOTIFY"),
];

/// The belt.
#[derive(Clone, Properties)]
pub(super) struct BeltProps {
    /// What is in force, and who is outside.
    pub(super) head: Shared<Snapshot>,
    /// The phones.
    pub(super) phones: Shared<Vec<Shared<PhoneView>>>,
    /// Whose link is meant; empty for all.
    pub(super) link: AttrValue,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

impl PartialEq for BeltProps {
    /// Of the head only what is shown here counts: the rest of it changes all the time.
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&self.head, &other.head);
        a.faults == b.faults
            && a.outside == b.outside
            && self.phones == other.phones
            && self.link == other.link
            && self.emit == other.emit
    }
}

/// See the module.
#[component]
pub(super) fn Belt(props: &BeltProps) -> Html {
    let (head, emit) = (&props.head, &props.emit);
    let names = props.phones.iter().map(|phone| &phone.name).chain(&head.outside);
    let names: Vec<&String> = names.collect();
    let link = names.iter().find(|name| name.as_str() == &*props.link).map_or("", |name| name);
    let onchange = emit.reform(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        Action::Link(select.map(|select| select.value()).unwrap_or_default()).into()
    });
    let in_force = |sentence: &str| head.faults.iter().any(|fault| fault.sentence == sentence);
    let who = if link.is_empty() { "everybody" } else { link };
    let cut = format!("cut {who}");
    let (word, sentence) = match link.is_empty()
        && head.faults.iter().any(|f| f.sentence.starts_with("cut "))
        || in_force(&cut)
    {
        true => (t::HEAL, format!("heal {who}")),
        false => (t::CUT, cut),
    };
    let mut tools = vec![(word, sentence)];
    tools.extend(TOOLS.iter().filter_map(|(word, fault)| match (*word, link) {
        (t::LOSE_NEXT, "") => None,
        (t::LOSE_NEXT, link) => Some((*word, format!("{fault} to {link}"))),
        (_, "") => Some((*word, (*fault).to_owned())),
        (_, link) => Some((*word, format!("{fault} on {link}"))),
    }));
    if props.phones.iter().any(|phone| phone.name == link) {
        tools.push((t::RESET, format!("{link} is reset")));
    } else if !link.is_empty() {
        tools.push((t::UNPLUG, format!("{link} is unplugged")));
        tools.push((t::PLUG_IN, format!("{link} connects")));
    }
    html! {
        <details class="belt">
            <summary><Icon mark={Mark::BrokenLink} />{ t::FAULTS }
                { for head.faults.iter().map(|fault| html! { <b class="in-force">{ fault.sentence.clone() }</b> }) }
            </summary>
            <div class="belt-tools" role="group" aria-label={t::FAULTS}>
                <select aria-label={t::FAULTS_WHERE} {onchange}>
                    <option value="" selected={link.is_empty()}>{ t::ALL_LINKS }</option>
                    { for names.iter().map(|name| html! {
                        <option value={(*name).clone()} selected={name.as_str() == link}>{ (*name).clone() }</option>
                    }) }
                </select>
                { for tools.into_iter().enumerate().map(|(i, (word, sentence))| {
                    view_tool(Some(format!("belt-{i}")), word.to_owned(), sentence, emit)
                }) }
                <button type="button" class="button" onclick={say(emit, Intent::NextExpiry)}>
                    <Icon mark={Mark::Clock} />{ t::NEXT_EXPIRY }
                </button>
                { for head.faults.iter().map(|fault| {
                    view_tool(None, t::take_back(&fault.sentence), fault.undo.clone(), emit)
                }) }
            </div>
        </details>
    }
}

fn view_tool(id: Option<String>, word: String, sentence: String, emit: &Callback<Intent>) -> Html {
    let title = sentence.clone();
    html! {
        <button type="button" class="button" {id} {title}
            onclick={say(emit, Intent::Act(sentence))}>{ word }</button>
    }
}
