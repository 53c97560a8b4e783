//! A phone's end of its link: connection, registration, lines, and what its user does with calls.

use crate::cluster::{Cluster, Phone};
use crate::gather::Gather;
use crate::id::{DnId, NodeId, PhoneId};
use crate::node::{CallCommand, LinkMessage, NodeEvent, Outbox};
use crate::presence::LineState;
use std::sync::Arc;

/// How far a phone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Connection {
    Unplugged,
    /// Plugged in, and CallManager has not answered yet.
    Registering,
    Registered,
}

/// What every phone is without its lamps.
#[derive(Clone, Debug)]
pub(super) struct LinkedPhone {
    id: PhoneId,
    /// Its CallManager.
    hub: NodeId,
    cluster: Arc<Cluster>,
    connection: Connection,
    /// Counts the connections, so that CallManager's late answers are told apart.
    session: u32,
    /// What each line does: the truth (line 1 first).
    lines: Vec<(DnId, LineState)>,
}

impl LinkedPhone {
    pub(super) fn new(id: PhoneId, hub: NodeId, cluster: Arc<Cluster>) -> Self {
        let unknown = |dn| (dn, LineState::NotConnected);
        let lines = configured_lines(&cluster, id).map(unknown).gather();
        LinkedPhone { id, hub, cluster, connection: Connection::Unplugged, session: 0, lines }
    }

    /// Its CallManager.
    pub(super) fn hub(&self) -> NodeId {
        self.hub
    }

    pub(super) fn id(&self) -> PhoneId {
        self.id
    }

    pub(super) fn cluster(&self) -> &Arc<Cluster> {
        &self.cluster
    }

    /// The phone as it is configured.
    pub(super) fn configured(&self) -> Option<&Phone> {
        self.cluster.phones.get(self.id)
    }

    pub(super) fn is_plugged(&self) -> bool {
        self.connection != Connection::Unplugged
    }

    pub(super) fn is_registered(&self) -> bool {
        self.connection == Connection::Registered
    }

    /// Whether this is its present connection.
    pub(super) fn is_session(&self, session: u32) -> bool {
        self.session == session
    }

    /// The state of a line of this phone.
    pub(super) fn line(&self, dn: DnId) -> LineState {
        self.lines.iter().find(|line| line.0 == dn).map_or(LineState::NotConnected, |line| line.1)
    }

    /// The first available line: the lowest in service, busy or not (QUIRK-7, R-18).
    pub(super) fn first_available_line(&self) -> Option<DnId> {
        let available = |&&(_, state): &&(DnId, LineState)| state != LineState::NotConnected;
        self.lines.iter().find(available).map(|line| line.0)
    }

    /// Plugs the phone in: it is to register, as this session. `None` where it is in already.
    pub(super) fn connect(&mut self) -> Option<u32> {
        if self.is_plugged() {
            return None;
        }
        self.connection = Connection::Registering;
        self.session = self.session.wrapping_add(1);
        Some(self.session)
    }

    /// Takes the network away; `false` where it was away already. The link, not the phone, tells
    /// CallManager, who notices after a while.
    pub(super) fn unplug(&mut self, out: &mut Outbox) -> bool {
        if !self.is_plugged() {
            return false;
        }
        self.connection = Connection::Unplugged;
        self.set_all(LineState::NotConnected, out);
        out.link(self.hub, LinkMessage::LinkLost { session: self.session });
        true
    }

    /// Goes for a moment, by itself: its lines are out of service. `false` where it is not here.
    pub(super) fn go(&mut self, out: &mut Outbox) -> bool {
        if !self.is_plugged() {
            return false;
        }
        self.connection = Connection::Unplugged;
        self.set_all(LineState::NotConnected, out);
        true
    }

    /// The configuration of the cluster is another now; the lines are taken with
    /// [`LinkedPhone::take_lines`].
    pub(super) fn reconfigure(&mut self, cluster: Arc<Cluster>) {
        self.cluster = cluster;
    }

