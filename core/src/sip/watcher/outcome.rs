//! What becomes of a subscription that failed or ended: a leg hears its last word, a phone goes on.

use super::subscription::{Dialog, Phase};
use super::{Conduct, News, Watcher};
use crate::sip::Action;
use crate::sip::slab::Key;
use crate::time::{Duration, Instant};

impl Watcher {
    /// Tells the owner.
    pub(super) fn tell(&self, key: Key, news: News, out: &mut Vec<Action>) {
        if let Some(subscription) = self.subscriptions.get(key) {
            out.push(Action::News { handle: subscription.handle, news });
        }
    }

    /// Tells a leg its outcome and frees it.
    pub(super) fn last_word(&mut self, key: Key, news: News, out: &mut Vec<Action>) {
        if let Some(subscription) = self.subscriptions.remove(key) {
            self.endpoint.drop_request(subscription.request);
            out.push(Action::News { handle: subscription.handle, news });
        }
    }

    /// The last word of a leg; a phone is told the same and goes on as `then` says.
    pub(super) fn outcome(
        &mut self,
        key: Key,
        news: News,
        out: &mut Vec<Action>,
        then: impl FnOnce(&mut Self, &mut Vec<Action>),
    ) {
        if self.subscriptions.get(key).is_some_and(|s| s.conduct == Conduct::Leg) {
            return self.last_word(key, news, out);
        }
        self.tell(key, news, out);
        then(self, out);
    }

    /// Leaves the dialog; what may still come of it belongs to nothing.
    pub(super) fn leave(&mut self, key: Key, phase: Phase) {
        if let Some(subscription) = self.subscriptions.get_mut(key) {
            self.endpoint.drop_request(subscription.request.take());
            subscription.dialog = Dialog::default();
            subscription.phase = phase;
            subscription.due = Instant::FAR_FUTURE;
        }
    }

    /// Gives it up for good.
    pub(super) fn over(&mut self, key: Key) {
        self.leave(key, Phase::Over);
    }

    /// Asks again after `wait`.
    pub(super) fn ask_later(&mut self, now: Instant, key: Key, wait: Duration) {
        self.leave(key, Phase::Waiting);
        self.wait_until(key, now + wait);
    }

    /// Asks again, each time after a longer wait.
    pub(super) fn back_off(&mut self, now: Instant, key: Key) {
        if let Some(wait) = self.subscriptions.get_mut(key).map(|s| s.back_off()) {
            self.ask_later(now, key, wait);
        }
    }

    /// Asks again at once, unless the dialog that ended was only just begun.
    pub(super) fn ask_soon(&mut self, now: Instant, key: Key, out: &mut Vec<Action>) {
        let Some(subscription) = self.subscriptions.get_mut(key) else { return };
        if subscription.may_ask_at_once(now) {
            self.ask(now, key, out);
        } else {
            self.back_off(now, key);
        }
    }

    /// Whether it asks again by itself.
    pub(super) fn goes_on(&self, key: Key) -> bool {
        self.subscriptions.get(key).is_some_and(|s| s.conduct == Conduct::Phone)
    }

    /// The refresh failed; what was granted holds until its end.
    pub(super) fn lapse(&mut self, now: Instant, key: Key) {
        if let Some(subscription) = self.subscriptions.get_mut(key) {
            subscription.phase = Phase::Lapsing;
            let end = subscription.ends_at.max(now);
            self.wait_until(key, end);
        }
    }

    /// Nobody answered; `news` says how that showed.
    pub(super) fn silence(&mut self, now: Instant, key: Key, news: News, out: &mut Vec<Action>) {
        self.outcome(key, news, out, |watcher, _| watcher.back_off(now, key));
    }
}
