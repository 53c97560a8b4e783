//! What a load does, and the bounds within which it does it.

use std::path::PathBuf;

use lampfield_core::secret::Secret;
use lampfield_core::sip::address::HostPort;
use lampfield_core::time::Duration;

use super::names::Names;
use super::process::Process;

/// The most of everything: a load is a measurement, not a weapon, and ends by itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Most {
    /// Requests in a second.
    pub(crate) rate: u32,
    /// Subscriptions; also watchers and presentities.
    pub(crate) count: u32,
    /// Sockets.
    pub(crate) sockets: u32,
    /// Changes of the presentity.
    pub(crate) changes: u32,
    /// How long it holds, and how long it waits.
    pub(crate) wait: Duration,
    /// Processes that are looked at.
    pub(crate) processes: usize,
}

/// See [`Most`].
pub(crate) const MOST: Most = Most {
    rate: 100_000,
    count: 1_000_000,
    sockets: 1_000,
    changes: 1_000,
    wait: Duration::from_secs(3_600),
    processes: 16,
};

/// How the presentity of a fan-out changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// By PUBLISH at the server: busy and idle in turn.
    Publish,
    /// By a line on the control socket of a `lampfield serve`, one after the other, again and again.
    Control {
        /// The socket.
        socket: PathBuf,
        /// The lines.
        lines: Vec<String>,
    },
}

/// What challenges are answered with.
#[derive(Clone, Debug)]
pub(crate) struct Proof {
    /// The user name; `None` is each watcher's own.
    pub(crate) username: Option<String>,
    pub(crate) password: Secret,
}

/// A load.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) target: HostPort,
    /// The first socket's address; port 0 takes free ones, another one and those after it.
    pub(crate) from: HostPort,
    pub(crate) sockets: u32,
    /// Requests in a second.
    pub(crate) rate: u32,
    /// Subscriptions.
    pub(crate) count: u32,
    pub(crate) watchers: Names,
    pub(crate) presentities: Names,
    /// In seconds.
    pub(crate) expires: u32,
    /// Whether watchers register first.
    pub(crate) register: bool,
    pub(crate) proof: Option<Proof>,
    /// Whether each presentity is published first.
    pub(crate) publish: bool,
    pub(crate) hold: Duration,
    pub(crate) refresh: bool,
    pub(crate) changes: u32,
    pub(crate) change: Change,
    /// The place of the presentity that changes.
    pub(crate) changed: u32,
    /// Whether subscriptions are left to run out.
    pub(crate) stay: bool,
    pub(crate) processes: Vec<Process>,
    pub(crate) interval: Duration,
    /// How long answers and NOTIFYs are waited for after the last request of a phase.
    pub(crate) patience: Duration,
}

impl Plan {
    /// The watcher of a subscription: they take turns.
    pub(super) fn watcher_of(&self, nth: u32) -> u32 {
        nth % self.watchers.count()
    }

    /// The presentity of a subscription: each round of the watchers begins with the next one, so
    /// that nobody watches anybody twice before he watches everybody.
    pub(super) fn presentity_of(&self, nth: u32) -> u32 {
        let watchers = self.watchers.count();
        let place = u64::from(nth % watchers) + u64::from(nth / watchers);
        // A remainder of a u32 is one.
        u32::try_from(place % u64::from(self.presentities.count())).unwrap_or(0)
    }

    /// The socket of a watcher: always the same.
    pub(super) fn socket_of(&self, watcher: u32) -> u32 {
        watcher % self.sockets
    }
}

#[cfg(test)]
impl Plan {
    /// A plan for tests: two watchers, one presentity.
    pub(super) fn small() -> Plan {
        let here = |port| HostPort { ip: [127, 0, 0, 1], port };
        Plan {
            target: here(5060),
            from: here(0),
            sockets: 2,
            rate: 100,
            count: 2,
            watchers: "w{1..2}".parse().unwrap(),
            presentities: "p".parse().unwrap(),
            expires: 600,
            register: false,
            proof: None,
            publish: false,
            hold: Duration::ZERO,
            refresh: false,
            changes: 0,
            change: Change::Publish,
            changed: 0,
            stay: false,
            processes: Vec::new(),
            interval: Duration::from_secs(1),
            patience: Duration::from_secs(32),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn nobody_watches_anybody_twice_before_he_watches_everybody() {
        for (watchers, presentities) in [(5, 5), (6, 4), (1, 7), (7, 1), (10, 3)] {
            let plan = Plan {
                watchers: format!("w{{1..{watchers}}}").parse().unwrap(),
                presentities: format!("p{{1..{presentities}}}").parse().unwrap(),
                ..Plan::small()
            };
            let all = watchers * presentities;
            let pairs = (0..all).map(|nth| (plan.watcher_of(nth), plan.presentity_of(nth)));
            let pairs: BTreeSet<(u32, u32)> = pairs.collect();
            assert_eq!(pairs.len(), usize::try_from(all).unwrap(), "{watchers} {presentities}");
        }
    }
}
