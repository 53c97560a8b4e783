//! Subscriptions that leave through routes: which trunk carries them, who shares them, how they end
//! (ROUTE-1 to ROUTE-6, R-6, R-8, R-16, R-21).
//!
//! A sans-IO state machine. Its owner tells what happens and does what [`Step`]s say. Each pair of
//! route and presentity has its *legs*: subscriptions upstream, each on a trunk of its own. A
//! watcher that asks gets a place on a leg that it may see, first of all on one that is
//! established; only if there is none does it begin one. While a leg is being established its
//! watchers wait; when the attempt of a trunk fails in a way that lets the next be tried, each of
//! them goes on to the next trunk that *it* may see, and so meets the others again or parts with
//! them.

mod ask;
mod leg;
#[cfg(test)]
mod tests;

use super::{Check, Fact, PublishedStatus, TrunkResult, Verdict};
use crate::gather::Gather;
use crate::id::{RouteGroupId, TrunkId};
use crate::rules::RuleId;
use crate::sorted::{SortedMap, SortedSet};
use leg::{Leg, State};

pub use ask::Ask;
pub use leg::LegId;

/// What the owner is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Subscribe on a trunk, and tell how it ends with [`Upstreams::attempted`].
    Subscribe {
        /// The name of the subscription from here on.
        leg: LegId,
        /// The trunk.
        trunk: TrunkId,
        /// For what.
        presentity: Box<str>,
    },
    /// End a subscription, or its attempt: nobody watches any more.
    Unsubscribe {
        /// Which one.
        leg: LegId,
    },
    /// Accept a watcher; with a status from the cache, where there is one (ROUTE-5).
    Accept {
        /// The watcher.
        watcher: u32,
        /// The leg that carries it.
        leg: LegId,
        /// The status; `None` while no NOTIFY has come.
        status: Option<PublishedStatus>,
        /// How it came to this, for the decision.
        checks: Vec<Check>,
    },
    /// Refuse a watcher: no trunk is left, or one gave the presentity's word.
    Fail {
        /// The watcher.
        watcher: u32,
        /// The answer.
        code: u16,
        /// How it came to this, for the decision.
        checks: Vec<Check>,
    },
    /// Tell a watcher a status (ROUTE-4).
    Tell {
        /// The watcher.
        watcher: u32,
        /// The status.
        status: PublishedStatus,
    },
    /// End a watcher's subscription, for the reason that came from upstream (ROUTE-6).
    End {
        /// The watcher.
        watcher: u32,
        /// The reason, as on the wire.
        reason: Box<str>,
    },
}

/// A watcher: where it waits or watches, and what it still may try.
#[derive(Clone, Debug)]
struct Member {
    leg: LegId,
    /// The trunks that it may see, in the order of trying.
    permitted: Vec<(Option<RouteGroupId>, TrunkId)>,
    /// The trunks tried so far by the operation that it takes part in, each with its end.
    tried: Vec<(TrunkId, TrunkResult)>,
    /// What belongs to its story from the start.
    checks: Vec<Check>,
}

impl Member {
    fn not_tried(&self, trunk: TrunkId) -> bool {
        !self.tried.iter().any(|(tried, _)| *tried == trunk)
    }
}

/// All subscriptions upstream of a cluster.
#[derive(Clone, Debug, Default)]
pub struct Upstreams {
    legs: SortedMap<LegId, Leg>,
    /// The legs of a route and presentity, in the order of their begin.
    by_key: SortedMap<leg::Key, Vec<LegId>>,
    members: SortedMap<u32, Member>,
    out_of_service: SortedSet<TrunkId>,
    /// The member of each circular route group that was tried first for the last request.
    begun_with: SortedMap<RouteGroupId, TrunkId>,
    next: u32,
}

impl Upstreams {
    /// Nobody watches anything, and every trunk is in service.
    pub fn new() -> Self {
        Upstreams::default()
    }

    /// A trunk comes into service or goes out of it. Attempts that wait for it go on to the next
    /// trunk at once. What is established on it stays until it ends ([`Self::ended`]; see
    /// [`Self::legs_on`]).
    pub fn set_available(&mut self, trunk: TrunkId, available: bool, steps: &mut Vec<Step>) {
        if available {
            self.out_of_service.remove(&trunk);
            return;
        }
        self.out_of_service.insert(trunk);
        let waiting: Vec<LegId> = self
            .legs
            .iter()
            .filter(|(_, leg)| leg.trunk == trunk && leg.state == State::Trying)
            .map(|(id, _)| *id)
            .gather();
        for leg in waiting {
            // The attempt is under way: whoever carries it out must let go of it.
            steps.push(Step::Unsubscribe { leg });
            self.attempted(leg, TrunkResult::OutOfService, steps);
        }
    }

    /// Whether a trunk is in service.
    pub fn is_available(&self, trunk: TrunkId) -> bool {
        !self.out_of_service.contains(&trunk)
    }

