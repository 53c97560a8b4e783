//! One piece of state at a server: what is known of it and what it waits for.

use crate::id::NodeId;
use crate::limits;
use crate::node::WakeReason;
use crate::sip::SipTimers;
use crate::sip::digest::{Credentials, Session};
use crate::sip::message::Message;
use crate::sip::transaction::ClientId;
use crate::time::{Duration, Instant};
use std::sync::Arc;

/// How long before the first new try after a failure; each failure doubles it.
const RETRY: Duration = Duration::from_secs(5);
/// The longest wait before a new try, and the wait after a refusal that another try will hardly
/// change.
const RETRY_CAP: Duration = Duration::from_secs(60);
/// Nothing is refreshed sooner than this, whatever is granted.
const SHORTEST: Duration = Duration::from_secs(1);

/// What one of them is doing, and by that what it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// A request is out.
    Asking,
    /// All is well; waits for the time to refresh.
    Live,
    /// The last try failed; waits for the next.
    Waiting,
    /// The last request is out.
    Ending,
}

/// What both kinds have in common.
#[derive(Clone, Debug)]
pub(in crate::sip) struct Upkeep {
    pub(super) handle: u32,
    pub(super) server: NodeId,
    pub(super) phase: Phase,
    /// False once its owner gave it up while a request was out.
    pub(super) wanted: bool,
    /// The seconds that are asked for.
    pub(in crate::sip) expires: u32,
    /// When its phase has something to do.
    pub(super) at: Instant,
    /// Until when the server holds it, as far as we know.
    pub(super) held_until: Option<Instant>,
    pub(super) request: Option<ClientId>,
    pub(super) session: Option<Box<Session>>,
    /// Failures in a row.
    failures: u32,
    /// Answers 423 in a row.
    raises: usize,
}

impl Upkeep {
    /// One that is to be asked for now.
    pub(in crate::sip) fn new(
        handle: u32,
        server: NodeId,
        expires: u32,
        credentials: Option<&Arc<Credentials>>,
    ) -> Self {
        Upkeep {
            handle,
            server,
            phase: Phase::Waiting,
            wanted: true,
            expires: expires.max(1),
            at: Instant::FAR_FUTURE,
            held_until: None,
            request: None,
            session: credentials.map(|c| Box::new(Session::new(Arc::clone(c)))),
            failures: 0,
            raises: 0,
        }
    }

    /// The server holds nothing of it any more.
    pub(in crate::sip) fn lost(&mut self) {
        self.held_until = None;
    }

    /// The moment that it waits for.
    pub(super) fn due(&self) -> Instant {
        let end = self.held_until.filter(|_| self.phase != Phase::Ending);
        end.unwrap_or(Instant::FAR_FUTURE).min(self.at)
    }

    /// What that moment is called.
    pub(super) fn wakes_for(&self) -> WakeReason {
        match self.phase {
            _ if self.at > self.due() => WakeReason::Expire,
            Phase::Live => WakeReason::Refresh,
            Phase::Waiting => WakeReason::Retry,
            Phase::Asking | Phase::Ending => WakeReason::GiveUp,
        }
    }

    /// The server holds it for so many seconds.
    pub(super) fn granted(&mut self, now: Instant, seconds: u32, timers: &SipTimers) {
        let left = Duration::from_secs(i64::from(seconds));
        let delta = timers.subscribe_delta;
        let wait = if left > delta.times(2) {
            (now + left - delta) - now
        } else {
            Duration::from_micros(left.as_micros() / 2).max(SHORTEST)
        };
        (self.phase, self.at) = (Phase::Live, now + wait);
        self.held_until = Some(now + left);
        (self.failures, self.raises) = (0, 0);
        if let Some(session) = &mut self.session {
            session.passed();
        }
    }

    /// It failed; the next try comes later each time, or when the server says.
    pub(super) fn failed(&mut self, now: Instant, hopeless: bool, retry_after: Option<u32>) {
        let most = u32::try_from(limits::RETRY_AFTER_SECONDS.bound).unwrap_or(u32::MAX);
        let grown = RETRY.times(1 << self.failures.min(4)).min(RETRY_CAP);
        let wait = match retry_after {
            Some(seconds) => Duration::from_secs(i64::from(seconds.clamp(1, most))),
            None if hopeless => RETRY_CAP,
            None => grown,
        };
        self.failures = self.failures.saturating_add(1);
        (self.phase, self.at, self.raises) = (Phase::Waiting, now + wait, 0);
        if let Some(session) = self.session.as_mut().filter(|_| hopeless) {
            // Whoever corrects a password shall not have to restart us.
            session.restart();
        }
    }

    /// Whether a challenge is to be answered, at once.
    pub(super) fn challenged(&mut self, message: &Message) -> bool {
        self.session.as_mut().is_some_and(|session| session.challenged(message))
    }

    /// Whether a 423 makes us ask for more, at once.
    pub(super) fn raised(&mut self, message: &Message) -> bool {
        let least = message.min_expires().filter(|least| *least > self.expires);
        let Some(least) = least.filter(|_| message.status() == Some(423)) else { return false };
        self.raises += 1;
        if limits::RAISES.check(self.raises).is_err() {
            return false;
        }
        self.expires = least;
        true
    }
}

/// Whether another try soon may have another answer.
pub(super) fn is_passing(code: u16) -> bool {
    matches!(code, 408 | 412 | 423 | 480 | 500 | 502..=504)
}
