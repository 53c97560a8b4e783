//! A SIP phone: watches by SUBSCRIBE.

use crate::cluster::Cluster;
use crate::id::PhoneId;
use crate::node::{Input, ListEntry, Outbox, Timers};
use crate::presence::CallList;
use crate::rng::Rng;
use crate::time::Instant;
use std::sync::Arc;

/// A SIP phone: watches by SUBSCRIBE.
#[derive(Clone, Debug)]
pub struct SipPhone {
    id: PhoneId,
    cluster: Arc<Cluster>,
    timers: Timers,
    rng: Rng,
}

impl SipPhone {
    /// The phone, unplugged.
    pub fn new(id: PhoneId, cluster: Arc<Cluster>, timers: Timers, rng: Rng) -> Self {
        SipPhone { id, cluster, timers, rng }
    }

    /// Takes one input and appends what follows from it.
    pub fn handle(&mut self, _now: Instant, _input: Input, _out: &mut Outbox) {
        let _ = (&self.id, &self.cluster, &self.timers, &self.rng);
    }

    /// The entries of a call list, newest first.
    pub fn call_list(&self, _list: CallList) -> &[ListEntry] {
        &[]
    }
}
