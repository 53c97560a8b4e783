//! The canvas: CallManager, the phones, the wires between them and what runs along.

mod flights;
mod geometry;
mod wires;

use web_sys::HtmlElement;
use yew::prelude::*;

use super::phone::Phone;
use crate::hooks::{Intent, use_size, use_spread};
use crate::messages as t;
use crate::state::{Action, Prefs, Run, Selection};

use flights::Flights;
use geometry::{Anchors, measure};
use wires::Wires;

/// From so many phones on, they are drawn without a keypad.
const COMPACT_FROM: usize = 7;

/// Of those, so many change in one frame.
const IN_A_FRAME: usize = 5;

/// The canvas.
#[derive(Clone, Properties)]
pub struct CanvasProps {
    /// The run.
    pub run: Run,
    /// What is looked at.
    pub selection: Selection,
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
    let field = use_node_ref();
    let size = use_size(&field);
    let anchors = use_state_eq(Anchors::default);
    let crowd = props.run.phones.len() >= COMPACT_FROM;
    let phones = use_spread(&props.run.phones, if crowd { IN_A_FRAME } else { usize::MAX });
    {
        let (field, anchors) = (field.clone(), anchors.setter());
        use_effect_with((size, phones.len()), move |_| {
            if let Some(field) = field.cast::<HtmlElement>() {
                anchors.set(measure(&field));
            }
        });
    }
    html! {
        <section class="canvas" aria-label={t::CANVAS}>
            <div class="field" ref={field}>
                { view_paints() }
                { view_truth_switch(props) }
                <Wires anchors={(*anchors).clone()} />
                <div class="call-manager" aria-hidden="true"><i /><i /><b>{ t::CALL_MANAGER }</b></div>
                if phones.is_empty() { <p class="empty">{ t::STARTING }</p> }
                <ul class={classes!("phones", crowd.then_some("compact"))}
                    style={format!("--seats:{}", phones.len().max(2))}>
                    { for phones.iter().map(|phone| {
                        let selected = props.selection.lamp()
                            .filter(|subject| subject.starts_with(phone.name.as_str()))
                            .map(|subject| AttrValue::from(subject.to_owned()));
                        html! {
                            <li key={phone.name.clone()} class="seat">
                                <Phone phone={phone.clone()} book={props.run.book.clone()} compact={crowd}
                                    {selected} phone_truth={props.prefs.phone_truth}
                                    emit={props.emit.clone()} />
                            </li>
                        }
                    }) }
                </ul>
                <Flights flights={props.run.flights.clone()} anchors={(*anchors).clone()} {crowd}
                    emit={props.emit.clone()} />
            </div>
        </section>
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
