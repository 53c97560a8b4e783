//! Who is here. A phone that registers is here at once; that it is gone is noticed after a while
//!

use super::CallManager;
use super::calls::Towards;
use super::switch::DeviceLine;
use crate::id::PhoneId;
use crate::node::{LinkMessage, NodeEvent, Outbox, WakeReason, node_of_phone};
use crate::queue::Queue;
use crate::sorted::SortedSet;
use crate::time::{Duration, Instant};

/// A phone in service.
#[derive(Clone, Debug)]
struct Session {
    /// Tells it from the phone's others: the phone counts them.
    number: u32,
    /// Where the phone registered by SIP.
    binding: Option<Binding>,
}

/// A registration by SIP: which one it is, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binding {
    pub(super) call_id: Box<str>,
    pub(super) cseq: u32,
    pub(super) ends_at: Instant,
}

/// Which phones are in service, until when, and whose link is lost without anybody having noticed.
#[derive(Clone, Debug)]
pub(super) struct Registrar {
    /// The session of each phone in service.
    sessions: Vec<Option<Session>>,
    noticed_after: Duration,
    /// In the order of time, because the delay is one for all.
    lost: Queue<(Instant, PhoneId, u32)>,
    /// When registrations by SIP end.
    ends: SortedSet<(Instant, PhoneId)>,
    /// Who is not here, asked for something, and was told to begin anew.
    sent_away: SortedSet<PhoneId>,
}

impl Registrar {
    pub(super) fn new(phones: usize, noticed_after: Duration) -> Self {
        Registrar {
            sessions: vec![None; phones],
            noticed_after,
            lost: Queue::default(),
            ends: SortedSet::new(),
            sent_away: SortedSet::new(),
        }
    }

    /// Room for phones that were added.
    pub(super) fn see_phones(&mut self, phones: usize) {
        if self.sessions.len() < phones {
            self.sessions.resize(phones, None);
        }
    }

    pub(super) fn is_in_service(&self, phone: PhoneId) -> bool {
        self.session(phone).is_some()
    }

    /// Its registration by SIP.
    pub(super) fn binding(&self, phone: PhoneId) -> Option<&Binding> {
        self.session(phone)?.binding.as_ref()
    }

    /// The session of a phone that is here over a connection.
    pub(super) fn connection(&self, phone: PhoneId) -> Option<u32> {
        self.session(phone).filter(|session| session.binding.is_none()).map(|own| own.number)
    }

    /// A phone is no more.
    pub(super) fn forget(&mut self, phone: PhoneId) {
        self.set(phone, None);
    }

    /// When the next lost link is noticed.
    pub(super) fn next_lost(&self) -> Option<Instant> {
        self.lost.front().map(|&(at, ..)| at)
    }

    /// Whose registrations by SIP run out when, soonest first.
    pub(super) fn ends(&self) -> impl Iterator<Item = (PhoneId, Instant)> + '_ {
        self.ends.iter().map(|&(at, phone)| (phone, at))
    }

    /// When the next registration runs out.
    pub(super) fn next_end(&self) -> Option<Instant> {
        self.ends.iter().next().map(|&(at, _)| at)
    }

    fn session(&self, phone: PhoneId) -> Option<&Session> {
        self.sessions.get(phone.index())?.as_ref()
    }

    /// A phone is to be told to begin anew; `false` where that was done since it was here last.
    pub(super) fn sends_away(&mut self, phone: PhoneId) -> bool {
        !self.is_in_service(phone) && self.sent_away.insert(phone)
    }

    fn set(&mut self, phone: PhoneId, session: Option<Session>) {
        self.sent_away.remove(&phone);
        if let Some(before) = self.binding(phone) {
            self.ends.remove(&(before.ends_at, phone));
        }
        if let Some(place) = self.sessions.get_mut(phone.index()) {
            if let Some(binding) = session.as_ref().and_then(|session| session.binding.as_ref()) {
                self.ends.insert((binding.ends_at, phone));
            }
            *place = session;
        }
    }

    /// A phone is here by SIP, over this flow.
    pub(super) fn bind(&mut self, phone: PhoneId, number: u32, binding: Binding) {
        self.set(phone, Some(Session { number, binding: Some(binding) }));
    }

    /// The next phone whose loss is noticed by `now`. One that registered anew is not lost.
    fn pop_lost(&mut self, now: Instant) -> Option<PhoneId> {
        while self.next_lost().is_some_and(|at| at <= now) {
            let (_, phone, number) = self.lost.pop_front()?;
            if self.session(phone).is_some_and(|session| session.number == number) {
                return Some(phone);
            }
        }
        None
    }

    /// The next phone whose registration has run out.
    fn pop_ended(&mut self, now: Instant) -> Option<PhoneId> {
        self.ends.iter().next().filter(|(at, _)| *at <= now).map(|&(_, phone)| phone)
    }
}

impl CallManager {
    /// A phone is here, and has said so over its link.
    pub(super) fn register(&mut self, now: Instant, phone: PhoneId, number: u32, out: &mut Outbox) {
        if self.cluster.phones.get(phone).is_none() {
            return;
        }
        self.registrar.set(phone, Some(Session { number, binding: None }));
        out.link(node_of_phone(phone), LinkMessage::Registered { session: number });
        self.start_afresh(now, phone, out);
    }

    /// The link of a phone is lost; CallManager notices now or later. Not where the phone is here
    /// over another one already: its REGISTER may have been faster than this.
    pub(super) fn link_lost(
        &mut self,
        now: Instant,
        phone: PhoneId,
        number: u32,
        out: &mut Outbox,
    ) {
        if self.registrar.session(phone).is_none_or(|session| session.number != number) {
            return;
        }
        if self.registrar.noticed_after <= Duration::ZERO {
            self.gone(now, phone, out);
        } else {
            let at = now + self.registrar.noticed_after;
            self.registrar.lost.push_back((at, phone, number));
        }
    }

    /// Notices the phones whose time has come: their link is lost, or their registration ran out.
    pub(super) fn notice_gone(&mut self, now: Instant, out: &mut Outbox) {
        while let Some(phone) = self.registrar.pop_lost(now) {
            out.event(NodeEvent::TimerFired(WakeReason::NoticeGone));
            self.gone(now, phone, out);
        }
        while let Some(phone) = self.registrar.pop_ended(now) {
            out.event(NodeEvent::TimerFired(WakeReason::Expire));
            self.gone(now, phone, out);
        }
    }

    pub(super) fn gone(&mut self, now: Instant, phone: PhoneId, out: &mut Outbox) {
        self.registrar.set(phone, None);
        self.start_afresh(now, phone, out);
    }

    /// Ends the phone's subscriptions and calls; all its lines are looked at again. A phone that was
    /// unplugged for less time than it takes to notice must not keep what it had.
    pub(super) fn start_afresh(&mut self, now: Instant, phone: PhoneId, out: &mut Outbox) {
        self.drop_watches(now, phone, out);
        self.forget_legs(phone);
        let mut effects = core::mem::take(&mut self.effects);
        self.switch.gone(phone, &mut effects);
        if let Some(phone_data) = self.cluster.phones.get(phone) {
            effects.lines.extend(phone_data.lines.iter().map(|&dn| DeviceLine { phone, dn }));
        }
        self.settle(now, Towards::AllBut(phone), effects, out);
    }
}
