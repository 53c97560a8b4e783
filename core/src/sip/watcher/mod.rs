//! The subscriber's side (RFC 6665 4.1): what a phone needs to watch, and what CallManager needs to
//! ask through a trunk.
//!
//! ```text
//!            200 + NOTIFY                refresh due
//!  Asking ----------------> Live --------------------> Refreshing --> Live
//!    |  refused, no answer   |  terminated, ran out      | refused: Lapsing until the end
//!    v                       v                           v
//!  Over or Waiting --------> Asking again, in a new dialog
//! ```

mod asking;
mod notified;
mod outcome;
mod proving;
mod subscription;
mod words;

use crate::gather::Gather;
use crate::id::NodeId;
use crate::limits::{self, LimitReached};
use crate::node::WakeReason;
use crate::rng::Rng;
use crate::sip::deadlines::Deadlines;
use crate::sip::digest::Session;
use crate::sip::endpoint::{Admitted, Endpoint};
use crate::sip::message::{Message, Method, Peculiar, ResponseParts};
use crate::sip::slab::{Key, Slab};
use crate::sip::{Action, SipTimers};
use crate::time::{Instant, first_due};
pub(super) use asking::ends_subscription;
use std::sync::Arc;
use subscription::{Asked, Dialog, Phase, Subscription};
pub(super) use words::uri;
pub use words::{Ask, Conduct, Identity, News, Party};

/// The methods that a watcher serves.
const ALLOW: &str = "NOTIFY, OPTIONS";

/// One subscription, of a watcher or of a notifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubscriptionId(pub(in crate::sip) Key);

/// All subscriptions of one node that watches, their transactions and their timers.
///
/// Where a notifier lives at the same node, a message belongs to the one or the other by its method
/// (an answer: by that of its CSeq): NOTIFY requests and answers to SUBSCRIBE come here.
#[derive(Clone, Debug)]
pub struct Watcher {
    device: Box<str>,
    endpoint: Endpoint,
    subscriptions: Slab<Subscription>,
    deadlines: Deadlines,
}

impl Watcher {
    /// A watcher without subscriptions.
    pub fn new(identity: Identity, timers: SipTimers, rng: Rng) -> Self {
        Watcher {
            endpoint: Endpoint::new(identity.node, identity.addresses, timers, rng),
            device: identity.device,
            subscriptions: Slab::default(),
            deadlines: Deadlines::default(),
        }
    }

    /// Asks. `handle` comes back with every [`Action::News`].
    ///
    /// # Errors
    /// Too many subscriptions.
    pub fn subscribe(
        &mut self,
        now: Instant,
        ask: &Ask<'_>,
        handle: u32,
        out: &mut Vec<Action>,
    ) -> Result<SubscriptionId, LimitReached> {
        limits::SUBSCRIPTIONS.check(self.subscriptions.len() + 1)?;
        let own = self.endpoint.address;
        let server = self.endpoint.addresses.address(ask.server);
        let session = |credentials| Box::new(Session::new(Arc::clone(credentials)));
        let subscription = Subscription {
            handle,
            server: ask.server,
            conduct: ask.conduct,
            asked: Arc::new(Asked {
                to: ask.to.uri(server),
                from: ask.from.uri(server),
                contact: uri(ask.from.user, |out| own.write(out)),
                asks: ask.asks.chars().filter(|c| !c.is_control()).collect(),
                peculiar: ask.peculiar.cloned(),
            }),
            session: ask.credentials.map(session),
            dialog: Dialog::default(),
            phase: Phase::Waiting,
            wanted: true,
            expires: match ask.peculiar {
                Some(Peculiar::Expires(seconds)) => *seconds,
                _ => self.endpoint.timers.subscribe_expires,
            },
            born: now,
            ends_at: Instant::FAR_FUTURE,
            due: Instant::FAR_FUTURE,
            answered: false,
            notified: false,
            request: None,
            failures: 0,
        };
        let stamp = self.endpoint.stamp();
        let key = self.subscriptions.insert(stamp, subscription);
        self.ask(now, key, out);
        self.prune();
        Ok(SubscriptionId(key))
    }

