//! A player whose clock is a real one, and some of whose nodes are played from outside.

use super::Player;
use crate::id::{NodeId, PhoneId};
use crate::node::{CALL_MANAGER, LinkMessage};
use crate::world::{Departure, ForGuest, Wording};
use std::sync::Arc;

impl Player {
    /// From now on a node is played from outside: [`crate::world::World::welcome`].
    pub fn welcome(&mut self, node: NodeId) {
        self.world.welcome(node);
    }

    /// A datagram from outside for the first CallManager; it arrives with the next steps.
    pub fn from_guest(&mut self, from: NodeId, bytes: Arc<[u8]>) {
        self.world.from_guest(from, CALL_MANAGER, bytes);
    }

    /// The same for any node: what a server under test sends to one of ours.
    pub fn from_server(&mut self, to: NodeId, bytes: Arc<[u8]>) {
        self.world.from_guest(CALL_MANAGER, to, bytes);
    }

    /// From now on every message is sent as `wording` words it.
    pub fn worded(&mut self, wording: Wording) {
        self.world.worded(wording);
    }

    /// A departure leaves the world for good: [`crate::world::World::let_go`].
    pub fn let_go(&mut self, departure: &Departure) {
        self.world.let_go(departure);
    }

    /// Notes a message that was sent beside the world: [`crate::world::World::overheard`].
    pub fn overheard(&mut self, from: NodeId, to: NodeId, bytes: Arc<[u8]>) {
        self.world.overheard(from, to, bytes);
        self.look();
    }

    /// What a phone that is played from outside would say over its link.
    pub fn link_from_guest(&mut self, phone: PhoneId, message: LinkMessage) {
        self.world.link_from_guest(phone, message);
    }

    /// What waits for those outside.
    pub fn take_for_guests(&mut self) -> Vec<ForGuest> {
        self.world.take_for_guests()
    }

    /// The first CallManager looks at its clock, though nothing is due: it forgets what it need not
    /// remember any longer.
    pub fn nudge(&mut self) {
        self.world.nudge(CALL_MANAGER);
    }

    /// The first CallManager goes out of service in order: every subscription gets its last NOTIFY.
    pub fn close_down(&mut self) {
        self.world.close_down(CALL_MANAGER);
    }
}
