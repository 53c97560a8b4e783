//! Datagrams that somebody outside of the world carries: over real sockets, say.
//!
//! The network has had its say by then: what it drops does not depart, what it doubles departs
//! twice, and how late a datagram is stays a matter of the queue. The carrier takes the bytes at
//! the moment of sending and brings what arrived before the world goes on; so the order of a run
//! is that of the simulator, whatever the sockets do.

use super::{Actor, Mail, World};
use crate::id::NodeId;
use crate::trace::What;
use std::sync::Arc;

/// What a transport layer writes into a message before it is sent (RFC 3261 18.1.1): the bytes that
/// it gives are those that are sent, recorded and carried.
pub type Wording = fn(Arc<[u8]>) -> Arc<[u8]>;

/// A datagram that leaves its sender now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// Where what arrives is to be put: [`World::arrive`].
    slot: u32,
    /// Who sends it.
    pub from: NodeId,
    /// To whom.
    pub to: NodeId,
    /// The bytes that are sent.
    pub bytes: Arc<[u8]>,
}

impl<A: Actor> World<A> {
    /// From now on every datagram waits for a carrier: [`World::take_departures`] after each step.
    pub fn carried_from_outside(&mut self) {
        self.departures.get_or_insert_default();
    }

    /// From now on every message is sent as `wording` words it.
    pub fn worded(&mut self, wording: Wording) {
        self.wording = Some(wording);
    }

    /// A departure leaves this world for good: somebody who is not in it gets it.
    pub fn let_go(&mut self, departure: &Departure) {
        drop(self.mail.take(departure.slot));
    }

    /// Notes a message that somebody else sent in a node's name, or to it, so that the trace has all
    /// that was on the wire. Nothing is delivered.
    pub fn overheard(&mut self, from: NodeId, to: NodeId, bytes: Arc<[u8]>) {
        let message = self.next_message();
        self.record(from, None, What::Sent { message, to, bytes });
    }

    /// What is to be carried since the last call, in the order of sending.
    pub fn take_departures(&mut self) -> Vec<Departure> {
        self.departures.as_mut().map(core::mem::take).unwrap_or_default()
    }

    /// What came out at the far end of a departure: it is delivered at its time in place of what
    /// was sent.
    pub fn arrive(&mut self, departure: &Departure, bytes: Arc<[u8]>) {
        if let Some(mail) = self.mail.get_mut(departure.slot) {
            mail.bytes = bytes;
        }
    }

    pub(super) fn put_into_the_mail(&mut self, mail: Mail) -> u32 {
        let (from, to) = (mail.from, mail.to);
        let bytes = self.departures.is_some().then(|| Arc::clone(&mail.bytes));
        let slot = self.mail.put(mail);
        if let (Some(departures), Some(bytes)) = (&mut self.departures, bytes) {
            departures.push(Departure { slot, from, to, bytes });
        }
        slot
    }
}
