//! Challenges: who a watcher is, told to those who ask.

use super::Watcher;
use super::subscription::Phase;
use crate::sip::Action;
use crate::sip::message::Message;
use crate::sip::slab::Key;
use crate::time::Instant;

impl Watcher {
    /// The header line that proves who asks; empty where nobody wants to know.
    pub(super) fn authorization(&mut self, key: Key) -> String {
        let Some(subscription) = self.subscriptions.get_mut(key) else { return String::new() };
        let Some(mut session) = subscription.session.take() else { return String::new() };
        let line = if session.is_asked() {
            session.line("SUBSCRIBE", subscription.target(), self.endpoint.token())
        } else {
            String::new()
        };
        subscription.session = Some(session);
        line
    }

    /// A challenge: asks again where it can be met (RFC 3261 22.2), in the same dialog.
    pub(super) fn challenged(
        &mut self,
        now: Instant,
        key: Key,
        message: &Message,
        out: &mut Vec<Action>,
    ) -> bool {
        let Some(subscription) = self.subscriptions.get_mut(key) else { return false };
        let Some(session) = &mut subscription.session else { return false };
        if !session.challenged(message) {
            return false;
        }
        let last = subscription.phase == Phase::Ending;
        self.send(now, key, last, out);
        true
    }
}
