//! What a run shows of the rules: the evidence behind `covers`.
//!
//! A *decided* rule is shown by a check with its id: in a decision, or in what the status table
//! said of a line that somebody watches. An *observed* one is shown by what is listed in
//! [`OBSERVED`]. A *whole* one is shown when its parts are.

mod admin;
mod missing;
mod routes;

use super::Stage;
use super::reasons::would_decide;
use crate::cluster::ButtonsOf;
use crate::diagnostic::Span;
use crate::gather::Gather;
use crate::id::{DnId, PhoneId};
use crate::node::{CallCommand, Command, LampCause, NodeEvent, phone_of_node};
use crate::presence::{Found, LineState, Way};
use crate::rules::{Evidence as Kind, RuleId};
use crate::scenario::model::Scenario;
use crate::site::cluster_of_node;
use crate::sorted::{SortedMap, SortedSet};
use crate::time::{Duration, Instant};
use crate::trace::{Event, Lamp, LampKey, LampPlace, What};
use crate::world::World;

/// A rule under `covers`, and since when the run has shown it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The rule.
    pub rule: RuleId,
    /// Where it stands under `covers`.
    pub span: Span,
    /// When the run first showed it; `None`: it did not.
    pub at: Option<Instant>,
    /// Of a whole rule: the parts that the run did not show.
    pub missing_parts: Vec<RuleId>,
}

/// The evidence of a run so far.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    found: SortedMap<RuleId, Instant>,
    /// Directory numbers that somebody watches or has watched.
    watched: SortedSet<DnId>,
    /// Phones whose users have acted.
    touched: SortedSet<PhoneId>,
    last: SortedMap<LampKey, Lamp>,
    asked: bool,
    told: bool,
    /// The kinds of places that have shown a status.
    places: SortedSet<u8>,
    edits: admin::Edited,
    upstream: routes::Upstream,
    /// Whether causes must be followed for a rule that somebody wants.
    follow: bool,
}

