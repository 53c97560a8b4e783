//! Where the wires begin and end, in CSS pixels of the field.

use std::fmt::Write;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::state::Shared;

/// The ends of all wires.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchors {
    /// Where they leave CallManager.
    pub(super) hub: (i32, i32),
    /// Where they enter each phone, in the file's order.
    pub(super) seats: Shared<Vec<(i32, i32)>>,
}

impl PartialEq for Anchors {
    fn eq(&self, other: &Self) -> bool {
        self.hub == other.hub && *self.seats == *other.seats
    }
}

impl Anchors {
    /// The wire from CallManager to a phone, as an SVG path; `up` for the way back.
    pub(super) fn wire(&self, phone: usize, up: bool) -> Option<String> {
        let [(ax, ay), (bx, by), (cx, cy), (dx, dy)] = self.curve(phone, up)?;
        Some(format!("M{ax} {ay}C{bx} {by} {cx} {cy} {dx} {dy}"))
    }

    /// The same as nine places on it for a style: `--p0:10px,20px;…`.
    pub(super) fn places(&self, phone: usize, up: bool) -> Option<String> {
        let curve = self.curve(phone, up)?;
        let mut style = String::new();
        for (i, at) in PLACES.iter().enumerate() {
            let (x, y) = (on_curve(curve.map(|p| p.0), *at), on_curve(curve.map(|p| p.1), *at));
            // Writing into a string cannot fail.
            let _ = write!(style, "--p{i}:{x}px,{y}px;");
        }
        Some(style)
    }

    /// Both ends and the two points that bend it.
    fn curve(&self, phone: usize, up: bool) -> Option<[(i32, i32); 4]> {
        let (hx, hy) = self.hub;
        let &(px, py) = self.seats.get(phone)?;
        let bend = ((py - hy) / 2).clamp(14, 60);
        let mut curve = [(hx, hy), (hx, hy + bend), (px, py - bend), (px, py)];
        if up {
            curve.reverse();
        }
        Some(curve)
    }
}

/// Of the way along a wire, in thousandths of its curve, where a message is after each eighth of its
/// time: it leaves fast and arrives slowly.
const PLACES: [i64; 9] = [0, 190, 380, 545, 690, 810, 905, 970, 1_000];

/// A point of a curve, in one coordinate: from `a` to `b`, bent towards `p` and `q`.
fn on_curve([a, p, q, b]: [i32; 4], thousandths: i64) -> i64 {
    let (u, v) = (thousandths, 1_000 - thousandths);
    let [a, p, q, b] = [a, p, q, b].map(i64::from);
    let sum = v * v * v * a + 3 * v * v * u * p + 3 * v * u * u * q + u * u * u * b;
    sum / 1_000_000_000
}

/// Reads the places of CallManager and the phones as they are laid out.
pub(super) fn measure(field: &HtmlElement) -> Anchors {
    let place = |element: &HtmlElement| {
        (element.offset_left() + element.offset_width() / 2, element.offset_top())
    };
    let first = |selector: &str| {
        field.query_selector(selector).ok().flatten().and_then(|e| e.dyn_into::<HtmlElement>().ok())
    };
    let hub = first(".call-manager").map_or((0, 0), |hub| {
        let (x, y) = place(&hub);
        (x, y + hub.offset_height())
    });
    let seats = field.query_selector_all(".seat").map(|list| {
        (0..list.length())
            .filter_map(|i| list.get(i).and_then(|n| n.dyn_into::<HtmlElement>().ok()))
            .map(|seat| place(&seat))
            .collect()
    });
    Anchors { hub, seats: Shared::new(seats.unwrap_or_default()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wire_runs_both_ways_between_the_same_ends() {
        let anchors = Anchors { hub: (100, 40), seats: Shared::new(vec![(20, 100)]) };
        assert_eq!(anchors.wire(0, false).unwrap(), "M100 40C100 70 20 70 20 100");
        assert_eq!(anchors.wire(0, true).unwrap(), "M20 100C20 70 100 70 100 40");
        assert_eq!(anchors.wire(1, true), None);
    }

    #[test]
    fn a_message_leaves_one_end_of_its_wire_and_arrives_at_the_other() {
        let anchors = Anchors { hub: (100, 40), seats: Shared::new(vec![(20, 100)]) };
        let down = anchors.places(0, false).unwrap();
        assert!(
            down.starts_with("--p0:100px,40px;") && down.ends_with("--p8:20px,100px;"),
            "{down}"
        );
        let up = anchors.places(0, true).unwrap();
        assert!(up.starts_with("--p0:20px,100px;") && up.ends_with("--p8:100px,40px;"), "{up}");
        assert_eq!(anchors.places(1, true), None);
    }
}
