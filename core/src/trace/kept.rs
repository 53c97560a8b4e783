//! What is known of now: enough for expectations and explanations at every trace level.

use super::{Event, Lamp, LampKey};
use crate::id::{DnId, EventId, PhoneId};
use crate::node::{LampCause, NodeEvent, phone_of_node};
use crate::presence::{Decision, LineState, PublishedStatus, Way};
use crate::rules::RuleId;
use crate::sorted::SortedMap;
use crate::time::Instant;
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

/// A lamp: what it shows while it is there, and the latest decision behind it, which outlives it.
#[derive(Clone, Debug, Default)]
struct KeptLamp {
    shown: Option<Shown>,
    decision: Option<KeptDecision>,
}

/// A line of a device.
#[derive(Clone, Debug, Default)]
struct KeptLine {
    state: LineState,
    learned: Option<Learned>,
}

/// What is known of a phone.
#[derive(Clone, Debug, Default)]
struct KeptPhone {
    lamps: SortedMap<LampKey, KeptLamp>,
    lines: SortedMap<DnId, KeptLine>,
}

/// Current lamps, line states, published statuses, and what stands behind them.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    phones: SortedMap<PhoneId, KeptPhone>,
    published: SortedMap<DnId, PublishedStatus>,
}

impl Kept {
    /// Takes in what a node told.
    pub(super) fn take_in(&mut self, event: &Event, told: &NodeEvent) {
        let (at, id) = (event.at, event.id);
        match told {
            NodeEvent::Line { dn, state } => {
                if let Some(phone) = phone_of_node(event.node) {
                    self.line_mut(phone, *dn).state = *state;
                }
            }
            NodeEvent::Published { dn, status } => {
                self.published.insert(*dn, *status);
            }
            NodeEvent::Lamp { key, lamp, because } => {
                let (lamp, because) = (*lamp, *because);
                self.lamp_mut(key).shown = Some(Shown { lamp, because, since: at, event: id });
            }
            NodeEvent::LampGone { key } => self.lamp_mut(key).shown = None,
            NodeEvent::LineLearned { phone, dn, state, status, rule } => {
                let (state, status, rule) = (*state, *status, *rule);
                let learned = Learned { state, status, rule, at, event: id };
                self.line_mut(*phone, *dn).learned = Some(learned);
            }
            NodeEvent::Decided(decision) => {
                if let Some(key) = key_of(decision) {
                    let kept = KeptDecision { decision: Arc::clone(decision), at, event: id };
                    self.lamp_mut(&key).decision = Some(kept);
                }
            }
            NodeEvent::ListEntry { .. } | NodeEvent::TimerFired(_) => {}
        }
    }

    fn lamp_mut(&mut self, key: &LampKey) -> &mut KeptLamp {
        self.phones.get_or_default(key.phone).lamps.get_or_default_of(key)
    }

    fn line_mut(&mut self, phone: PhoneId, dn: DnId) -> &mut KeptLine {
        self.phones.get_or_default(phone).lines.get_or_default(dn)
    }

    fn kept_lamp(&self, key: &LampKey) -> Option<&KeptLamp> {
        self.phones.get(&key.phone)?.lamps.get(key)
    }

    fn kept_line(&self, phone: PhoneId, dn: DnId) -> Option<&KeptLine> {
        self.phones.get(&phone)?.lines.get(&dn)
    }

    /// What a lamp shows, `None` where there is no such lamp.
    pub fn lamp(&self, key: &LampKey) -> Option<Shown> {
        self.kept_lamp(key)?.shown
    }

    /// All lamps, in the order of their phones and places.
    pub fn lamps(&self) -> impl Iterator<Item = (&LampKey, &Shown)> {
        let all = self.phones.values().flat_map(|phone| &phone.lamps);
        all.filter_map(|(key, lamp)| Some((key, lamp.shown.as_ref()?)))
    }

    /// The latest decision behind a lamp; it outlives the lamp.
    pub fn decision(&self, key: &LampKey) -> Option<&KeptDecision> {
        self.kept_lamp(key)?.decision.as_ref()
    }

    /// What a device does on a line: the truth.
    pub fn line(&self, phone: PhoneId, dn: DnId) -> LineState {
        self.kept_line(phone, dn).map(|line| line.state).unwrap_or_default()
    }

    /// What CallManager says of a presentity.
    pub fn published(&self, dn: DnId) -> PublishedStatus {
        self.published.get(&dn).copied().unwrap_or_default()
    }

    /// What CallManager last learned of a device's line.
    pub fn learned(&self, phone: PhoneId, dn: DnId) -> Option<Learned> {
        self.kept_line(phone, dn)?.learned
    }
}

/// The lamp that a decision is about: that of a phone of the cluster.
fn key_of(decision: &Decision) -> Option<LampKey> {
    match decision.way {
        Way::Outside => decision.lamp.clone(),
        way => LampKey::of_phone(decision.watcher.phone()?, way, &decision.target),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::NodeId;
    use crate::trace::{LampPlace, What};

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
