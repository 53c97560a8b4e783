//! Who was promised a status, who got one, and who was told that it ends: read off the wires and
//! links of one CallManager.

use super::text::Sip;
use lampfield_core::id::{DnId, EventId, NodeId, PhoneId};
use lampfield_core::node::{CALL_MANAGER, LinkMessage, NodeEvent, phone_of_node};
use lampfield_core::presence::{Found, Outcome};
use lampfield_core::trace::{Event, MessageId, What};
use lampfield_core::world::World;
use std::collections::{BTreeMap, BTreeSet};

/// By what a subscription is known: the phone, and the tag that CallManager gave it, or the phone's
/// own number on its link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Sip(PhoneId, String),
    Link(PhoneId, u32),
}

/// A subscription that was accepted.
#[derive(Clone, Debug)]
pub(super) struct Subscription {
    pub(super) phone: PhoneId,
    /// Its presentity.
    dn: Option<DnId>,
    /// How many NOTIFYs said that it ends; a retransmission is the same one.
    pub(super) terminations: usize,
    /// It is over: terminated, given back, not known any more to one of both, or its phone started
    /// afresh.
    pub(super) over: bool,
    /// A NOTIFY that came after the end.
    after_the_end: bool,
    notifies: BTreeSet<u32>,
    /// The NOTIFY that waits for its answer: until then nothing more is told (at most one is out).
    unanswered: Option<u32>,
}

/// What one run's messages say.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    all: BTreeMap<Key, Subscription>,
    /// Requests that were answered no.
    pub(super) refused: usize,
    /// Statuses for which nothing was accepted.
    pub(super) statuses_without_subscription: Vec<String>,
    /// Changes that reached too many or too few.
    pub(super) wrong_fan_outs: Vec<String>,
    /// How many were told a change.
    pub(super) told: usize,
    /// What was decided, by what it was decided on.
    decided: BTreeMap<EventId, DnId>,
    /// What phones gave back over their links, while it is on its way.
    unwatch: BTreeMap<MessageId, Key>,
    /// Changes of a status, by the event that told it first: who shall hear of it, who did.
    fan_outs: Vec<FanOut>,
    /// Every registration that a SIP phone has begun, by its Call-ID, and the last one of each.
    registrations: BTreeSet<(PhoneId, String)>,
    here: BTreeMap<PhoneId, String>,
    /// Answers to NOTIFYs on their way.
    answers: BTreeMap<MessageId, (Key, u32)>,
}

#[derive(Debug)]
struct FanOut {
    dn: DnId,
    cause: Option<EventId>,
    shall: BTreeSet<Key>,
    /// Who shall hear of it once the answer to the NOTIFY before is there.
    later: BTreeSet<Key>,
    did: Vec<Key>,
}

impl Ledger {
    /// Reads a trace from its beginning.
    pub(super) fn of(world: &World) -> Ledger {
        let mut ledger = Ledger::default();
        for event in world.trace().events() {
            ledger.take_in(event);
        }
        ledger.compare_fan_outs();
        ledger
    }

    /// All that were ever accepted.
    pub(super) fn subscriptions(&self) -> impl Iterator<Item = &Subscription> {
        self.all.values()
    }

    /// Subscriptions that ended twice, or went on after their end.
    pub(super) fn wrong_ends(&self) -> Vec<String> {
        let wrong = |one: &Subscription| one.terminations > 1 || one.after_the_end;
        self.all.iter().filter(|(_, one)| wrong(one)).map(|all| format!("{all:?}")).collect()
    }

    fn take_in(&mut self, event: &Event) {
        match &event.what {
            What::Node(NodeEvent::Decided(decision)) => {
                if let (Outcome::Allowed, Some(Found::DirectoryNumber(dn)), Some(cause)) =
                    (decision.answer.outcome, decision.answer.found, event.cause)
                {
                    self.decided.insert(cause, dn);
                }
            }
            What::Node(NodeEvent::Published { dn, .. }) => {
                let watches = |one: &&Subscription| !one.over && one.dn == Some(*dn);
                let all = || self.all.iter().filter(|(_, one)| watches(one));
                let of = |waits: bool| {
                    let chosen = all().filter(move |(_, one)| one.unanswered.is_some() == waits);
                    chosen.map(|(key, _)| key.clone()).collect()
                };
                let (dn, cause, shall, later) = (*dn, event.cause, of(false), of(true));
                self.fan_outs.push(FanOut { dn, cause, shall, later, did: Vec::new() });
            }
            What::Sent { to, bytes, .. } if event.node == CALL_MANAGER => {
                if let (Some(sip), Some(phone)) = (Sip::read(bytes), phone_of_node(*to)) {
                    self.sip(event, phone, &sip);
                }
            }
            What::Sent { bytes, message, .. } => {
                let answer = Sip::read(bytes).filter(|sip| sip.code_for("NOTIFY").is_some());
                if let (Some(sip), Some(phone)) = (answer, phone_of_node(event.node)) {
                    let key = Key::Sip(phone, sip.tag("From").to_owned());
                    if sip.code_for("NOTIFY") == Some(481) {
                        self.is_over(&key);
                    }
                    self.answers.insert(*message, (key, sip.cseq()));
                }
            }
            What::Delivered { message, .. } if event.node == CALL_MANAGER => {
                if let Some((key, cseq)) = self.answers.remove(message)
                    && let Some(one) = self.all.get_mut(&key)
                {
                    one.unanswered = one.unanswered.filter(|waits| *waits != cseq);
                }
            }
            What::LinkSent { to, content, message } => self.link(event, *to, content, *message),
            What::LinkDelivered { message, .. } => {
                if let Some(one) =
                    self.unwatch.remove(message).and_then(|key| self.all.get_mut(&key))
                {
                    one.over = true;
                }
            }
            _ => {}
        }
    }

