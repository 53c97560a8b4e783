//! Calls that stand are looked after (RFC 4028): where a BYE is lost for good, no line is busy for
//! ever.
//!
//! One side, CallManager, asks the other at half of the interval with a re-INVITE that changes
//! nothing; one that has no such call says so (481), one that is silent is gone. The other side takes
//! a call for lost of which it has heard nothing for the whole interval. Both know the interval from
//! their configuration, so that no header travels.

use super::words::{CallEnded, LegId};
use super::{Calls, Key};
use crate::sip::CallAction;
use crate::time::{Duration, Instant};

/// Which side of a session one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKeeping {
    /// It looks after calls.
    Asks,
    /// Its calls are looked after.
    Expects,
}

/// How calls that stand are looked after; not at all at first.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sessions(Option<(Duration, SessionKeeping)>);

impl Sessions {
    /// The next moment that counts for a call of which something was heard.
    pub(super) fn from(self, now: Instant) -> Instant {
        match self.0 {
            None => Instant::FAR_FUTURE,
            Some((interval, SessionKeeping::Expects)) => now + interval,
            Some((interval, SessionKeeping::Asks)) => {
                now + Duration::from_micros(interval.as_micros() / 2)
            }
        }
    }
}

impl Calls {
    /// From now on calls that stand are looked after.
    pub fn keep_sessions(&mut self, interval: Duration, keeping: SessionKeeping) {
        self.sessions = Sessions(Some((interval, keeping)));
    }

    /// A call was not heard of for its time.
    pub(super) fn session_due(&mut self, now: Instant, key: Key, out: &mut Vec<CallAction>) {
        let Some(leg) = self.legs.get_mut(key) else { return };
        leg.fresh_until = self.sessions.from(now);
        if let Some((_, SessionKeeping::Expects)) = self.sessions.0 {
            return self.end(now, key, CallEnded::Lost, out);
        }
        let said = leg.said.clone();
        // Where another INVITE is under way, that one asks.
        let _ = self.reinvite(now, LegId(key), said.as_ref(), out);
    }
}
