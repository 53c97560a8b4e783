//! NOTIFY: whether it belongs here, and what it changes.

use super::subscription::Phase;
use super::{Conduct, News, Watcher};
use crate::id::NodeId;
use crate::sip::message::{Message, ResponseParts, State, SubscriptionState};
use crate::sip::slab::Key;
use crate::sip::text::read_hex;
use crate::sip::{Action, Reason, pidf};
use crate::time::Instant;

impl Watcher {
    /// Answers a NOTIFY and acts on it.
    pub(super) fn on_notify(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        out: &mut Vec<Action>,
    ) {
        let (key, state) = match self.judge(message) {
            Ok(found) => found,
            Err(code) => return self.endpoint.answer_code(now, from, message, code, out),
        };
        let readable = message.body().is_empty() || is_pidf(message);
        let code = if readable { 200 } else { 415 };
        self.endpoint.answer(now, from, &ResponseParts::new(message, code, ""), out);
        self.hear(key, message);
        match state.state {
            State::Terminated => self.on_terminated(now, key, &state, out),
            State::Active | State::Pending => self.on_alive(now, key, &state, message, out),
        }
    }

    /// The subscription that a NOTIFY belongs to (RFC 6665 4.1.3), or the code that says no.
    fn judge<'m>(&self, message: &'m Message) -> Result<(Key, SubscriptionState<'m>), u16> {
        if message.require().next().is_some() {
            return Err(420);
        }
        let event = message.event().filter(|event| event.package == "presence").ok_or(489u16)?;
        let key = self.find(message).ok_or(481u16)?;
        // We never ask with an id, so a NOTIFY with one is for a subscription that is not ours.
        if event.id.is_some() {
            return Err(481);
        }
        let state = message.subscription_state().ok_or(400u16)?;
        message.contact().ok_or(400u16)?;
        let heard = self.subscriptions.get(key).and_then(|s| s.dialog.heard);
        if heard.is_some_and(|heard| message.cseq() <= heard) {
            // Out of order (RFC 3261 12.2.2); the same one again is answered by its transaction.
            return Err(500);
        }
        Ok((key, state))
    }

    /// By Call-ID (which begins with our own slot) and both tags. The first NOTIFY fixes the far
    /// end's tag, so that of a forked SUBSCRIBE one dialog lives (RFC 3856 6.9).
    fn find(&self, message: &Message) -> Option<Key> {
        let token = read_hex(message.call_id().get(..16)?)?;
        let key = self.subscriptions.key_at(Key::from_token(token).slot)?;
        let dialog = &self.subscriptions.get(key)?.dialog;
        let from_tag = message.from_tag()?;
        let ours = *dialog.call_id == *message.call_id()
            && message.to_tag() == Some(&*dialog.local_tag)
            && (dialog.remote_tag.is_empty() || *dialog.remote_tag == *from_tag);
        ours.then_some(key)
    }

    /// Takes in what a NOTIFY says of the dialog; its Contact is the new remote target.
    fn hear(&mut self, key: Key, message: &Message) {
        let Some(subscription) = self.subscriptions.get_mut(key) else { return };
        let dialog = &mut subscription.dialog;
        dialog.heard = Some(message.cseq());
        for (known, told) in [
            (&mut dialog.remote_tag, message.from_tag()),
            (&mut dialog.remote_target, message.contact()),
        ] {
            if let Some(told) = told.filter(|told| **known != **told) {
                *known = told.into();
            }
        }
    }

    /// `active` or `pending`.
    fn on_alive(
        &mut self,
        now: Instant,
        key: Key,
        state: &SubscriptionState<'_>,
        message: &Message,
        out: &mut Vec<Action>,
    ) {
        let Some(subscription) = self.subscriptions.get_mut(key) else { return };
        match subscription.phase {
            // On its way while our unsubscription was.
            Phase::Ending => return,
            Phase::Asking if !subscription.wanted => return self.end(now, key, out),
            _ => {}
        }
        subscription.notified = true;
        let before = subscription.ends_at;
        subscription.hear_expires(now, state.expires);
        let moved = subscription.ends_at != before;
        match subscription.phase {
            Phase::Live if moved => {
                let at = subscription.refresh_at(now, &self.endpoint.timers);
                self.wait_until(key, at);
            }
            Phase::Asking | Phase::Refreshing => self.settle(now, key),
            _ => {}
        }
        let news = match state.state {
            State::Pending => News::Pending,
            _ if message.body().is_empty() || !is_pidf(message) => News::Unreadable,
            _ => pidf::read(message.body()).map_or(News::Unreadable, News::Status),
        };
        self.tell(key, news, out);
    }

    /// `terminated`: the reason tells whether and when to ask again (RFC 6665 4.1.3); any
    /// `expires` beside it means nothing.
    fn on_terminated(
        &mut self,
        now: Instant,
        key: Key,
        state: &SubscriptionState<'_>,
        out: &mut Vec<Action>,
    ) {
        let Some(subscription) = self.subscriptions.get_mut(key) else { return };
        if !subscription.wanted {
            return self.gone(key, out);
        }
        let how = state.termination();
        if subscription.conduct == Conduct::Leg {
            return self.last_word(key, News::Terminated { how, again: false }, out);
        }
        let again = News::Terminated { how, again: true };
        match how.reason() {
            Some(Reason::Deactivated) => {
                self.tell(key, again, out);
                self.ask_soon(now, key, out);
            }
            Some(Reason::Timeout) => {
                self.tell(key, News::Expired, out);
                self.ask_soon(now, key, out);
            }
            Some(Reason::Probation | Reason::Giveup) => {
                let wait = subscription.wait_for(state.retry_after);
                self.tell(key, again, out);
                self.ask_later(now, key, wait);
            }
            Some(Reason::Rejected | Reason::NoResource | Reason::Invariant) | None => {
                self.tell(key, News::Terminated { how, again: false }, out);
                self.over(key);
            }
        }
    }
}

/// Whether the body says that it is a presence document.
fn is_pidf(message: &Message) -> bool {
    message.content_type().is_some_and(|kind| kind.eq_ignore_ascii_case(pidf::MEDIA_TYPE))
}
