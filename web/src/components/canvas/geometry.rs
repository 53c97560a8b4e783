//! Where the wires begin and end, in CSS pixels of the field.

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
        let (hx, hy) = self.hub;
        let &(px, py) = self.seats.get(phone)?;
        let bend = ((py - hy) / 2).clamp(14, 60);
        Some(if up {
            format!("M{px} {py}C{px} {} {hx} {} {hx} {hy}", py - bend, hy + bend)
        } else {
            format!("M{hx} {hy}C{hx} {} {px} {} {px} {py}", hy + bend, py - bend)
        })
    }
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
}
