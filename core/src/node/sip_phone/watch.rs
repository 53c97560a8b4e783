//! From lamps to subscriptions, and back from their news to lamps.

use super::SipPhone;
use crate::node::phone_common::{Wish, shown_after};
use crate::node::{NodeEvent, Outbox};
use crate::presence::{CallList, Way};
use crate::sip::Action;
use crate::sip::watcher::{Ask, News};
use crate::time::Instant;
use std::borrow::Cow;

impl SipPhone {
    /// Asks what the phone wishes to ask.
    pub(super) fn fulfil(&mut self, now: Instant) {
        let mut wishes = core::mem::take(&mut self.phone.wishes);
        for wish in wishes.drain(..) {
            match wish {
                Wish::Ask(token) => self.ask(now, token),
                Wish::Drop(_, Some(id)) => self.watcher.unsubscribe(now, id, &mut self.actions),
                Wish::Drop(_, None) => {}
                Wish::ForgetAll => {
                    self.watcher.forget_all();
                    self.forget_calls();
                    if !self.phone.is_plugged() {
                        self.registrations.forget_all();
                        self.registration = None;
                    }
                }
                Wish::Register(session) => self.register(now, session),
                Wish::Unregister => self.unregister(now),
            }
        }
        self.phone.wishes = wishes;
    }

    fn ask(&mut self, now: Instant, token: u32) {
        let Some(watched) = self.phone.watched(token) else { return };
        let line = self.phone.subscriber(watched).and_then(|dn| self.phone.number_of(dn));
        let asks = asks(watched.way);
        // A phone without lines still watches; then nobody stands as the subscriber.
        let subscriber = line.unwrap_or("anonymous");
        let ask = Ask::of_phone(self.phone.hub(), &watched.target, subscriber, &asks);
        let asked = self.watcher.subscribe(now, &ask, token, &mut self.actions);
        match asked {
            Ok(id) => {
                if let Some(watched) = self.phone.watched_mut(token) {
                    watched.subscription = Some(id);
                }
            }
            // Out of room, as if the far end had said so: the lamp stays dark and tells it.
            Err(_) => {
                let (code, again) = (503, false);
                self.actions
                    .push(Action::News { handle: token, news: News::Refused { code, again } });
            }
        }
    }

    /// Carries out what the registration and the subscriptions want done.
    pub(super) fn carry_out(&mut self, out: &mut Outbox) {
        self.take_effects(out);
        let mut actions = core::mem::take(&mut self.actions);
        for action in actions.drain(..) {
            match action {
                Action::Send { to, bytes } => out.send(to, bytes),
                Action::TimerFired(reason) => out.event(NodeEvent::TimerFired(reason)),
                Action::News { handle, news } => {
                    if let Some(shows) =
                        self.phone.watched(handle).and_then(|w| shown_after(&w.place, news))
                    {
                        self.phone.show(handle, shows, out);
                    }
                    if let News::Refused { again: false, .. }
                    | News::Terminated { again: false, .. } = news
                    {
                        self.phone.over(handle);
                    }
                }
                // A notifier's word; a phone is watched by nobody.
                Action::Ended { .. } => {}
            }
        }
        self.actions = actions;
    }
}

/// Why the phone asks, in the words of `X-Lampfield-Asks`.
fn asks(way: Way) -> Cow<'static, str> {
    match way {
        Way::BlfSpeedDial { button, .. } => Cow::Owned(format!("blf;button={button}")),
        Way::CallList(CallList::Missed) => Cow::Borrowed("missed"),
        Way::CallList(CallList::Placed) => Cow::Borrowed("placed"),
        Way::CallList(CallList::Received) => Cow::Borrowed("received"),
        Way::Directory | Way::Outside => Cow::Borrowed("directory"),
    }
}