    /// The legs on a trunk.
    pub fn legs_on(&self, trunk: TrunkId) -> impl Iterator<Item = LegId> + '_ {
        self.legs.iter().filter(move |(_, leg)| leg.trunk == trunk).map(|(id, _)| *id)
    }

    /// How the attempt of a leg's trunk ended. A leg that is gone or established changes nothing.
    pub fn attempted(&mut self, id: LegId, result: TrunkResult, steps: &mut Vec<Step>) {
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.state == State::Trying) else {
            return;
        };
        if matches!(result.code(), Some(200..=299)) {
            leg.state = State::Established { status: None };
            return self.accept_all(id, steps);
        }
        let Some(leg) = self.take_leg(id) else { return };
        for watcher in leg.watchers {
            let Some(mut member) = self.members.remove(&watcher) else { continue };
            member.tried.push((leg.trunk, result));
            if result.goes_on() {
                self.go_on(watcher, member, &leg.key, steps);
            } else {
                fail(watcher, member, steps);
            }
        }
    }

    /// A status came from upstream. It also says that the attempt succeeded, where the NOTIFY
    /// overtakes the answer.
    pub fn notified(&mut self, id: LegId, status: PublishedStatus, steps: &mut Vec<Step>) {
        self.attempted(id, TrunkResult::Answered(200), steps);
        let Some(leg) = self.legs.get_mut(&id) else { return };
        leg.state = State::Established { status: Some(status) };
        steps.extend(leg.watchers.iter().map(|watcher| Step::Tell { watcher: *watcher, status }));
    }

    /// The presentity's side ended a subscription: so it ends for every watcher (ROUTE-6).
    pub fn ended(&mut self, id: LegId, reason: &str, steps: &mut Vec<Step>) {
        self.attempted(id, TrunkResult::Answered(200), steps);
        let Some(leg) = self.take_leg(id) else { return };
        for watcher in leg.watchers {
            self.members.remove(&watcher);
            steps.push(Step::End { watcher, reason: reason.into() });
        }
    }

    /// A watcher leaves; with the last one the subscription upstream ends.
    pub fn leave(&mut self, watcher: u32, steps: &mut Vec<Step>) {
        let Some(member) = self.members.remove(&watcher) else { return };
        let Some(leg) = self.legs.get_mut(&member.leg) else { return };
        leg.watchers.retain(|other| *other != watcher);
        if leg.watchers.is_empty() {
            self.take_leg(member.leg);
            steps.push(Step::Unsubscribe { leg: member.leg });
        }
    }

    /// The trunk that carries a watcher's subscription, once it is established.
    pub fn carrier_of(&self, watcher: u32) -> Option<TrunkId> {
        let leg = self.legs.get(&self.members.get(&watcher)?.leg)?;
        (leg.state != State::Trying).then_some(leg.trunk)
    }

    /// What a watcher's subscription upstream told last.
    pub fn cached(&self, watcher: u32) -> Option<PublishedStatus> {
        self.legs.get(&self.members.get(&watcher)?.leg)?.status()
    }

    /// Every subscription upstream: its trunk, the presentity, and what it told last.
    pub fn all(
        &self,
    ) -> impl Iterator<Item = (LegId, TrunkId, &str, Option<PublishedStatus>)> + '_ {
        self.legs.iter().map(|(id, leg)| (*id, leg.trunk, &*leg.key.1, leg.status()))
    }

    /// The watchers of a leg, in the order in which they came.
    pub fn watchers(&self, leg: LegId) -> &[u32] {
        self.legs.get(&leg).map_or(&[], |leg| &leg.watchers)
    }

    /// How many subscriptions there are upstream, under way or established.
    pub fn len(&self) -> usize {
        self.legs.len()
    }

    /// Whether nobody watches anything.
    pub fn is_empty(&self) -> bool {
        self.legs.is_empty()
    }

    fn take_leg(&mut self, id: LegId) -> Option<Leg> {
        let leg = self.legs.remove(&id)?;
        if let Some(legs) = self.by_key.get_mut(&leg.key) {
            legs.retain(|other| *other != id);
            if legs.is_empty() {
                self.by_key.remove(&leg.key);
            }
        }
        Some(leg)
    }

    /// Those who waited are accepted, and told what was tried for them.
    fn accept_all(&mut self, id: LegId, steps: &mut Vec<Step>) {
        let Some(leg) = self.legs.get(&id) else { return };
        for watcher in &leg.watchers {
            let Some(member) = self.members.get_mut(watcher) else { continue };
            member.tried.push((leg.trunk, TrunkResult::Answered(200)));
            let mut checks = story(member);
            checks.push(note(RuleId::R16, Fact::Upstream(leg.trunk)));
            steps.push(Step::Accept { watcher: *watcher, leg: id, status: None, checks });
        }
    }
}

fn note(rule: RuleId, fact: Fact) -> Check {
    Check { rule, verdict: Verdict::Noted, fact }
}

/// What was tried: each trunk by ROUTE-3, and by R-6 where it let the next one be tried.
fn story(member: &mut Member) -> Vec<Check> {
    let mut checks = core::mem::take(&mut member.checks);
    for (trunk, result) in core::mem::take(&mut member.tried) {
        let fact = Fact::TrunkTried { trunk, result };
        checks.push(note(RuleId::Route3, fact));
        if !matches!(result.code(), Some(200..=299)) {
            checks.push(note(RuleId::R6, fact));
        }
    }
    checks
}

/// The operation fails: with the last final answer received, 503 when none came; 403
/// where the watcher may see no trunk at all.
fn fail(watcher: u32, mut member: Member, steps: &mut Vec<Step>) {
    let last = member.tried.iter().rev().find_map(|(_, result)| result.code());
    let code = last.unwrap_or(if member.permitted.is_empty() { 403 } else { 503 });
    let mut checks = story(&mut member);
    let fact = Fact::RouteFailed(code);
    checks.push(Check { rule: RuleId::R6, verdict: Verdict::Fail, fact });
    checks.push(note(RuleId::R5, fact));
    steps.push(Step::Fail { watcher, code, checks });
}
