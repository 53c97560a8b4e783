//! The canvas: CallManagers, the phones, those outside, the wires between them and what runs along.

mod belt;
mod clusters;
mod delete;
mod flights;
mod fold;
mod geometry;
mod palette;
mod parts;
mod seat;
mod wires;

use lampfield_markup::html;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::engine::build::OUTSIDE;
use crate::hooks::{Intent, On, use_change, use_element, use_kept, use_size, use_spread};
use crate::markup::{classes, when};
use crate::messages as t;
use crate::state::{Action, Prefs, Run, Selection, Shared};
use crate::types::{NodeView, PhoneView};

use belt::Belt;
use clusters::Clusters;
use flights::Flights;
use geometry::{Anchors, measure};
use palette::{Palette, dragging};
use parts::Parts;
use seat::pace;
use wires::Wires;

/// From so many phones on, they are drawn without a keypad.
const COMPACT_FROM: usize = 7;

/// Where there are many, so many phones or tiles in sight change in one frame. Fifty that change five
/// times a second are all true in between: with four tiles they never were.
const PHONES_IN_A_FRAME: usize = 5;
const TILES_IN_A_FRAME: usize = 6;

/// Of a throng fewer do.
const TILES_OF_A_THRONG: usize = 2;

/// The canvas.
#[derive(Clone, Properties)]
pub struct CanvasProps {
    /// The run.
    pub run: Run,
    /// What is looked at.
    pub selection: Selection,
    /// Whose link a fault is about; empty for all.
    pub link: AttrValue,
    /// The cluster that new things go into; empty: the first.
    pub into: AttrValue,
    /// What the user likes.
    pub prefs: Prefs,
    /// What the user wants.
    pub emit: Callback<Intent>,
}

impl PartialEq for CanvasProps {
    /// Of the run only what is shown here counts: the clock is not, and it moves in every frame.
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&self.run, &other.run);
        a.phones == b.phones
            && a.nodes == b.nodes
            && a.wires == b.wires
            && a.faults == b.faults
            && self.link == other.link
            && self.into == other.into
            && a.book == b.book
            && a.flights == b.flights
            && self.selection == other.selection
            && self.prefs == other.prefs
            && self.emit == other.emit
    }
}

/// See the module.
#[component]
pub fn Canvas(props: &CanvasProps) -> Html {
    let field = use_element();
    let size = use_size(&field);
    let anchors = use_kept(Anchors::default);
    let (look, at_once) = look(&props.run);
    let phones = use_spread(&props.run.phones, at_once.map(|all| pace(all, &field, &anchors)));
    let [ondragstart, ondrop] = dragging(&props.emit);
    let run = &props.run;
    {
        let (field, anchors) = (field.clone(), anchors.clone());
        let (nodes, phones) = (run.nodes.clone(), phones.clone());
        let on = On::new((size, phones.len(), nodes.clone()));
        let act = move || {
            if let Some(field) = field.cast::<HtmlElement>() {
                anchors.set(measure(&field, &lanes(&nodes, &phones)));
            }
        };
        use_change(on, Box::new(act));
    }
    let blank = phones.is_empty() && run.head.version > 0;
    let clusters = run.nodes.iter().filter(|node| node.table == "clusters").count();
    let several = clusters > 1;
    html! {
        <section class="canvas" aria-label={t::CANVAS}>
            <div class="folds">
                <Belt faults={run.faults.clone()} wires={run.wires.clone()} link={props.link.clone()}
                    emit={props.emit.clone()} />
                <Palette phones={run.cast.clone()} nodes={run.nodes.clone()} {blank}
                    into={props.into.clone()} emit={props.emit.clone()} />
            </div>
            <div class="field" ref={field}>
                { view_paints() }
                { view_truth_switch(props) }
                <Wires anchors={(*anchors).clone()} wires={run.wires.clone()} faults={run.faults.clone()} />
                if clusters < run.nodes.len() {
                    <Parts nodes={run.nodes.clone()} of={run.nodes.len()} selected={selected(props)}
                        phone_truth={props.prefs.phone_truth} emit={props.emit.clone()} />
                }
                if phones.is_empty() { <p class="empty">{ if blank { t::EMPTY } else { t::STARTING } }</p> }
                <div class={classes(&["clusters", when(several, "several")])} {ondragstart} {ondrop}
                    style={format!("--seats:{}", phones.len().max(2))}>
                    <Clusters nodes={run.nodes.clone()} {phones} width={size.0} {look} book={run.book.clone()}
                        selected={selected(props)} phone_truth={props.prefs.phone_truth}
                        emit={props.emit.clone()} />
                </div>
                <Flights flights={run.flights.clone()} anchors={(*anchors).clone()}
                    crowd={!look.is_empty()} emit={props.emit.clone()} />
            </div>
        </section>
    }
}

/// The lanes of all boxes in the order in which they are drawn, and whether each is a CallManager.
fn lanes(nodes: &[NodeView], phones: &[Shared<PhoneView>]) -> Vec<(u16, bool)> {
    let outside = nodes.iter().filter(|node| node.table == OUTSIDE);
    let mut lanes: Vec<(u16, bool)> = outside.map(|node| (node.lane, false)).collect();
    let mut phones = phones.iter();
    for node in nodes.iter().filter(|node| node.table == "clusters") {
        lanes.push((node.lane, true));
        let own = phones.by_ref().take(node.phones as usize);
        lanes.extend(own.map(|phone| (phone.lane, false)));
    }
    lanes
}

/// The lamp that is looked at.
fn selected(props: &CanvasProps) -> Option<AttrValue> {
    props.selection.lamp().map(|subject| AttrValue::from(subject.to_owned()))
}

/// How the phones are drawn, and how many of them change in one frame.
fn look(run: &Run) -> (&'static str, Option<usize>) {
    match run.phones.len() {
        _ if run.is_throng() => ("tiles", Some(TILES_OF_A_THRONG)),
        _ if run.is_crowd() => ("tiles", Some(TILES_IN_A_FRAME)),
        COMPACT_FROM.. => ("compact", Some(PHONES_IN_A_FRAME)),
        _ => ("", None),
    }
}

/// Paints that all phones share.
fn view_paints() -> Html {
    html! {
        <svg class="paints" width="0" height="0" aria-hidden="true" focusable="false">
            <linearGradient id="handset-fill">
                <stop offset="0" /><stop offset=".45" /><stop offset="1" />
            </linearGradient>
        </svg>
    }
}

fn view_truth_switch(props: &CanvasProps) -> Html {
    let prefs = props.prefs;
    let next = Prefs { phone_truth: !prefs.phone_truth, ..prefs };
    html! {
        <label class="phone-truth switch" title={t::PHONE_TRUTH_HINT}>
            <input type="checkbox" checked={prefs.phone_truth}
                onchange={props.emit.reform(move |_| Action::Prefs(next).into())} />
            <span>{ t::PHONE_TRUTH }</span>
        </label>
    }
}
