//! The subscriber's side (RFC 6665 4.1): what a phone needs to watch.
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
mod subscription;

use crate::id::NodeId;
use crate::limits::{self, LimitReached};
use crate::node::WakeReason;
use crate::presence::PublishedStatus;
use crate::rng::Rng;
use crate::sip::address::HostPort;
use crate::sip::deadlines::Deadlines;
use crate::sip::endpoint::{Admitted, Endpoint};
use crate::sip::message::{Message, Method, ResponseParts};
use crate::sip::slab::{Key, Slab};
use crate::sip::text::{put, put_user};
use crate::sip::{Action, SipTimers};
use crate::time::Instant;
pub(super) use asking::ends_subscription;
use subscription::{Dialog, Phase, Subscription};

/// The methods that a watcher serves.
const ALLOW: &str = "NOTIFY, OPTIONS";

/// Who a watcher is and whom it asks.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Its own node: gives the address in Via and Contact.
    pub node: NodeId,
    /// The notifier's node.
    pub server: NodeId,
    /// The name of the device, for Contact.
    pub device: Box<str>,
}

/// One subscription, of a watcher or of a notifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubscriptionId(pub(in crate::sip) Key);

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The number (or user part) to watch.
    pub target: &'a str,
    /// The line that stands as the subscriber (QUIRK-6, QUIRK-7).
    pub subscriber: &'a str,
    /// Why the phone asks: value of `X-Lampfield-Asks`, `blf;button=1`, `missed`, ...
    pub asks: &'a str,
}

/// What a subscription tells its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum News {
    /// The notifier says `pending`: no word yet.
    Pending,
    /// The status that a NOTIFY carried.
    Status(PublishedStatus),
    /// A NOTIFY came whose body could not be read, or that had none.
    Unreadable,
    /// The request was refused with this code.
    Refused {
        /// The code.
        code: u16,
        /// Whether the watcher tries again by itself.
        again: bool,
    },
    /// No answer (timer F) or no NOTIFY (timer N); it will be tried again.
    NoAnswer,
    /// It ran out; it will be tried again.
    Expired,
    /// The notifier ended it (`terminated`).
    Terminated {
        /// Whether the watcher tries again by itself.
        again: bool,
    },
    /// Over after [`Watcher::unsubscribe`]; the id is free.
    Gone,
}

/// All subscriptions of one phone, their transactions and their timers.
#[derive(Clone, Debug)]
pub struct Watcher {
    identity: Identity,
    server: HostPort,
    endpoint: Endpoint,
    subscriptions: Slab<Subscription>,
    deadlines: Deadlines,
}

impl Watcher {
    /// A watcher without subscriptions.
    pub fn new(identity: Identity, timers: SipTimers, rng: Rng) -> Self {
        Watcher {
            server: HostPort::of(identity.server),
            endpoint: Endpoint::new(identity.node, timers, rng),
            identity,
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
        let (server, own) = (self.server, self.endpoint.address);
        let subscription = Subscription {
            handle,
            to: uri(ask.target, |out| server.write_ip(out)),
            from: uri(ask.subscriber, |out| server.write_ip(out)),
            contact: uri(ask.subscriber, |out| own.write(out)),
            asks: ask.asks.chars().filter(|c| !c.is_control()).collect(),
            dialog: Dialog::default(),
            phase: Phase::Waiting,
            wanted: true,
            expires: self.endpoint.timers.subscribe_expires,
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
        [self.endpoint.next_at(), own].into_iter().flatten().min_by_key(|(at, _)| *at)
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
        self.deadlines.prune(|key| subscriptions.get(key).map(|s| s.due));
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

/// `sip:user@host`.
fn uri(user: &str, host: impl FnOnce(&mut Vec<u8>)) -> Box<str> {
    let mut out = Vec::with_capacity(48);
    put(&mut out, "sip:");
    put_user(&mut out, user);
    put(&mut out, "@");
    host(&mut out);
    String::from_utf8(out).unwrap_or_default().into_boxed_str()
}
