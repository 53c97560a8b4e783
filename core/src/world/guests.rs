//! Nodes whose part is played by somebody outside of the world: a real phone, a real server.
//!
//! What is sent to a guest is recorded and handed out; what a guest sends comes in like anybody's
//! datagram. The actor that the site has for the node stays, and hears nothing any more. The network
//! of the scenario does not touch what guests send or get: theirs is real.

use super::{Actor, Mail, World};
use crate::id::{NodeId, PhoneId};
use crate::limits::LimitReached;
use crate::node::{LinkMessage, Node, Outbox};
use crate::site::FIRST_STRANGER;
use crate::sorted::SortedSet;
use crate::time::Duration;
use crate::trace::What;
use std::sync::Arc;

/// Something for a guest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForGuest {
    /// A SIP datagram.
    Datagram {
        /// Who sends it.
        from: NodeId,
        /// The guest.
        to: NodeId,
        /// The bytes.
        bytes: Arc<[u8]>,
    },
    /// What an in-process phone would hear.
    Link {
        /// The guest.
        to: NodeId,
        /// What it says.
        message: LinkMessage,
    },
}

/// Who is a guest, and what waits for them.
#[derive(Clone, Debug, Default)]
pub(super) struct Guests {
    nodes: SortedSet<NodeId>,
    waiting: Vec<ForGuest>,
}

impl Guests {
    pub(super) fn has(&self, node: NodeId) -> bool {
        node.0 >= FIRST_STRANGER || self.nodes.contains(&node)
    }

    pub(super) fn hand_out(&mut self, what: ForGuest) {
        self.waiting.push(what);
    }
}

impl World<Node> {
    /// A CallManager goes out of service in order: every subscription gets its last NOTIFY.
    pub fn close_down(&mut self, node: NodeId) {
        let Some(part) = self.cast.get_mut(node) else { return };
        let mut outbox = Outbox::default();
        part.actor.close_down(self.now, &mut outbox);
        let drained = self.drain(node, None, outbox.outputs.drain(..));
        self.halt_on(drained);
    }
}

impl<A: Actor> World<A> {
    /// From now on a node is played from outside.
    pub fn welcome(&mut self, node: NodeId) {
        self.guests.nodes.insert(node);
    }

    /// What waits for guests since the last call, in the order of sending.
    pub fn take_for_guests(&mut self) -> Vec<ForGuest> {
        core::mem::take(&mut self.guests.waiting)
    }

    /// Lets a node look at its clock, though nothing of it is due: what it remembers for a while only
    /// is forgotten then.
    pub fn nudge(&mut self, node: NodeId) {
        let given = self.give(node, crate::node::Input::Tick, None);
        self.halt_on(given);
    }

    /// A guest sent a datagram: it arrives now, after what is due at this moment already.
    pub fn from_guest(&mut self, from: NodeId, to: NodeId, bytes: Arc<[u8]>) {
        let message = self.next_message();
        let what = What::Sent { message, to, bytes: Arc::clone(&bytes) };
        let sent = self.record(from, None, what);
        let pushed = self.mail_at(Duration::ZERO, Mail { from, to, message, sent, bytes });
        self.halt_on(pushed);
    }

    /// A guest that is a phone says what an in-process phone would say: to its CallManager, now.
    pub fn link_from_guest(&mut self, phone: PhoneId, message: LinkMessage) {
        let ends = self.site.ends_of(phone);
        let pushed = self.link_now(ends.outer, ends.hub, message);
        self.halt_on(pushed);
    }

    fn link_now(
        &mut self,
        from: NodeId,
        to: NodeId,
        content: LinkMessage,
    ) -> Result<(), LimitReached> {
        let message = self.next_message();
        let sent =
            self.record(from, None, What::LinkSent { message, to, content: content.clone() });
        let event = self.record(to, Some(sent), What::LinkDelivered { message, from });
        self.give(to, crate::node::Input::Link { from, message: content }, Some(event))
    }
}
