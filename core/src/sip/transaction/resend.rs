//! Bytes that are sent again and again until somebody answers.

use crate::id::NodeId;
use crate::sip::call_action::{CallAction, CallTimer};
use crate::time::{Duration, Instant};
use std::sync::Arc;

/// A message and when it is sent next.
#[derive(Clone, Debug)]
pub(in crate::sip) struct Resend {
    bytes: Arc<[u8]>,
    interval: Duration,
    at: Instant,
}

impl Resend {
    /// Sent just now; the next time follows after `interval`.
    pub(in crate::sip) fn new(now: Instant, bytes: Arc<[u8]>, interval: Duration) -> Self {
        Resend { bytes, interval, at: now + interval }
    }

    /// Sent just now, and never again.
    pub(in crate::sip) fn never(bytes: Arc<[u8]>) -> Self {
        Resend { bytes, interval: Duration::ZERO, at: Instant::FAR_FUTURE }
    }

    /// When it is sent next.
    pub(in crate::sip) fn at(&self) -> Instant {
        self.at
    }

    /// The message.
    pub(in crate::sip) fn bytes(&self) -> &Arc<[u8]> {
        &self.bytes
    }

    /// No more.
    pub(in crate::sip) fn stop(&mut self) {
        self.at = Instant::FAR_FUTURE;
    }

    /// Sends it if it is due; then waits twice as long as before, up to `most`.
    pub(in crate::sip) fn due(
        &mut self,
        now: Instant,
        to: NodeId,
        most: Duration,
        timer: CallTimer,
        out: &mut Vec<CallAction>,
    ) {
        if self.at > now {
            return;
        }
        self.interval = (self.interval + self.interval).min(most);
        self.at += self.interval;
        out.push(CallAction::TimerFired(timer));
        out.push(CallAction::Send { to, bytes: Arc::clone(&self.bytes) });
    }
}
