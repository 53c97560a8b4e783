//! What calls do to lines, to call lists and to presence.

use super::CallManager;
use super::switch::{DeviceLine, Effects};
use crate::cluster::{Cluster, Protocol};
use crate::gather::Gather;
use crate::id::{CssId, DnId, NodeId, PhoneId};
use crate::node::{CallCommand, LinkMessage, NodeEvent, Outbox, node_of_phone};
use crate::presence::{Found, LineState, PublishedStatus, device_rule, device_status, find_number};
use crate::scratch::Scratch;
use crate::time::Instant;
use std::sync::Arc;

/// The line of a phone that is outside: no number of the cluster.
const LINE_OUTSIDE: DnId = DnId(u32::MAX);

/// Whom line states are told to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Towards {
    /// All whose line changed; and to this phone also the lines that did not, with line 1: it acted
    /// before it heard from us and may have guessed wrong.
    AllAnd(PhoneId),
    /// All but this phone, whose lines start afresh and who knows.
    AllBut(PhoneId),
    /// All whose line changed: nobody acted.
    All,
}

impl CallManager {
    /// A user handled calls on a phone.
    pub(super) fn user(
        &mut self,
        now: Instant,
        phone: PhoneId,
        command: CallCommand,
        out: &mut Outbox,
    ) {
        let cluster = Arc::clone(&self.cluster);
        let Some(own) = first_line(&cluster, phone) else { return };
        if !self.registrar.is_in_service(phone) {
            return;
        }
        let mut effects = core::mem::take(&mut self.effects);
        match command {
            CallCommand::Lift => self.switch.lift(own, &mut effects),
            CallCommand::Dial(number) => self.dial(&cluster, own, &number, &mut effects),
            CallCommand::Answer => self.switch.answer(phone, &mut effects),
            CallCommand::Hold => self.switch.hold(phone, &mut effects),
            CallCommand::Resume => self.switch.resume(phone, &mut effects),
            CallCommand::HangUp => self.switch.hang_up(phone, &mut effects),
        }
        self.settle(now, Towards::AllAnd(phone), effects, out);
    }

    /// Finds the number by the phone's CSS for calls and lets its devices ring.
    fn dial(
        &mut self,
        cluster: &Cluster,
        own: (DeviceLine, &str),
        number: &str,
        effects: &mut Effects,
    ) {
        let css = cluster.phones.get(own.0.phone).and_then(|phone| phone.css);
        let (devices, _) = self.devices(cluster, css, number);
        self.switch.dial(own, number, devices.into_iter(), effects);
    }

    /// The devices in service that a number reaches, and whether there is such a number.
    pub(super) fn devices(
        &self,
        cluster: &Cluster,
        css: Option<CssId>,
        number: &str,
    ) -> (Vec<DeviceLine>, bool) {
        let found = find_number(cluster, &self.index, css, number);
        let devices = self
            .reached(cluster, found)
            .into_iter()
            .flat_map(|dn| self.engine.devices(dn).map(move |(phone, _)| DeviceLine { phone, dn }))
            .filter(|device| self.registrar.is_in_service(device.phone));
        (devices.gather(), found.is_some())
    }

    /// The number that a call reaches: behind a hunt pilot the first member with a device in service.
    /// What leads out of the cluster reaches nobody here.
    fn reached(&self, cluster: &Cluster, found: Option<Found>) -> Option<DnId> {
        match found? {
            Found::DirectoryNumber(dn) => Some(dn),
            Found::HuntPilot(pilot) => {
                let list = cluster.hunt_pilots.get(pilot)?.hunt_list;
                let in_service = |dn: &DnId| {
                    self.engine.devices(*dn).any(|(phone, _)| self.registrar.is_in_service(phone))
                };
                cluster.hunt_lists.get(list)?.members.iter().copied().find(in_service)
            }
            Found::Route(_) => None,
        }
    }

    /// Somebody outside calls in over a trunk; the trunk's own calling search space decides whom it
    /// reaches. A caller who is in a call already gives it up for this one.
    pub(super) fn trunk_call(
        &mut self,
        now: Instant,
        from: NodeId,
        caller: &str,
        number: &str,
        out: &mut Outbox,
    ) {
        let cluster = Arc::clone(&self.cluster);
        let trunk = self.trunks.of_node(&cluster, from).and_then(|id| cluster.trunks.get(id));
        let css = trunk.and_then(|trunk| trunk.sip()?.css);
        let Some(phone) = self.trunks.caller(from, caller) else { return };
        let mut effects = core::mem::take(&mut self.effects);
        self.switch.gone(phone, &mut effects);
        let own = (DeviceLine { phone, dn: LINE_OUTSIDE }, caller);
        let (devices, _) = self.devices(&cluster, css, number);
        self.switch.dial(own, number, devices.into_iter(), &mut effects);
        self.settle(now, Towards::All, effects, out);
    }

