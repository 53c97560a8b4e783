//! An exchange with a subscription: SUBSCRIBE out, its answer and its NOTIFY in. It is over when both
//! are there.

use lampfield_core::sip::message::{Message, State};
use lampfield_core::time::Instant;

use super::dialog::{Dialog, Phase, Whose};
use super::pending::Owner;
use super::tally::Failure;
use super::watchers::Watchers;

impl Watchers<'_> {
    /// Begins an exchange with a subscription that was due at a moment: the first, a refresh, the
    /// last. `false` where it is not one that can be asked so.
    pub(super) fn begin(&mut self, now: Instant, due: Instant, nth: u32, phase: Phase) -> bool {
        let stamp = self.stamp();
        let user = self.plan.watchers.name(self.plan.watcher_of(nth));
        let session = if phase == Phase::Asking { self.session(&user) } else { None };
        let Some(dialog) = self.dialogs.get_mut(nth as usize) else { return false };
        let needed = if phase == Phase::Asking { Phase::Idle } else { Phase::Live };
        if dialog.phase != needed {
            return false;
        }
        if phase == Phase::Asking {
            (dialog.stamp, dialog.pending.session) = (stamp, session);
        }
        dialog.phase = phase;
        (dialog.answered, dialog.notified) = (false, false);
        self.start(now, due, Owner::Dialog(nth));
        true
    }

    /// Sends the SUBSCRIBE of the exchange that is under way.
    pub(super) fn send_subscribe(&mut self, now: Instant, nth: u32) {
        let plan = self.plan;
        let watcher = plan.watcher_of(nth);
        let socket = plan.socket_of(watcher);
        let (watcher, own) = (plan.watchers.name(watcher), self.own(socket));
        let presentity = plan.presentities.name(plan.presentity_of(nth));
        let (target, presentity) = (plan.target, presentity.as_str());
        let whose = Whose { nth, watcher: &watcher, presentity, target, own };
        let cnonce = self.token();
        let Some(dialog) = self.dialogs.get_mut(nth as usize) else { return };
        let expires = if dialog.phase == Phase::Leaving { 0 } else { plan.expires };
        let uri = dialog.request_uri(whose);
        let line = dialog.pending.advance("SUBSCRIBE", &uri, cnonce);
        self.request(now, (Owner::Dialog(nth), socket), |all, branch, out| {
            if let Some(dialog) = all.dialogs.get(nth as usize) {
                dialog.write(whose, (branch, expires, &line), out);
            }
        });
    }

    /// The answer is there, and grants.
    pub(super) fn subscribed(&mut self, nth: u32, message: &Message) {
        let Some(dialog) = self.dialogs.get_mut(nth as usize) else { return };
        dialog.answered = true;
        dialog.learn(message, message.to_tag());
        self.settle(nth);
    }

    /// Once both the answer and the NOTIFY are there, the exchange is over.
    fn settle(&mut self, nth: u32) {
        let Some(dialog) = self.dialogs.get_mut(nth as usize) else { return };
        if dialog.answered && dialog.notified && dialog.phase.is_open() {
            let leaves = dialog.phase == Phase::Leaving;
            dialog.phase = if leaves { Phase::Over } else { Phase::Live };
            self.done(Owner::Dialog(nth));
        }
    }

    /// A NOTIFY; the code of its answer.
    pub(super) fn notified(&mut self, now: Instant, message: &Message) -> u16 {
        let place = Dialog::place_of(message.call_id());
        let found = place.and_then(|(nth, stamp)| {
            let dialog = self.dialogs.get_mut(nth as usize)?;
            (dialog.stamp == stamp && dialog.phase != Phase::Idle).then_some((nth, dialog))
        });
        let (Some((nth, dialog)), Some(state)) = (found, message.subscription_state()) else {
            self.tally.counts.stray += 1;
            return 481;
        };
        // Whether it came again or was overtaken: what it tells is old, and it is answered.
        if message.cseq() <= dialog.heard {
            self.tally.counts.notified_again += 1;
            return 200;
        }
        dialog.heard = message.cseq();
        dialog.learn(message, message.from_tag());
        let ends = state.state == State::Terminated;
        match dialog.phase {
            Phase::Idle | Phase::Over => {}
            Phase::Leaving if !ends => {}
            Phase::Asking | Phase::Refreshing | Phase::Live if ends => {
                self.failed(Owner::Dialog(nth), Failure::Ended);
            }
            Phase::Live => self.heard(now, nth),
            Phase::Asking | Phase::Refreshing | Phase::Leaving => {
                let first = !std::mem::replace(&mut dialog.notified, true);
                if let Some(due) = dialog.pending.due.filter(|_| first) {
                    self.tally.notified(now - due);
                }
                self.settle(nth);
            }
        }
        200
    }
}
