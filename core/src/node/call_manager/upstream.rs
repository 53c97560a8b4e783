//! Presence that leaves the cluster: does what `presence::route_list` says with subscriptions
//! through trunks, and brings back what comes of them (ROUTE-1 to ROUTE-6).
//!
//! **Patience.** A request waits for the far end, so that it is answered with the far end's own
//! word. Its sender gives a request up after timer F; a little before, CallManager accepts it
//! as *pending*, and tells the outcome by NOTIFY.

use super::CallManager;
use super::watches::{Held, Via};
use crate::cluster::{Cluster, STANDARD_PRESENCE_GROUP};
use crate::id::TrunkId;
use crate::limits::LimitReached;
use crate::node::{LinkMessage, Outbox, WakeReason, node_of_phone};
use crate::presence::route_list::{Ask, LegId, Step, Upstreams};
use crate::presence::{
    Answer, Check, Found, Outcome, PublishedStatus, TrunkResult, Watcher, asks_groups,
    watcher_group,
};
use crate::rules::RuleId;
use crate::sip::Reason;
use crate::sip::address::HostPort;
use crate::sip::digest::Credentials;
use crate::sip::message::Termination;
use crate::sip::watcher::{self, Conduct, News, Party};
use crate::time::{Duration, Instant};
use std::sync::Arc;

/// How long a request waits for the far end: half of timer F with the usual T1.
const PATIENCE: Duration = Duration::from_secs(16);

