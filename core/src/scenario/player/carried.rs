//! A player whose datagrams somebody else carries.

use super::Player;
use crate::world::Departure;
use std::sync::Arc;

impl Player {
    /// Every datagram of this run waits for a carrier from now on, which takes it after each step
    /// and brings what arrived: [`Player::take_departures`], [`Player::arrive`].
    pub fn carried_from_outside(&mut self) {
        self.world.carried_from_outside();
    }

    /// The datagrams that were sent since the last call.
    pub fn take_departures(&mut self) -> Vec<Departure> {
        self.world.take_departures()
    }

    /// The run cannot go on, for a reason from outside of the engine: what is not checked yet is
    /// unknown.
    pub fn stop(&mut self, why: String) {
        self.stopped = Some(why);
    }

    /// What came out at the far end of a departure.
    pub fn arrive(&mut self, departure: &Departure, bytes: Arc<[u8]>) {
        self.world.arrive(departure, bytes);
    }
}
