//! What is known of now: enough for expectations and explanations at every trace level.

use super::{Event, Lamp, LampKey, LampPlace};
use crate::id::{DnId, EventId, PhoneId};
use crate::limits;
use crate::network::phone_of;
use crate::node::{LampCause, NodeEvent};
use crate::presence::{CallList, Decision, LineState, PublishedStatus, Way};
use crate::time::Instant;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a lamp shows, why, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What it shows.
    pub lamp: Lamp,
    /// Why, beyond the status itself.
    pub because: LampCause,
    /// Since when it shows this, for this reason.
    pub since: Instant,
    /// The event that made it so.
    pub event: EventId,
}

/// The latest decision behind a lamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDecision {
    /// The decision.
    pub decision: Arc<Decision>,
    /// When it was made.
    pub at: Instant,
    /// The event that told it.
    pub event: EventId,
}

/// One entry of a call list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// The other party's number.
    pub number: Box<str>,
    /// When the latest call of this number came into the list.
    pub at: Instant,
}

/// Current lamps, line states, published statuses, call lists, and the decisions behind lamps.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    lamps: BTreeMap<LampKey, Shown>,
    decisions: BTreeMap<LampKey, KeptDecision>,
    lines: BTreeMap<(PhoneId, DnId), LineState>,
    published: BTreeMap<DnId, PublishedStatus>,
    lists: BTreeMap<(PhoneId, CallList), Vec<ListEntry>>,
}

impl Kept {
    /// Takes in what a node told.
    pub(super) fn take_in(&mut self, event: &Event, told: &NodeEvent) {
        match told {
            NodeEvent::Line { dn, state } => {
                if let Some(phone) = phone_of(event.node) {
                    self.lines.insert((phone, *dn), *state);
                }
            }
            NodeEvent::Published { dn, status } => {
                self.published.insert(*dn, *status);
            }
            NodeEvent::Lamp { key, lamp, because } => {
                let (lamp, because) = (*lamp, *because);
                let shown = Shown { lamp, because, since: event.at, event: event.id };
                match self.lamps.get_mut(key) {
                    Some(known) => *known = shown,
                    None => drop(self.lamps.insert(key.clone(), shown)),
                }
            }
            NodeEvent::LampGone { key } => {
                self.lamps.remove(key);
            }
            NodeEvent::ListEntry { list, number } => {
                if let Some(phone) = phone_of(event.node) {
                    self.enter(phone, *list, number, event.at);
                }
            }
            NodeEvent::Decided(decision) => {
                let kept =
                    KeptDecision { decision: Arc::clone(decision), at: event.at, event: event.id };
                self.decisions.insert(key_of(decision), kept);
            }
            NodeEvent::TimerFired(_) => {}
        }
    }

    /// Newest on top, each number once, the oldest goes when one too many comes.
    fn enter(&mut self, phone: PhoneId, list: CallList, number: &str, at: Instant) {
        let entries = self.lists.entry((phone, list)).or_default();
        entries.retain(|entry| &*entry.number != number);
        entries.insert(0, ListEntry { number: number.into(), at });
        entries.truncate(limits::CALL_LIST_ENTRIES.as_usize());
    }

    /// What a lamp shows, `None` where there is no such lamp.
    pub fn lamp(&self, key: &LampKey) -> Option<Shown> {
        self.lamps.get(key).copied()
    }

    /// All lamps, in the order of their phones and places.
    pub fn lamps(&self) -> impl Iterator<Item = (&LampKey, &Shown)> {
        self.lamps.iter()
    }

    /// The latest decision behind a lamp; it outlives the lamp.
    pub fn decision(&self, key: &LampKey) -> Option<&KeptDecision> {
        self.decisions.get(key)
    }

    /// What a device does on a line: the truth.
    pub fn line(&self, phone: PhoneId, dn: DnId) -> LineState {
        self.lines.get(&(phone, dn)).copied().unwrap_or_default()
    }

    /// What CallManager says of a presentity.
    pub fn published(&self, dn: DnId) -> PublishedStatus {
        self.published.get(&dn).copied().unwrap_or_default()
    }

    /// A call list of a phone, newest entry first.
    pub fn call_list(&self, phone: PhoneId, list: CallList) -> &[ListEntry] {
        self.lists.get(&(phone, list)).map_or(&[], Vec::as_slice)
    }
}

/// The lamp that a decision is about.
fn key_of(decision: &Decision) -> LampKey {
    let place = match decision.way {
        Way::BlfSpeedDial { button, .. } => LampPlace::Blf(button),
        Way::CallList(list) => LampPlace::Entry(list, decision.target.clone()),
    };
    LampKey { phone: decision.watcher, place }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::NodeId;
    use crate::trace::What;

    fn told(at: i64, node: u32, told: NodeEvent) -> Event {
        let what = What::Node(told);
        let at = Instant::from_secs(at);
        Event { id: EventId(0), at, node: NodeId(node), cause: None, what }
    }

    fn take_in(kept: &mut Kept, event: &Event) {
        if let What::Node(node_event) = &event.what {
            kept.take_in(event, node_event);
        }
    }

    #[test]
    fn a_call_list_shows_each_number_once_with_the_newest_on_top() {
        let mut kept = Kept::default();
        for (at, number) in [(1, "1111"), (2, "1200"), (3, "1111")] {
            let entry = NodeEvent::ListEntry { list: CallList::Missed, number: number.into() };
            take_in(&mut kept, &told(at, 1, entry));
        }
        let numbers: Vec<&str> =
            kept.call_list(PhoneId(0), CallList::Missed).iter().map(|e| &*e.number).collect();
        assert_eq!(numbers, ["1111", "1200"]);
        assert!(kept.call_list(PhoneId(1), CallList::Missed).is_empty());
    }

    #[test]
    fn a_lamp_is_there_until_it_is_gone_and_a_line_is_told_by_its_phone_only() {
        let mut kept = Kept::default();
        let key = LampKey { phone: PhoneId(4), place: LampPlace::Blf(1) };
        let lamp =
            NodeEvent::Lamp { key: key.clone(), lamp: Lamp::Busy, because: LampCause::Notified };
        take_in(&mut kept, &told(3, 5, lamp));
        let shown = kept.lamp(&key).unwrap();
        assert_eq!((shown.lamp, shown.since), (Lamp::Busy, Instant::from_secs(3)));
        take_in(&mut kept, &told(4, 5, NodeEvent::LampGone { key: key.clone() }));
        assert_eq!(kept.lamp(&key), None);

        let line = NodeEvent::Line { dn: DnId(2), state: LineState::OffHook };
        take_in(&mut kept, &told(4, 5, line.clone()));
        take_in(&mut kept, &told(4, 0, line));
        assert_eq!(kept.line(PhoneId(4), DnId(2)), LineState::OffHook);
        assert_eq!(kept.line(PhoneId(0), DnId(2)), LineState::NotConnected);
    }
}
