//! What calls and their transactions want done, in the order in which it shall happen.

use crate::id::NodeId;
use crate::sip::call::CallNews;
use std::sync::Arc;

/// Something that calls want done or known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallAction {
    /// Send a message. A retransmission shares the bytes of the first sending.
    Send {
        /// To whom.
        to: NodeId,
        /// The bytes.
        bytes: Arc<[u8]>,
    },
    /// A timer fired and did something (for the trace).
    TimerFired(CallTimer),
    /// Something new about a leg.
    News {
        /// The number that the owner gave to [`crate::sip::call::Calls::invite`] or
        /// [`crate::sip::call::Calls::adopt`].
        handle: u32,
        /// What is new.
        news: CallNews,
    },
}

/// The timers of calls: those of RFC 3261 table 4 and RFC 6026 by their letters, and those that
/// RFC 3261 13 and 14 leave without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CallTimer {
    /// An INVITE is sent again.
    A,
    /// An INVITE is given up, or was cancelled and has no answer all the same.
    B,
    /// A call rings too long.
    C,
    /// A refused INVITE is forgotten by its sender.
    D,
    /// A BYE or CANCEL is sent again.
    E,
    /// A BYE is given up.
    F,
    /// A refusal is sent again.
    G,
    /// A refusal or success is given up: no ACK came.
    H,
    /// A refused INVITE is forgotten by its receiver.
    I,
    /// An accepted INVITE is forgotten by its receiver.
    L,
    /// An accepted INVITE is forgotten by its sender.
    M,
    /// A success is sent again (RFC 3261 13.3.1.4).
    Success,
    /// The far end is told once more that the call rings (RFC 3261 13.3.1.1).
    Ringing,
    /// A re-INVITE that met another is sent again (RFC 3261 14.1).
    Glare,
    /// A call that stands is looked after, or was not for too long (RFC 4028).
    Session,
}

impl CallTimer {
    /// Its letter, or a word where it has none.
    pub const fn name(self) -> &'static str {
        match self {
            CallTimer::A => "A",
            CallTimer::B => "B",
            CallTimer::C => "C",
            CallTimer::D => "D",
            CallTimer::E => "E",
            CallTimer::F => "F",
            CallTimer::G => "G",
            CallTimer::H => "H",
            CallTimer::I => "I",
            CallTimer::L => "L",
            CallTimer::M => "M",
            CallTimer::Success => "2xx",
            CallTimer::Ringing => "ringing",
            CallTimer::Glare => "glare",
            CallTimer::Session => "session",
        }
    }
}
