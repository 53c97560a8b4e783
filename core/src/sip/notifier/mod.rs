//! The notifier's side (RFC 6665 4.2): what CallManager needs to be watched.
//!
//! A subscription is a slot in a slab; the tag that we put into To is its key, so that whatever a
//! watcher sends in the dialog leads there in one step. At most one NOTIFY of a subscription is
//! under way; what changes meanwhile is told once it is answered, and the last status wins.

mod document;
mod form;
mod notify;
mod record;
mod requests;
mod screen;
#[cfg(test)]
mod tests;
mod words;

use crate::id::NodeId;
use crate::limits::{self, LimitReached};
use crate::node::WakeReason;
use crate::presence::PublishedStatus;
use crate::rng::Rng;
use crate::sip::address::AddressPlan;
use crate::sip::deadlines::Deadlines;
use crate::sip::endpoint::{Admitted, Endpoint};
use crate::sip::message::{Message, ResponseParts, Termination};
use crate::sip::slab::{Key, Slab};
use crate::sip::text::HexText;
use crate::sip::{Action, SipTimers};
use crate::time::{Duration, Instant, first_due};
use document::Document;
use record::{Phase, Record, Strings};

pub use crate::sip::Reason;
pub use crate::sip::watcher::SubscriptionId;
pub use form::{Form, Served};
pub use words::{Asked, EndedWhy, Heard, Refusal};

/// All subscriptions to one notifier, their transactions and their timers.
#[derive(Clone, Debug)]
pub struct Notifier {
    endpoint: Endpoint,
    records: Slab<Record>,
    deadlines: Deadlines,
    document: Document,
}

impl Notifier {
    /// A notifier without subscriptions, at the address of `node`.
    pub fn new(node: NodeId, addresses: AddressPlan, timers: SipTimers, rng: Rng) -> Self {
        Notifier {
            endpoint: Endpoint::new(node, addresses, timers, rng),
            records: Slab::default(),
            deadlines: Deadlines::default(),
            document: Document::default(),
        }
    }

    /// Passes a request of a method that its owner serves through the transactions: whether it is
    /// new, and to be answered ([`Notifier::answer`]).
    pub fn admit(
        &mut self,
        now: Instant,
        from: NodeId,
        request: &Message,
        out: &mut Vec<Action>,
    ) -> bool {
        matches!(self.endpoint.admit(now, from, request, out), Admitted::Request)
    }

    /// Answers such a request; a tag of our own takes the place of none.
    pub fn answer(
        &mut self,
        now: Instant,
        to: NodeId,
        parts: ResponseParts<'_>,
        out: &mut Vec<Action>,
    ) {
        let tag = HexText::new(self.endpoint.token());
        let parts = ResponseParts { to_tag: tag.as_str(), ..parts };
        self.endpoint.answer(now, to, &parts, out);
    }

    /// Accepts: 200, then the first NOTIFY with `status`, or `pending` where there is none yet (of a
    /// presentity behind a trunk that has not answered); [`Notifier::notify`] tells it later.
    /// `handle` comes back when it ends. `None` where it was a single poll (Expires 0).
    ///
    /// # Errors
    /// Too many subscriptions; the request was answered 503.
    pub fn accept(
        &mut self,
        now: Instant,
        asked: &Asked,
        message: &Message,
        handle: u32,
        status: impl Into<Option<PublishedStatus>>,
        out: &mut Vec<Action>,
    ) -> Result<Option<SubscriptionId>, LimitReached> {
        if let Err(limit) = limits::SUBSCRIPTIONS.check(self.records.len() + 1) {
            self.refuse(now, asked, message, 503, out);
            return Err(limit);
        }
        let record = Record {
            strings: Strings::of(message),
            watcher: asked.from,
            handle,
            local_cseq: 0,
            remote_cseq: message.cseq(),
            expires_at: now,
            outstanding: None,
            status: status.into(),
            phase: Phase::Live,
            form: asked.form,
            owed: false,
        };
        let stamp = self.endpoint.stamp();
        let key = self.records.insert(stamp, record);
        self.answer_success(now, key, asked, message, out);
        let poll = asked.expires == 0;
        if poll {
            self.close(now, key, Reason::Timeout.into(), out);
        } else {
            self.owe(now, key, out);
        }
        self.prune();
        Ok((!poll).then_some(SubscriptionId(key)))
    }

