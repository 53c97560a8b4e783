//! The run as components look at it: each part shared, so that only what changed is drawn again.

use crate::messages as t;
use crate::types::{FaultView, LadderRow, LampView, NodeView, PhoneView, Snapshot};

use super::Shared;
use super::wire::{Wire, wires};

/// From so many phones on, each is drawn as a tile.
const CROWD_FROM: usize = 13;

/// From so many on, they are a throng.
const THRONG_FROM: usize = 100;

/// At most so many lamps are spoken of in one utterance; of more, the newest count.
pub(crate) const SPOKEN_AT_ONCE: usize = 4;

/// A snapshot taken apart. Phones that did not change keep their handles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// Everything but phones, flights, nodes and faults.
    pub head: Shared<Snapshot>,
    /// Virtual time, microseconds; runs ahead of the head while nothing else changes.
    pub now_us: i64,
    /// The phones.
    pub phones: Shared<Vec<Shared<PhoneView>>>,
    /// The same phones, as they were when one came or went, or had other lines: its other parts are
    /// out of date.
    pub cast: Shared<Vec<Shared<PhoneView>>>,
    /// Who can be dialled: each number of the cluster with the phone that has it.
    pub book: Shared<Vec<(String, String)>>,
    /// Clusters and those outside.
    pub nodes: Shared<Vec<NodeView>>,
    /// What joins them with each other and with the phones.
    pub wires: Shared<Vec<Wire>>,
    /// What disturbs the network.
    pub faults: Shared<Vec<FaultView>>,
    /// Messages sent since the snapshot before; the number counts the batches.
    pub flights: Shared<(u32, Vec<LadderRow>)>,
    /// Lamps that changed with this snapshot, in words for a screen reader.
    pub spoken: Shared<Vec<String>>,
}

impl Run {
    /// The run after this snapshot.
    #[must_use]
    pub fn after(&self, mut snapshot: Snapshot) -> Self {
        let phones = std::mem::take(&mut snapshot.phones);
        let flights = std::mem::take(&mut snapshot.flights);
        let nodes = self.nodes.keep_or(std::mem::take(&mut snapshot.nodes));
        let faults = std::mem::take(&mut snapshot.faults);
        let same_file = snapshot.path == self.head.path;
        let phones = self.phones.keep_each(phones);
        let before = (&**self.phones, &**self.nodes);
        let spoken =
            if same_file { lamp_changes(before, (&**phones, &**nodes)) } else { Vec::new() };
        let same_cast = self.cast.len() == phones.len()
            && self
                .cast
                .iter()
                .zip(phones.iter())
                .all(|(old, new)| old == new || same_part(old, new));
        let (cast, book) = if same_cast {
            (self.cast.clone(), self.book.clone())
        } else {
            (phones.clone(), self.book.keep_or(phone_book(&phones)))
        };
        let wires = if same_cast && nodes == self.nodes {
            self.wires.clone()
        } else {
            self.wires.keep_or(wires(&nodes, &phones))
        };
        Self {
            now_us: snapshot.now_us,
            head: Shared::new(snapshot),
            cast,
            book,
            wires,
            nodes,
            faults: self.faults.keep_or(faults),
            phones,
            flights: next_flights(&self.flights, flights),
            spoken: self.spoken.keep_or(spoken),
        }
    }

    /// Whether there are so many phones that each is drawn small, and the rest less often.
    #[must_use]
    pub fn is_crowd(&self) -> bool {
        self.phones.len() >= CROWD_FROM
    }

    /// Whether there are so many that all their lamps cannot be true at each moment anyway.
    #[must_use]
    pub fn is_throng(&self) -> bool {
        self.phones.len() >= THRONG_FROM
    }

    /// Where the scrubber ends, microseconds.
    #[must_use]
    pub fn horizon_us(&self) -> i64 {
        self.head.end_us.max(self.head.reached_us).max(self.now_us).max(1)
    }

    /// Whether the file has nothing more to do and nobody has acted.
    #[must_use]
    pub fn is_over(&self) -> bool {
        !self.head.acted && self.head.version > 0 && self.now_us >= self.head.end_us
    }

