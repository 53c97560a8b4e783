//! Presence for SCCP phones: the same question and the same answer over an in-process link.

use super::CallManager;
use super::requests::{Claim, allowed, believed};
use super::watches::{Via, Watch};
use crate::id::{DnId, PhoneId};
use crate::node::{LinkMessage, Outbox, node_of_phone};
use crate::presence::{Question, Watcher, Way};

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
    pub(super) fn link_watch(&mut self, phone: PhoneId, ask: Ask, out: &mut Outbox) {
        if !self.registrar.is_in_service(phone) {
            return;
        }
        self.link_unwatch(phone, ask.token);
        let claim = match ask.way {
            Way::BlfSpeedDial { button, .. } => Claim::Blf(button),
            Way::CallList(list) => Claim::List(list),
            Way::Directory | Way::Outside => Claim::Directory,
        };
        let way = believed(&self.cluster, phone, Some(claim), &ask.target);
        let question =
            Question { watcher: Watcher::Phone(phone), way, target: &ask.target, line: ask.line };
        let answer = self.decide(&question, out);
        let code = match allowed(answer) {
            None => answer.code,
            Some(dn) => {
                let handle = self.watches.vacant();
                match self.engine.watch(dn, handle) {
                    Err(_) => 503,
                    Ok(engine) => {
                        let (token, target, via) = (ask.token, ask.target, Via::Link(ask.token));
                        self.watches.insert(Watch { phone, way, target, answer, engine, via });
                        let status = self.engine.status(dn);
                        return out
                            .link(node_of_phone(phone), LinkMessage::Status { token, status });
                    }
                }
            }
        };
        out.link(node_of_phone(phone), LinkMessage::WatchRefused { token: ask.token, code });
    }

    /// A phone stops watching.
    pub(super) fn link_unwatch(&mut self, phone: PhoneId, token: u32) {
        if let Some(handle) = self.watches.by_token(phone, token) {
            self.watch_ended(handle);
        }
    }
}
