//! What the player notes of a run, event by event: lamps over time, messages that somebody asked
//! for, evidence for rules, broken invariants. It looks at each event once, so that it works at
//! every trace level.

use super::Stage;
use super::evidence::Evidence;
use super::invariant::Refusals;
use super::upstream::Upstream;
use super::wire::Wire;
use crate::cluster::Trunk;
use crate::diagnostic::Diagnostic;
use crate::id::{ClusterId, EventId, TrunkId};
use crate::node::{Command, NodeEvent, phone_of_node};
use crate::presence::{CallList, Decision, Watcher};
use crate::scenario::model::{Action, Expected, Matcher, Scenario, Showing};
use crate::sip::message::Method;
use crate::site::{Site, cluster_of_node, outside_of_node};
use crate::sorted::SortedMap;
use crate::time::Instant;
use crate::trace::{Event, Lamp, LampKey, LampPlace, What};
use crate::world::World;
use std::sync::Arc;

/// A lamp shows something new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Since when.
    pub at: Instant,
    /// What.
    pub showing: Showing,
    /// The event that made it so.
    pub event: EventId,
}

/// A message that an expectation asked for.
#[derive(Clone, Debug)]
pub(super) struct Sighting {
    pub(super) at: Instant,
    pub(super) words: String,
}

/// The final answer to the latest SUBSCRIBE of a lamp.
#[derive(Clone, Copy, Debug)]
pub(super) struct FinalAnswer {
    pub(super) at: Instant,
    pub(super) code: u16,
}

/// A request that came in over a trunk: the cluster, the trunk, and what was asked for.
type OverTrunk = (ClusterId, TrunkId, String);

#[derive(Clone, Debug, Default)]
struct Asked {
    decision: Option<Arc<Decision>>,
    answer: Option<FinalAnswer>,
}

/// What was told to a lamp.
#[derive(Clone, Debug, Default)]
struct Told {
    /// What it has shown, oldest first.
    changes: Vec<Change>,
    /// The final answer to its latest SUBSCRIBE.
    answer: Option<FinalAnswer>,
}

#[derive(Clone, Debug)]
pub(super) struct Facts {
    /// The first event not looked at.
    next: EventId,
    lamps: SortedMap<LampKey, Told>,
    /// What each expectation of messages saw, by its step and its own number.
    sightings: SortedMap<(usize, usize), Vec<Sighting>>,
    /// What was asked over trunks, by what was asked for: the latest decision and the latest answer.
    over_trunks: SortedMap<OverTrunk, Asked>,
    refusals: Refusals,
    upstream: Upstream,
    pub(super) evidence: Evidence,
}

