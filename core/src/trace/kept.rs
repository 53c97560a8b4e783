//! What is known of now: enough for expectations and explanations at every trace level.

use super::{Event, Lamp, LampKey, LampPlace};
use crate::id::{DnId, EventId, PhoneId};
use crate::node::{LampCause, NodeEvent, phone_of_node};
use crate::presence::{Decision, LineState, PublishedStatus, Way};
use crate::rules::RuleId;
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

/// What CallManager last learned of a device's line, and what the status table made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Learned {
    /// The state that CallManager takes the line to be in.
    pub state: LineState,
    /// What the device alone makes of the line.
    pub status: PublishedStatus,
    /// The rule that says so.
    pub rule: RuleId,
    /// When CallManager learned it.
    pub at: Instant,
    /// The event that told it.
    pub event: EventId,
}

/// Current lamps, line states, published statuses, and what stands behind them.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    lamps: BTreeMap<LampKey, Shown>,
    decisions: BTreeMap<LampKey, KeptDecision>,
    lines: BTreeMap<(PhoneId, DnId), LineState>,
    published: BTreeMap<DnId, PublishedStatus>,
    learned: BTreeMap<(PhoneId, DnId), Learned>,
}

impl Kept {
    /// Takes in what a node told.
    pub(super) fn take_in(&mut self, event: &Event, told: &NodeEvent) {
        match told {
            NodeEvent::Line { dn, state } => {
                if let Some(phone) = phone_of_node(event.node) {
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
            NodeEvent::LineLearned { phone, dn, state, status, rule } => {
                let (state, status, rule) = (*state, *status, *rule);
                let learned = Learned { state, status, rule, at: event.at, event: event.id };
                self.learned.insert((*phone, *dn), learned);
            }
            NodeEvent::Decided(decision) => {
                let kept =
                    KeptDecision { decision: Arc::clone(decision), at: event.at, event: event.id };
                if let Some(key) = key_of(decision) {
                    self.decisions.insert(key, kept);
                }
            }
            NodeEvent::ListEntry { .. } | NodeEvent::TimerFired(_) => {}
        }
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

    /// What CallManager last learned of a device's line.
    pub fn learned(&self, phone: PhoneId, dn: DnId) -> Option<Learned> {
        self.learned.get(&(phone, dn)).copied()
    }
}

/// The lamp that a decision is about: that of a phone of the cluster.
fn key_of(decision: &Decision) -> Option<LampKey> {
    let place = match decision.way {
        Way::BlfSpeedDial { button, .. } => LampPlace::Blf(button),
        Way::CallList(list) => LampPlace::Entry(list, decision.target.clone()),
        Way::Directory => LampPlace::Directory(decision.target.clone()),
        Way::Outside => return decision.lamp.clone(),
    };
    Some(LampKey { phone: decision.watcher.phone()?, place })
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
