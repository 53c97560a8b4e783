//! SUBSCRIBE: the first, the refresh and the last; their answers and their silence.

use super::subscription::{Dialog, Phase};
use super::{Conduct, News, Watcher};
use crate::sip::Action;
use crate::sip::message::{Message, SubscribeParts};
use crate::sip::slab::Key;
use crate::sip::text::HexText;
use crate::sip::transaction::{Answered, Lost};
use crate::time::{Duration, Instant};

/// The answers to a refresh that end the subscription at once (RFC 6665 4.1.2.2); any other leaves
/// it until its end.
pub(in crate::sip) fn ends_subscription(code: u16) -> bool {
    matches!(code, 404 | 405 | 410 | 416 | 480..=485 | 489 | 501 | 604)
}

/// The answers to a first SUBSCRIBE after which another try makes sense.
fn worth_another_try(code: u16) -> bool {
    matches!(code, 408 | 480 | 481 | 500 | 502 | 503 | 504)
}

impl Watcher {
    /// Asks in a new dialog.
    pub(super) fn ask(&mut self, now: Instant, key: Key, out: &mut Vec<Action>) {
        let call = HexText::new(Key { slot: key.slot, stamp: self.endpoint.stamp() }.to_token());
        let tag = HexText::new(self.endpoint.token());
        let [a, b, c, d] = self.endpoint.address.ip;
        let Some(subscription) = self.subscriptions.get_mut(key) else { return };
        self.endpoint.drop_request(subscription.request.take());
        subscription.dialog = Dialog {
            call_id: format!("{}@{a}.{b}.{c}.{d}", call.as_str()).into_boxed_str(),
            local_tag: tag.as_str().into(),
            ..Dialog::default()
        };
        if let Some(session) = &mut subscription.session {
            session.restart();
        }
        subscription.phase = Phase::Asking;
        subscription.born = now;
        subscription.ends_at = Instant::FAR_FUTURE;
        self.send(now, key, false, out);
    }

    /// Sends a SUBSCRIBE in the dialog as it is, and starts timer N.
    pub(super) fn send(&mut self, now: Instant, key: Key, last: bool, out: &mut Vec<Action>) {
        let authorization = self.authorization(key);
        let Some(subscription) = self.subscriptions.get_mut(key) else { return };
        subscription.answered = false;
        subscription.notified = false;
        subscription.dialog.cseq += 1;
        let (via, device) = (self.endpoint.address, &*self.device);
        let s = &*subscription;
        let write = |branch, out: &mut Vec<u8>| {
            SubscribeParts {
                request_uri: s.target(),
                via,
                branch,
                from: &s.asked.from,
                from_tag: &s.dialog.local_tag,
                to: &s.asked.to,
                to_tag: Some(&*s.dialog.remote_tag).filter(|tag| !tag.is_empty()),
                call_id: &s.dialog.call_id,
                cseq: s.dialog.cseq,
                contact: &s.asked.contact,
                device,
                asks: &s.asked.asks,
                expires: if last { 0 } else { s.expires },
                authorization: &authorization,
                peculiar: s.asked.peculiar.as_ref(),
            }
            .write(out);
        };
        let sent = self.endpoint.request(now, s.server, key.to_token(), write, out);
        subscription.request = sent.ok();
        let asking = subscription.phase == Phase::Asking && subscription.conduct == Conduct::Leg;
        if subscription.request.is_none() && asking {
            return self.last_word(key, News::TransportFailed, out);
        }
        // A phone tries again at timer N where the table of requests is full.
        let timer_n = now + self.endpoint.timers.sixty_four_t1();
        let due = match subscription.phase {
            Phase::Refreshing => timer_n.min(subscription.ends_at),
            _ => timer_n,
        };
        self.wait_until(key, due);
    }

    /// Unsubscribes.
    pub(super) fn end(&mut self, now: Instant, key: Key, out: &mut Vec<Action>) {
        let Some(subscription) = self.subscriptions.get_mut(key) else { return };
        self.endpoint.drop_request(subscription.request.take());
        subscription.phase = Phase::Ending;
        self.send(now, key, true, out);
    }

    /// Once both the answer and a NOTIFY are there, the subscription is live.
    pub(super) fn settle(&mut self, now: Instant, key: Key) {
        let Some(subscription) = self.subscriptions.get_mut(key) else { return };
        if !(subscription.answered && subscription.notified) {
            return;
        }
        subscription.phase = Phase::Live;
        subscription.failures = 0;
        let at = subscription.refresh_at(now, &self.endpoint.timers);
        self.wait_until(key, at);
    }

    /// The final answer to a SUBSCRIBE.
    pub(super) fn on_answer(
        &mut self,
        now: Instant,
        answered: Answered,
        message: &Message,
        out: &mut Vec<Action>,
    ) {
        let key = Key::from_token(answered.owner);
        let Some(subscription) = self.subscriptions.get_mut(key) else { return };
        if subscription.request != Some(answered.id) {
            return;
        }
        subscription.request = None;
        let success = answered.code < 300;
        if let Some(session) = subscription.session.as_mut().filter(|_| success) {
            session.passed();
        }
        let wanted = subscription.wanted || subscription.phase == Phase::Ending;
        if wanted && self.challenged(now, key, message, out) {
            return;
        }
        let Some(subscription) = self.subscriptions.get_mut(key) else { return };
        match subscription.phase {
            Phase::Ending if success => {}
            Phase::Ending => self.gone(key, out),
            Phase::Asking | Phase::Refreshing if success => self.on_success(now, key, message),
            Phase::Asking if !subscription.wanted => self.gone(key, out),
            Phase::Asking => self.on_refusal(now, key, answered.code, message, out),
            Phase::Refreshing => self.on_refresh_refused(now, key, answered.code, message, out),
            Phase::Live | Phase::Lapsing | Phase::Waiting | Phase::Over => {}
        }
    }

