//! A watcher asks: a place on a leg that stands, on one that is under way, or a leg of its own.

use super::leg::{Key, Leg, LegId, State};
use super::{Member, Step, Upstreams, fail, note, story};
use crate::cluster::{Cluster, Distribution, Route};
use crate::gather::Gather;
use crate::id::{GroupId, RouteGroupId, TrunkId};
use crate::limits::{self, LimitReached};
use crate::presence::{Carrier, Check, Fact, TrunkResult, carriers};
use crate::rules::RuleId;

/// What a watcher asks for. The decision has allowed it already.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The owner's own number for the watcher. One that watches already is moved.
    pub watcher: u32,
    /// Where the target leads.
    pub route: Route,
    /// For what.
    pub presentity: &'a str,
    /// The watcher's group.
    pub from: GroupId,
    /// Whether groups are asked ([`crate::presence::asks_groups`]).
    pub asks_groups: bool,
}

impl Upstreams {
    /// A watcher asks. It is accepted at once where a status can come from the cache (ROUTE-5), else
    /// it waits for the leg that it was given, and is accepted or fails later.
    ///
    /// # Errors
    /// [`LimitReached`] past [`limits::UPSTREAMS`] or [`limits::WATCHES`]; the watcher does not
    /// watch then.
    pub fn ask(
        &mut self,
        c: &Cluster,
        ask: &Ask<'_>,
        steps: &mut Vec<Step>,
    ) -> Result<(), LimitReached> {
        self.leave(ask.watcher, steps);
        limits::WATCHES.check(self.members.len() + 1)?;
        limits::UPSTREAMS.check(self.legs.len() + 1)?;
        let member = self.member(c, ask);
        let key: Key = (ask.route, ask.presentity.into());
        match self.shared(&member, &key) {
            Some(leg) => self.join(ask.watcher, member, leg, steps),
            None => self.begin(ask.watcher, member, &key, steps),
        }
        Ok(())
    }

    /// Asks afresh for a watcher that has its place, after groups or permissions changed. It
    /// keeps the place where it may still see the trunk; else it leaves it and is accepted again, or
    /// fails, as if it had just come.
    ///
    /// # Errors
    /// Those of [`Self::ask`].
    pub fn ask_again(
        &mut self,
        c: &Cluster,
        ask: &Ask<'_>,
        steps: &mut Vec<Step>,
    ) -> Result<(), LimitReached> {
        let now = self.member(c, ask).permitted;
        if let Some(member) = self.members.get_mut(&ask.watcher)
            && let Some(leg) = self.legs.get(&member.leg)
            && leg.key.0 == ask.route
            && *leg.key.1 == *ask.presentity
            && now.iter().any(|(_, trunk)| *trunk == leg.trunk)
        {
            member.permitted = now;
            return Ok(());
        }
        self.ask(c, ask, steps)
    }

    /// The watcher with the trunks that it may see, in the order of trying, and with what is
    /// skipped on the way.
    fn member(&self, c: &Cluster, ask: &Ask<'_>) -> Member {
        let all: Vec<Carrier> = carriers(c, ask.from, ask.asks_groups, ask.route).gather();
        let mut checks: Vec<Check> = Vec::new();
        let mut ordered: Vec<&Carrier> = Vec::with_capacity(all.len());
        for run in all.chunk_by(|a, b| a.group == b.group) {
            let turn = run.first().and_then(|first| first.group).and_then(|group| {
                let circular = c.route_groups.get(group)?.distribution == Distribution::Circular;
                let last = self.begun_with.get(&group).filter(|_| circular)?;
                let at = run.iter().position(|carrier| carrier.trunk == *last)?;
                Some((group, (at + 1) % run.len()))
            });
            let (before, from) = run.split_at(turn.map_or(0, |(_, at)| at));
            if let (Some((group, _)), Some(first)) = (turn, from.first()) {
                let first = first.trunk;
                checks.push(note(RuleId::R21, Fact::Circular { group, first }));
            }
            ordered.extend(from.iter().chain(before));
        }
        for carrier in ordered.iter().filter(|carrier| !carrier.permitted) {
            let (trunk, result) = (carrier.trunk, TrunkResult::NotPermitted);
            checks.push(note(RuleId::R8, Fact::TrunkTried { trunk, result }));
        }
        let permitted = ordered.iter().filter(|carrier| carrier.permitted);
        let permitted = permitted.map(|carrier| (carrier.group, carrier.trunk)).gather();
        Member { leg: LegId(0), permitted, tried: Vec::new(), checks }
    }

