//! Where the wires begin and end, in CSS pixels of the field.

use std::fmt::Write;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::state::{Joins, Shared, Wire};

/// A box at which wires end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Spot {
    /// Its lane in the ladder.
    pub(super) lane: u16,
    /// Whether it is a CallManager.
    pub(super) hub: bool,
    /// Its middle.
    pub(super) x: i32,
    /// Its upper edge.
    pub(super) top: i32,
    /// Its lower edge.
    pub(super) bottom: i32,
}

/// The ends of all wires.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchors(pub(super) Shared<Vec<Spot>>);

impl PartialEq for Anchors {
    fn eq(&self, other: &Self) -> bool {
        *self.0 == *other.0
    }
}

impl Anchors {
    /// The wire between two lanes, as an SVG path.
    pub(super) fn wire(&self, from: u16, to: u16) -> Option<String> {
        let [(ax, ay), (bx, by), (cx, cy), (dx, dy)] = self.curve(from, to)?;
        Some(format!("M{ax} {ay}C{bx} {by} {cx} {cy} {dx} {dy}"))
    }

    /// The same as nine places on it for a style: `--p0:10px,20px;…`.
    pub(super) fn places(&self, from: u16, to: u16) -> Option<String> {
        let curve = self.curve(from, to)?;
        let mut style = String::new();
        for (i, at) in PLACES.iter().enumerate() {
            let (x, y) = point(curve, *at);
            // Writing into a string cannot fail.
            let _ = write!(style, "--p{i}:{x}px,{y}px;");
        }
        Some(style)
    }

    /// A place on a wire for what is said of it: on a trunk its middle, else near the phone, which is
    /// the end that no other wire has.
    pub(super) fn label(&self, wire: &Wire) -> Option<String> {
        let at = if wire.joins == Joins::Trunk { 500 } else { 850 };
        let (x, y) = point(self.curve(wire.from, wire.to)?, at);
        Some(format!("left:{x}px;top:{y}px"))
    }

    fn spot(&self, lane: u16) -> Option<&Spot> {
        self.0.iter().find(|spot| spot.lane == lane)
    }

    /// How many boxes stand between one outside and a CallManager below it.
    fn under(&self, a: Spot, b: Spot) -> i32 {
        let apart = |own: &Spot| (own.x - a.x).abs();
        let between = |own: &&Spot| own.top >= a.bottom && own.bottom <= b.top;
        let mut count = 0;
        self.0.iter().filter(between).filter(|own| apart(own) < NEAR).for_each(|_| count += 1);
        count
    }

    /// Both ends and the two points that bend it.
    fn curve(&self, from: u16, to: u16) -> Option<[(i32, i32); 4]> {
        let (a, b) = (self.spot(from).filter(|_| from != to)?, self.spot(to)?);
        // The same line both ways.
        let back = (b.top, b.x) < (a.top, a.x);
        let (a, b) = if back { (b, a) } else { (a, b) };
        let mut curve = match (a.hub, b.hub) {
            (true, true) => between(*a, *b),
            (false, true) => around(*a, *b, self.under(*a, *b)),
            _ => down(*a, *b),
        };
        if back {
            curve.reverse();
        }
        Some(curve)
    }
}

/// From a box to one that stands below.
fn down(a: Spot, b: Spot) -> [(i32, i32); 4] {
    let bend = ((b.top - a.bottom) / 2).clamp(14, 60);
    [(a.x, a.bottom), (a.x, a.bottom + bend), (b.x, b.top - bend), (b.x, b.top)]
}

/// Beside what stands between, on the outer side, and where all stand in one column on either in turn:
/// so that no wire lies on another.
fn around(a: Spot, b: Spot, under: i32) -> [(i32, i32); 4] {
    if under == 0 {
        return down(a, b);
    }
    let right = if (a.x - b.x).abs() < NEAR / 2 { under % 2 == 0 } else { a.x > b.x };
    let out = (94 + 36 * under).min(250);
    let beside = if right { a.x + out } else { a.x - out };
    [(a.x, a.bottom), (beside, a.bottom), (beside, b.top), (b.x, b.top)]
}

/// Boxes whose middles are so near stand in one column.
const NEAR: i32 = 60;

/// Between two CallManagers: over the boxes between them, or in a narrow window beside them.
fn between(a: Spot, b: Spot) -> [(i32, i32); 4] {
    let apart = b.x - a.x;
    if apart.abs() > b.top - a.top {
        let (over, high) = (apart / 5, a.top - (apart.abs() / 10).clamp(24, 60));
        return [(a.x, a.top), (a.x + over, high), (b.x - over, high), (b.x, b.top)];
    }
    let (y, end) = ((a.top + a.bottom) / 2, (b.top + b.bottom) / 2);
    // Half the way down it is at the margin.
    let beside = (8 * MARGIN - a.x - b.x) / 6;
    [(a.x, y), (beside, y), (beside, end), (b.x, end)]
}