    fn on_success(&mut self, now: Instant, key: Key, message: &Message) {
        let timer_n = now + self.endpoint.timers.sixty_four_t1();
        let Some(subscription) = self.subscriptions.get_mut(key) else { return };
        subscription.answered = true;
        let granted = message.expires().unwrap_or(subscription.expires).min(subscription.expires);
        subscription.ends_at = now + Duration::from_secs(i64::from(granted));
        if subscription.dialog.remote_target.is_empty() {
            subscription.dialog.remote_target = message.contact().unwrap_or("").into();
        }
        if subscription.phase == Phase::Refreshing {
            self.wait_until(key, timer_n);
        }
        self.settle(now, key);
    }

    /// A longer Expires than ours, as a 423 demands it; asks with it at once.
    fn too_brief(
        &mut self,
        now: Instant,
        key: Key,
        message: &Message,
        out: &mut Vec<Action>,
    ) -> bool {
        let Some(subscription) = self.subscriptions.get_mut(key) else { return false };
        match message.min_expires() {
            Some(least) if message.status() == Some(423) && least > subscription.expires => {
                subscription.expires = least;
                self.send(now, key, false, out);
                true
            }
            _ => false,
        }
    }

    /// The first SUBSCRIBE was refused.
    fn on_refusal(
        &mut self,
        now: Instant,
        key: Key,
        code: u16,
        message: &Message,
        out: &mut Vec<Action>,
    ) {
        if self.too_brief(now, key, message, out) {
            return;
        }
        let again = self.goes_on(key) && worth_another_try(code);
        self.outcome(key, News::Refused { code, again }, out, |watcher, _| {
            if !again {
                watcher.over(key);
            } else if let Some(seconds) = message.retry_after() {
                watcher.ask_later(now, key, Duration::from_secs(i64::from(seconds.max(1))));
            } else {
                watcher.back_off(now, key);
            }
        });
    }

    /// A refresh was refused (RFC 6665 4.1.2.2).
    fn on_refresh_refused(
        &mut self,
        now: Instant,
        key: Key,
        code: u16,
        message: &Message,
        out: &mut Vec<Action>,
    ) {
        if self.too_brief(now, key, message, out) {
            return;
        }
        if !ends_subscription(code) {
            self.lapse(now, key);
            return;
        }
        let again = self.goes_on(key) && worth_another_try(code);
        self.outcome(key, News::Refused { code, again }, out, |watcher, out| match code {
            481 => watcher.ask_soon(now, key, out),
            _ if again => watcher.back_off(now, key),
            _ => watcher.over(key),
        });
    }

    /// Timer F: nobody answered a SUBSCRIBE.
    pub(super) fn on_lost(&mut self, now: Instant, lost: Lost, out: &mut Vec<Action>) {
        let key = Key::from_token(lost.owner);
        let Some(subscription) = self.subscriptions.get_mut(key) else { return };
        if subscription.request != Some(lost.id) {
            return;
        }
        subscription.request = None;
        self.unheard(now, key, News::NoAnswer, out);
    }

    /// A SUBSCRIBE will have no answer any more; `news` says why.
    pub(super) fn unheard(&mut self, now: Instant, key: Key, news: News, out: &mut Vec<Action>) {
        let Some(subscription) = self.subscriptions.get_mut(key) else { return };
        match subscription.phase {
            // Its NOTIFY came: the notifier has it, only the answer was lost.
            Phase::Asking | Phase::Refreshing if subscription.notified => {
                subscription.answered = true;
                self.settle(now, key);
            }
            Phase::Asking if !subscription.wanted => self.gone(key, out),
            Phase::Asking => self.silence(now, key, news, out),
            Phase::Refreshing => self.lapse(now, key),
            Phase::Ending => self.gone(key, out),
            Phase::Live | Phase::Lapsing | Phase::Waiting | Phase::Over => {}
        }
    }

    /// What a subscription waited for did not come, or its time has come.
    pub(super) fn on_due(&mut self, now: Instant, key: Key, out: &mut Vec<Action>) {
        let Some(subscription) = self.subscriptions.get_mut(key) else { return };
        subscription.due = Instant::FAR_FUTURE;
        out.push(Action::TimerFired(subscription.wakes_for()));
        match subscription.phase {
            Phase::Asking | Phase::Refreshing if subscription.notified => {
                subscription.answered = true;
                self.settle(now, key);
            }
            Phase::Asking if !subscription.wanted => self.gone(key, out),
            Phase::Asking => self.silence(now, key, News::NoAnswer, out),
            Phase::Live => {
                subscription.phase = Phase::Refreshing;
                self.send(now, key, false, out);
            }
            Phase::Refreshing if subscription.answered => {
                self.silence(now, key, News::NoAnswer, out);
            }
            Phase::Refreshing | Phase::Lapsing => {
                self.outcome(key, News::Expired, out, |watcher, out| {
                    watcher.ask_soon(now, key, out);
                });
            }
            Phase::Ending => self.gone(key, out),
            Phase::Waiting => self.ask(now, key, out),
            Phase::Over => {}
        }
    }
}
