//! Ends of a real network, and the handles under which machines know them.

use crate::id::NodeId;
use crate::limits;
use crate::lookup::LookupMap;
use crate::sip::Transport;
use crate::sip::address::HostPort;
use crate::site::FIRST_STRANGER;
use core::fmt;
use std::collections::VecDeque;

/// Somebody at an address of a real network: of a datagram, its source; of a stream, the far end of
/// the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct End {
    /// How messages travel there.
    pub transport: Transport,
    /// Where it is.
    pub address: HostPort,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let transport = match self.transport {
            Transport::Udp => "udp",
            Transport::Tcp => "tcp",
        };
        write!(f, "{transport}:{}", self.address)
    }
}

/// The ends that were heard of lately, each with its handle. Past [`limits::FAR_ENDS`] the one heard
/// of first is forgotten, unless somebody lives there.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends {
    handles: LookupMap<End, NodeId>,
    ends: LookupMap<NodeId, End>,
    oldest: VecDeque<End>,
    next: u32,
}

impl Ends {
    /// The handle of an end; `lives` tells whether one must be kept.
    pub(super) fn handle(&mut self, end: End, lives: impl Fn(End) -> bool) -> NodeId {
        if let Some(handle) = self.handles.get(&end) {
            return *handle;
        }
        if limits::FAR_ENDS.check(self.handles.len() + 1).is_err() {
            self.forget_one(lives);
        }
        let handle = NodeId(FIRST_STRANGER | self.next);
        self.next = self.next.wrapping_add(1) & !FIRST_STRANGER;
        self.handles.insert(end, handle);
        self.ends.insert(handle, end);
        self.oldest.push_back(end);
        handle
    }

    /// The end behind a handle.
    pub(super) fn end(&self, handle: NodeId) -> Option<End> {
        self.ends.get(&handle).copied()
    }

    fn forget_one(&mut self, lives: impl Fn(End) -> bool) {
        for _ in 0..self.oldest.len() {
            let Some(end) = self.oldest.pop_front() else { return };
            if lives(end) {
                self.oldest.push_back(end);
                continue;
            }
            if let Some(handle) = self.handles.remove(&end) {
                self.ends.remove(&handle);
            }
            return;
        }
    }
}
