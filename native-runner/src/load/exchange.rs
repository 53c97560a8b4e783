//! An exchange with a subscription: SUBSCRIBE out, its answer and its NOTIFY in. It is over when both
//! are there.

use lampfield_core::sip::message::{Message, State};
use lampfield_core::sip::transaction::Answered;
use lampfield_core::time::Instant;

use super::dialog::{Dialog, Phase, Whose};
use super::tally::Failure;
use super::watchers::{Owner, Watchers};

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
            (dialog.stamp, dialog.session) = (stamp, session);
        }
        (dialog.phase, dialog.due) = (phase, Some(due));
        (dialog.answered, dialog.notified) = (false, false);
        self.open += 1;
        self.tally.counts.asked += 1;
        self.tally.late.note(now - due);
        self.ask(now, nth);
        true
    }

    /// Sends the SUBSCRIBE of the exchange that is under way.
    fn ask(&mut self, now: Instant, nth: u32) {
        let plan = self.plan;
        let watcher = plan.watcher_of(nth);
        let socket = plan.socket_of(watcher);
        let (watcher, own) = (plan.watchers.name(watcher), self.own(socket));
        let presentity = plan.presentities.name(plan.presentity_of(nth));
        let (target, presentity) = (plan.target, presentity.as_str());
        let whose = Whose { nth, watcher: &watcher, presentity, target, own };
        let cnonce = self.token();
        let Some(dialog) = self.dialogs.get_mut(nth as usize) else { return };
        dialog.cseq += 1;
        let expires = if dialog.phase == Phase::Leaving { 0 } else { plan.expires };
        let uri = dialog.request_uri(whose);
        let session = dialog.session.as_mut();
        let line = session.map(|session| session.line("SUBSCRIBE", &uri, cnonce));
        let line = line.unwrap_or_default();
        let request = self.request(now, (Owner::Dialog(nth), socket), |all, branch, out| {
            if let Some(dialog) = all.dialogs.get(nth as usize) {
                dialog.write(whose, (branch, expires, &line), out);
            }
        });
        let Some(dialog) = self.dialogs.get_mut(nth as usize) else { return };
        dialog.request = request;
        if request.is_none() {
            self.dialog_failed(nth, Failure::NoAnswer);
        }
    }

    pub(super) fn dialog_answered(
        &mut self,
        now: Instant,
        nth: u32,
        answered: Answered,
        message: &Message,
    ) {
        let Some(dialog) = self.dialogs.get_mut(nth as usize) else { return };
        let (Some(due), true) = (dialog.due, dialog.request == Some(answered.id)) else { return };
        dialog.request = None;
        if let Some(session) = &mut dialog.session {
            if session.challenged(message) {
                self.tally.counts.challenged += 1;
                return self.ask(now, nth);
            }
            session.passed();
        }
        if answered.code >= 300 {
            return self.dialog_failed(nth, Failure::Code(answered.code));
        }
        dialog.answered = true;
        dialog.learn(message, message.to_tag());
        self.tally.answered(now - due);
        self.settle(nth);
    }

    /// Once both the answer and the NOTIFY are there, the exchange is over.
    fn settle(&mut self, nth: u32) {
        let Some(dialog) = self.dialogs.get_mut(nth as usize) else { return };
        if dialog.answered && dialog.notified && dialog.phase.is_open() {
            let leaves = dialog.phase == Phase::Leaving;
            dialog.phase = if leaves { Phase::Over } else { Phase::Live };
            dialog.due = None;
            self.open -= 1;
            self.tally.counts.done += 1;
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
                self.dialog_failed(nth, Failure::Ended);
            }
            Phase::Live => self.heard(now, nth),
            Phase::Asking | Phase::Refreshing | Phase::Leaving => {
                let first = !std::mem::replace(&mut dialog.notified, true);
                if let Some(due) = dialog.due.filter(|_| first) {
                    self.tally.notified(now - due);
                }
                self.settle(nth);
            }
        }
        200
    }

    /// An exchange, or a subscription, came to a bad end.
    pub(super) fn dialog_failed(&mut self, nth: u32, why: Failure) {
        let Some(dialog) = self.dialogs.get_mut(nth as usize) else { return };
        let open = dialog.phase.is_open();
        (dialog.phase, dialog.due) = (Phase::Over, None);
        let request = dialog.request.take();
        self.forget(request);
        self.open -= u32::from(open);
        self.tally.fail(why);
    }
}