    /// The leg that a watcher can share: an established one, else one under way on a trunk that was
    /// not tried for it.
    fn shared(&self, member: &Member, key: &Key) -> Option<LegId> {
        let legs = self.by_key.get(key).map_or(&[][..], Vec::as_slice);
        let may_see = |leg: &Leg| member.permitted.iter().any(|(_, trunk)| *trunk == leg.trunk);
        let seen = legs.iter().filter_map(|id| Some((*id, self.legs.get(id)?)));
        let mut seen = seen.filter(|(_, leg)| may_see(leg));
        let stands = seen.clone().find(|(_, leg)| leg.state != State::Trying);
        stands.or_else(|| seen.find(|(_, leg)| member.not_tried(leg.trunk))).map(|(id, _)| id)
    }

    /// Puts a watcher on a leg. What the operation of that leg has tried counts for it too.
    fn join(&mut self, watcher: u32, mut member: Member, id: LegId, steps: &mut Vec<Step>) {
        let Some(leg) = self.legs.get_mut(&id) else { return };
        member.leg = id;
        match leg.state {
            State::Established { status } => {
                let mut checks = story(&mut member);
                let fact = Fact::Cached { trunk: leg.trunk, status };
                checks.extend([note(RuleId::Route5, fact), note(RuleId::R16, fact)]);
                steps.push(Step::Accept { watcher, leg: id, status, checks });
            }
            State::Trying => {
                let others = leg.watchers.iter().find_map(|other| self.members.get(other));
                let tried = others.map_or(&[][..], |other| &other.tried);
                for (trunk, result) in tried {
                    if !member.tried.iter().any(|(known, _)| known == trunk) {
                        member.tried.push((*trunk, *result));
                    }
                }
            }
        }
        leg.watchers.push(watcher);
        self.members.insert(watcher, member);
    }

    /// A leg of its own. Where others carry the same already, it is the second one of R-8.
    fn begin(&mut self, watcher: u32, mut member: Member, key: &Key, steps: &mut Vec<Step>) {
        let others = self.by_key.get(key).and_then(|legs| legs.first());
        let first = others.and_then(|id| self.legs.get(id)).map(|leg| leg.trunk);
        let next = member.permitted.iter().find(|(_, t)| !self.out_of_service.contains(t));
        if let (Some(first), Some((_, trunk))) = (first, next) {
            let fact = Fact::SecondUpstream { first, trunk: *trunk };
            member.checks.push(note(RuleId::R8, fact));
        }
        self.go_on(watcher, member, key, steps);
    }

    /// On to the next trunk that the watcher may see and that was not tried: it joins the leg there,
    /// or begins one. None left: the operation fails.
    pub(super) fn go_on(
        &mut self,
        watcher: u32,
        mut member: Member,
        key: &Key,
        steps: &mut Vec<Step>,
    ) {
        // Another operation may have come to a trunk before: then there is no second one there.
        if let Some(id) = self.shared(&member, key) {
            return self.join(watcher, member, id, steps);
        }
        while let Some((group, trunk)) =
            member.permitted.iter().copied().find(|(_, trunk)| member.not_tried(*trunk))
        {
            if self.out_of_service.contains(&trunk) {
                member.tried.push((trunk, TrunkResult::OutOfService));
                continue;
            }
            return self.subscribe(watcher, member, (group, trunk), key, steps);
        }
        fail(watcher, member, steps);
    }

    fn subscribe(
        &mut self,
        watcher: u32,
        mut member: Member,
        (group, trunk): (Option<RouteGroupId>, TrunkId),
        key: &Key,
        steps: &mut Vec<Step>,
    ) {
        let id = self.unused();
        member.leg = id;
        // The first of a route group that this request tries is where the next request goes on from.
        let tried_before = member.permitted.iter().any(|(other, trunk)| {
            let asked = |(tried, result): &(TrunkId, TrunkResult)| {
                tried == trunk && *result != TrunkResult::OutOfService
            };
            *other == group && member.tried.iter().any(asked)
        });
        if let (Some(group), false) = (group, tried_before) {
            self.begun_with.insert(group, trunk);
        }
        self.members.insert(watcher, member);
        let (key, presentity) = (key.clone(), key.1.clone());
        self.by_key.get_or_default(key.clone()).push(id);
        let state = State::Trying;
        self.legs.insert(id, Leg { key, trunk, state, watchers: vec![watcher] });
        steps.push(Step::Subscribe { leg: id, trunk, presentity });
    }

    /// The next number that names no leg. Those in use are bounded, so there is one.
    fn unused(&mut self) -> LegId {
        loop {
            let id = LegId(self.next);
            self.next = self.next.wrapping_add(1);
            if !self.legs.contains_key(&id) {
                return id;
            }
        }
    }
}
