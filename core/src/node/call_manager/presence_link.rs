//! Presence for SCCP phones: the same question and the same answer over an in-process link.

use super::CallManager;
use super::requests::{Claim, believed};
use super::watches::{On, Via, Watch};
use crate::id::{DnId, PhoneId};
use crate::node::{LinkMessage, Outbox, node_of_phone};
use crate::presence::{Answer, Found, Outcome, Watcher, Way};
use crate::time::Instant;

/// What a phone asks over its link.
pub(super) struct Ask {
    /// The phone's own number for the watch.
    pub(super) token: u32,
    /// How it says it watches.
    pub(super) way: Way,
    /// The number.
    pub(super) target: Box<str>,
    /// The line that stands as the subscriber.
    pub(super) line: Option<DnId>,
}

impl CallManager {
    /// A phone asks to watch a number.
    pub(super) fn link_watch(&mut self, now: Instant, phone: PhoneId, ask: Ask, out: &mut Outbox) {
        if !self.registrar.is_in_service(phone) {
            return;
        }
        self.link_unwatch(now, phone, ask.token, out);
        let claim = match ask.way {
            Way::BlfSpeedDial { button, .. } => Some(Claim::Blf(button)),
            Way::CallList(list) => Some(Claim::List(list)),
            Way::Directory => Some(Claim::Directory),
            Way::Outside => None,
        };
        let way = believed(&self.cluster, phone, claim, &ask.target);
        let Ask { token, target, line, .. } = ask;
        let (watcher, via) = (Watcher::Phone(phone), Via::Link(token));
        let question = crate::presence::Question { watcher, way, target: &target, line };
        let answer = self.decide(&question, None, out);
        self.denied.note(&question, answer);
        let watch = |answer, on| Watch { watcher, way, target, line, answer, on, via, lamp: None };
        match (answer.outcome, answer.found) {
            (Outcome::Allowed, Some(Found::DirectoryNumber(dn))) => {
                self.link_accept(token, (phone, dn), answer, watch, out);
            }
            (Outcome::Allowed, Some(Found::Route(_))) => {
                let handle = self.watches.insert(watch(answer, On::Route));
                self.forward(now, handle, out);
                self.carry_out(now, out);
            }
            _ => refuse(phone, token, answer.code, out),
        }
    }

    fn link_accept(
        &mut self,
        token: u32,
        (phone, dn): (PhoneId, DnId),
        answer: Answer,
        watch: impl FnOnce(Answer, On) -> Watch,
        out: &mut Outbox,
    ) {
        let Ok(engine) = self.engine.watch(dn, self.watches.vacant()) else {
            return refuse(phone, token, 503, out);
        };
        self.watches.insert(watch(answer, On::Line(engine)));
        let status = self.engine.status(dn);
        out.link(node_of_phone(phone), LinkMessage::Status { token, status });
    }

    /// A phone stops watching.
    pub(super) fn link_unwatch(
        &mut self,
        now: Instant,
        phone: PhoneId,
        token: u32,
        out: &mut Outbox,
    ) {
        if let Some(handle) = self.watches.by_token(phone, token) {
            self.watch_ended(now, handle, out);
            self.carry_out(now, out);
        }
    }
}

fn refuse(phone: PhoneId, token: u32, code: u16, out: &mut Outbox) {
    out.link(node_of_phone(phone), LinkMessage::WatchRefused { token, code });
}
