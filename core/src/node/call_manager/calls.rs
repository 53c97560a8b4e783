//! What calls do to lines, to call lists and to presence.

use super::CallManager;
use super::switch::{DeviceLine, Effects};
use crate::cluster::{Cluster, Protocol};
use crate::id::{DnId, PhoneId};
use crate::node::{CallCommand, LinkMessage, NodeEvent, Outbox, node_of_phone};
use crate::presence::{Found, LineState, PublishedStatus, device_rule, device_status, find_number};
use crate::time::Instant;
use std::sync::Arc;

/// Whom line states are told to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Towards {
    /// All whose line changed; and to this phone also the lines that did not, with line 1: it acted
    /// before it heard from us and may have guessed wrong.
    AllAnd(PhoneId),
    /// All but this phone, whose lines start afresh and who knows.
    AllBut(PhoneId),
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
        let found = find_number(cluster, &self.index, css, number);
        let (engine, registrar) = (&self.engine, &self.registrar);
        let found = match found {
            Some(Found::DirectoryNumber(dn)) => Some(dn),
            Some(Found::HuntPilot(_) | Found::Route(_)) | None => None,
        };
        let devices = found
            .into_iter()
            .flat_map(|dn| engine.devices(dn).map(move |(phone, _)| DeviceLine { phone, dn }))
            .filter(|device| registrar.is_in_service(device.phone));
        self.switch.dial(own, number, devices, effects);
    }

    /// Brings everything that depends on calls up to date: the lines, then what is published of
    /// them, then the call lists. The status of a line is compared before and after the whole
    /// command, so that no watcher sees a state in between.
    pub(super) fn settle(
        &mut self,
        now: Instant,
        towards: Towards,
        mut effects: Effects,
        out: &mut Outbox,
    ) {
        let mut before: Vec<(DnId, PublishedStatus)> = Vec::new();
        for &line in &effects.lines {
            self.settle_line(line, towards, &mut before, out);
        }
        if let Towards::AllAnd(phone) = towards {
            self.acknowledge(phone, &effects, out);
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
        if let Some(model) = self.cluster.phones.get(phone).map(|phone| &phone.model) {
            let (status, rule) = (device_status(model, state), device_rule(model, state));
            out.event(NodeEvent::LineLearned { phone, dn, state, status, rule });
        }
        if towards != Towards::AllBut(phone) && towards != Towards::AllAnd(phone) {
            out.link(node_of_phone(phone), LinkMessage::Line { dn, state });
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

    /// Whether a phone is here to keep a call list. H.323 phones have none.
    fn keeps_lists(&self, phone: PhoneId) -> bool {
        self.registrar.is_in_service(phone)
            && self.cluster.phones.get(phone).is_some_and(|p| p.model.protocol != Protocol::H323)
    }
}

/// The line that a phone takes for a new call: the lowest that exists, with its number.
fn first_line(cluster: &Cluster, phone: PhoneId) -> Option<(DeviceLine, &str)> {
    let lines = &cluster.phones.get(phone)?.lines;
    lines.iter().find_map(|&dn| {
        let number = cluster.directory_numbers.get(dn)?.number.as_str();
        Some((DeviceLine { phone, dn }, number))
    })
}
