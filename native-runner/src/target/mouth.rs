//! What one of our phones, or one outside, says to a server beside its subscriptions: that it is
//! there, what its lines do, and its calls.

use std::collections::BTreeMap;
use std::sync::Arc;

use lampfield_core::id::NodeId;
use lampfield_core::node::CALL_MANAGER;
use lampfield_core::presence::PublishedStatus;
use lampfield_core::rng::Rng;
use lampfield_core::sip::address::HostPort;
use lampfield_core::sip::call::Calls;
use lampfield_core::sip::digest::Credentials;
use lampfield_core::sip::message::{ContactParts, Message, Method};
use lampfield_core::sip::pidf::{Dialect, Entity};
use lampfield_core::sip::publish::{Publisher, PublisherId, Publishing};
use lampfield_core::sip::registration::{News, Registering, RegistrationId, Registrations};
use lampfield_core::sip::watcher::Party;
use lampfield_core::sip::{Effect, SipTimers, Told, Transport};
use lampfield_core::time::Instant;

use super::calling::Leg;

/// For how long it registers and publishes at a time, in seconds.
const EXPIRES_S: u32 = 3_600;

/// Where everybody is.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    pub(super) own: HostPort,
    pub(super) server: HostPort,
    pub(super) transport: Transport,
}

/// One who speaks.
#[derive(Debug)]
pub(super) struct Mouth {
    pub(super) name: String,
    /// The number or name that it goes by.
    pub(super) user: String,
    device: String,
    pub(super) ends: Ends,
    pub(super) host: String,
    pub(super) credentials: Option<Arc<Credentials>>,
    registrations: Registrations,
    registration: Option<RegistrationId>,
    /// Whether the server's word on the registration is awaited.
    pub(super) waits: bool,
    publisher: Publisher,
    publications: BTreeMap<String, PublisherId>,
    pub(super) calls: Calls,
    pub(super) leg: Option<Leg>,
    /// What is to be sent.
    pub(super) out: Vec<Arc<[u8]>>,
    /// What went otherwise than it should.
    pub(super) notes: Vec<String>,
}

