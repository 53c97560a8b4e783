//! One status change to all who watch, and the end of watches.

use super::CallManager;
use super::watches::Via;
use crate::id::{DnId, PhoneId};
use crate::node::{LinkMessage, NodeEvent, Outbox, node_of_phone};
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
            match watch.via {
                Via::Sip(id) => self.notifier.notify(now, id, status, &mut self.actions),
                Via::Link(token) => {
                    out.link(node_of_phone(watch.phone), LinkMessage::Status { token, status });
                }
            }
        }
        self.carry_out(out);
    }

    /// Carries out what the notifier wants done.
    pub(super) fn carry_out(&mut self, out: &mut Outbox) {
        let mut actions = core::mem::take(&mut self.actions);
        for action in actions.drain(..) {
            match action {
                Action::Send { to, bytes } => out.send(to, bytes),
                Action::TimerFired(reason) => out.event(NodeEvent::TimerFired(reason)),
                Action::Ended { handle, .. } => self.watch_ended(handle),
                // A watcher's word; CallManager watches nobody.
                Action::News { .. } => {}
            }
        }
        self.actions = actions;
    }

    /// A watch is over for the protocol that carried it: nobody has to be told.
    pub(super) fn watch_ended(&mut self, handle: u32) {
        if let Some(watch) = self.watches.remove(handle) {
            self.engine.unwatch(watch.engine);
        }
    }

    /// Removes all that a phone watches, in silence: it is gone or starts afresh.
    pub(super) fn drop_watches(&mut self, phone: PhoneId) {
        while let Some(handle) = self.watches.first_of(phone) {
            let Some(watch) = self.watches.remove(handle) else { return };
            self.engine.unwatch(watch.engine);
            if let Via::Sip(id) = watch.via {
                self.notifier.forget(id);
            }
        }
    }
}
