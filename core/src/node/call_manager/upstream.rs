//! Presence that leaves the cluster: does what `presence::route_list` says with subscriptions
//! through trunks, and brings back what comes of them (ROUTE-1 to ROUTE-6).
//!
//! **Patience.** A request waits for the far end, so that it is answered with the far end's own
//! word. Its sender gives a request up after timer F; a little before, CallManager accepts it
//! as *pending*, and tells the outcome by NOTIFY.

use super::CallManager;
use super::fanout::{Ending, LinkEnding};
use super::watches::{Via, Watch};
use crate::cluster::{Cluster, STANDARD_PRESENCE_GROUP};
use crate::gather::Gather;
use crate::id::TrunkId;
use crate::limits::LimitReached;
use crate::node::{NodeEvent, Outbox, WakeReason};
use crate::presence::route_list::{Ask, LegId, Step, Upstreams};
use crate::presence::{
    Answer, Check, Found, Outcome, PublishedStatus, TrunkResult, asks_groups, watcher_group,
};
use crate::rules::RuleId;
use crate::scratch::Scratch;
use crate::sip::Reason;
use crate::sip::digest::Credentials;
use crate::sip::message::Termination;
use crate::sip::watcher::{self, Conduct, News, Party};
use crate::time::{Duration, Instant};
use std::sync::Arc;

/// How long a request waits for the far end: half of timer F with the usual T1.
pub(super) const PATIENCE: Duration = Duration::from_secs(16);

/// [`Upstreams::ask`] or [`Upstreams::ask_again`].
type HowToAsk = fn(&mut Upstreams, &Cluster, &Ask<'_>, &mut Vec<Step>) -> Result<(), LimitReached>;

/// Why watchers lose what a refused refresh ended. Where the far end has forgotten the dialog (481: it
/// was started anew) they are to ask again at once, as RFC 6665 4.1.2.2 lets us do ourselves.
const fn reason_of_refusal(code: u16) -> Reason {
    match code {
        404 => Reason::NoResource,
        481 => Reason::Deactivated,
        _ => Reason::Rejected,
    }
}

impl CallManager {
    /// Sends the question of a watch out through its route, or serves it from the cache.
    pub(super) fn forward(&mut self, now: Instant, handle: u32, out: &mut Outbox) {
        self.ask_out(now, handle, Upstreams::ask, out);
        if let Some(Via::Held(held)) = self.watches.get(handle).map(|watch| &watch.via) {
            self.patience.push_back((held.until, handle));
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
    pub(super) fn take_steps(
        &mut self,
        now: Instant,
        mut steps: Scratch<Vec<Step>>,
        out: &mut Outbox,
    ) {
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
        let (own, subscriber) = (self.address.to_string(), self.subscriber(leg));
        let real = self.trunks.real_address(server).map(|address| address.to_string());
        let host = Some(host).filter(|host| !host.is_empty()).or(real.as_deref());
        let ask = watcher::Ask {
            server,
            to: Party { user, host },
            from: Party { user: &subscriber, host: Some(&own) },
            asks: "",
            credentials: credentials.as_ref(),
            conduct: Conduct::Leg,
            peculiar: None,
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
        if !self.answer_held(now, handle, status, out)
            && let Some(status) = status
        {
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
        let (how, link) = (Reason::NoResource.into(), LinkEnding::Refused);
        self.close(now, handle, &Ending { how, code, link }, out);
    }

    /// The presentity's side ended it: so it ends here, for the same reason (ROUTE-6). A request that
    /// was not answered yet hears that nobody is there (480).
    fn end(&mut self, now: Instant, handle: u32, reason: &str, out: &mut Outbox) {
        let reason = Reason::parse(reason);
        let again = matches!(reason, Some(Reason::Deactivated | Reason::Timeout));
        let how = Termination::new(reason, None);
        self.close(now, handle, &Ending { how, code: 480, link: LinkEnding::Ended { again } }, out);
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
                let reason = reason_of_refusal(code);
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
            let Some((at, handle)) = self.patience.pop_front() else { return };
            // The handle may be another's by now, whose time has not come.
            let waits = |watch: &Watch| matches!(&watch.via, Via::Held(held) if held.until == at);
            if self.watches.get(handle).is_some_and(waits) {
                out.event(NodeEvent::TimerFired(WakeReason::Patience));
                self.answer_held(now, handle, None, out);
            }
        }
    }

    /// Ends all subscriptions that leave through a trunk: it is being reset.
    pub(super) fn end_legs_on(&mut self, now: Instant, trunk: TrunkId, out: &mut Outbox) {
        let legs: Vec<LegId> = self.upstreams.legs_on(trunk).gather();
        let mut steps = core::mem::take(&mut self.steps);
        for leg in legs {
            steps.push(Step::Unsubscribe { leg });
            self.upstreams.ended(leg, Reason::Deactivated.text(), &mut steps);
        }
        self.take_steps(now, steps, out);
    }
}
