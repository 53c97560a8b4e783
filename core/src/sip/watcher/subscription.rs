//! One subscription of a watcher: what is known of it and what it waits for.

use super::Conduct;
use crate::id::NodeId;
use crate::node::WakeReason;
use crate::sip::SipTimers;
use crate::sip::digest::Session;
use crate::sip::message::Peculiar;
use crate::sip::transaction::ClientId;
use crate::time::{Duration, Instant};
use std::sync::Arc;

/// How long before the first new try after a failure, and after `probation` or `giveup` without a
/// Retry-After (the default of the phones).
const RETRY: Duration = Duration::from_secs(5);
/// The longest wait before a new try.
const RETRY_CAP: Duration = Duration::from_secs(60);
/// A subscription that was ended sooner than this after its beginning is not begun again at once:
/// two nodes could keep each other busy for ever.
const AT_ONCE_AFTER: Duration = Duration::from_secs(1);
/// A NOTIFY tells whole seconds; only a real shortening moves the end.
const EXPIRES_SLACK: Duration = Duration::from_secs(2);

/// What a subscription is doing, and by that what it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The first SUBSCRIBE is out; waits for its answer and the first NOTIFY, in either order.
    Asking,
    /// All is well; waits for the time to refresh.
    Live,
    /// A refresh is out; waits for its answer and a NOTIFY.
    Refreshing,
    /// A refresh failed, the subscription holds until its end (RFC 6665 4.1.2.2).
    Lapsing,
    /// The unsubscription is out; waits for the last NOTIFY.
    Ending,
    /// Waits before it asks again.
    Waiting,
    /// Refused or ended for good.
    Over,
}

/// The dialog, as far as a watcher needs it. Empty strings are not known yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Dialog {
    /// Our Call-ID; empty when there is no dialog to which a NOTIFY could belong.
    pub(super) call_id: Box<str>,
    pub(super) local_tag: Box<str>,
    pub(super) remote_tag: Box<str>,
    pub(super) remote_target: Box<str>,
    /// CSeq of our last request.
    pub(super) cseq: u32,
    /// CSeq of the latest NOTIFY; an older one is out of order.
    pub(super) heard: Option<u32>,
}

/// What stays of a subscription as it was asked for; shared by its copies.
#[derive(Debug)]
pub(super) struct Asked {
    /// The URI of the presentity.
    pub(super) to: Box<str>,
    /// The URI of the subscriber line.
    pub(super) from: Box<str>,
    pub(super) contact: Box<str>,
    pub(super) asks: Box<str>,
    /// In what its SUBSCRIBEs differ from the usual ones.
    pub(super) peculiar: Option<Peculiar>,
}

/// A subscription.
#[derive(Clone, Debug)]
pub(super) struct Subscription {
    pub(super) handle: u32,
    pub(super) server: NodeId,
    pub(super) conduct: Conduct,
    pub(super) asked: Arc<Asked>,
    /// What challenges are answered with.
    pub(super) session: Option<Box<Session>>,
    pub(super) dialog: Dialog,
    pub(super) phase: Phase,
    /// False once its owner gave it up while it was still being asked for.
    pub(super) wanted: bool,
    /// The Expires that is asked for.
    pub(super) expires: u32,
    /// When the dialog was begun.
    pub(super) born: Instant,
    /// When the subscription runs out, as far as we know.
    pub(super) ends_at: Instant,
    /// What it waits for; [`Instant::FAR_FUTURE`] is nothing.
    pub(super) due: Instant,
    /// Whether the SUBSCRIBE that is out was answered with success.
    pub(super) answered: bool,
    /// Whether a NOTIFY came since then.
    pub(super) notified: bool,
    pub(super) request: Option<ClientId>,
    /// Failures in a row; each doubles the wait.
    pub(super) failures: u32,
}

impl Subscription {
    /// What its deadline is called.
    pub(super) fn wakes_for(&self) -> WakeReason {
        match self.phase {
            Phase::Asking | Phase::Ending => WakeReason::AwaitNotify,
            Phase::Refreshing if self.answered => WakeReason::AwaitNotify,
            Phase::Live => WakeReason::Refresh,
            Phase::Waiting => WakeReason::Retry,
            Phase::Refreshing | Phase::Lapsing | Phase::Over => WakeReason::Expire,
        }
    }

    /// Where its next SUBSCRIBE goes.
    pub(super) fn target(&self) -> &str {
        match &*self.dialog.remote_target {
            "" => &self.asked.to,
            target => target,
        }
    }

    /// Whether a new dialog may be begun at once.
    pub(super) fn may_ask_at_once(&self, now: Instant) -> bool {
        now - self.born >= AT_ONCE_AFTER
    }

    /// How long to wait before the next try; counts one failure more.
    pub(super) fn back_off(&mut self) -> Duration {
        let wait = RETRY.times(1 << self.failures.min(4)).min(RETRY_CAP);
        self.failures += 1;
        wait
    }

    /// How long to wait where the far end may say so (Retry-After).
    pub(super) fn wait_for(&mut self, retry_after: Option<u32>) -> Duration {
        match retry_after {
            Some(seconds) => Duration::from_secs(i64::from(seconds)).max(AT_ONCE_AFTER),
            None => RETRY,
        }
    }

    /// When to refresh: `delta` before the end, or halfway where that is too close.
    pub(super) fn refresh_at(&self, now: Instant, timers: &SipTimers) -> Instant {
        let left = self.ends_at - now;
        let delta = timers.subscribe_delta;
        if left > delta.times(2) {
            return self.ends_at - delta;
        }
        // Never sooner than a second, whatever is granted.
        now + Duration::from_micros(left.as_micros() / 2).max(AT_ONCE_AFTER)
    }

    /// Takes in what a NOTIFY says of the end; it may shorten, never lengthen (RFC 6665 4.2.2)
    /// beyond what was asked for.
    pub(super) fn hear_expires(&mut self, now: Instant, expires: Option<u32>) {
        let seconds = expires.unwrap_or(self.expires).min(self.expires);
        let told = now + Duration::from_secs(i64::from(seconds));
        let asked = matches!(self.phase, Phase::Asking | Phase::Refreshing) && !self.answered;
        let shorter = expires.is_some() && told + EXPIRES_SLACK < self.ends_at;
        if asked || shorter {
            self.ends_at = told;
        }
    }
}
