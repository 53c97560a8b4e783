//! The lamp lanes: for each lamp three thin rows, truth, published and shown, and between them the
//! lag. One sees at a glance how late a lamp is, and where it lies.

use lampfield_markup::html;
use web_sys::{HtmlElement, WheelEvent};
use yew::prelude::*;

use super::axis::Axis;
use super::lane::Lane;
use crate::components::{Icon, Mark};
use crate::hooks::{Intent, say, use_element, use_size};
use crate::messages as t;
use crate::state::{Action, Lens, Shared, span};
use crate::types::LaneView;

/// The lanes.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct LanesProps {
    /// One for each lamp.
    pub(super) lanes: Shared<Vec<Shared<LaneView>>>,
    /// What is seen of the run; all where none is set.
    pub(super) lens: Option<Lens>,
    /// Virtual time, microseconds.
    pub(super) now_us: i64,
    /// How far the run has been, microseconds.
    pub(super) reached_us: i64,
    /// Where the run ends, microseconds.
    pub(super) horizon_us: i64,
    /// The lamp that is looked at.
    pub(super) selected: Option<AttrValue>,
    /// What stands above them.
    pub(super) legend: &'static str,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// The width of the names left of the lanes; `lanes.css` says the same.
const GUTTER: i32 = 216;

/// See the module.
#[component]
pub(super) fn Lanes(props: &LanesProps) -> Html {
    let field = use_element();
    let (width, _) = use_size(&field);
    let lens = props.lens.unwrap_or(Lens { from_us: 0, to_us: props.horizon_us });
    let axis = Axis { lens, width: (width - GUTTER).max(60) };
    let onwheel = wheel(props, axis, &field);
    html! {
        <div class="lanes">
            { view_zoom(props, lens) }
            <div class="lanes-field" ref={field} {onwheel}>
                { view_scale(axis, props.now_us) }
                { for props.lanes.iter().map(|lane| html! {
                    <Lane key={lane.subject.clone()} lane={lane.clone()} {axis}
                        selected={props.selected.as_deref() == Some(lane.subject.as_str())}
                        emit={props.emit.clone()} />
                }) }
                if props.lanes.is_empty() { <p class="empty">{ t::LANES_EMPTY }</p> }
                <i class="future" style={format!("left:{}px", GUTTER + axis.x(props.reached_us))} />
                if axis.sees(props.now_us, props.now_us) {
                    <i class="playhead" style={format!("left:{}px", GUTTER + axis.x(props.now_us))} />
                }
            </div>
        </div>
    }
}

fn view_scale(axis: Axis, now_us: i64) -> Html {
    html! {
        <div class="scale" aria-hidden="true" data-now={now_us.to_string()}>
            { for axis.marks().into_iter().map(|at| html! {
                <span key={at.to_string()} style={format!("left:{}px", GUTTER + axis.x(at))}>
                    { if at == 0 { "0".to_owned() } else { span(at) } }
                </span>
            }) }
        </div>
    }
}

fn view_zoom(props: &LanesProps, lens: Lens) -> Html {
    let (now, horizon) = (props.now_us, props.horizon_us);
    let zoom = |by| props.emit.reform(move |_| Action::Lens(lens.zoomed(now, by, horizon)).into());
    let button = |mark, word: &'static str, onclick| {
        html! {
            <button type="button" class="quiet" aria-label={word} title={word} {onclick}><Icon {mark} /></button>
        }
    };
    html! {
        <div class="zoom">
            <span class="legend">{ props.legend }</span>
            { button(Mark::ZoomOut, t::ZOOM_OUT, zoom(-1)) }
            { button(Mark::ZoomIn, t::ZOOM_IN, zoom(1)) }
            { button(Mark::Fit, t::ZOOM_FIT, say(&props.emit, Action::Lens(None))) }
        </div>
    }
}

/// The wheel: with Ctrl it zooms around the pointer, sideways it moves.
fn wheel(props: &LanesProps, axis: Axis, field: &NodeRef) -> Callback<WheelEvent> {
    let (emit, horizon, field) = (props.emit.clone(), props.horizon_us, field.clone());
    Callback::from(move |event: WheelEvent| {
        let Axis { lens, width } = axis;
        let length = lens.to_us - lens.from_us;
        let next = if event.ctrl_key() {
            let left =
                field.cast::<HtmlElement>().map_or(0.0, |f| f.get_bounding_client_rect().left());
            let x = i64::from(event.client_x()) - i64::from(GUTTER) - round(left);
            let around = lens.from_us + length * x / i64::from(width.max(1));
            lens.zoomed(around, if event.delta_y() < 0.0 { 1 } else { -1 }, horizon)
        } else if event.shift_key() || event.delta_x().abs() > event.delta_y().abs() {
            let px = round(event.delta_x() + if event.shift_key() { event.delta_y() } else { 0.0 });
            Some(lens.moved(length * px / i64::from(width.max(1)), horizon))
        } else {
            return;
        };
        event.prevent_default();
        emit.emit(Action::Lens(next).into());
    })
}

#[expect(clippy::cast_possible_truncation, reason = "pixels of a screen, and a cast saturates")]
fn round(px: f64) -> i64 {
    px.round() as i64
}
