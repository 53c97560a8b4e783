//! Presence by SIP: what remains to be said when `sip::notifier` and `sip::watcher` have done the
//! protocol.

use super::CallManager;
use super::requests::{Claim, believed};
use super::upstream::PATIENCE;
use super::watches::{Held, On, Via, Watch};
use crate::cluster::Trunk;
use crate::id::{DnId, NodeId, PhoneId, TrunkId};
use crate::node::{Outbox, phone_of_node, wire};
use crate::presence::{Answer, NoRecord};
use crate::presence::{Found, Outcome, Proof, Question, TrunkRequest, Watcher, Way, decide};
use crate::rules::rule;
use crate::sip::call::Calls;
use crate::sip::message::{Message, Method};
use crate::sip::notifier::{Asked, Heard, Refusal, Served, SubscriptionId};
use crate::time::Instant;
use crate::trace::LampKey;
use std::sync::Arc;

/// Why our own phones ask (a real phone does not say; CallManager then infers it).
pub(in crate::node) const ASKS_HEADER: &str = "X-Lampfield-Asks";

/// A request with its sender made out: who it is for CallManager, and how it asks.
#[derive(Clone, Debug)]
struct Request {
    watcher: Watcher,
    way: Way,
    target: Box<str>,
    line: Option<DnId>,
    /// The lamp outside that it is for.
    lamp: Option<LampKey>,
    /// Whether its sender knew the password and needs only another nonce.
    stale: bool,
}

impl Request {
    fn question(&self) -> Question<'_> {
        Question { watcher: self.watcher, way: self.way, target: &self.target, line: self.line }
    }
}

impl CallManager {
    /// A datagram arrived. NOTIFY requests and answers to SUBSCRIBE belong to the subscriptions
    /// through trunks, all else to the notifier.
    pub(super) fn datagram(&mut self, now: Instant, from: NodeId, bytes: &[u8], out: &mut Outbox) {
        let Some(message) = wire::read(from, bytes, out) else { return };
        if message.method() == Method::Register && message.status().is_none() {
            self.on_register(now, from, &message, out);
        } else if Calls::serves(&message) || self.is_of_a_hook(from, &message) {
            self.call_message(now, from, &message, out);
        } else if message.status().is_some() && message.method() == Method::Options {
            self.ping_answered(now, from, &message);
        } else if wire::is_for_the_watcher(&message) {
            self.legs.receive(now, from, &message, &mut self.actions);
        } else {
            let sender = (from, self.served(from));
            match self.notifier.receive(now, sender, &message, &mut self.actions) {
                Heard::Done => {}
                Heard::Asked(asked) => self.asked(now, &asked, &message, out),
                Heard::Refresh { id, handle, asked } => {
                    self.asked_again(now, (id, handle), &asked, &message, out);
                }
                Heard::Leaving { id, handle, asked } => {
                    self.leaving(now, (id, handle), &asked, &message);
                }
            }
        }
        self.carry_out(now, out);
    }

    /// What one who asks is served, and in which dialect.
    fn served(&self, from: NodeId) -> Served {
        if let Some(phone) = phone_of_node(from) {
            let dialect = self.cluster.phones.get(phone).map(|phone| phone.dialect);
            return Served { dialect: dialect.unwrap_or_default(), dialogs: true };
        }
        let trunk = self.trunks.of_node(&self.cluster, from);
        let trunk = trunk.and_then(|trunk| self.cluster.trunks.get(trunk));
        let dialect = trunk.and_then(Trunk::sip).map(|sip| sip.dialect);
        Served { dialect: dialect.unwrap_or_default(), dialogs: false }
    }

