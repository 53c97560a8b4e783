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
mod outside;
mod phone_common;
mod sccp_phone;
mod sip_phone;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod timers;
mod wire;

pub use call_manager::{CallDisplay, CallManager, HeldSubscription, Lasts, LiveSubscription};
pub use h323_phone::H323Phone;
pub use io::{
    CallCommand, Cause, Command, Configured, Device, Input, LampCause, LinkMessage, NodeEvent,
    Outbox, Output, OutsideAnswer, OutsideCommand, Subscribe, WakeReason,
};
pub use outside::OutsideNode;
pub use phone_common::ListEntry;
pub use sccp_phone::SccpPhone;
pub use sip_phone::SipPhone;
pub use timers::Timers;

use crate::cluster::Protocol;
use crate::id::{ClusterId, DnId, NodeId, OutsideId, PhoneId};
use crate::presence::{CallList, LineState};
use crate::rng::Rng;
use crate::site::{Site, node_of_cluster, node_of_outside, stream_name};
use crate::time::Instant;
use phone_common::WatchingPhone;
use std::sync::Arc;

/// The CallManager of the first cluster is the first node; the phones follow in the order of their
/// ids. See [`crate::site`] for the others.
pub const CALL_MANAGER: NodeId = NodeId(0);

/// The node that a phone is.
pub const fn node_of_phone(phone: PhoneId) -> NodeId {
    NodeId(phone.0.saturating_add(1))
}

/// The phone that a node is; `None` for a CallManager, and for those outside.
pub const fn phone_of_node(node: NodeId) -> Option<PhoneId> {
    match node.0 {
        0 | 0x1_0000.. => None,
        phone => Some(PhoneId(phone - 1)),
    }
}

/// What one who takes part is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The CallManager of a cluster.
    CallManager(ClusterId),
    /// A phone of a cluster.
    Phone(ClusterId, PhoneId),
    /// One outside.
    Outside(OutsideId),
}

impl Role {
    /// Its node.
    pub const fn node(self) -> NodeId {
        match self {
            Role::CallManager(cluster) => node_of_cluster(cluster),
            Role::Phone(_, phone) => node_of_phone(phone),
            Role::Outside(outside) => node_of_outside(outside),
        }
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
    /// One outside.
    Outside(Box<OutsideNode>),
}

impl Node {
    /// The node for a role in a site. `seed` is the run's: every node has a stream of its own.
    /// `None` where nobody has this role.
    pub fn for_role(role: Role, site: &Arc<Site>, timers: Timers, seed: u64) -> Option<Node> {
        match role {
            Role::CallManager(id) => {
                let node = CallManager::new(site, id, timers, seed)?;
                Some(Node::CallManager(Box::new(node)))
            }
            Role::Phone(cluster, phone) => Node::phone(site, cluster, phone, timers, seed),
            Role::Outside(id) => {
                OutsideNode::new(site, id, timers, seed).map(|node| Node::Outside(Box::new(node)))
            }
        }
    }

    /// The node for a configured phone.
    pub(crate) fn phone(
        site: &Site,
        id: ClusterId,
        phone: PhoneId,
        timers: Timers,
        seed: u64,
    ) -> Option<Node> {
        let cluster = Arc::clone(site.cluster(id)?);
        let configured = cluster.phones.get(phone)?;
        let name = stream_name(site, id, &configured.name);
        let (protocol, hub) = (configured.model.protocol, node_of_cluster(id));
        Some(match protocol {
            Protocol::Sip => {
                let rng = |what: &str| Rng::stream(seed, &format!("{what}:{name}"));
                let hub = (hub, site.addresses());
                Node::SipPhone(Box::new(SipPhone::new(phone, hub, cluster, timers, rng)))
            }
            Protocol::Sccp => Node::SccpPhone(Box::new(SccpPhone::new(phone, hub, cluster))),
            Protocol::H323 => Node::H323Phone(Box::new(H323Phone::new(phone, hub, cluster))),
        })
    }

    /// Takes one input and appends what follows from it. Called with times that never go back.
    pub fn handle(&mut self, now: Instant, input: Input, out: &mut Outbox) {
        match self {
            Node::CallManager(node) => node.handle(now, input, out),
            Node::SipPhone(node) => node.handle(now, input, out),
            Node::SccpPhone(node) => node.handle(now, input, out),
            Node::H323Phone(node) => node.handle(now, input, out),
            Node::Outside(node) => node.handle(now, input, out),
        }
    }

    /// Goes out of service in order; phones and those outside have nobody to tell.
    pub(crate) fn close_down(&mut self, now: Instant, out: &mut Outbox) {
        if let Node::CallManager(node) = self {
            node.close_down(now, out);
        }
    }

    /// What phones have in common.
    fn as_phone(&self) -> Option<&WatchingPhone> {
        match self {
            Node::SipPhone(node) => Some(&node.phone),
            Node::SccpPhone(node) => Some(&node.phone),
            Node::H323Phone(node) => Some(&node.phone),
            Node::CallManager(_) | Node::Outside(_) => None,
        }
    }

    /// The same of a phone that can watch.
    fn as_watching(&self) -> Option<&WatchingPhone> {
        self.as_phone().filter(|_| !matches!(self, Node::H323Phone(_)))
    }

    /// The entries of a call list, newest first; empty where the node has no such list.
    pub fn call_list(&self, list: CallList) -> &[ListEntry] {
        self.as_watching().map_or(&[], |phone| phone.call_list(list))
    }

    /// What a phone does on a line; not connected where it has no such line.
    pub fn line(&self, dn: DnId) -> LineState {
        self.as_phone().map_or(LineState::NotConnected, |phone| phone.line(dn))
    }

    /// Whether a phone's cable is in; CallManager has no cable that one could pull.
    pub fn is_plugged(&self) -> bool {
        match self {
            Node::Outside(node) => node.is_plugged(),
            node => node.as_phone().is_none_or(WatchingPhone::is_plugged),
        }
    }

    /// Whether the corporate directory is open on a phone's screen.
    pub fn directory_is_open(&self) -> bool {
        self.as_watching().is_some_and(WatchingPhone::directory_is_open)
    }

    /// Whether a call list is open on a phone's screen.
    pub fn list_is_open(&self, list: CallList) -> bool {
        self.as_watching().is_some_and(|phone| phone.list_is_open(list))
    }
}
