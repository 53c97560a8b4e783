//! The run as components look at it: each part shared, so that only what changed is drawn again.

use crate::messages as t;
use crate::types::{FaultView, LadderRow, LampView, NodeView, PhoneView, Snapshot};

use super::Shared;
use super::wire::{Wire, wires};

/// From so many phones on, each is drawn as a tile.
const CROWD_FROM: usize = 13;

/// A snapshot taken apart. Phones that did not change keep their handles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// Everything but phones, flights, nodes and faults.
    pub head: Shared<Snapshot>,
    /// Virtual time, microseconds; runs ahead of the head while nothing else changes.
    pub now_us: i64,
    /// The phones.
    pub phones: Shared<Vec<Shared<PhoneView>>>,
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
        let spoken = if same_file { lamp_changes(&self.phones, &phones) } else { Vec::new() };
        Self {
            now_us: snapshot.now_us,
            head: Shared::new(snapshot),
            wires: self.wires.keep_or(wires(&nodes, &phones)),
            nodes,
            faults: self.faults.keep_or(faults),
            book: self.book.keep_or(phone_book(&phones)),
            phones: self.phones.keep_each(phones),
            flights: next_flights(&self.flights, flights),
            spoken: self.spoken.keep_or(spoken),
        }
    }

    /// Whether there are so many phones that each is drawn small, and the rest less often.
    #[must_use]
    pub fn is_crowd(&self) -> bool {
        self.phones.len() >= CROWD_FROM
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

fn phone_book(phones: &[PhoneView]) -> Vec<(String, String)> {
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
    for key in &phone.keys {
        all.push((key.subject.as_str(), key.label.as_str(), &key.lamp));
    }
    for entry in phone.lists.iter().filter(|list| list.open).flat_map(|list| &list.entries) {
        all.push((entry.subject.as_str(), entry.number.as_str(), &entry.lamp));
    }
    all.into_iter()
}

fn lamp_changes(old: &[Shared<PhoneView>], new: &[PhoneView]) -> Vec<String> {
    let mut words = Vec::new();
    for (before, after) in old.iter().zip(new).filter(|(b, a)| b.name == a.name) {
        let were = lamps(before);
        let were = were.as_slice();
        for (subject, label, lamp) in lamps(after) {
            let was = were.iter().find(|(own, _, _)| *own == subject);
            if was.is_some_and(|(_, _, was)| was.face != lamp.face) {
                words.push(t::lamp_spoken(&after.name, label, &lamp.spoken));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::KeyView;

    fn phone(name: &str, face: &str) -> PhoneView {
        let lamp =
            LampView { face: face.into(), spoken: format!("is {face}"), ..LampView::default() };
        let subject = format!("{name} BLF 1");
        let key = KeyView { label: "Boss".into(), subject, lamp, ..KeyView::default() };
        PhoneView { name: name.into(), keys: vec![key], ..PhoneView::default() }
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
    fn another_file_speaks_of_no_change() {
        let before = Run::default().after(snapshot(["idle", "idle"]));
        let other = Snapshot { path: "y".into(), ..snapshot(["busy", "busy"]) };
        assert!(before.after(other).spoken.is_empty());
    }
}