impl Evidence {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let by_causes = [
            RuleId::Watch12,
            RuleId::R22,
            RuleId::R23,
            RuleId::Route4,
            RuleId::Route5,
            RuleId::Route6,
            RuleId::R16,
        ];
        let wants = |rule: &RuleId| {
            scenario
                .covers
                .iter()
                .any(|(wanted, _)| wanted == rule || wanted.rule().parts.contains(rule))
        };
        Evidence {
            found: SortedMap::new(),
            watched: SortedSet::new(),
            touched: SortedSet::new(),
            last: SortedMap::new(),
            asked: false,
            told: false,
            places: SortedSet::new(),
            edits: admin::Edited::default(),
            upstream: routes::Upstream::default(),
            follow: by_causes.iter().any(wants),
        }
    }

    fn note(&mut self, rule: RuleId, at: Instant) {
        self.found.get_or_insert_with(rule, || at);
    }

    pub(super) fn look_at(&mut self, event: &Event, stage: &Stage<'_>) {
        match &event.what {
            What::Command(command) => self.command(event, command),
            What::Delivered { .. } => self.delivered(event, stage.world),
            What::Node(NodeEvent::Decided(decision)) => {
                for check in &decision.checks {
                    self.note(check.rule, event.at);
                }
                if matches!(decision.way, Way::CallList(_) | Way::Directory) {
                    self.note(RuleId::R25, event.at);
                }
                if let (200, Some(Found::DirectoryNumber(dn))) =
                    (decision.answer.code, decision.answer.found)
                {
                    self.watched.insert(dn);
                }
            }
            What::Node(NodeEvent::LineLearned { phone, dn, state, rule, .. })
                if self.watched.contains(dn) =>
            {
                self.learned(event.at, *phone, *dn, *state, *rule, stage);
            }
            What::Node(NodeEvent::Lamp { key, lamp, because }) => {
                self.lamp(event.at, key, *lamp, *because, stage);
                if self.follow {
                    self.told_from_outside(event, key, *because, stage);
                }
                if *because == LampCause::NotMonitoring
                    && let Some((cluster, index)) = stage.of_phone(key.phone)
                    && let Some(decision) = would_decide(cluster, index, key)
                {
                    for check in &decision.checks {
                        self.note(check.rule, event.at);
                    }
                }
            }
            What::Node(NodeEvent::Line { state, .. }) if self.follow => {
                self.line(event, *state, stage.world)
            }
            _ => {}
        }
    }

    fn command(&mut self, event: &Event, command: &Command) {
        if let (Some(phone), false) = (phone_of_node(event.node), *command == Command::Connect) {
            self.touched.insert(phone);
        }
    }

    fn delivered(&mut self, event: &Event, world: &World) {
        let sent = event.cause.and_then(|cause| world.trace().get(cause));
        let Some(What::Sent { bytes, .. }) = sent.map(|sent| &sent.what) else { return };
        let manager = cluster_of_node(event.node).is_some();
        self.asked |= manager && bytes.starts_with(b"SUBSCRIBE ");
        self.told |= !manager && bytes.starts_with(b"NOTIFY ");
        if self.asked && self.told {
            self.note(RuleId::Watch6, event.at);
        }
    }

    fn learned(
        &mut self,
        at: Instant,
        phone: PhoneId,
        dn: DnId,
        state: LineState,
        rule: RuleId,
        stage: &Stage<'_>,
    ) {
        self.note(rule, at);
        if state == LineState::OffHook {
            self.note(RuleId::R12, at);
        }
        if state == LineState::NotConnected
            && stage.scenario.timers.unplugged_noticed_after > Duration::ZERO
        {
            self.note(RuleId::R24, at);
        }
        let shared = |(id, other): (PhoneId, &crate::cluster::Phone)| {
            id != phone && other.lines.contains(&dn)
        };
        if stage.of_number(dn).is_some_and(|cluster| cluster.phones.iter().any(shared)) {
            self.note(RuleId::R7, at);
        }
    }

    fn lamp(
        &mut self,
        at: Instant,
        key: &LampKey,
        lamp: Lamp,
        because: LampCause,
        stage: &Stage<'_>,
    ) {
        let status = matches!(lamp, Lamp::Idle | Lamp::Busy | Lamp::Unknown);
        let before = self.last.insert(key.clone(), lamp);
        if !status || because != LampCause::Notified {
            return;
        }
        let place = match key.place {
            LampPlace::Blf(_) => {
                self.button(at, key.phone, stage);
                0
            }
            LampPlace::Entry(..) => 1,
            LampPlace::Directory(_) => 2,
            LampPlace::Watch(_) => return,
        };
        if place > 0 {
            self.note(RuleId::Watch3, at);
        }
        self.places.insert(place);
        if self.places.len() == 3 {
            self.note(RuleId::Watch2, at);
        }
        let changed = before.is_some_and(|before| before != lamp && before != Lamp::NoIcon);
        if changed {
            self.note(RuleId::Watch7, at);
        }
    }

    /// A BLF lamp got a status.
    fn button(&mut self, at: Instant, phone: PhoneId, stage: &Stage<'_>) {
        if !self.touched.contains(&phone) {
            self.note(RuleId::Watch11, at);
        }
        let Some((cluster, _)) = stage.of_phone(phone) else { return };
        let Some(phone) = cluster.phones.get(phone) else { return };
        if let ButtonsOf::Profile(_) = phone.acting.buttons_of {
            self.note(RuleId::Admin9, at);
        }
        let template = phone.template.and_then(|id| cluster.button_templates.get(id));
        if template.is_some_and(|template| self.edits.customized.contains(&template.name)) {
            self.note(RuleId::Admin4, at);
        }
    }

    /// What a line does because of what a user of another phone did.
    fn line(&mut self, event: &Event, state: LineState, world: &World) {
        let command = world.trace().causes(event.id).find_map(|cause| match &cause.what {
            What::Command(command) if cause.node != event.node => Some(command),
            _ => None,
        });
        match (state, command) {
            (LineState::RingingIn, Some(Command::PressBlf(_))) => {
                self.note(RuleId::Watch12, event.at);
                self.note(RuleId::R22, event.at);
            }
            (LineState::RingingIn, Some(Command::Call(CallCommand::Dial(_)))) => {
                self.note(RuleId::R22, event.at)
            }
            (LineState::OnHook, Some(Command::Call(CallCommand::HangUp))) => {
                self.note(RuleId::R23, event.at)
            }
            _ => {}
        }
    }

    /// The rules under `covers`, each with whether it was shown.
    pub(super) fn shown(&self, scenario: &Scenario) -> Vec<Shown> {
        let shown = |(rule, span): &(RuleId, Span)| {
            let parts = rule.rule().parts;
            let missing_parts =
                parts.iter().copied().filter(|part| !self.found.contains_key(part)).gather();
            let whole = || parts.iter().filter_map(|part| self.found.get(part)).max().copied();
            let at = match rule.rule().evidence {
                Kind::Whole if !parts.is_empty() && missing_parts.is_empty() => whole(),
                _ => self.found.get(rule).copied(),
            };
            Shown { rule: *rule, span: *span, at, missing_parts }
        };
        scenario.covers.iter().map(shown).gather()
    }
}