    /// Who sends a request and how it asks; `None` for nobody that we know, or a datagram that
    /// outlived its phone's registration.
    fn request(&mut self, now: Instant, from: NodeId, message: &Message) -> Option<Request> {
        let user = message.request_user().unwrap_or_default();
        if let Some(phone) = phone_of_node(from) {
            let phone = Some(phone).filter(|&phone| self.registrar.is_in_service(phone))?;
            let claim = message.header(ASKS_HEADER).and_then(Claim::parse);
            let way = believed(&self.cluster, phone, claim, &user);
            let line = message.from_user().and_then(|user| self.own_line(phone, &user));
            let (watcher, target) = (Watcher::Phone(phone), (*user).into());
            return Some(Request { watcher, way, target, line, lamp: None, stale: false });
        }
        let trunk = self.trunks.of_node(&self.cluster, from)?;
        Some(self.request_on_trunk(now, from, trunk, message, &user))
    }

    fn request_on_trunk(
        &mut self,
        now: Instant,
        from: NodeId,
        trunk: TrunkId,
        message: &Message,
        user: &str,
    ) -> Request {
        let (proof, stale) = self.proof(now, trunk, message);
        let sender = message.from_user().unwrap_or_default();
        // Only who proved to be an application can ask in somebody's name (AUTH-17, R-11).
        let named = || self.cluster.end_users.id_of(&sender);
        let user_id = if matches!(proof, Proof::Application(_)) { named() } else { None };
        let watcher = Watcher::Trunk(TrunkRequest { trunk, proof, user: user_id });
        let target = self.target_of(message, user);
        let lamp = self.trunks.lamp_of(from, &sender, &target);
        Request { watcher, way: Way::Outside, target, line: None, lamp, stale }
    }

    /// The number asked for, or the whole SIP URI where its host is not this cluster.
    fn target_of(&self, message: &Message, user: &str) -> Box<str> {
        let uri = message.request_uri();
        let host = uri.rsplit_once('@').map_or("", |(_, host)| host);
        let host = host.split([';', '?', '>']).next().unwrap_or_default();
        if self.address.is_meant_by(host) || host == self.cluster.name || host.is_empty() {
            user.into()
        } else {
            format!("{user}@{host}").into()
        }
    }

    /// A new request: the decision and its answer.
    fn asked(&mut self, now: Instant, asked: &Asked, message: &Message, out: &mut Outbox) {
        let Some(request) = self.request(now, asked.from, message) else {
            self.tell_unregistered(asked.from, out);
            return self.notifier.refuse(now, asked, message, 403, &mut self.actions);
        };
        let answer = self.decide(&request.question(), request.lamp.as_ref(), out);
        self.denied.note(&request.question(), answer);
        match (answer.outcome, answer.found) {
            (Outcome::Allowed, Some(Found::DirectoryNumber(dn))) => {
                self.accept(now, asked, message, request, (answer, dn));
            }
            (Outcome::Allowed, Some(Found::Route(_))) => {
                self.hold(now, asked, message, request, answer, out);
            }
            _ => self.refuse(now, asked, message, (answer, request.stale)),
        }
    }

    /// Refuses by the decision: with a challenge where it is one, and in the laboratory with the
    /// reason.
    fn refuse(
        &mut self,
        now: Instant,
        asked: &Asked,
        message: &Message,
        (answer, stale): (Answer, bool),
    ) {
        let challenge = (answer.code == 401).then(|| self.challenge(now, stale));
        let warning = match self.cluster.parameters.warnings_on_refusals {
            true => rule(answer.rule).title,
            false => "",
        };
        let code = if answer.code == 200 { 503 } else { answer.code };
        let refusal = Refusal { code, challenge: challenge.as_ref(), warning };
        self.notifier.refuse(now, asked, message, refusal, &mut self.actions);
    }

