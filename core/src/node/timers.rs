//! How long the nodes wait.

use crate::sip::SipTimers;
use crate::time::Duration;

/// Timer values of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timers {
    /// Those of SIP and its subscriptions.
    pub sip: SipTimers,
    /// How late CallManager notices that a device is gone. Zero from the start, so that a
    /// lesson on lamps is not one on keepalives; real values are tens of seconds.
    pub unplugged_noticed_after: Duration,
    /// In builds for tests only: SIP phones with a mistake, which a swarm must find.
    #[cfg(debug_assertions)]
    pub planted_deafness: bool,
}