    /// Ends a subscription (SUBSCRIBE with Expires 0); nothing more is told but [`News::Gone`].
    pub fn unsubscribe(&mut self, now: Instant, id: SubscriptionId, out: &mut Vec<Action>) {
        let Some(subscription) = self.subscriptions.get_mut(id.0) else { return };
        subscription.wanted = false;
        match subscription.phase {
            // Without a NOTIFY there is no dialog yet in which to end it (RFC 6665 4.1.2.3).
            Phase::Asking if !subscription.notified => {}
            Phase::Asking | Phase::Live | Phase::Refreshing | Phase::Lapsing => {
                self.end(now, id.0, out);
            }
            Phase::Ending => {}
            Phase::Waiting | Phase::Over => self.gone(id.0, out),
        }
        self.prune();
    }

    /// Takes a message that arrived.
    pub fn receive(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        out: &mut Vec<Action>,
    ) {
        match self.endpoint.admit(now, from, message, out) {
            Admitted::Nothing => {}
            Admitted::Answer(answered) => self.on_answer(now, answered, message, out),
            Admitted::Request => match message.method() {
                Method::Notify => self.on_notify(now, from, message, out),
                Method::Unknown => self.endpoint.answer_code(now, from, message, 501, out),
                method => {
                    let code = if method == Method::Options { 200 } else { 405 };
                    let mut parts = ResponseParts::new(message, code, "watcher");
                    parts.allow = ALLOW;
                    self.endpoint.answer(now, from, &parts, out);
                }
            },
        }
        self.prune();
    }

    /// Does what is due. Cheap when nothing is.
    pub fn tick(&mut self, now: Instant, out: &mut Vec<Action>) {
        while let Some(lost) = self.endpoint.tick(now, out) {
            self.on_lost(now, lost, out);
        }
        while let Some((at, key)) = self.deadlines.pop_due(now) {
            if self.subscriptions.get(key).is_some_and(|s| s.due == at) {
                self.on_due(now, key, out);
            }
        }
        self.prune();
    }

    /// When to call [`Watcher::tick`] next, and why.
    pub fn next_at(&self) -> Option<(Instant, WakeReason)> {
        let own = self
            .deadlines
            .first()
            .and_then(|(at, key)| Some((at, self.subscriptions.get(key)?.wakes_for())));
        first_due(&[self.endpoint.next_at(), own])
    }

    /// When a subscription runs out, as far as we know; `None` while that is not known.
    pub fn ends_at(&self, id: SubscriptionId) -> Option<Instant> {
        let ends_at = self.subscriptions.get(id.0)?.ends_at;
        (ends_at < Instant::FAR_FUTURE).then_some(ends_at)
    }

    /// Nothing can be sent to `server` at the moment: it refuses the connection, its link is down.
    /// What is being asked there will have no answer.
    pub fn transport_failed(&mut self, now: Instant, server: NodeId, out: &mut Vec<Action>) {
        let hit = |key: &Key| {
            self.subscriptions.get(*key).is_some_and(|s| s.server == server && s.request.is_some())
        };
        let keys: Vec<Key> = self.subscriptions.keys().filter(hit).gather();
        for key in keys {
            let Some(subscription) = self.subscriptions.get_mut(key) else { continue };
            self.endpoint.drop_request(subscription.request.take());
            self.unheard(now, key, News::TransportFailed, out);
        }
        self.prune();
    }

    /// Forgets everything in silence: the phone lost its network.
    pub fn forget_all(&mut self) {
        self.endpoint.clear();
        self.subscriptions.clear();
        self.deadlines.clear();
    }

    /// How many subscriptions there are, in whatever state.
    pub fn len(&self) -> usize {
        self.subscriptions.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn prune(&mut self) {
        let subscriptions = &self.subscriptions;
        self.deadlines.prune(subscriptions.len(), &|key| subscriptions.get(key).map(|s| s.due));
    }

    /// Sets what a subscription waits for.
    fn wait_until(&mut self, key: Key, at: Instant) {
        if let Some(subscription) = self.subscriptions.get_mut(key) {
            subscription.due = at;
            self.deadlines.set(at, key);
        }
    }

    /// Frees a subscription that its owner gave up.
    fn gone(&mut self, key: Key, out: &mut Vec<Action>) {
        if let Some(subscription) = self.subscriptions.remove(key) {
            self.endpoint.drop_request(subscription.request);
            out.push(Action::News { handle: subscription.handle, news: News::Gone });
        }
    }
}