/// How far from the edge wires run beside the boxes.
const MARGIN: i32 = 5;

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

/// The place on a curve after so many thousandths.
fn point(curve: [(i32, i32); 4], thousandths: i64) -> (i64, i64) {
    (on_curve(curve.map(|p| p.0), thousandths), on_curve(curve.map(|p| p.1), thousandths))
}

/// Reads the places of the boxes as they are laid out: of those outside, then of each CallManager and
/// its phones. `lanes` tells of each its lane, and whether it is a CallManager.
#[expect(clippy::cast_possible_truncation, reason = "a page is not so large")]
pub(super) fn measure(field: &HtmlElement, lanes: &[(u16, bool)]) -> Anchors {
    let Ok(boxes) = field.query_selector_all(".outside .chip,.call-manager,.seat") else {
        return Anchors::default();
    };
    let own = field.get_bounding_client_rect();
    let spot = |(i, &(lane, hub)): (u32, &(u16, bool))| {
        // Not by what it is laid out in: a tile is in a bank.
        let rect = boxes.get(i)?.dyn_into::<HtmlElement>().ok()?.get_bounding_client_rect();
        let x = (rect.left() - own.left() + rect.width() / 2.0) as i32;
        let [top, bottom] = [rect.top(), rect.bottom()].map(|y| (y - own.top()) as i32);
        Some(Spot { lane, hub, x, top, bottom })
    };
    Anchors(Shared::new((0..).zip(lanes).filter_map(spot).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchors(hub: bool, below: (i32, i32)) -> Anchors {
        let top = Spot { lane: 0, hub: true, x: 100, top: 10, bottom: 40 };
        let (x, top_of) = below;
        let other = Spot { lane: 3, hub, x, top: top_of, bottom: top_of + 30 };
        Anchors(Shared::new(vec![top, other]))
    }

    #[test]
    fn a_wire_runs_both_ways_between_the_same_ends() {
        let anchors = anchors(false, (20, 100));
        assert_eq!(anchors.wire(0, 3).unwrap(), "M100 40C100 70 20 70 20 100");
        assert_eq!(anchors.wire(3, 0).unwrap(), "M20 100C20 70 100 70 100 40");
        assert_eq!((anchors.wire(0, 1), anchors.wire(0, 0)), (None, None));
    }

    #[test]
    fn a_message_leaves_one_end_of_its_wire_and_arrives_at_the_other() {
        let anchors = anchors(false, (20, 100));
        let down = anchors.places(0, 3).unwrap();
        assert!(
            down.starts_with("--p0:100px,40px;") && down.ends_with("--p8:20px,100px;"),
            "{down}"
        );
        let up = anchors.places(3, 0).unwrap();
        assert!(up.starts_with("--p0:20px,100px;") && up.ends_with("--p8:100px,40px;"), "{up}");
        assert_eq!(anchors.places(1, 0), None);
    }

    #[test]
    fn wires_of_those_outside_who_stand_in_one_column_part_and_go_round_the_others() {
        let server = |lane, x, top| Spot { lane, hub: false, x, top, bottom: top + 30 };
        let column = [server(1, 200, 0), server(2, 190, 40), server(3, 205, 80)];
        let hub = Spot { lane: 0, hub: true, x: 200, top: 160, bottom: 190 };
        let anchors = Anchors(Shared::new([&column[..], &[hub]].concat()));
        let middle = |lane| point(anchors.curve(lane, 0).unwrap(), 500).0;
        assert!((195..=205).contains(&middle(3)), "{}", middle(3));
        assert!(middle(2) < 110 && middle(1) > 290, "{} {}", middle(2), middle(1));
        // Beside one another none is in the way.
        let row = Anchors(Shared::new(vec![server(1, 100, 0), server(2, 300, 0), hub]));
        assert_eq!(row.curve(1, 0).unwrap(), down(server(1, 100, 0), hub));
    }

    #[test]
    fn between_two_call_managers_a_wire_runs_over_what_is_between_them_or_beside_it() {
        let over = anchors(true, (700, 10)).curve(0, 3).unwrap();
        assert_eq!((over[0], over[3]), ((100, 10), (700, 10)));
        assert!(point(over, 500).1 < 0, "{over:?}");
        let beside = anchors(true, (100, 900)).curve(3, 0).unwrap();
        assert_eq!((beside[0], beside[3]), ((100, 915), (100, 25)));
        assert!((0..10).contains(&point(beside, 500).0), "{beside:?}");
    }
}
