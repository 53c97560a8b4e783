//! What the two usages want done, in the order in which it shall happen.

use crate::id::NodeId;
use crate::node::WakeReason;
use crate::sip::notifier::EndedWhy;
use crate::sip::watcher::News;
use std::sync::Arc;

/// Something that a usage wants done or known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Send a datagram. A retransmission shares the bytes of the first sending.
    Send {
        /// To whom.
        to: NodeId,
        /// The bytes.
        bytes: Arc<[u8]>,
    },
    /// A timer fired and did something (for the trace).
    TimerFired(WakeReason),
    /// Watcher: something new about a subscription.
    News {
        /// The number that the owner gave to [`crate::sip::watcher::Watcher::subscribe`].
        handle: u32,
        /// What is new.
        news: News,
    },
    /// Notifier: a subscription ended; nothing will be asked of its owner again.
    Ended {
        /// The number that the owner gave to [`crate::sip::notifier::Notifier::accept`].
        handle: u32,
        /// Why.
        why: EndedWhy,
    },
}