    /// Whether the file has been played to its end. One whose steps all lie at the start has none:
    /// what they set going is still to be seen.
    #[must_use]
    pub fn at_end(&self) -> bool {
        self.is_over() && self.head.end_us > 0
    }
}

/// Whether a phone has the name, the type and the lines that it had.
fn same_part(old: &PhoneView, new: &PhoneView) -> bool {
    let mut lines = old.lines.iter().zip(&new.lines);
    old.name == new.name
        && old.model == new.model
        && old.lane == new.lane
        && old.lines.len() == new.lines.len()
        && lines.all(|(old, new)| old.number == new.number && old.partition == new.partition)
}

fn phone_book(phones: &[Shared<PhoneView>]) -> Vec<(String, String)> {
    phones
        .iter()
        .flat_map(|phone| phone.lines.iter().map(|line| (line.number.clone(), phone.name.clone())))
        .collect()
}

fn next_flights(
    old: &Shared<(u32, Vec<LadderRow>)>,
    rows: Vec<LadderRow>,
) -> Shared<(u32, Vec<LadderRow>)> {
    if rows.is_empty() { old.clone() } else { Shared::new((old.0.wrapping_add(1), rows)) }
}

/// Each lamp of a phone: its subject, what it watches, and what it shows.
pub(crate) fn lamps(phone: &PhoneView) -> std::vec::IntoIter<(&str, &str, &LampView)> {
    let mut all = Vec::new();
    for key in phone.keys.iter() {
        all.push((key.subject.as_str(), key.label.as_str(), &key.lamp));
    }
    for entry in phone.lists.iter().filter(|list| list.open).flat_map(|list| &list.entries) {
        all.push((entry.subject.as_str(), entry.number.as_str(), &entry.lamp));
    }
    all.into_iter()
}

/// The last lamps that changed, in words: of more than are spoken nobody hears. Those outside come
/// after all phones.
fn lamp_changes(
    old: (&[Shared<PhoneView>], &[NodeView]),
    new: (&[Shared<PhoneView>], &[NodeView]),
) -> Vec<String> {
    let mut words = Vec::new();
    for (before, after) in old.1.iter().zip(new.1).rev().filter(|(b, a)| b.name == a.name) {
        changed(&after.name, of_outside(before), of_outside(after), &mut words);
    }
    let both = old.0.iter().zip(new.0).rev();
    for (before, after) in both.filter(|(b, a)| b != a && b.name == a.name) {
        changed(&after.name, lamps(before), lamps(after), &mut words);
        if words.len() >= SPOKEN_AT_ONCE {
            break;
        }
    }
    words
}

/// The lamps of one outside.
fn of_outside(node: &NodeView) -> std::vec::IntoIter<(&str, &str, &LampView)> {
    let all = node.lamps.iter().map(|own| (own.subject.as_str(), own.number.as_str(), &own.lamp));
    all.collect::<Vec<_>>().into_iter()
}

