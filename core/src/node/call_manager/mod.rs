//! CallManager: registrar, switch of calls, notifier of presence.

use crate::cluster::Cluster;
use crate::id::{DnId, PhoneId};
use crate::node::{Input, Outbox, Timers};
use crate::presence::{LineState, PublishedStatus};
use crate::rng::Rng;
use crate::time::Instant;
use std::sync::Arc;

/// The cluster as one who talks.
#[derive(Clone, Debug)]
pub struct CallManager {
    cluster: Arc<Cluster>,
    timers: Timers,
    rng: Rng,
}

impl CallManager {
    /// A CallManager with nobody registered. `rng` is its own stream (`sip:CallManager`).
    pub fn new(cluster: Arc<Cluster>, timers: Timers, rng: Rng) -> Self {
        CallManager { cluster, timers, rng }
    }

    /// Takes one input and appends what follows from it.
    pub fn handle(&mut self, _now: Instant, _input: Input, _out: &mut Outbox) {
        let _ = (&self.cluster, &self.timers, &self.rng);
    }

    /// What CallManager believes of a device's line; the device itself knows better.
    pub fn line(&self, _phone: PhoneId, _dn: DnId) -> LineState {
        LineState::NotConnected
    }

    /// What CallManager says of a presentity.
    pub fn status(&self, _dn: DnId) -> PublishedStatus {
        PublishedStatus::Unknown
    }
}