    fn accept(
        &mut self,
        now: Instant,
        asked: &Asked,
        message: &Message,
        request: Request,
        (answer, dn): (Answer, DnId),
    ) {
        let handle = self.watches.vacant();
        let Ok(engine) = self.engine.watch(dn, handle) else {
            return self.notifier.refuse(now, asked, message, 503, &mut self.actions);
        };
        let status = self.engine.status(dn);
        let accepted = self.notifier.accept(now, asked, message, handle, status, &mut self.actions);
        match accepted {
            Ok(Some(id)) => {
                self.watches.insert(watch(request, answer, On::Line(engine), Via::Sip(id)));
            }
            // A single poll, or no room: answered, and nothing lives on.
            Ok(None) | Err(_) => self.engine.unwatch(engine),
        }
    }

    /// A request for a presentity behind a route waits for the far end (REQ-3).
    fn hold(
        &mut self,
        now: Instant,
        asked: &Asked,
        message: &Message,
        request: Request,
        answer: Answer,
        out: &mut Outbox,
    ) {
        let until = now + PATIENCE;
        let held = Held { asked: *asked, message: message.clone(), until };
        let watch = watch(request, answer, On::Route, Via::Held(Arc::new(held)));
        let handle = self.watches.insert(watch);
        self.forward(now, handle, out);
    }

    /// A refresh is authorized again; only an answer that differs is told.
    fn asked_again(
        &mut self,
        now: Instant,
        (id, handle): (SubscriptionId, u32),
        asked: &Asked,
        message: &Message,
        out: &mut Outbox,
    ) {
        let request = self.request(now, asked.from, message);
        let (Some(request), Some(watch)) = (request, self.watches.get(handle)) else {
            return self.notifier.refuse_refresh(now, id, asked, message, 403, &mut self.actions);
        };
        let request = Request { way: watch.way, target: watch.target.clone(), ..request };
        let before = watch.answer;
        let answer = decide(&self.cluster, &self.index, &request.question(), &mut NoRecord);
        if answer == before {
            return self.notifier.refresh(now, id, asked, message, &mut self.actions);
        }
        self.decide(&request.question(), request.lamp.as_ref(), out);
        self.denied.note(&request.question(), answer);
        if answer.code == 401 {
            // Only a challenge: what lives stays as it is.
            return self.refuse(now, asked, message, (answer, request.stale));
        }
        if let Some(watch) = self.watches.get_mut(handle) {
            watch.watcher = request.watcher;
        }
        if self.move_watch(now, handle, answer, out) {
            self.notifier.refresh(now, id, asked, message, &mut self.actions);
        } else {
            let code = if answer.code == 200 { 503 } else { answer.code };
            self.notifier.refuse_refresh(now, id, asked, message, code, &mut self.actions);
            self.watch_ended(now, handle, out);
        }
    }

    /// Whoever may not ask may not end either: credentials are demanded here too (AUTH-14).
    fn leaving(
        &mut self,
        now: Instant,
        (id, handle): (SubscriptionId, u32),
        asked: &Asked,
        message: &Message,
    ) {
        let watcher = self.watches.get(handle).map(|watch| watch.watcher);
        if let Some(Watcher::Trunk(request)) = watcher {
            let (proof, stale) = self.proof(now, request.trunk, message);
            if matches!(proof, Proof::Missing | Proof::Wrong(_)) {
                let challenge = self.challenge(now, stale);
                let refusal = Refusal::challenge(&challenge);
                return self.notifier.refuse(now, asked, message, refusal, &mut self.actions);
            }
        }
        self.notifier.leave(now, id, asked, message, &mut self.actions);
    }

    /// The phone's own line with this number: the subscriber that a request names.
    fn own_line(&self, phone: PhoneId, number: &str) -> Option<DnId> {
        let lines = &self.cluster.phones.get(phone)?.lines;
        let has = |dn: DnId| self.cluster.directory_numbers.get(dn).map(|dn| dn.number.as_str());
        lines.iter().copied().find(|&dn| has(dn) == Some(number))
    }
}

fn watch(request: Request, answer: Answer, on: On, via: Via) -> Watch {
    let Request { watcher, way, target, line, lamp, .. } = request;
    Watch { watcher, way, target, line, answer, on, via, lamp: lamp.map(Box::new) }
}