/// Puts before the words those for each lamp of somebody that changed.
fn changed(
    name: &str,
    were: std::vec::IntoIter<(&str, &str, &LampView)>,
    are: std::vec::IntoIter<(&str, &str, &LampView)>,
    words: &mut Vec<String>,
) {
    let were = were.as_slice();
    for (subject, label, lamp) in are.rev() {
        let was = were.iter().find(|(own, _, _)| *own == subject);
        if was.is_some_and(|(_, _, was)| was.face != lamp.face) {
            words.insert(0, t::lamp_spoken(name, label, &lamp.spoken));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{EntryView, KeyView, LineView};

    fn phone(name: &str, face: &str) -> PhoneView {
        let lamp =
            LampView { face: face.into(), spoken: format!("is {face}"), ..LampView::default() };
        let subject = format!("{name} BLF 1");
        let key = KeyView { label: "Boss".into(), subject, lamp, ..KeyView::default() };
        PhoneView { name: name.into(), keys: vec![key].into(), ..PhoneView::default() }
    }

    fn snapshot(faces: [&str; 2]) -> Snapshot {
        let phones = vec![phone("A", faces[0]), phone("B", faces[1])];
        Snapshot { path: "x".into(), phones, ..Snapshot::default() }
    }

    #[test]
    fn a_phone_that_did_not_change_keeps_its_handle() {
        let before = Run::default().after(snapshot(["idle", "idle"]));
        let after = before.after(snapshot(["idle", "busy"]));
        assert_eq!(before.phones[0], after.phones[0]);
        assert_ne!(before.phones[1], after.phones[1]);
    }

    #[test]
    fn where_only_lamps_change_clusters_wires_and_faults_keep_their_handles() {
        let with = |faces| {
            let cluster = NodeView { table: "clusters".into(), phones: 2, ..NodeView::default() };
            let faults = vec![FaultView::default()];
            Snapshot { nodes: vec![cluster], faults, ..snapshot(faces) }
        };
        let before = Run::default().after(with(["idle", "idle"]));
        let after = before.after(with(["idle", "busy"]));
        assert_eq!((before.wires.len(), before.nodes.len(), before.faults.len()), (2, 1, 1));
        assert_eq!(before.nodes, after.nodes);
        assert_eq!(before.wires, after.wires);
        assert_eq!(before.faults, after.faults);
    }

    #[test]
    fn a_lamp_that_changes_is_spoken_and_one_that_does_not_is_silent() {
        let before = Run::default().after(snapshot(["idle", "idle"]));
        assert!(before.spoken.is_empty());
        let after = before.after(snapshot(["idle", "busy"]));
        assert_eq!(*after.spoken, [t::lamp_spoken("B", "Boss", "is busy")]);
    }

    #[test]
    fn a_lamp_of_one_outside_is_spoken_as_well_and_counts_among_those_of_phones() {
        let with = |faces, own: &str| {
            let face = own.to_owned();
            let lamp = LampView { face, spoken: ["is ", own].concat(), ..LampView::default() };
            let lamps = vec![EntryView { number: "7100".into(), subject: "S".into(), lamp }];
            let node = NodeView {
                table: "outside".into(),
                name: "Relay".into(),
                lamps,
                ..NodeView::default()
            };
            Snapshot { nodes: vec![node], ..snapshot(faces) }
        };
        let before = Run::default().after(with(["idle", "idle"], "idle"));
        let after = before.after(with(["busy", "idle"], "busy"));
        let words =
            [t::lamp_spoken("A", "Boss", "is busy"), t::lamp_spoken("Relay", "7100", "is busy")];
        assert_eq!(*after.spoken, words);
        assert!(after.after(with(["busy", "idle"], "busy")).spoken.is_empty());
    }

    #[test]
    fn of_many_lamps_that_change_the_last_are_spoken_of() {
        let many = |face| {
            let names = ["A", "B", "C", "D", "E", "F"];
            let phones = names.map(|name| phone(name, face)).into();
            Snapshot { path: "x".into(), phones, ..Snapshot::default() }
        };
        let after = Run::default().after(many("idle")).after(many("busy"));
        let last = ["C", "D", "E", "F"].map(|name| t::lamp_spoken(name, "Boss", "is busy"));
        assert_eq!(*after.spoken, last);
    }

    #[test]
    fn the_cast_stays_while_lamps_change_and_is_another_once_a_line_is() {
        let before = Run::default().after(snapshot(["idle", "idle"]));
        let after = before.after(snapshot(["idle", "busy"]));
        assert_ne!(before.phones, after.phones);
        assert_eq!(before.cast, after.cast);
        let mut with_line = snapshot(["idle", "busy"]);
        let line = LineView { number: "1000".into(), ..LineView::default() };
        with_line.phones[1].lines.push(line);
        let after = after.after(with_line);
        assert_eq!(after.cast, after.phones);
        assert_eq!(*after.book, [("1000".to_owned(), "B".to_owned())]);
    }

    #[test]
    fn another_file_speaks_of_no_change() {
        let before = Run::default().after(snapshot(["idle", "idle"]));
        let other = Snapshot { path: "y".into(), ..snapshot(["busy", "busy"]) };
        assert!(before.after(other).spoken.is_empty());
    }
}
