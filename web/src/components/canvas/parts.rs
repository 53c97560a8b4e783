//! What stands beside the phones: trunks, route lists and hunt pilots of a cluster, and those outside.

use lampfield_markup::html;
use yew::prelude::*;

use crate::components::{Icon, Mark};
use crate::hooks::{Intent, say};
use crate::markup::{classes, when};
use crate::messages as t;
use crate::state::{Action, Place, Shared};
use crate::types::NodeView;

/// What is shown.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct PartsProps {
    /// All clusters and those outside.
    pub(super) nodes: Shared<Vec<NodeView>>,
    /// The cluster whose parts they are; past all of them: those outside.
    pub(super) of: usize,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// Each is a button: to its form, or to what befalls one outside.
#[component]
pub(super) fn Parts(props: &PartsProps) -> Html {
    let cluster = props.nodes.get(props.of);
    let (class, label, all) = match cluster {
        Some(cluster) => ("parts", t::PARTS, &cluster.parts),
        None => ("outside", t::PALETTE_OUTSIDE, &*props.nodes),
    };
    let shown = all.iter().filter(|node| node.table != "clusters");
    html! {
        <ul {class} aria-label={label}>
            { for shown.map(|node| view_part(cluster, node, &props.emit)) }
        </ul>
    }
}

fn view_part(cluster: Option<&NodeView>, node: &NodeView, emit: &Callback<Intent>) -> Html {
    let wish = match cluster {
        Some(cluster) => Action::Configure(Place::of(&cluster.name, &node.table, Some(&node.name))),
        None => Action::Link(node.name.clone()),
    };
    html! {
        <li>
            <button type="button" class={classes(&["chip", when(node.down, "down")])} onclick={say(emit, wish)}>
                if node.down { <Icon mark={Mark::BrokenLink} /> }
                <b>{ node.name.clone() }</b>{ " " }<span>{ node.note.clone() }</span>
            </button>
        </li>
    }
}
