//! What the world needs of those who live in it.

use crate::node::{Input, Node, Outbox, Role, Timers};
use crate::site::Site;
use crate::time::Instant;
use std::sync::Arc;

/// One who takes part in a run. Cloning it forks it.
pub trait Actor: Clone {
    /// Takes one input and appends what follows from it.
    fn handle(&mut self, now: Instant, input: Input, out: &mut Outbox);

    /// One for a role that came up while the world runs: a phone that was added. `None` where
    /// nobody is to live there.
    fn for_role(role: Role, site: &Arc<Site>, timers: Timers, seed: u64) -> Option<Self>;
}

impl Actor for Node {
    fn for_role(role: Role, site: &Arc<Site>, timers: Timers, seed: u64) -> Option<Self> {
        Node::for_role(role, site, timers, seed)
    }

    fn handle(&mut self, now: Instant, input: Input, out: &mut Outbox) {
        Node::handle(self, now, input, out);
    }
}
