//! One status change to all who watch, and the end of watches.

use super::CallManager;
use super::watches::{Held, On, Via, Watch};
use crate::id::{DnId, PhoneId};
use crate::node::{LinkMessage, NodeEvent, Outbox, node_of_phone};
use crate::presence::PublishedStatus;
use crate::sip::Action;
use crate::sip::message::Termination;
use crate::sip::notifier::Notifier;
use crate::time::Instant;
use std::sync::Arc;

/// How a watch ends for its watcher.
pub(super) struct Ending {
    /// What the last NOTIFY says.
    pub(super) how: Termination,
    /// The answer to a request that was not answered yet.
    pub(super) code: u16,
    /// What an SCCP phone hears.
    pub(super) link: LinkEnding,
}

/// What an SCCP phone hears of the end of a watch.
pub(super) enum LinkEnding {
    /// Nothing: it starts afresh and knows.
    Silent,
    /// That it is refused, with the code of the ending.
    Refused,
    /// That it ended, and whether it may ask again at once.
    Ended {
        /// Whether it may.
        again: bool,
    },
}

impl Ending {
    fn told(&self, token: u32) -> Option<LinkMessage> {
        match self.link {
            LinkEnding::Silent => None,
            LinkEnding::Refused => Some(LinkMessage::WatchRefused { token, code: self.code }),
            LinkEnding::Ended { again } => Some(LinkMessage::WatchEnded { token, again }),
        }
    }
}

impl CallManager {
    /// Tells the new status of a presentity to its watchers, oldest watch first, and does work for
    /// them alone.
    pub(super) fn publish(&mut self, now: Instant, dn: DnId, out: &mut Outbox) {
        let status = self.engine.status(dn);
        out.event(NodeEvent::Published { dn, status });
        for (_, handle) in self.engine.watchers(dn) {
            if let Some(watch) = self.watches.get(handle) {
                tell(watch, now, status, (&mut self.notifier, &mut self.actions), out);
            }
        }
        self.carry_out(now, out);
    }

    /// Tells a status to one watcher.
    pub(super) fn tell(
        &mut self,
        now: Instant,
        handle: u32,
        status: PublishedStatus,
        out: &mut Outbox,
    ) {
        if let Some(watch) = self.watches.get(handle) {
            tell(watch, now, status, (&mut self.notifier, &mut self.actions), out);
        }
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

    /// Ends a watch and tells its watcher, however the status reached it.
    pub(super) fn close(&mut self, now: Instant, handle: u32, ending: &Ending, out: &mut Outbox) {
        let Some(watch) = self.watches.remove(handle) else { return };
        self.let_go(now, handle, watch.on, out);
        match watch.via {
            Via::Sip(id) => self.notifier.terminate(now, id, ending.how, &mut self.actions),
            Via::Held(held) => {
                let Held { asked, message, .. } = &*held;
                self.notifier.refuse(now, asked, message, ending.code, &mut self.actions);
            }
            Via::Link(token) => {
                if let (Some(phone), Some(message)) = (watch.watcher.phone(), ending.told(token)) {
                    out.link(node_of_phone(phone), message);
                }
            }
        }
    }

    /// Accepts a request that waited; as pending where there is no status yet. `false` where it
    /// did not wait.
    pub(super) fn answer_held(
        &mut self,
        now: Instant,
        handle: u32,
        status: Option<PublishedStatus>,
        out: &mut Outbox,
    ) -> bool {
        let Some(Via::Held(held)) = self.watches.get(handle).map(|watch| &watch.via) else {
            return false;
        };
        let Held { asked, message, .. } = &*Arc::clone(held);
        let accepted = self.notifier.accept(now, asked, message, handle, status, &mut self.actions);
        match (accepted, self.watches.get_mut(handle)) {
            (Ok(Some(id)), Some(watch)) => watch.via = Via::Sip(id),
            // A single poll, or no room: answered, and nothing lives on.
            _ => self.watch_ended(now, handle, out),
        }
        true
    }

    /// Nobody watches any more what a watch was on.
    pub(super) fn let_go(&mut self, now: Instant, handle: u32, on: On, out: &mut Outbox) {
        match on {
            On::Line(engine) => self.engine.unwatch(engine),
            On::Route => {
                let mut steps = core::mem::take(&mut self.steps);
                self.upstreams.leave(handle, &mut steps);
                self.take_steps(now, steps, out);
            }
        }
    }

    /// Removes all that a phone watches, in silence: it is gone or starts afresh.
    pub(super) fn drop_watches(&mut self, now: Instant, phone: PhoneId, out: &mut Outbox) {
        self.denied.forget(phone);
        while let Some(&handle) = self.watches.of_phone(phone).first() {
            let Some(watch) = self.watches.remove(handle) else { return };
            self.let_go(now, handle, watch.on, out);
            if let Via::Sip(id) = watch.via {
                self.notifier.forget(id);
            }
        }
    }
}

/// Tells a status to a watcher whose request is answered.
fn tell(
    watch: &Watch,
    now: Instant,
    status: PublishedStatus,
    (notifier, actions): (&mut Notifier, &mut Vec<Action>),
    out: &mut Outbox,
) {
    match (&watch.via, watch.watcher.phone()) {
        (Via::Sip(id), _) => notifier.notify(now, *id, status, actions),
        (Via::Link(token), Some(phone)) => {
            out.link(node_of_phone(phone), LinkMessage::Status { token: *token, status });
        }
        (Via::Link(_), None) | (Via::Held(_), _) => {}
    }
}
