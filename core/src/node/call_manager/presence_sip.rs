//! Presence for SIP phones: what remains to be said when `sip::notifier` has done the protocol.

use super::CallManager;
use super::requests::{Claim, allowed, believed};
use super::watches::{Via, Watch};
use crate::id::{DnId, NodeId, PhoneId};
use crate::node::{Outbox, phone_of_node};
use crate::presence::{Answer, NoRecord, Question, Watcher, Way, decide};
use crate::sip::message::Message;
use crate::sip::notifier::{Asked, Heard, SubscriptionId};
use crate::time::Instant;

/// Why our own phones ask (a real phone does not say; CallManager then infers it).
pub(in crate::node) const ASKS_HEADER: &str = "X-Lampfield-Asks";

impl CallManager {
    /// A datagram arrived.
    pub(super) fn datagram(&mut self, now: Instant, from: NodeId, bytes: &[u8], out: &mut Outbox) {
        let message = match Message::parse(bytes) {
            Ok(message) => message,
            Err(error) => {
                if let Some(answer) = error.answer {
                    out.send(from, answer.into());
                }
                return;
            }
        };
        match self.notifier.receive(now, from, &message, &mut self.actions) {
            Heard::Done => {}
            Heard::Asked(asked) => self.asked(now, &asked, &message, out),
            Heard::Refresh { id, handle, asked } => {
                self.asked_again(now, (id, handle), &asked, &message, out);
            }
            Heard::Leaving { id, asked, .. } => {
                self.notifier.leave(now, id, &asked, &message, &mut self.actions);
            }
        }
        self.carry_out(out);
    }

    /// A new request: who asks, how, for what; then the decision and its answer.
    fn asked(&mut self, now: Instant, asked: &Asked, message: &Message, out: &mut Outbox) {
        let phone = phone_of_node(asked.from).filter(|&p| self.registrar.is_in_service(p));
        let Some(phone) = phone else {
            // Nobody we know, or a datagram that outlived its phone's registration.
            return self.notifier.refuse(now, asked, message, 403, &mut self.actions);
        };
        let target = message.request_user().unwrap_or_default();
        let claim = message.header(ASKS_HEADER).and_then(Claim::parse);
        let way = believed(&self.cluster, phone, claim, &target);
        let line = message.from_user().and_then(|user| self.own_line(phone, &user));
        let answer = self
            .decide(&Question { watcher: Watcher::Phone(phone), way, target: &target, line }, out);
        match allowed(answer) {
            Some(dn) => {
                let watch = NewWatch { phone, way, target: &target, answer, dn };
                self.accept(now, asked, message, watch);
            }
            None => self.notifier.refuse(now, asked, message, answer.code, &mut self.actions),
        }
    }

    fn accept(&mut self, now: Instant, asked: &Asked, message: &Message, new: NewWatch<'_>) {
        let handle = self.watches.vacant();
        let Ok(engine) = self.engine.watch(new.dn, handle) else {
            return self.notifier.refuse(now, asked, message, 503, &mut self.actions);
        };
        let status = self.engine.status(new.dn);
        let accepted = self.notifier.accept(now, asked, message, handle, status, &mut self.actions);
        match accepted {
            Ok(Some(id)) => {
                let NewWatch { phone, way, target, answer, .. } = new;
                let (target, via) = (target.into(), Via::Sip(id));
                self.watches.insert(Watch { phone, way, target, answer, engine, via });
            }
            // A single poll, or no room: answered, and nothing lives on.
            Ok(None) | Err(_) => self.engine.unwatch(engine),
        }
    }

    /// A refresh is authorized again; only an answer that differs is told.
    fn asked_again(
        &mut self,
        now: Instant,
        (id, handle): (SubscriptionId, u32),
        asked: &Asked,
        message: &Message,
        out: &mut Outbox,
    ) {
        let Some(watch) = self.watches.get(handle) else {
            return self.notifier.refuse_refresh(now, id, asked, message, 403, &mut self.actions);
        };
        let line = message.from_user().and_then(|user| self.own_line(watch.phone, &user));
        let question = Question {
            watcher: Watcher::Phone(watch.phone),
            way: watch.way,
            target: &watch.target,
            line,
        };
        let answer = decide(&self.cluster, &self.index, &question, &mut NoRecord);
        if answer == watch.answer {
            return self.notifier.refresh(now, id, asked, message, &mut self.actions);
        }
        self.decide(&question, out);
        let moved = allowed(answer).is_some_and(|dn| self.move_watch(handle, dn, answer));
        if moved {
            self.notifier.refresh(now, id, asked, message, &mut self.actions);
            if let Some(dn) = allowed(answer) {
                self.notifier.notify(now, id, self.engine.status(dn), &mut self.actions);
            }
        } else {
            let code = if answer.code == 200 { 503 } else { answer.code };
            self.notifier.refuse_refresh(now, id, asked, message, code, &mut self.actions);
            self.watch_ended(handle);
        }
    }

    /// The same request now leads to another directory number; `false` where there is no room.
    fn move_watch(&mut self, handle: u32, dn: DnId, answer: Answer) -> bool {
        let Ok(engine) = self.engine.watch(dn, handle) else { return false };
        let Some(watch) = self.watches.get_mut(handle) else { return false };
        watch.answer = answer;
        let old = core::mem::replace(&mut watch.engine, engine);
        self.engine.unwatch(old);
        true
    }

    /// The phone's own line with this number: the subscriber that a request names.
    fn own_line(&self, phone: PhoneId, number: &str) -> Option<DnId> {
        let lines = &self.cluster.phones.get(phone)?.lines;
        let has = |dn: DnId| self.cluster.directory_numbers.get(dn).map(|dn| dn.number.as_str());
        lines.iter().copied().find(|&dn| has(dn) == Some(number))
    }
}

/// What an accepted request becomes.
struct NewWatch<'a> {
    phone: PhoneId,
    way: Way,
    target: &'a str,
    answer: Answer,
    dn: DnId,
}