    /// Takes the lines of its configuration: those that are no more go out of service, new ones of
    /// a registered phone are on-hook.
    pub(super) fn take_lines(&mut self, out: &mut Outbox) {
        let wanted: Vec<DnId> = configured_lines(&self.cluster, self.id).gather();
        if self.lines.iter().map(|line| line.0).eq(wanted.iter().copied()) {
            return;
        }
        for position in 0..self.lines.len() {
            if self.lines.get(position).is_some_and(|line| !wanted.contains(&line.0)) {
                self.set(position, LineState::NotConnected, out);
            }
        }
        let before = core::mem::take(&mut self.lines);
        for (position, dn) in wanted.into_iter().enumerate() {
            let known = before.iter().find(|line| line.0 == dn).copied();
            self.lines.push(known.unwrap_or((dn, LineState::NotConnected)));
            if known.is_none() && self.is_registered() {
                self.set(position, LineState::OnHook, out);
            }
        }
    }

    /// CallManager's welcome: all lines are on-hook. `false` where it answers an earlier
    /// connection.
    pub(super) fn registered(&mut self, session: u32, out: &mut Outbox) -> bool {
        if self.connection != Connection::Registering || session != self.session {
            return false;
        }
        self.connection = Connection::Registered;
        self.set_all(LineState::OnHook, out);
        true
    }

    /// CallManager tells where a line stands.
    pub(super) fn told_line(&mut self, dn: DnId, state: LineState, out: &mut Outbox) {
        if self.is_registered()
            && let Some(position) = self.lines.iter().position(|line| line.0 == dn)
        {
            self.set(position, state, out);
        }
    }

    /// Sets each line to what it does now.
    pub(super) fn show_lines(&mut self, does: impl Fn(DnId) -> LineState, out: &mut Outbox) {
        for position in 0..self.lines.len() {
            if let Some(&(dn, _)) = self.lines.get(position) {
                self.set(position, does(dn), out);
            }
        }
    }

    /// A user handles calls. What the hand does to the phone shows at once; CallManager has the
    /// last word. A phone that is not registered is dead to its user.
    pub(super) fn user(&mut self, command: CallCommand, out: &mut Outbox) {
        if !self.is_registered() {
            return;
        }
        if let Some((position, state)) = self.expected(&command) {
            self.set(position, state, out);
        }
        out.link(self.hub, LinkMessage::User(command));
    }

    /// What a command does to which line, as far as the phone can know. Where it cannot (several
    /// lines ring, several are in calls) it waits for CallManager's word.
    fn expected(&self, command: &CallCommand) -> Option<(usize, LineState)> {
        let in_use = |state| matches!(state, LineState::OffHook | LineState::Connected);
        // A line in use may hide a call that rings longer, and that is the one to be answered.
        let free = !self.lines.iter().any(|line| in_use(line.1));
        let rings = self.only(|state| state == LineState::RingingIn).filter(|_| free);
        let silent = self.lines.iter().all(|line| line.1 == LineState::OnHook);
        match command {
            CallCommand::Answer => Some((rings?, LineState::Connected)),
            CallCommand::Lift if silent && !self.lines.is_empty() => Some((0, LineState::OffHook)),
            CallCommand::Lift if self.lines.iter().any(|line| in_use(line.1)) => None,
            CallCommand::Lift => Some((rings?, LineState::Connected)),
            CallCommand::Dial(_) => {
                let first = self.lines.first()?.1;
                (first != LineState::Connected).then_some((0, LineState::OffHook))
            }
            CallCommand::HangUp => Some((self.only(in_use)?, LineState::OnHook)),
            CallCommand::Hold | CallCommand::Resume => None,
        }
    }

    /// The position of the only line in such a state.
    fn only(&self, is: impl Fn(LineState) -> bool) -> Option<usize> {
        let mut found = (0..).zip(&self.lines).filter(|(_, line)| is(line.1));
        match (found.next(), found.next()) {
            (Some((position, _)), None) => Some(position),
            _ => None,
        }
    }

    fn set_all(&mut self, state: LineState, out: &mut Outbox) {
        for position in 0..self.lines.len() {
            self.set(position, state, out);
        }
    }

    fn set(&mut self, position: usize, state: LineState, out: &mut Outbox) {
        if let Some((dn, known)) = self.lines.get_mut(position)
            && *known != state
        {
            *known = state;
            out.event(NodeEvent::Line { dn: *dn, state });
        }
    }
}

/// The lines of a phone that exist, line 1 first.
fn configured_lines(cluster: &Cluster, id: PhoneId) -> impl Iterator<Item = DnId> + '_ {
    let lines = cluster.phones.get(id).map_or(&[][..], |phone| &phone.lines);
    lines.iter().copied().filter(|dn| cluster.directory_numbers.get(*dn).is_some())
}
