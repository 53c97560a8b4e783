//! What the world needs of those who live in it.

use crate::node::{Input, Node, Outbox};
use crate::time::Instant;

/// One who takes part in a run. Cloning it forks it.
pub trait Actor: Clone {
    /// Takes one input and appends what follows from it.
    fn handle(&mut self, now: Instant, input: Input, out: &mut Outbox);
}

impl Actor for Node {
    fn handle(&mut self, now: Instant, input: Input, out: &mut Outbox) {
        Node::handle(self, now, input, out);
    }
}