    /// Somebody outside hangs up.
    pub(super) fn trunk_hang_up(
        &mut self,
        now: Instant,
        from: NodeId,
        caller: &str,
        out: &mut Outbox,
    ) {
        let Some(phone) = self.trunks.caller(from, caller) else { return };
        let mut effects = core::mem::take(&mut self.effects);
        self.switch.gone(phone, &mut effects);
        self.settle(now, Towards::All, effects, out);
    }

    /// Brings everything that depends on calls up to date: the lines, then what is published of
    /// them, then the call lists. The status of a line is compared before and after the whole
    /// command, so that no watcher sees a state in between.
    pub(super) fn settle(
        &mut self,
        now: Instant,
        towards: Towards,
        mut effects: Scratch<Effects>,
        out: &mut Outbox,
    ) {
        let mut before: Vec<(DnId, PublishedStatus)> = Vec::new();
        for &line in &effects.lines {
            self.settle_line(line, towards, &mut before, out);
        }
        if let Towards::AllAnd(phone) = towards {
            self.acknowledge(phone, &effects, out);
        }
        for position in 0..effects.lines.len() {
            if let Some(&line) = effects.lines.get(position) {
                self.follow(now, line.phone);
            }
        }
        for (dn, status) in before {
            if self.engine.status(dn) != status {
                self.publish(now, dn, out);
            }
        }
        for logged in effects.logged.drain(..) {
            if self.keeps_lists(logged.at.phone) {
                let (list, number, line) = (logged.list, logged.number, logged.at.dn);
                let entry = LinkMessage::ListEntry { list, number, line };
                out.link(node_of_phone(logged.at.phone), entry);
            }
        }
        effects.clear();
        self.effects = effects;
    }

    fn settle_line(
        &mut self,
        line: DeviceLine,
        towards: Towards,
        before: &mut Vec<(DnId, PublishedStatus)>,
        out: &mut Outbox,
    ) {
        let DeviceLine { phone, dn } = line;
        let state = self.state_of(line);
        if self.engine.line(phone, dn) == state {
            return;
        }
        if !before.iter().any(|&(known, _)| known == dn) {
            before.push((dn, self.engine.status(dn)));
        }
        // What it publishes is looked at after all lines of the command are set.
        let _ = self.engine.set_line(&self.cluster, phone, dn, state);
        self.learned(line, state, out);
        let by_sip = self.registrar.binding(phone).is_some();
        if !by_sip && towards != Towards::AllBut(phone) && towards != Towards::AllAnd(phone) {
            out.link(node_of_phone(phone), LinkMessage::Line { dn, state });
        }
    }

    /// Tells what a line is taken to do now, and what the status table makes of it.
    pub(super) fn learned(&self, line: DeviceLine, state: LineState, out: &mut Outbox) {
        let DeviceLine { phone, dn } = line;
        if let Some(model) = self.cluster.phones.get(phone).map(|phone| &phone.model) {
            let (status, rule) = (device_status(model, state), device_rule(model, state));
            out.event(NodeEvent::LineLearned { phone, dn, state, status, rule });
        }
    }

    /// Tells the phone that acted where its lines stand, whether they changed or not.
    fn acknowledge(&self, phone: PhoneId, effects: &Effects, out: &mut Outbox) {
        let Some(lines) = self.cluster.phones.get(phone).map(|phone| &phone.lines) else { return };
        for (position, &dn) in lines.iter().enumerate() {
            if position == 0 || effects.lines.contains(&DeviceLine { phone, dn }) {
                let state = self.engine.line(phone, dn);
                out.link(node_of_phone(phone), LinkMessage::Line { dn, state });
            }
        }
    }

    fn state_of(&self, line: DeviceLine) -> LineState {
        if self.registrar.is_in_service(line.phone) {
            self.switch.line_state(line)
        } else {
            LineState::NotConnected
        }
    }

    /// Whether a phone keeps call lists. H.323 phones have none, nor has who is outside. (Who is
    /// gone has no calls any more that an entry could come from.)
    fn keeps_lists(&self, phone: PhoneId) -> bool {
        self.cluster.phones.get(phone).is_some_and(|p| p.model.protocol != Protocol::H323)
    }
}

/// The line that a phone takes for a new call: the lowest that exists, with its number.
pub(super) fn first_line(cluster: &Cluster, phone: PhoneId) -> Option<(DeviceLine, &str)> {
    let lines = &cluster.phones.get(phone)?.lines;
    lines.iter().find_map(|&dn| {
        let number = cluster.directory_numbers.get(dn)?.number.as_str();
        Some((DeviceLine { phone, dn }, number))
    })
}
