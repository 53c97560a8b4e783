//! What stands beside the phones: trunks, route lists and hunt pilots of a cluster, and those outside.

use lampfield_markup::html;
use yew::prelude::*;

use crate::components::phone::LampButton;
use crate::components::{Icon, Mark};
use crate::engine::build::OUTSIDE;
use crate::hooks::{Intent, say};
use crate::markup::{classes, when};
use crate::messages as t;
use crate::state::{Action, Place, Shared};
use crate::types::{EntryView, NodeView};

/// What is shown.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct PartsProps {
    /// All clusters and those outside.
    pub(super) nodes: Shared<Vec<NodeView>>,
    /// The cluster whose parts they are; past all of them: those outside.
    pub(super) of: usize,
    /// The lamp that is looked at.
    pub(super) selected: Option<AttrValue>,
    /// Whether only what a real phone would show is shown.
    pub(super) phone_truth: bool,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// Each is a button to its form; of one outside, to what befalls it too.
#[component]
pub(super) fn Parts(props: &PartsProps) -> Html {
    let cluster = props.nodes.get(props.of);
    let (class, label, all) = match cluster {
        Some(cluster) => ("parts", t::PARTS, &cluster.parts),
        None => (OUTSIDE, t::PALETTE_OUTSIDE, &*props.nodes),
    };
    let shown = all.iter().filter(|node| node.table != "clusters");
    html! {
        <ul {class} aria-label={label}>
            { for shown.map(|node| view_part(cluster, node, props)) }
        </ul>
    }
}

fn view_part(cluster: Option<&NodeView>, node: &NodeView, props: &PartsProps) -> Html {
    let of = cluster.map_or("", |cluster| &cluster.name);
    let wish = Action::Configure(Place::of(of, &node.table, Some(&node.name)));
    html! {
        <li>
            <button type="button" class={classes(&["chip", when(node.down, "down")])} onclick={say(&props.emit, wish)}>
                if node.down { <Icon mark={Mark::BrokenLink} /> }
                <b>{ node.name.clone() }</b>{ " " }<span>{ node.note.clone() }</span>
            </button>
            { for node.lamps.iter().map(|entry| view_lamp(node, entry, props)) }
        </li>
    }
}

/// What one outside watches; a click asks why.
fn view_lamp(node: &NodeView, entry: &EntryView, props: &PartsProps) -> Html {
    let selected = props.selected.as_deref() == Some(entry.subject.as_str());
    html! {
        <LampButton key={entry.subject.clone()} phone={node.name.clone()} label={entry.number.clone()}
            subject={entry.subject.clone()} lamp={entry.lamp.clone()} {selected}
            phone_truth={props.phone_truth} emit={props.emit.clone()} />
    }
}