/// [`Upstreams::ask`] or [`Upstreams::ask_again`].
type HowToAsk = fn(&mut Upstreams, &Cluster, &Ask<'_>, &mut Vec<Step>) -> Result<(), LimitReached>;

impl CallManager {
    /// Sends the question of a watch out through its route, or serves it from the cache.
    pub(super) fn forward(&mut self, now: Instant, handle: u32, out: &mut Outbox) {
        self.ask_out(now, handle, Upstreams::ask, out);
        if matches!(self.watches.get(handle).map(|w| &w.via), Some(Via::Held(_))) {
            self.patience.push_back((now + PATIENCE, handle));
        }
    }

    /// Asks again after permissions changed: it keeps its place where it may.
    pub(super) fn forward_again(&mut self, now: Instant, handle: u32, out: &mut Outbox) {
        self.ask_out(now, handle, Upstreams::ask_again, out);
    }

    fn ask_out(&mut self, now: Instant, handle: u32, how: HowToAsk, out: &mut Outbox) {
        let Some(watch) = self.watches.get(handle) else { return };
        let Some(Found::Route(route)) = watch.answer.found else { return };
        let question = watch.question();
        let ask = Ask {
            watcher: handle,
            route,
            presentity: &watch.target,
            from: watcher_group(&self.cluster, &question).unwrap_or(STANDARD_PRESENCE_GROUP),
            asks_groups: asks_groups(watch.way, &watch.target),
        };
        let mut steps = core::mem::take(&mut self.steps);
        if how(&mut self.upstreams, &self.cluster, &ask, &mut steps).is_err() {
            steps.push(Step::Fail { watcher: handle, code: 503, checks: Vec::new() });
        }
        self.take_steps(now, steps, out);
    }

    /// Does what the upstreams want done; what follows at once is done too.
    pub(super) fn take_steps(&mut self, now: Instant, mut steps: Vec<Step>, out: &mut Outbox) {
        while !steps.is_empty() {
            let mut next = Vec::new();
            for step in steps.drain(..) {
                self.take_step(now, step, &mut next, out);
            }
            steps.append(&mut next);
        }
        self.steps = steps;
    }

    fn take_step(&mut self, now: Instant, step: Step, next: &mut Vec<Step>, out: &mut Outbox) {
        match step {
            Step::Subscribe { leg, trunk, presentity } => {
                self.subscribe(now, leg, trunk, &presentity, next);
            }
            Step::Unsubscribe { leg } => {
                if let Some(id) = self.leg_ids.remove(&leg) {
                    self.legs.unsubscribe(now, id, &mut self.actions);
                }
            }
            Step::Accept { watcher, leg: _, status, checks } => {
                self.accepted(now, watcher, status, checks, out);
            }
            Step::Fail { watcher, code, checks } => self.failed(now, watcher, code, checks, out),
            Step::Tell { watcher, status } => self.tell(now, watcher, status, out),
            Step::End { watcher, reason } => self.end(now, watcher, &reason, out),
        }
    }

    fn subscribe(
        &mut self,
        now: Instant,
        leg: LegId,
        trunk: TrunkId,
        presentity: &str,
        next: &mut Vec<Step>,
    ) {
        let cluster = Arc::clone(&self.cluster);
        let far_end = self.trunks.far_end(&cluster, trunk);
        let sip = cluster.trunks.get(trunk).and_then(|trunk| trunk.sip());
        let (Some(server), Some(sip)) = (far_end, sip) else {
            return self.upstreams.attempted(leg, TrunkResult::TransportFailed, next);
        };
        let (user, host) = presentity.split_once('@').unwrap_or((presentity, ""));
        let credentials = sip.own_credentials.as_ref().map(|own| {
            let (username, password) = (own.username.as_str().into(), own.secret.clone());
            Arc::new(Credentials { username, password, realm: None })
        });
        let (own, subscriber) = (HostPort::of(self.node).to_string(), self.subscriber(leg));
        let ask = watcher::Ask {
            server,
            to: Party { user, host: (!host.is_empty()).then_some(host) },
            from: Party { user: &subscriber, host: Some(&own) },
            asks: "",
            credentials: credentials.as_ref(),
            conduct: Conduct::Leg,
        };
        match self.legs.subscribe(now, &ask, leg.0, &mut self.actions) {
            Ok(id) => drop(self.leg_ids.insert(leg, id)),
            Err(_) => self.upstreams.attempted(leg, TrunkResult::TransportFailed, next),
        }
    }

    /// In whose name CallManager asks: the line of the first watcher, where it names one.
    fn subscriber(&self, leg: LegId) -> Box<str> {
        let first = self.upstreams.watchers(leg).first();
        let line = first.and_then(|handle| self.watches.get(*handle)?.line);
        let number = line.and_then(|dn| self.cluster.directory_numbers.get(dn));
        number.map_or("anonymous", |dn| dn.number.as_str()).into()
    }

    /// The far end accepted: so does CallManager, with the status from the cache where there is one
    /// (ROUTE-5). One that was accepted as pending waits on for its status.
    fn accepted(
        &mut self,
        now: Instant,
        handle: u32,
        status: Option<PublishedStatus>,
        checks: Vec<Check>,
        out: &mut Outbox,
    ) {
        self.tell_outcome(handle, None, checks, out);
        let Some(watch) = self.watches.get_mut(handle) else { return };
        if let Via::Held(held) = &watch.via {
            let held = held.clone();
            let (asked, message) = (&held.asked, &held.message);
            let accepted =
                self.notifier.accept(now, asked, message, handle, status, &mut self.actions);
            match accepted {
                Ok(Some(id)) => watch.via = Via::Sip(id),
                // A single poll, or no room: answered, and nothing lives on.
                Ok(None) | Err(_) => self.watch_ended(now, handle, out),
            }
        } else if let Some(status) = status {
            self.tell(now, handle, status, out);
        }
    }

    fn failed(
        &mut self,
        now: Instant,
        handle: u32,
        code: u16,
        checks: Vec<Check>,
        out: &mut Outbox,
    ) {
        self.tell_outcome(handle, Some(code), checks, out);
        let Some(watch) = self.watches.remove(handle) else { return };
        match watch.via {
            Via::Held(held) => {
                let Held { asked, message } = *held;
                self.notifier.refuse(now, &asked, &message, code, &mut self.actions);
            }
            Via::Sip(id) => {
                self.notifier.terminate(now, id, Reason::NoResource, &mut self.actions);
            }
            Via::Link(token) => {
                if let Some(phone) = watch.watcher.phone() {
                    out.link(node_of_phone(phone), LinkMessage::WatchRefused { token, code });
                }
            }
        }
    }

    pub(super) fn tell(
        &mut self,
        now: Instant,
        handle: u32,
        status: PublishedStatus,
        out: &mut Outbox,
    ) {
        let Some(watch) = self.watches.get(handle) else { return };
        match (&watch.via, watch.watcher) {
            (Via::Sip(id), _) => self.notifier.notify(now, *id, status, &mut self.actions),
            (Via::Link(token), Watcher::Phone(phone)) => {
                out.link(node_of_phone(phone), LinkMessage::Status { token: *token, status });
            }
            _ => {}
        }
    }

    /// The presentity's side ended it: so it ends here, for the same reason (ROUTE-6).
    fn end(&mut self, now: Instant, handle: u32, reason: &str, out: &mut Outbox) {
        let Some(watch) = self.watches.remove(handle) else { return };
        match (watch.via, watch.watcher) {
            (Via::Sip(id), _) => {
                let how = Termination::new(Reason::parse(reason), None);
                self.notifier.terminate(now, id, how, &mut self.actions);
            }
            (Via::Link(token), Watcher::Phone(phone)) => {
                let again =
                    matches!(Reason::parse(reason), Some(Reason::Deactivated | Reason::Timeout));
                out.link(node_of_phone(phone), LinkMessage::WatchEnded { token, again });
            }
            (Via::Held(held), _) => {
                let Held { asked, message } = *held;
                self.notifier.refuse(now, &asked, &message, 480, &mut self.actions);
            }
            (Via::Link(_), _) => {}
        }
    }

    /// Tells the decision once more, with what the trunks made of it.
    fn tell_outcome(&self, handle: u32, code: Option<u16>, mut more: Vec<Check>, out: &mut Outbox) {
        let Some(watch) = self.watches.get(handle) else { return };
        let mut checks = self.checks_of(&watch.question());
        checks.append(&mut more);
        let answer = match code {
            None => watch.answer,
            Some(code) => {
                let outcome = if code == 404 { Outcome::NoRoute } else { Outcome::Refused };
                Answer { outcome, rule: RuleId::R6, found: watch.answer.found, code }
            }
        };
        self.tell_decision(&watch.question(), answer, checks, watch.lamp.as_deref(), out);
    }

    /// News of a subscription through a trunk.
    pub(super) fn leg_news(&mut self, now: Instant, handle: u32, news: News, out: &mut Outbox) {
        let leg = LegId(handle);
        let mut steps = core::mem::take(&mut self.steps);
        let up = &mut self.upstreams;
        match news {
            News::Pending => up.attempted(leg, TrunkResult::Answered(202), &mut steps),
            News::Status(status) => up.notified(leg, status, &mut steps),
            // Anything unreadable is unknown, never a guess.
            News::Unreadable => up.notified(leg, PublishedStatus::Unknown, &mut steps),
            News::Refused { code: 401 | 407, .. } => {
                self.leg_failed(leg, TrunkResult::ChallengeUnmet, Reason::Rejected, &mut steps);
            }
            News::Refused { code, .. } => {
                let reason = if code == 404 { Reason::NoResource } else { Reason::Rejected };
                self.leg_failed(leg, TrunkResult::Answered(code), reason, &mut steps);
            }
            News::NoAnswer => {
                self.leg_failed(leg, TrunkResult::NoAnswer, Reason::Timeout, &mut steps);
            }
            News::TransportFailed => {
                self.leg_failed(leg, TrunkResult::TransportFailed, Reason::Timeout, &mut steps);
            }
            News::Expired => up.ended(leg, Reason::Timeout.text(), &mut steps),
            News::Terminated { how, .. } => {
                let reason = how.reason().map_or("", Reason::text);
                up.ended(leg, reason, &mut steps);
            }
            News::Gone => {}
        }
        if !matches!(news, News::Pending | News::Status(_) | News::Unreadable) {
            self.leg_ids.remove(&leg);
        }
        self.take_steps(now, steps, out);
    }

    /// An attempt failed, or a refresh of what stood.
    fn leg_failed(
        &mut self,
        leg: LegId,
        result: TrunkResult,
        reason: Reason,
        steps: &mut Vec<Step>,
    ) {
        self.upstreams.attempted(leg, result, steps);
        if !self.upstreams.watchers(leg).is_empty() {
            self.upstreams.ended(leg, reason.text(), steps);
        }
    }

    /// Requests that waited long enough are accepted as pending.
    pub(super) fn lose_patience(&mut self, now: Instant, out: &mut Outbox) {
        while self.patience.front().is_some_and(|(at, _)| *at <= now) {
            let Some((_, handle)) = self.patience.pop_front() else { return };
            let Some(watch) = self.watches.get_mut(handle) else { continue };
            let Via::Held(held) = &watch.via else { continue };
            out.event(crate::node::NodeEvent::TimerFired(WakeReason::Patience));
            let held = held.clone();
            let (asked, message) = (&held.asked, &held.message);
            let accepted =
                self.notifier.accept(now, asked, message, handle, None, &mut self.actions);
            match accepted {
                Ok(Some(id)) => watch.via = Via::Sip(id),
                Ok(None) | Err(_) => self.watch_ended(now, handle, out),
            }
        }
    }

    /// Ends all subscriptions that leave through a trunk: it is being reset.
    pub(super) fn end_legs_on(&mut self, now: Instant, trunk: TrunkId, out: &mut Outbox) {
        let legs: Vec<LegId> = self.upstreams.legs_on(trunk).collect();
        let mut steps = core::mem::take(&mut self.steps);
        for leg in legs {
            steps.push(Step::Unsubscribe { leg });
            self.upstreams.ended(leg, Reason::Deactivated.text(), &mut steps);
        }
        self.take_steps(now, steps, out);
    }
}
