//! An H.323 phone: a presentity only.

use crate::cluster::Cluster;
use crate::id::PhoneId;
use crate::node::{Input, Outbox};
use crate::time::Instant;
use std::sync::Arc;

/// An H.323 phone: a presentity only.
#[derive(Clone, Debug)]
pub struct H323Phone {
    id: PhoneId,
    cluster: Arc<Cluster>,
}

impl H323Phone {
    /// The phone, unplugged.
    pub fn new(id: PhoneId, cluster: Arc<Cluster>) -> Self {
        H323Phone { id, cluster }
    }

    /// Takes one input and appends what follows from it.
    pub fn handle(&mut self, _now: Instant, _input: Input, _out: &mut Outbox) {
        let _ = (&self.id, &self.cluster);
    }
}
