//! The faults belt: what one does to the network, and what is in force. Each tool says a sentence of
//! the scenario language.

use lampfield_markup::html;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::delete::view_delete;
use super::fold::use_fold;
use crate::components::{Icon, Mark};
use crate::hooks::{Intent, On, say};
use crate::messages as t;
use crate::state::{Action, Joins, Shared, Wire};
use crate::types::FaultView;

/// The tools: the word, and the fault without its link.
const TOOLS: [(&str, &str); 5] = [
    (t::LAG, "latency 500ms"),
    (t::LOSE, "loss 30%"),
    (t::DOUBLE, "duplication 30%"),
    (t::REORDER, "reordering 30%"),
    (t::LOSE_NEXT, "lose next NOTIFY"),
];

/// What else befalls each end: the word, and the verb.
const OF_A_PHONE: &[(&str, &str)] = &[(t::RESET, " is reset")];
const OF_A_TRUNK: &[(&str, &str)] =
    &[(t::OUT_OF_SERVICE, " goes out of service"), (t::IN_SERVICE, " comes into service")];
const OF_ONE_OUTSIDE: &[(&str, &str)] = &[(t::UNPLUG, " is unplugged"), (t::PLUG_IN, " connects")];

/// The belt.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct BeltProps {
    /// What is in force.
    pub(super) faults: Shared<Vec<FaultView>>,
    /// All links.
    pub(super) wires: Shared<Vec<Wire>>,
    /// Whose link is meant; empty for all.
    pub(super) link: AttrValue,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Belt(props: &BeltProps) -> Html {
    let (faults, emit) = (&props.faults, &props.emit);
    let chosen = props.wires.iter().find(|wire| wire.name == *props.link);
    let link = chosen.map_or("", |wire| &wire.name);
    let fold = use_fold(On::new(props.link.clone()), !props.link.is_empty());
    let onchange = emit.reform(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        Action::Link(select.map(|select| select.value()).unwrap_or_default()).into()
    });
    let mut tools = vec![cut_or_heal(props, chosen)];
    tools.extend(TOOLS.iter().filter_map(|(word, fault)| match (*word, link) {
        (t::LOSE_NEXT, "") => None,
        (t::LOSE_NEXT, link) => Some((*word, [*fault, " to ", link].concat())),
        (_, "") => Some((*word, (*fault).to_owned())),
        (_, link) => Some((*word, [*fault, " on ", link].concat())),
    }));
    let verbs = chosen.map_or(&[][..], |wire| match wire.joins {
        Joins::Phone => OF_A_PHONE,
        Joins::Trunk => OF_A_TRUNK,
        Joins::Outside => OF_ONE_OUTSIDE,
    });
    tools.extend(verbs.iter().map(|(word, verb)| (*word, [link, verb].concat())));
    html! {
        <details class="belt" ref={fold}>
            <summary><Icon mark={Mark::BrokenLink} />{ t::FAULTS }
                { for faults.iter().map(|fault| html! { <b class="in-force">{ fault.sentence.clone() }</b> }) }
            </summary>
            <div class="belt-tools" role="group" aria-label={t::FAULTS}>
                <select aria-label={t::FAULTS_WHERE} {onchange}>
                    <option value="" selected={link.is_empty()}>{ t::ALL_LINKS }</option>
                    { for props.wires.iter().map(|wire| html! {
                        <option value={wire.name.clone()} selected={wire.name == link}>{ wire.name.clone() }</option>
                    }) }
                </select>
                { for tools.into_iter().enumerate().map(|(i, (word, sentence))| {
                    view_tool(Some(format!("belt-{i}")), word.to_owned(), sentence, emit)
                }) }
                <button type="button" class="button" onclick={say(emit, Intent::NextExpiry)}>
                    <Icon mark={Mark::Clock} />{ t::NEXT_EXPIRY }
                </button>
                if verbs == OF_ONE_OUTSIDE { { view_delete(link, emit) } }
                { for faults.iter().map(|fault| {
                    view_tool(None, t::take_back(&fault.sentence), fault.undo.clone(), emit)
                }) }
            </div>
        </details>
    }
}

/// `heal` where the chosen link is cut, of all links any phone's: the word, and the sentence.
fn cut_or_heal(props: &BeltProps, chosen: Option<&Wire>) -> (&'static str, String) {
    let meant = |wire: &&Wire| match chosen {
        Some(chosen) => *wire == chosen,
        None => wire.joins == Joins::Phone,
    };
    let cut = |fault: &&FaultView| {
        fault.sentence.starts_with("cut ")
            && props.wires.iter().filter(meant).any(|wire| wire.has(fault))
    };
    match (props.faults.iter().find(cut), chosen) {
        (Some(fault), Some(_)) => (t::HEAL, fault.undo.clone()),
        (Some(_), None) => (t::HEAL, "heal everybody".to_owned()),
        (None, Some(chosen)) => (t::CUT, ["cut ", &chosen.name].concat()),
        (None, None) => (t::CUT, "cut everybody".to_owned()),
    }
}

fn view_tool(id: Option<String>, word: String, sentence: String, emit: &Callback<Intent>) -> Html {
    let title = sentence.clone();
    html! {
        <button type="button" class="button" {id} {title}
            onclick={say(emit, Intent::Act(sentence))}>{ word }</button>
    }
}
