//! What a trace is made of.

use crate::id::{EventId, NodeId};
use crate::network::{DropReason, Fault};
use crate::node::{Command, LinkMessage, NodeEvent};
use crate::time::Instant;
use std::sync::Arc;

/// The number of a message in a run, from 0, without gaps. A duplicate has the number of its
/// original; a retransmission is a message of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(pub u64);

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its number.
    pub id: EventId,
    /// When.
    pub at: Instant,
    /// To whom, or by whom: the node that sent, received, was told or tells.
    pub node: NodeId,
    /// What led to it: a delivery is caused by its sending, what a node does by what it was given.
    /// A timer that fires is caused by time alone.
    pub cause: Option<EventId>,
    /// What happened.
    pub what: What,
}

/// The kinds of things that happen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum What {
    /// A user or administrator acted on the node.
    Command(Command),
    /// An administrator's edit, a Reset, a log-in or a log-out took effect in the node's cluster.
    Configured {
        /// What was done.
        words: Box<str>,
    },
    /// The network was disturbed or calmed (the node is the phone of the link, or CallManager
    /// where all links are meant).
    Fault(Fault),
    /// The node sent a datagram.
    Sent {
        /// Its number.
        message: MessageId,
        /// To whom.
        to: NodeId,
        /// Exactly what was sent.
        bytes: Arc<[u8]>,
    },
    /// The network doubled a datagram of the node: two arrivals are to come.
    Duplicated {
        /// Its number.
        message: MessageId,
    },
    /// A datagram of the node will never arrive.
    Dropped {
        /// Its number.
        message: MessageId,
        /// Why.
        why: DropReason,
    },
    /// A datagram arrived at the node.
    Delivered {
        /// Its number.
        message: MessageId,
        /// Who sent it.
        from: NodeId,
    },
    /// The node sent an in-process message.
    LinkSent {
        /// Its number.
        message: MessageId,
        /// To whom.
        to: NodeId,
        /// What it says.
        content: LinkMessage,
    },
    /// An in-process message arrived at the node.
    LinkDelivered {
        /// Its number.
        message: MessageId,
        /// Who sent it.
        from: NodeId,
    },
    /// The node tells something of itself.
    Node(NodeEvent),
}
