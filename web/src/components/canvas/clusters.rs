//! The clusters: each CallManager with what stands at it, and its phones.

use lampfield_markup::html;
use yew::prelude::*;

use super::delete::view_delete;
use super::parts::Parts;
use super::seat::{Bank, ROWS_IN_A_BANK, columns, selected_of};
use crate::components::phone::Phone;
use crate::hooks::{Intent, say};
use crate::markup::classes;
use crate::messages as t;
use crate::state::Shared;
use crate::types::{NodeView, PhoneView};

/// What is drawn of a run. Time moves more often than one of these changes, and where there are many
/// phones that is most of the canvas.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ClustersProps {
    /// The clusters, and those outside.
    pub(super) nodes: Shared<Vec<NodeView>>,
    /// What their phones show, cluster by cluster.
    pub(super) phones: Shared<Vec<Shared<PhoneView>>>,
    /// How wide the canvas is, CSS pixels.
    pub(super) width: i32,
    /// How the phones are drawn, as a class; empty: large.
    pub(super) look: &'static str,
    /// Who can be dialled.
    pub(super) book: Shared<Vec<(String, String)>>,
    /// The lamp that is looked at.
    pub(super) selected: Option<AttrValue>,
    /// Whether only what a real phone would show is shown.
    pub(super) phone_truth: bool,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Clusters(props: &ClustersProps) -> Html {
    let clusters = props.nodes.iter().filter(|node| node.table == "clusters").count();
    let mut phones = props.phones.iter();
    html! { <>{ for (0..clusters).filter_map(|of| view_cluster(props, of, &mut phones)) }</> }
}

/// A cluster with the next of the phones: of several each in a frame with its name.
fn view_cluster(
    props: &ClustersProps,
    of: usize,
    phones: &mut dyn Iterator<Item = &Shared<PhoneView>>,
) -> Option<Html> {
    let nodes = &props.nodes;
    let node = nodes.get(of)?;
    let several = nodes.get(1).is_some_and(|node| node.table == "clusters");
    let name = several.then(|| node.name.clone());
    let hub = name.as_deref().unwrap_or(t::CALL_MANAGER);
    let restarts = [hub, " restarts"].concat();
    let own: Vec<Shared<PhoneView>> = phones.take(node.phones as usize).cloned().collect();
    let look = props.look;
    Some(html! {
        <section class="cluster" aria-label={name.clone()} style={format!("--own:{}", node.phones)}>
            if several { <h2>{ name }</h2>{ view_delete(&node.name, &props.emit) } }
            <div class="call-manager"><i /><i /><b>{ t::CALL_MANAGER }</b>
                <button type="button" class="button" title={restarts.clone()}
                    onclick={say(&props.emit, Intent::Act(restarts))}>{ t::RESTART }</button>
            </div>
            if !node.parts.is_empty() {
                <Parts nodes={nodes.clone()} {of} selected={props.selected.clone()}
                    phone_truth={props.phone_truth} emit={props.emit.clone()} />
            }
            if look == "tiles" {
                <div class="phones tiles">{ view_banks(props, &own) }</div>
            } else {
                <ul class={classes(&["phones", look])}>
                    { for own.iter().map(|phone| view_seat(props, phone, look == "compact")) }
                </ul>
            }
        </section>
    })
}

/// The phones of a cluster, which has its share of the canvas's width.
fn view_banks(props: &ClustersProps, own: &[Shared<PhoneView>]) -> Html {
    let columns = columns(props.width, own.len(), props.phones.len());
    html! {
        <>{ for (0_u32..).zip(own.chunks(columns * ROWS_IN_A_BANK)).map(|(key, phones)| html! {
            <Bank {key} phones={phones.to_vec()} {columns} book={props.book.clone()}
                selected={props.selected.clone()} phone_truth={props.phone_truth}
                emit={props.emit.clone()} />
        }) }</>
    }
}

fn view_seat(props: &ClustersProps, phone: &Shared<PhoneView>, compact: bool) -> Html {
    let key = phone.name.clone();
    let selected = selected_of(phone, props.selected.as_deref());
    let (phone, book, emit) = (phone.clone(), props.book.clone(), props.emit.clone());
    let phone_truth = props.phone_truth;
    html! {
        <li {key} class="seat">
            <Phone {phone} {book} {compact} {selected} {phone_truth} {emit} />
        </li>
    }
}
