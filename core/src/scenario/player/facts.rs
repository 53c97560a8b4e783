//! What the player notes of a run, event by event: lamps over time, messages that somebody asked
//! for, evidence for rules, broken invariants. It looks at each event once, so that it works at
//! every trace level.

use super::evidence::Evidence;
use super::invariant::Refusals;
use super::wire::Wire;
use crate::diagnostic::Diagnostic;
use crate::id::EventId;
use crate::node::{CALL_MANAGER, NodeEvent, phone_of_node};
use crate::presence::{CallList, RouteIndex};
use crate::scenario::model::{Action, Expected, Matcher, Scenario, Showing};
use crate::time::Instant;
use crate::trace::{Event, Lamp, LampKey, LampPlace, What};
use crate::world::World;
use std::collections::BTreeMap;

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

#[derive(Clone, Debug)]
pub(super) struct Facts {
    /// The first event not looked at.
    next: EventId,
    lamps: BTreeMap<LampKey, Vec<Change>>,
    /// Matchers by (step, expectation), each with what it saw.
    sightings: BTreeMap<(usize, usize), (Matcher, Vec<Sighting>)>,
    answers: BTreeMap<LampKey, FinalAnswer>,
    refusals: Refusals,
    pub(super) evidence: Evidence,
}

impl Facts {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let mut sightings = BTreeMap::new();
        for (step, index, expected) in expectations(scenario) {
            if let Expected::Message { matcher, .. } | Expected::NeverMessage { matcher, .. } =
                expected
            {
                sightings.insert((step, index), (matcher.clone(), Vec::new()));
            }
        }
        Facts {
            next: EventId(0),
            lamps: BTreeMap::new(),
            sightings,
            answers: BTreeMap::new(),
            refusals: Refusals::default(),
            evidence: Evidence::new(scenario),
        }
    }

    /// What a lamp has shown, oldest first.
    pub(super) fn changes(&self, key: &LampKey) -> &[Change] {
        self.lamps.get(key).map_or(&[], Vec::as_slice)
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
        self.sightings.get(&(step, expectation)).map_or(&[], |(_, seen)| seen.as_slice())
    }

    pub(super) fn answer(&self, key: &LampKey) -> Option<FinalAnswer> {
        self.answers.get(key).copied()
    }

    pub(super) fn violations(&self, scenario: &Scenario) -> Vec<Diagnostic> {
        self.refusals.violations(scenario)
    }

    /// Looks at all events that are new.
    pub(super) fn look(&mut self, world: &World, scenario: &Scenario, index: &RouteIndex) {
        for event in world.trace().events_from(self.next) {
            self.next = EventId(event.id.0 + 1);
            self.look_at(event, world, scenario);
            self.evidence.look_at(event, world, scenario, index);
        }
    }

    fn look_at(&mut self, event: &Event, world: &World, scenario: &Scenario) {
        match &event.what {
            What::Node(NodeEvent::Lamp { key, lamp, .. }) => {
                self.note(key.clone(), Showing::Lamp(*lamp), event);
            }
            What::Node(NodeEvent::LampGone { key }) => {
                let showing = showing(world, key);
                self.note(key.clone(), showing, event);
            }
            What::Node(NodeEvent::ListEntry { list, number }) => {
                self.entry(event, *list, number, world)
            }
            What::Sent { to, bytes, .. } => {
                let Some(wire) = Wire::read(event, *to, bytes) else { return };
                self.wire(&wire, scenario);
            }
            What::LinkSent { content, .. } => {
                let phone = phone_of_node(if event.node == CALL_MANAGER {
                    link_end(event)
                } else {
                    event.node
                });
                self.refusals.link(event, phone, content);
            }
            _ => {}
        }
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
        let changes = self.lamps.entry(key).or_default();
        if changes.last().is_none_or(|last| last.showing != showing) {
            changes.push(Change { at: event.at, showing, event: event.id });
        }
    }

    fn wire(&mut self, wire: &Wire, scenario: &Scenario) {
        for (matcher, seen) in self.sightings.values_mut() {
            if wire.matches(matcher) {
                seen.push(Sighting { at: wire.at, words: wire.words(&scenario.cluster) });
            }
        }
        self.refusals.wire(wire);
        if let (Some(key), Some(code)) =
            (self.refusals.asker(wire), wire.code.filter(|code| *code >= 200))
        {
            self.answers.insert(key.clone(), FinalAnswer { at: wire.at, code });
        }
    }
}

/// To whom CallManager sent an in-process message.
fn link_end(event: &Event) -> crate::id::NodeId {
    match &event.what {
        What::LinkSent { to, .. } => *to,
        _ => event.node,
    }
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