impl Mouth {
    pub(super) fn new(
        node: NodeId,
        (name, user, device): (&str, &str, &str),
        ends: Ends,
        credentials: Option<Arc<Credentials>>,
        (timers, seed): (SipTimers, u64),
    ) -> Self {
        let rng = |what: &str| Rng::stream(seed, &format!("target:{what}:{name}"));
        let mut registrations = Registrations::new(node, timers, rng("register"));
        registrations.set_address(ends.own);
        let mut publisher = Publisher::new(node, timers, rng("publish"));
        publisher.set_address(ends.own);
        Mouth {
            name: name.to_owned(),
            user: user.to_owned(),
            device: device.to_owned(),
            host: ends.server.to_string(),
            credentials,
            registrations,
            registration: None,
            waits: false,
            publisher,
            publications: BTreeMap::new(),
            calls: Calls::new(ends.own, timers, rng("calls")),
            leg: None,
            ends,
            out: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Registers, unless it has.
    pub(super) fn register(&mut self, now: Instant) {
        if self.registration.is_some() {
            return;
        }
        let contact = format!("sip:{}@{}", self.user, self.ends.own);
        let what = Registering {
            hub: CALL_MANAGER,
            aor: Party { user: &self.user, host: Some(&self.host) },
            contact: ContactParts {
                uri: &contact,
                device: &self.device,
                ..ContactParts::default()
            },
            expires: EXPIRES_S,
            credentials: self.credentials.as_ref(),
        };
        let mut effects = Vec::new();
        self.registration = self.registrations.register(now, &what, 0, &mut effects).ok();
        self.waits = self.registration.is_some();
        self.take(effects, "REGISTER");
    }

    /// Takes its registration back, and gives its call up.
    pub(super) fn unregister(&mut self, now: Instant) {
        let mut effects = Vec::new();
        if let Some(id) = self.registration.take() {
            self.registrations.unregister(now, id, &mut effects);
        }
        self.waits = false;
        self.take(effects, "REGISTER");
        self.hang_up(now);
    }

    /// Publishes what is so of a presentity.
    pub(super) fn publish(&mut self, now: Instant, user: &str, status: PublishedStatus) {
        let mut body = Vec::new();
        Dialect::Rfc.write(Entity { user, host: self.ends.server }, status, now, &mut body);
        let body: Arc<[u8]> = body.into();
        let mut effects = Vec::new();
        match self.publications.get(user) {
            Some(id) => self.publisher.modify(now, *id, &body, &mut effects),
            None => {
                let what = Publishing {
                    server: CALL_MANAGER,
                    presentity: Party { user, host: Some(&self.host) },
                    expires: EXPIRES_S,
                    credentials: self.credentials.as_ref(),
                    body: &body,
                };
                if let Ok(id) = self.publisher.publish(now, &what, 0, &mut effects) {
                    self.publications.insert(user.to_owned(), id);
                }
            }
        }
        self.take(effects, "PUBLISH");
    }

    /// Takes everything back that the server holds of it.
    pub(super) fn leave(&mut self, now: Instant) {
        self.unregister(now);
        let mut effects = Vec::new();
        for id in std::mem::take(&mut self.publications).into_values() {
            self.publisher.remove(now, id, &mut effects);
        }
        self.take(effects, "PUBLISH");
    }

    /// Whether the server has nothing of it any more.
    pub(super) fn is_gone(&self) -> bool {
        self.registrations.is_empty() && self.publisher.is_empty() && self.calls.is_empty()
    }

    /// Whether a message from the server is for what is said here, and not for the subscriptions of
    /// the node.
    pub(super) fn serves(message: &Message) -> bool {
        let answers = matches!(message.method(), Method::Register | Method::Publish)
            && message.status().is_some();
        answers || Calls::serves(message)
    }

    /// A message from the server.
    pub(super) fn receive(&mut self, now: Instant, message: &Message) {
        let mut effects = Vec::new();
        match message.method() {
            Method::Register => {
                self.registrations.receive(now, CALL_MANAGER, message, &mut effects);
                self.take(effects, "REGISTER");
            }
            Method::Publish => {
                self.publisher.receive(now, CALL_MANAGER, message, &mut effects);
                self.take(effects, "PUBLISH");
            }
            _ => self.receive_call(now, message),
        }
    }

    /// Does what is due.
    pub(super) fn tick(&mut self, now: Instant) {
        let mut effects = Vec::new();
        self.registrations.tick(now, &mut effects);
        self.take(effects, "REGISTER");
        let mut effects = Vec::new();
        self.publisher.tick(now, &mut effects);
        self.take(effects, "PUBLISH");
        let mut actions = Vec::new();
        self.calls.tick(now, &mut actions);
        self.take_calls(actions);
    }

    /// When to call [`Mouth::tick`] next.
    pub(super) fn next_at(&self) -> Option<Instant> {
        let registrations = self.registrations.next_at().map(|(at, _)| at);
        let publisher = self.publisher.next_at().map(|(at, _)| at);
        let calls = self.calls.next_at().map(|(at, _)| at);
        [registrations, publisher, calls].into_iter().flatten().min()
    }

    fn take(&mut self, effects: Vec<Effect<Told<News>>>, method: &str) {
        for effect in effects {
            match effect {
                Effect::Send { bytes, .. } => self.out.push(bytes),
                Effect::TimerFired(_) => {}
                Effect::News(Told { news, .. }) => {
                    self.waits &= method != "REGISTER";
                    let why = match news {
                        News::Refused { code } => format!("was refused: {code}"),
                        News::NoAnswer => "had no answer".to_owned(),
                        _ => continue,
                    };
                    self.note(format!("{method} of {} {why}", self.name));
                }
            }
        }
    }

    /// Notes what went otherwise than it should, once.
    pub(super) fn note(&mut self, what: String) {
        if !self.notes.contains(&what) {
            self.notes.push(what);
        }
    }
}
