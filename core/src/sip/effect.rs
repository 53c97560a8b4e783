//! What the machines around a subscription want done: those that register, publish and ping, and
//! those that serve them.

use crate::id::NodeId;
use crate::node::WakeReason;
use std::sync::Arc;

/// Something that a machine wants done or known, in the order in which it shall happen. `N` is what
/// it tells its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect<N> {
    /// Send a datagram. A retransmission shares the bytes of the first sending.
    Send {
        /// To whom.
        to: NodeId,
        /// The bytes.
        bytes: Arc<[u8]>,
    },
    /// A timer fired and did something (for the trace).
    TimerFired(WakeReason),
    /// Something that its owner shall know.
    News(N),
}

/// What a machine with several tasks tells of one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told<N> {
    /// The number that the owner gave to the task.
    pub handle: u32,
    /// What is new.
    pub news: N,
}