impl Facts {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let mut facts = Facts {
            next: EventId(0),
            lamps: SortedMap::new(),
            sightings: SortedMap::new(),
            over_trunks: SortedMap::new(),
            refusals: Refusals::default(),
            upstream: Upstream::default(),
            evidence: Evidence::new(scenario),
        };
        facts.expect(scenario);
        facts
    }

    /// From now on it looks for the messages that this scenario asks for, and for no others.
    pub(super) fn expect(&mut self, scenario: &Scenario) {
        self.sightings = SortedMap::new();
        for (step, index, expected) in expectations(scenario) {
            if matcher(expected).is_some() {
                self.sightings.insert((step, index), Vec::new());
            }
        }
    }

    /// What a lamp has shown, oldest first.
    pub(super) fn changes(&self, key: &LampKey) -> &[Change] {
        self.lamps.get(key).map_or(&[], |told| told.changes.as_slice())
    }

    /// What a lamp showed at a moment, after everything of that moment.
    pub(super) fn showing_at(&self, key: &LampKey, at: Instant) -> Showing {
        let changes = self.changes(key);
        let later = changes.partition_point(|change| change.at <= at);
        later
            .checked_sub(1)
            .and_then(|last| changes.get(last))
            .map_or(Showing::Absent, |c| c.showing)
    }

    /// What the matcher of an expectation saw, oldest first.
    pub(super) fn sightings(&self, step: usize, expectation: usize) -> &[Sighting] {
        self.sightings.get(&(step, expectation)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn answer(&self, key: &LampKey) -> Option<FinalAnswer> {
        self.lamps.get(key)?.answer
    }

    /// The latest decision on a request that came in over a trunk.
    pub(super) fn decision_over(
        &self,
        cluster: ClusterId,
        trunk: TrunkId,
        target: &str,
    ) -> Option<&Arc<Decision>> {
        self.over_trunks.get(&(cluster, trunk, target.to_owned()))?.decision.as_ref()
    }

    /// The latest final answer to a request that came in over a trunk.
    pub(super) fn answer_over(
        &self,
        cluster: ClusterId,
        trunk: TrunkId,
        target: &str,
    ) -> Option<FinalAnswer> {
        self.over_trunks.get(&(cluster, trunk, target.to_owned()))?.answer
    }

    pub(super) fn violations(&self, stage: &Stage<'_>) -> Vec<Diagnostic> {
        let mut all = self.refusals.violations(stage);
        all.extend(self.upstream.violations(stage));
        all
    }

    /// Looks at all events that are new.
    pub(super) fn look(&mut self, stage: &Stage<'_>) {
        for event in stage.world.trace().events_from(self.next) {
            self.next = EventId(event.id.0 + 1);
            self.look_at(event, stage);
            match &event.what {
                What::Sent { to, bytes, message } => {
                    if let Some(wire) = Wire::read(event, *to, bytes, stage.site) {
                        self.wire(&wire, stage);
                        self.upstream.sent(&wire, *message, stage.site);
                        self.evidence.sent(&wire);
                    }
                }
                What::Delivered { message, .. } => {
                    self.upstream.delivered(*message, event.at, stage.site);
                }
                What::Command(Command::Restart) => self.upstream.forgotten(event.node),
                _ => {}
            }
            self.evidence.look_at(event, stage);
        }
    }

    fn look_at(&mut self, event: &Event, stage: &Stage<'_>) {
        match &event.what {
            What::Node(NodeEvent::Lamp { key, lamp, .. }) => {
                self.note(key.clone(), Showing::Lamp(*lamp), event);
            }
            What::Node(NodeEvent::LampGone { key }) => {
                let showing = showing(stage.world, key);
                self.note(key.clone(), showing, event);
            }
            What::Node(NodeEvent::ListEntry { list, number }) => {
                self.entry(event, *list, number, stage.world)
            }
            What::Node(NodeEvent::Decided(decision)) => self.decided(event, decision),
            What::LinkSent { to, content, .. } => {
                let phone = phone_of_node(event.node).or_else(|| phone_of_node(*to));
                self.refusals.link(event, phone, content);
            }
            _ => {}
        }
    }

    fn decided(&mut self, event: &Event, decision: &Arc<Decision>) {
        let (Watcher::Trunk(request), Some(cluster)) =
            (decision.watcher, cluster_of_node(event.node))
        else {
            return;
        };
        let key = (cluster, request.trunk, String::from(&*decision.target));
        self.over_trunks.get_or_default(key).decision = Some(Arc::clone(decision));
    }

    /// A new entry has no icon until its list is open and asks for it.
    fn entry(&mut self, event: &Event, list: CallList, number: &str, world: &World) {
        let Some(phone) = phone_of_node(event.node) else { return };
        let key = LampKey { phone, place: LampPlace::Entry(list, number.into()) };
        if world.lamp(&key).is_none() {
            self.note(key, Showing::Lamp(Lamp::NoIcon), event);
        }
    }

    fn note(&mut self, key: LampKey, showing: Showing, event: &Event) {
        let changes = &mut self.lamps.get_or_default(key).changes;
        if changes.last().is_none_or(|last| last.showing != showing) {
            changes.push(Change { at: event.at, showing, event: event.id });
        }
    }

    fn wire(&mut self, wire: &Wire, stage: &Stage<'_>) {
        for (&(step, index), seen) in self.sightings.iter_mut() {
            let wanted = expectation(stage.scenario, step, index).and_then(matcher);
            if wanted.is_some_and(|wanted| wire.matches(wanted, stage.site)) {
                seen.push(Sighting { at: wire.at, words: wire.words(stage.site) });
            }
        }
        self.refusals.wire(wire);
        let Some(code) = wire.code.filter(|code| *code >= 200) else { return };
        let answer = FinalAnswer { at: wire.at, code };
        if let Some(key) = self.refusals.asker(wire) {
            self.lamps.get_or_default_of(key).answer = Some(answer);
        }
        if let (true, Some((cluster, trunk)), Some(about)) =
            (wire.method == Method::Subscribe, trunk_of(stage.site, wire), &wire.about)
        {
            let key = (cluster, trunk, about.clone());
            self.over_trunks.get_or_default(key).answer = Some(answer);
        }
    }
}

/// The trunk over which an answer goes back: that of who is outside, or the first one that leads to
/// the other cluster.
fn trunk_of(site: &Site, wire: &Wire) -> Option<(ClusterId, TrunkId)> {
    let cluster = cluster_of_node(wire.from)?;
    if let Some(outside) = outside_of_node(wire.to).and_then(|id| site.outside().get(id)) {
        return (outside.cluster == cluster).then_some((cluster, outside.trunk));
    }
    let other = site.cluster(cluster_of_node(wire.to)?)?;
    let leads = |(_, trunk): &(TrunkId, &Trunk)| {
        trunk.sip().is_some() && trunk.destination.as_ref() == Some(&other.name)
    };
    Some((cluster, site.cluster(cluster)?.trunks.iter().find(leads)?.0))
}

/// All expectations with the numbers of their steps and their own.
fn expectations(scenario: &Scenario) -> impl Iterator<Item = (usize, usize, &Expected)> {
    scenario.steps.iter().enumerate().flat_map(|(step, s)| {
        let all = match &s.action {
            Action::Expect(all) => all.as_slice(),
            _ => &[],
        };
        all.iter().enumerate().map(move |(index, expectation)| (step, index, &expectation.what))
    })
}

/// An expectation by the number of its step and its own.
fn expectation(scenario: &Scenario, step: usize, index: usize) -> Option<&Expected> {
    match &scenario.steps.get(step)?.action {
        Action::Expect(all) => all.get(index).map(|expectation| &expectation.what),
        _ => None,
    }
}

/// The messages that an expectation is about.
fn matcher(expected: &Expected) -> Option<&Matcher> {
    match expected {
        Expected::Message { matcher, .. } | Expected::NeverMessage { matcher, .. } => Some(matcher),
        _ => None,
    }
}

/// What a lamp shows now. An entry of a list that is not open has no icon.
pub(super) fn showing(world: &World, key: &LampKey) -> Showing {
    if let Some(lamp) = world.lamp(key) {
        return Showing::Lamp(lamp);
    }
    match &key.place {
        LampPlace::Entry(list, number)
            if world.call_list(key.phone, *list).iter().any(|entry| entry.number == *number) =>
        {
            Showing::Lamp(Lamp::NoIcon)
        }
        _ => Showing::Absent,
    }
}