    /// What CallManager sends to a SIP phone.
    fn sip(&mut self, event: &Event, phone: PhoneId, sip: &Sip<'_>) {
        if let Some(200..=299) = sip.code_for("REGISTER") {
            return self.registered(event, phone, sip);
        }
        match sip.code_for("SUBSCRIBE") {
            Some(200..=299) => {
                let key = Key::Sip(phone, sip.tag("To").to_owned());
                self.accept(key, phone, event.cause);
            }
            Some(code) => {
                self.refused += 1;
                // It was given up meanwhile, because a NOTIFY had no answer.
                if code == 481 {
                    self.is_over(&Key::Sip(phone, sip.tag("To").to_owned()));
                }
            }
            None if sip.is_request("NOTIFY") => self.notify(event, phone, sip),
            None => {}
        }
    }

    /// A phone starts afresh when it begins another registration, and is gone when it takes one back.
    fn registered(&mut self, event: &Event, phone: PhoneId, sip: &Sip<'_>) {
        let call = sip.header("Call-ID").to_owned();
        let goes = sip.header("Contact").is_empty();
        // What is sent again is about a registration that is known.
        let begins = !goes && self.registrations.insert((phone, call.clone()));
        let ends = goes && self.here.get(&phone) == Some(&call);
        if begins {
            self.here.insert(phone, call);
        }
        if begins || ends {
            self.starts_afresh(phone);
            // The answer is sent last: what changed in this step was not for this phone any more.
            let same = self.fan_outs.iter_mut().rev().take(8);
            for change in same.filter(|change| change.cause == event.cause) {
                change.shall.retain(|(Key::Sip(other, _) | Key::Link(other, _))| *other != phone);
            }
        }
    }

    fn starts_afresh(&mut self, phone: PhoneId) {
        let own = self.all.values_mut().filter(|one| one.phone == phone);
        own.for_each(|one| one.over = true);
    }

    fn notify(&mut self, event: &Event, phone: PhoneId, sip: &Sip<'_>) {
        let key = Key::Sip(phone, sip.tag("From").to_owned());
        let Some(one) = self.all.get_mut(&key) else {
            if sip.has_body {
                self.statuses_without_subscription.push(format!("{key:?} at {}", event.at));
            }
            return;
        };
        // A retransmission says nothing new.
        if !one.notifies.insert(sip.cseq()) {
            return;
        }
        one.after_the_end |= one.over;
        one.unanswered = Some(sip.cseq());
        // What waited for the answer to the one before is told now.
        for change in &mut self.fan_outs {
            change.later.remove(&key);
        }
        if sip.header("Subscription-State").starts_with("terminated") {
            one.terminations += 1;
            one.over = true;
        }
        self.heard(event, key);
    }

    fn link(&mut self, event: &Event, to: NodeId, content: &LinkMessage, message: MessageId) {
        match (content, phone_of_node(to), phone_of_node(event.node)) {
            (LinkMessage::Status { token, .. }, Some(phone), _) => {
                let key = Key::Link(phone, *token);
                if self.all.get(&key).is_none_or(|one| one.over) {
                    if event.cause.is_none_or(|cause| !self.decided.contains_key(&cause)) {
                        let told = format!("{key:?} at {}", event.at);
                        self.statuses_without_subscription.push(told);
                    }
                    self.accept(key, phone, event.cause);
                } else {
                    self.heard(event, key);
                }
            }
            (LinkMessage::WatchRefused { .. }, ..) => self.refused += 1,
            (LinkMessage::Unwatch { token }, _, Some(phone)) => {
                self.unwatch.insert(message, Key::Link(phone, *token));
            }
            // The phone starts afresh.
            (LinkMessage::Registered { .. }, Some(phone), _) => self.starts_afresh(phone),
            _ => {}
        }
    }

    fn is_over(&mut self, key: &Key) {
        if let Some(one) = self.all.get_mut(key) {
            one.over = true;
        }
    }

    fn accept(&mut self, key: Key, phone: PhoneId, cause: Option<EventId>) {
        let dn = cause.and_then(|cause| self.decided.get(&cause)).copied();
        let is_new = self.all.get(&key).is_none_or(|one| one.over && matches!(key, Key::Link(..)));
        if is_new {
            let one = Subscription {
                phone,
                dn,
                terminations: 0,
                over: false,
                after_the_end: false,
                notifies: BTreeSet::new(),
                unanswered: None,
            };
            self.all.insert(key, one);
        }
    }

    /// Notes that somebody heard of a change that has the same cause.
    fn heard(&mut self, event: &Event, key: Key) {
        let dn = self.all.get(&key).and_then(|one| one.dn);
        let same = |change: &&mut FanOut| change.cause == event.cause && Some(change.dn) == dn;
        if let Some(change) = self.fan_outs.iter_mut().rev().take(8).find(same) {
            change.did.push(key);
        }
    }

    fn compare_fan_outs(&mut self) {
        for change in &self.fan_outs {
            let did: BTreeSet<Key> = change.did.iter().cloned().collect();
            self.told += did.len();
            let alive = |key: &Key| self.all.get(key).is_some_and(|one| !one.over);
            let never = change.later.iter().any(alive);
            if never || did != change.shall || did.len() != change.did.len() {
                self.wrong_fan_outs.push(format!("{change:?}"));
            }
        }
    }
}
