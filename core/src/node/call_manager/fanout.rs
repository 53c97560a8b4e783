//! One status change to all who watch, and the end of watches.

use super::CallManager;
use super::watches::{On, Via};
use crate::id::{DnId, PhoneId};
use crate::node::{LinkMessage, NodeEvent, Outbox, node_of_phone};
use crate::presence::route_list::Step;
use crate::sip::Action;
use crate::time::Instant;

impl CallManager {
    /// Tells the new status of a presentity to its watchers, oldest watch first, and does work for
    /// them alone.
    pub(super) fn publish(&mut self, now: Instant, dn: DnId, out: &mut Outbox) {
        let status = self.engine.status(dn);
        out.event(NodeEvent::Published { dn, status });
        for (_, handle) in self.engine.watchers(dn) {
            let Some(watch) = self.watches.get(handle) else { continue };
            match (&watch.via, watch.watcher.phone()) {
                (Via::Sip(id), _) => self.notifier.notify(now, *id, status, &mut self.actions),
                (Via::Link(token), Some(phone)) => {
                    let token = *token;
                    out.link(node_of_phone(phone), LinkMessage::Status { token, status });
                }
                _ => {}
            }
        }
        self.carry_out(now, out);
    }

    /// Carries out what the notifier and the subscriptions through trunks want done, and what
    /// follows from it at once.
    pub(super) fn carry_out(&mut self, now: Instant, out: &mut Outbox) {
        while !self.actions.is_empty() {
            let mut actions = core::mem::take(&mut self.actions);
            for action in actions.drain(..) {
                match action {
                    Action::Send { to, bytes } => out.send(to, bytes),
                    Action::TimerFired(reason) => out.event(NodeEvent::TimerFired(reason)),
                    Action::Ended { handle, .. } => self.watch_ended(now, handle, out),
                    Action::News { handle, news } => self.leg_news(now, handle, news, out),
                }
            }
            if self.actions.is_empty() {
                // Kept for its room.
                self.actions = actions;
                return;
            }
        }
    }

    /// A watch is over for the protocol that carried it: nobody has to be told.
    pub(super) fn watch_ended(&mut self, now: Instant, handle: u32, out: &mut Outbox) {
        if let Some(watch) = self.watches.remove(handle) {
            self.let_go(now, handle, watch.on, out);
        }
    }

    /// Nobody watches any more what a watch was on.
    pub(super) fn let_go(&mut self, now: Instant, handle: u32, on: On, out: &mut Outbox) {
        match on {
            On::Line(engine) => self.engine.unwatch(engine),
            On::Route => {
                let mut steps: Vec<Step> = core::mem::take(&mut self.steps);
                self.upstreams.leave(handle, &mut steps);
                self.take_steps(now, steps, out);
            }
        }
    }

    /// Removes all that a phone watches, in silence: it is gone or starts afresh.
    pub(super) fn drop_watches(&mut self, now: Instant, phone: PhoneId, out: &mut Outbox) {
        while let Some(&handle) = self.watches.of_phone(phone).first() {
            let Some(watch) = self.watches.remove(handle) else { return };
            self.let_go(now, handle, watch.on, out);
            if let Via::Sip(id) = watch.via {
                self.notifier.forget(id);
            }
        }
    }
}
