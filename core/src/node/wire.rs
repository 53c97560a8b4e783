//! Datagrams as every node that speaks SIP takes them.

use super::{Outbox, WakeReason};
use crate::id::NodeId;
use crate::sip::CallTimer;
use crate::sip::message::{Message, Method};

/// Reads a datagram. One that cannot be read is answered where that is possible, and is done with.
pub(super) fn read(from: NodeId, bytes: &[u8], out: &mut Outbox) -> Option<Message> {
    match Message::parse(bytes) {
        Ok(message) => Some(message),
        Err(error) => {
            if let Some(answer) = error.answer {
                out.send(from, answer.into());
            }
            None
        }
    }
}

/// Whether a message belongs to the side that watches, where a node has both: NOTIFY requests and
/// answers to SUBSCRIBE do, all else is the notifier's.
pub(super) fn is_for_the_watcher(message: &Message) -> bool {
    match message.status() {
        None => message.method() == Method::Notify,
        Some(_) => message.method() == Method::Subscribe,
    }
}

/// What a timer of calls is called on timelines.
pub(super) fn reason(timer: CallTimer) -> WakeReason {
    match timer {
        CallTimer::A
        | CallTimer::E
        | CallTimer::G
        | CallTimer::Success
        | CallTimer::Ringing
        | CallTimer::Glare => WakeReason::Retransmit,
        CallTimer::B | CallTimer::C | CallTimer::F | CallTimer::H => WakeReason::GiveUp,
        CallTimer::D | CallTimer::I | CallTimer::L | CallTimer::M => WakeReason::Forget,
        CallTimer::Session => WakeReason::Refresh,
    }
}
