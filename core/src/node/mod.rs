//! Those who talk: CallManager and the phones. Each is sans-IO and takes the same [`Input`] and
//! gives the same [`Output`].
//!
//! **One input, then drain.** A node is handed one `Input`, pushes what follows from it into an
//! [`Outbox`], and returns. It never calls back, never blocks, never asks for the time.

mod alarm;
mod buttons;
mod call_manager;
mod h323_phone;
mod io;
mod phone_common;
mod sccp_phone;
mod sip_phone;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod timers;

pub use call_manager::{CallDisplay, CallManager};
pub use h323_phone::H323Phone;
pub use io::{
    CallCommand, Cause, Command, Input, LampCause, LinkMessage, NodeEvent, Outbox, Output,
    OutsideAnswer, OutsideCommand, WakeReason,
};
pub use phone_common::ListEntry;
pub use sccp_phone::SccpPhone;
pub use sip_phone::SipPhone;
pub use timers::Timers;

use crate::cluster::{Cluster, Protocol};
use crate::id::{NodeId, PhoneId};
use crate::presence::CallList;
use crate::rng::Rng;
use crate::time::Instant;
use std::sync::Arc;

/// CallManager is always the first node; the phones follow in the order of their ids.
pub const CALL_MANAGER: NodeId = NodeId(0);

/// The node that a phone is.
pub const fn node_of_phone(phone: PhoneId) -> NodeId {
    NodeId(phone.0.saturating_add(1))
}

/// The phone that a node is; `None` for CallManager.
pub const fn phone_of_node(node: NodeId) -> Option<PhoneId> {
    match node.0.checked_sub(1) {
        Some(phone) => Some(PhoneId(phone)),
        None => None,
    }
}

/// One who takes part in a run. Clone is a fork: the two go on independently.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Node {
    /// The cluster.
    CallManager(Box<CallManager>),
    /// A SIP phone.
    SipPhone(Box<SipPhone>),
    /// An SCCP phone.
    SccpPhone(Box<SccpPhone>),
    /// An H.323 phone.
    H323Phone(Box<H323Phone>),
}

impl Node {
    /// The node for a configured phone. `rng` is the phone's own stream (`sip:<name>`). `None` when
    /// there is no such phone.
    pub fn phone(id: PhoneId, cluster: &Arc<Cluster>, timers: Timers, rng: Rng) -> Option<Node> {
        let cluster = Arc::clone(cluster);
        Some(match cluster.phones.get(id)?.model.protocol {
            Protocol::Sip => Node::SipPhone(Box::new(SipPhone::new(id, cluster, timers, rng))),
            Protocol::Sccp => Node::SccpPhone(Box::new(SccpPhone::new(id, cluster))),
            Protocol::H323 => Node::H323Phone(Box::new(H323Phone::new(id, cluster))),
        })
    }

    /// Takes one input and appends what follows from it. Called with times that never go back.
    pub fn handle(&mut self, now: Instant, input: Input, out: &mut Outbox) {
        match self {
            Node::CallManager(node) => node.handle(now, input, out),
            Node::SipPhone(node) => node.handle(now, input, out),
            Node::SccpPhone(node) => node.handle(now, input, out),
            Node::H323Phone(node) => node.handle(now, input, out),
        }
    }

    /// The entries of a call list, newest first; empty where the node has no such list.
    pub fn call_list(&self, list: CallList) -> &[ListEntry] {
        match self {
            Node::SipPhone(phone) => phone.call_list(list),
            Node::SccpPhone(phone) => phone.call_list(list),
            Node::CallManager(_) | Node::H323Phone(_) => &[],
        }
    }

    /// Whether a phone's cable is in; CallManager has no cable that one could pull.
    pub fn is_plugged(&self) -> bool {
        match self {
            Node::SipPhone(phone) => phone.is_plugged(),
            Node::SccpPhone(phone) => phone.is_plugged(),
            Node::H323Phone(phone) => phone.is_plugged(),
            Node::CallManager(_) => true,
        }
    }

    /// Whether a call list is open on a phone's screen.
    pub fn list_is_open(&self, list: CallList) -> bool {
        match self {
            Node::SipPhone(phone) => phone.list_is_open(list),
            Node::SccpPhone(phone) => phone.list_is_open(list),
            Node::CallManager(_) | Node::H323Phone(_) => false,
        }
    }
}
