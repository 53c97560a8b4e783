//! The wires between CallManagers, phones and those outside, and what disturbs them.

use lampfield_markup::html;
use yew::prelude::*;

use super::geometry::Anchors;
use crate::markup::{classes, when};
use crate::state::{Joins, Shared, Wire};
use crate::types::FaultView;

/// What is drawn.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct WiresProps {
    /// Where they end.
    pub(super) anchors: Anchors,
    /// The wires.
    pub(super) wires: Shared<Vec<Wire>>,
    /// What disturbs them.
    pub(super) faults: Shared<Vec<FaultView>>,
}

/// The wires behind everything, and at each that is disturbed the words for it: the belt tells the
/// same to those who do not see.
#[component]
pub(super) fn Wires(props: &WiresProps) -> Html {
    let drawn = props.wires.iter().filter(|wire| wire.joins != Joins::Outside);
    html! {
        <div class="wiring" aria-hidden="true">
            <svg class="wires" focusable="false">
                { for drawn.clone().filter_map(|wire| view_wire(props, wire)) }
            </svg>
            { for drawn.filter_map(|wire| view_trouble(props, wire)) }
        </div>
    }
}

fn view_wire(props: &WiresProps, wire: &Wire) -> Option<Html> {
    let d = props.anchors.wire(wire.from, wire.to)?;
    let cut = |fault: &FaultView| fault.sentence.starts_with("cut ") && wire.has(fault);
    let trunk = when(wire.joins == Joins::Trunk, "trunk");
    let down = when(wire.down || props.faults.iter().any(cut), "down");
    Some(html! { <path class={classes(&[trunk, down])} {d} /> })
}

/// What disturbs a wire, in short: `cut`, `loss 30%`.
fn view_trouble(props: &WiresProps, wire: &Wire) -> Option<Html> {
    let all = props.faults.iter().filter(|fault| wire.has(fault));
    let all: Vec<&str> = all.map(|fault| fault.sentence.as_str()).collect();
    let words: Vec<&str> = all.iter().map(|sentence| in_short(sentence)).collect();
    let style = props.anchors.label(wire).filter(|_| !all.is_empty())?;
    Some(html! { <b class="in-force" {style} title={all.join(", ")}>{ words.join(", ") }</b> })
}

/// A fault without the link that it is about.
fn in_short(sentence: &str) -> &str {
    let ends = ["cut", " on ", " to ", " from "];
    let ends = ends.iter().filter_map(|end| match sentence.find(end)? {
        0 => Some(end.len()),
        at => Some(at),
    });
    ends.min().and_then(|end| sentence.get(..end)).unwrap_or(sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_at_its_wire_goes_without_the_wires_name() {
        for (sentence, short) in [
            ("cut Phone A", "cut"),
            ("loss 30% on To East", "loss 30%"),
            ("lose next NOTIFY to Phone A", "lose next NOTIFY"),
            ("loss 30%", "loss 30%"),
        ] {
            assert_eq!(in_short(sentence), short);
        }
    }
}