    /// Refuses a request with a code (403, 404, ...), and perhaps with a challenge or a warning. A
    /// subscription that the request belongs to stays as it is, with its CSeq (RFC 3261 8.2): one who
    /// cannot prove who he is cannot push the watcher out of order either.
    pub fn refuse<'a>(
        &mut self,
        now: Instant,
        asked: &Asked,
        message: &Message,
        refusal: impl Into<Refusal<'a>>,
        out: &mut Vec<Action>,
    ) {
        let Refusal { code, challenge, warning } = refusal.into();
        let tag = HexText::new(self.endpoint.token());
        let mut parts = ResponseParts::new(message, code, tag.as_str());
        parts.min_expires = (code == 423).then_some(self.endpoint.timers.min_expires);
        parts.retry_after = (code == 503).then_some(60);
        (parts.challenge, parts.warning) = (challenge, warning);
        self.endpoint.answer(now, asked.from, &parts, out);
    }

    /// Grants a refresh: 200, then a NOTIFY.
    pub fn refresh(
        &mut self,
        now: Instant,
        id: SubscriptionId,
        asked: &Asked,
        message: &Message,
        out: &mut Vec<Action>,
    ) {
        if let Some(record) = self.records.get_mut(id.0) {
            record.remote_cseq = message.cseq();
            record.watcher = asked.from;
            if let (Form::Presence(_), form) = (record.form, asked.form) {
                record.form = form;
            }
            record.strings.set_target(message.contact().unwrap_or(""));
        }
        self.answer_success(now, id.0, asked, message, out);
        self.owe(now, id.0, out);
        self.prune();
    }

    /// Refuses a refresh and ends the subscription (`terminated;reason=rejected`, or `noresource`
    /// after 404). No [`Action::Ended`] follows. A refresh that is only challenged is refused with
    /// [`Notifier::refuse`].
    pub fn refuse_refresh<'a>(
        &mut self,
        now: Instant,
        id: SubscriptionId,
        asked: &Asked,
        message: &Message,
        refusal: impl Into<Refusal<'a>>,
        out: &mut Vec<Action>,
    ) {
        let refusal = refusal.into();
        self.refuse(now, asked, message, refusal, out);
        let reason = if refusal.code == 404 { Reason::NoResource } else { Reason::Rejected };
        self.terminate(now, id, reason, out);
    }

    /// Lets a watcher go that wants to: 200, then the last NOTIFY. [`Action::Ended`] follows.
    pub fn leave(
        &mut self,
        now: Instant,
        id: SubscriptionId,
        asked: &Asked,
        message: &Message,
        out: &mut Vec<Action>,
    ) {
        let Some(record) = self.records.get(id.0).filter(|r| r.phase == Phase::Live) else {
            return;
        };
        let handle = record.handle;
        self.answer_success(now, id.0, asked, message, out);
        self.close(now, id.0, Reason::Timeout.into(), out);
        out.push(Action::Ended { handle, why: EndedWhy::Unsubscribed });
        self.prune();
    }

    /// Tells one watcher a new status; one that was pending is active from now on.
    pub fn notify(
        &mut self,
        now: Instant,
        id: SubscriptionId,
        status: PublishedStatus,
        out: &mut Vec<Action>,
    ) {
        let Some(record) = self.records.get_mut(id.0).filter(|r| r.phase == Phase::Live) else {
            return;
        };
        record.form.turn(record.status, status);
        record.status = Some(status);
        self.owe(now, id.0, out);
        self.prune();
    }

    /// Ends a subscription: `terminated`, with a [`Reason`] of our own or as the far end of a
    /// trunk told it ([`SubscriptionState::termination`], ROUTE-6). No [`Action::Ended`] follows.
    ///
    /// [`SubscriptionState::termination`]: crate::sip::message::SubscriptionState::termination
    pub fn terminate(
        &mut self,
        now: Instant,
        id: SubscriptionId,
        how: impl Into<Termination>,
        out: &mut Vec<Action>,
    ) {
        if self.records.get(id.0).is_some_and(|r| r.phase == Phase::Live) {
            self.close(now, id.0, how.into(), out);
            self.prune();
        }
    }

    /// Forgets a subscription in silence (its device is gone).
    pub fn forget(&mut self, id: SubscriptionId) {
        self.remove(id.0);
        self.prune();
    }

    /// Does what is due. Cheap when nothing is.
    pub fn tick(&mut self, now: Instant, out: &mut Vec<Action>) {
        while let Some(lost) = self.endpoint.tick(now, out) {
            self.on_lost(lost, out);
        }
        while let Some((at, key)) = self.deadlines.pop_due(now) {
            let Some(record) = self.records.get(key).filter(|r| r.due() == at) else { continue };
            let handle = record.handle;
            out.push(Action::TimerFired(WakeReason::Expire));
            self.close(now, key, Reason::Timeout.into(), out);
            out.push(Action::Ended { handle, why: EndedWhy::Expired });
        }
        self.prune();
    }

    /// When to call [`Notifier::tick`] next, and why.
    pub fn next_at(&self) -> Option<(Instant, WakeReason)> {
        let own = self.deadlines.first().map(|(at, _)| (at, WakeReason::Expire));
        first_due(&[self.endpoint.next_at(), own])
    }

    /// When a subscription ends, and what its watcher was told last.
    pub fn told(&self, id: SubscriptionId) -> Option<(Instant, Option<PublishedStatus>)> {
        self.records.get(id.0).map(|record| (record.expires_at, record.status))
    }

    /// How many subscriptions there are, with those whose last NOTIFY is still out.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn prune(&mut self) {
        let records = &self.records;
        self.deadlines.prune(records.len(), &|key| records.get(key).map(Record::due));
    }

    /// Answers 200 with what is granted, and sets the end.
    fn answer_success(
        &mut self,
        now: Instant,
        key: Key,
        asked: &Asked,
        message: &Message,
        out: &mut Vec<Action>,
    ) {
        let Some(record) = self.records.get_mut(key) else { return };
        let tag = HexText::new(key.to_token());
        let mut parts = ResponseParts::new(message, 200, tag.as_str());
        parts.expires = Some(asked.expires);
        parts.contact = Some((record.strings.view().user, self.endpoint.address));
        self.endpoint.answer(now, asked.from, &parts, out);
        record.expires_at = now + Duration::from_secs(i64::from(asked.expires));
        if asked.expires > 0 {
            self.deadlines.set(record.expires_at, key);
        }
    }
}
