//! The timers of RFC 3261 and RFC 6665 as values.

use crate::time::Duration;

/// Timer values; the names are those of RFC 3261 table 4 and of phone configuration files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SipTimers {
    /// T1, the round-trip estimate: 500 ms.
    pub t1: Duration,
    /// T2, the longest interval between retransmissions: 4 s.
    pub t2: Duration,
    /// T4, how long a message can stay in the network: 5 s.
    pub t4: Duration,
    /// What a watcher asks for in `Expires`, in whole seconds: 3600.
    pub subscribe_expires: u32,
    /// How long before its end a watcher refreshes a subscription: 5 s.
    pub subscribe_delta: Duration,
    /// The shortest `Expires` a notifier takes, in whole seconds (below: 423): 60.
    pub min_expires: u32,
    /// The longest it grants, in whole seconds, and the default (RFC 3856 6.4): 3600.
    pub max_expires: u32,
}

impl Default for SipTimers {
    fn default() -> Self {
        SipTimers {
            t1: Duration::from_millis(500),
            t2: Duration::from_secs(4),
            t4: Duration::from_secs(5),
            subscribe_expires: 3600,
            subscribe_delta: Duration::from_secs(5),
            min_expires: 60,
            max_expires: 3600,
        }
    }
}

impl SipTimers {
    /// How long a call stands of which nothing is heard (RFC 4028): half an hour, and no longer than a
    /// subscription where those are short; a minute and a half at least, as the RFC has it.
    pub fn session_interval(&self) -> Duration {
        Duration::from_secs(i64::from(self.subscribe_expires.clamp(90, 1800)))
    }

    /// 64 * T1: timers F, J (UDP) and N.
    pub fn sixty_four_t1(&self) -> Duration {
        self.t1.times(64)
    }
}
