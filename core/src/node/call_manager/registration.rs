//! Who is here. A phone that registers is here at once; that it is gone is noticed after a while
//!

use super::CallManager;
use super::calls::Towards;
use super::switch::DeviceLine;
use crate::id::PhoneId;
use crate::node::{LinkMessage, NodeEvent, Outbox, WakeReason, node_of_phone};
use crate::time::{Duration, Instant};
use std::collections::VecDeque;

/// Which phones are in service, and whose link is lost without anybody having noticed.
#[derive(Clone, Debug)]
pub(super) struct Registrar {
    /// The session of each phone in service.
    sessions: Vec<Option<u32>>,
    noticed_after: Duration,
    /// In the order of time, because the delay is one for all.
    lost: VecDeque<(Instant, PhoneId, u32)>,
}

impl Registrar {
    pub(super) fn new(phones: usize, noticed_after: Duration) -> Self {
        Registrar { sessions: vec![None; phones], noticed_after, lost: VecDeque::new() }
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

    /// A phone is no more.
    pub(super) fn forget(&mut self, phone: PhoneId) {
        self.set(phone, None);
    }

    /// When the next lost link is noticed.
    pub(super) fn next_at(&self) -> Option<Instant> {
        self.lost.front().map(|&(at, ..)| at)
    }

    fn session(&self, phone: PhoneId) -> Option<u32> {
        self.sessions.get(phone.index()).copied().flatten()
    }

    fn set(&mut self, phone: PhoneId, session: Option<u32>) {
        if let Some(place) = self.sessions.get_mut(phone.index()) {
            *place = session;
        }
    }

    /// The next phone whose loss is noticed by `now`. One that registered anew is not lost.
    fn pop_lost(&mut self, now: Instant) -> Option<PhoneId> {
        while self.next_at().is_some_and(|at| at <= now) {
            let (_, phone, session) = self.lost.pop_front()?;
            if self.session(phone) == Some(session) {
                return Some(phone);
            }
        }
        None
    }
}

impl CallManager {
    /// A phone is here. What it had before it starts afresh: a phone that was unplugged for less
    /// time than it takes to notice must not keep old calls and subscriptions.
    pub(super) fn register(
        &mut self,
        now: Instant,
        phone: PhoneId,
        session: u32,
        out: &mut Outbox,
    ) {
        if self.cluster.phones.get(phone).is_none() {
            return;
        }
        self.registrar.set(phone, Some(session));
        out.link(node_of_phone(phone), LinkMessage::Registered { session });
        self.start_afresh(now, phone, out);
    }

    /// The link of a phone is lost; CallManager notices now or later.
    pub(super) fn link_lost(&mut self, now: Instant, phone: PhoneId, out: &mut Outbox) {
        let Some(session) = self.registrar.session(phone) else { return };
        if self.registrar.noticed_after <= Duration::ZERO {
            self.gone(now, phone, out);
        } else {
            let at = now + self.registrar.noticed_after;
            self.registrar.lost.push_back((at, phone, session));
        }
    }

    /// Notices the phones whose time has come.
    pub(super) fn notice_gone(&mut self, now: Instant, out: &mut Outbox) {
        while let Some(phone) = self.registrar.pop_lost(now) {
            out.event(NodeEvent::TimerFired(WakeReason::NoticeGone));
            self.gone(now, phone, out);
        }
    }

    pub(super) fn gone(&mut self, now: Instant, phone: PhoneId, out: &mut Outbox) {
        self.registrar.set(phone, None);
        self.start_afresh(now, phone, out);
    }

    /// Ends the phone's subscriptions and calls; all its lines are looked at again.
    fn start_afresh(&mut self, now: Instant, phone: PhoneId, out: &mut Outbox) {
        self.drop_watches(now, phone, out);
        let mut effects = core::mem::take(&mut self.effects);
        self.switch.gone(phone, &mut effects);
        if let Some(phone_data) = self.cluster.phones.get(phone) {
            effects.lines.extend(phone_data.lines.iter().map(|&dn| DeviceLine { phone, dn }));
        }
        self.settle(now, Towards::AllBut(phone), effects, out);
    }
}
