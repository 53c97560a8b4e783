//! An H.323 phone: a presentity only. It watches nothing and says so (WATCH-13).

use crate::cluster::Cluster;
use crate::id::{NodeId, PhoneId};
use crate::node::phone_common::WatchingPhone;
use crate::node::{Input, Outbox};
use crate::time::Instant;
use std::sync::Arc;

/// An H.323 phone.
#[derive(Clone, Debug)]
pub struct H323Phone {
    pub(super) phone: WatchingPhone,
}

impl H323Phone {
    /// The phone, unplugged; `hub` is its CallManager.
    pub fn new(id: PhoneId, hub: NodeId, cluster: Arc<Cluster>) -> Self {
        H323Phone { phone: WatchingPhone::new(id, hub, cluster) }
    }

    /// Takes one input and appends what follows from it.
    pub fn handle(&mut self, _now: Instant, input: Input, out: &mut Outbox) {
        match input {
            Input::Command(command) => self.phone.command(command, out),
            Input::Link { message, .. } => self.phone.message(message, out),
            Input::Configured(configured) => self.phone.configured(configured, out),
            Input::Datagram { .. } | Input::Tick => {}
        }
        // A model that cannot watch wishes to ask for nothing.
        for wish in core::mem::take(&mut self.phone.wishes) {
            self.phone.say(&wish, out);
        }
    }
}
