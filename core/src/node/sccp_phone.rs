//! An SCCP phone: watches over its own link.

use crate::cluster::Cluster;
use crate::id::PhoneId;
use crate::node::{Input, ListEntry, Outbox};
use crate::presence::CallList;
use crate::time::Instant;
use std::sync::Arc;

/// An SCCP phone: watches over its own link.
#[derive(Clone, Debug)]
pub struct SccpPhone {
    id: PhoneId,
    cluster: Arc<Cluster>,
}

impl SccpPhone {
    /// The phone, unplugged.
    pub fn new(id: PhoneId, cluster: Arc<Cluster>) -> Self {
        SccpPhone { id, cluster }
    }

    /// Takes one input and appends what follows from it.
    pub fn handle(&mut self, _now: Instant, _input: Input, _out: &mut Outbox) {
        let _ = (&self.id, &self.cluster);
    }

    /// The entries of a call list, newest first.
    pub fn call_list(&self, _list: CallList) -> &[ListEntry] {
        &[]
    }
}
