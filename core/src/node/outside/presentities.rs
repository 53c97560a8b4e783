//! What one outside knows, and how it answers those who ask.

use crate::cluster::Credentials;
use crate::id::NodeId;
use crate::node::{OutsideAnswer, WakeReason};
use crate::presence::PublishedStatus;
use crate::rng::Rng;
use crate::sip::address::AddressPlan;
use crate::sip::digest::{Authenticator, DigestOptions, Verdict};
use crate::sip::message::{Message, Method, Termination};
use crate::sip::notifier::{Asked, Heard, Notifier, Refusal, Served, SubscriptionId};
use crate::sip::{Action, Reason, SipTimers};
use crate::site::{Outside, OutsideKind};
use crate::sorted::SortedMap;
use crate::time::Instant;

/// The presentities of one outside, and the subscriptions to them.
#[derive(Clone, Debug)]
pub(super) struct Presentities {
    notifier: Notifier,
    statuses: SortedMap<Box<str>, PublishedStatus>,
    /// By the notifier's handle: whom a subscription is on.
    subscriptions: SortedMap<u32, (SubscriptionId, Box<str>)>,
    next: u32,
    answer: OutsideAnswer,
    /// What it wants to be proved, and how it asks for it.
    demands: Option<(Credentials, Box<Authenticator>)>,
}

impl Presentities {
    pub(super) fn new(
        one: &Outside,
        (node, addresses): (NodeId, AddressPlan),
        timers: SipTimers,
        rng: &dyn Fn(&str) -> Rng,
    ) -> Self {
        let known = one.presentities.iter().map(|(name, status)| (name.as_str().into(), *status));
        let mut statuses: SortedMap<Box<str>, PublishedStatus> = known.collect();
        if one.kind == OutsideKind::Proxy {
            for phone in &one.phones {
                statuses.get_or_insert_with(phone.number.as_str().into(), || PublishedStatus::Idle);
            }
        }
        let demands = one.demands.clone().map(|credentials| {
            let authenticator = Authenticator::new(DigestOptions::new(&one.name), rng("digest"));
            (credentials, Box::new(authenticator))
        });
        Presentities {
            notifier: Notifier::new(node, addresses, timers, rng("sip")),
            statuses,
            subscriptions: SortedMap::new(),
            next: 0,
            answer: OutsideAnswer::Honest,
            demands,
        }
    }

    /// How it answers new requests from now on.
    pub(super) fn answer_from_now_on(&mut self, answer: OutsideAnswer) {
        self.answer = answer;
    }

    pub(super) fn status(&self, presentity: &str) -> Option<PublishedStatus> {
        self.statuses.get(presentity).copied()
    }

    /// One of its presentities changes its status; a new name is one more presentity.
    pub(super) fn set(
        &mut self,
        now: Instant,
        presentity: &str,
        status: PublishedStatus,
        actions: &mut Vec<Action>,
    ) {
        self.statuses.insert(presentity.into(), status);
        for (id, name) in self.subscriptions.values() {
            if **name == *presentity {
                self.notifier.notify(now, *id, status, actions);
            }
        }
    }

    /// Ends the subscriptions to a presentity. A reason that RFC 6665 does not know is none.
    pub(super) fn end(
        &mut self,
        now: Instant,
        presentity: &str,
        reason: &str,
        actions: &mut Vec<Action>,
    ) {
        let how = Termination::new(Reason::parse(reason), None);
        let notifier = &mut self.notifier;
        self.subscriptions.retain(|_, (id, name)| {
            let hit = **name == *presentity;
            if hit {
                notifier.terminate(now, *id, how, actions);
            }
            !hit
        });
    }

    /// Takes a message that arrived.
    pub(super) fn receive(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        actions: &mut Vec<Action>,
    ) {
        let fresh = message.status().is_none()
            && message.method() == Method::Subscribe
            && message.to_tag().is_none();
        if fresh && self.answer == OutsideAnswer::Silence {
            return;
        }
        match self.notifier.receive(now, (from, Served::default()), message, actions) {
            Heard::Done => {}
            Heard::Asked(asked) => self.asked(now, &asked, message, actions),
            Heard::Refresh { id, handle: _, asked } => {
                if !self.challenge(now, &asked, message, actions) {
                    self.notifier.refresh(now, id, &asked, message, actions);
                }
            }
            Heard::Leaving { id, asked, .. } => {
                self.notifier.leave(now, id, &asked, message, actions);
            }
        }
    }

    fn asked(&mut self, now: Instant, asked: &Asked, message: &Message, actions: &mut Vec<Action>) {
        if let OutsideAnswer::Code(code) = self.answer {
            return self.notifier.refuse(now, asked, message, code, actions);
        }
        if self.challenge(now, asked, message, actions) {
            return;
        }
        let target = message.request_user().unwrap_or_default();
        let Some(status) = self.statuses.get(&*target).copied() else {
            return self.notifier.refuse(now, asked, message, 404, actions);
        };
        let handle = self.next;
        let accepted = self.notifier.accept(now, asked, message, handle, Some(status), actions);
        if let Ok(Some(id)) = accepted {
            self.next = self.next.wrapping_add(1);
            self.subscriptions.insert(handle, (id, (*target).into()));
        }
    }

    /// Challenges a request that does not prove what it must; `true` where it did.
    fn challenge(
        &mut self,
        now: Instant,
        asked: &Asked,
        message: &Message,
        actions: &mut Vec<Action>,
    ) -> bool {
        let Some((wanted, authenticator)) = &mut self.demands else { return false };
        let password = |name: &str| (name == wanted.username).then_some(&wanted.secret);
        let verdict = authenticator.verify(now, message, password);
        if let Verdict::Authenticated { .. } = verdict {
            return false;
        }
        match verdict.code() {
            Some(401) => {
                let challenge = authenticator.challenge(now, verdict.is_stale());
                let refusal = Refusal::challenge(&challenge);
                self.notifier.refuse(now, asked, message, refusal, actions);
            }
            code => {
                self.notifier.refuse(now, asked, message, code.unwrap_or(403), actions);
            }
        }
        true
    }

    /// A subscription is over for the notifier.
    pub(super) fn ended(&mut self, handle: u32) {
        self.subscriptions.remove(&handle);
    }

    /// Forgets whom it told what, in silence.
    pub(super) fn forget_all(&mut self) {
        for (id, _) in core::mem::take(&mut self.subscriptions).into_values() {
            self.notifier.forget(id);
        }
    }

    pub(super) fn tick(&mut self, now: Instant, actions: &mut Vec<Action>) {
        self.notifier.tick(now, actions);
    }

    pub(super) fn next_at(&self) -> Option<(Instant, WakeReason)> {
        self.notifier.next_at()
    }
}
