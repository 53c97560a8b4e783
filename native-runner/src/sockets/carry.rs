//! One datagram through two sockets.
//!
//! A datagram is written and then read at its receiver before the next one is written: so one is in
//! flight at most, which is our own count of it, and the virtual clock may go on as soon as it is
//! read. Within [`PATIENCE`] it comes out, or the run ends: loopback keeps what it takes.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lampfield_core::scenario::Player;
use lampfield_core::sip::address::HostPort;
use lampfield_core::world::Departure;

use super::bound::{Sockets, to_socket};

/// So long is waited for a datagram to come out.
const PATIENCE: Duration = Duration::from_secs(2);

/// A datagram that went in and did not come out.
#[derive(Debug)]
pub(crate) struct Stuck {
    from: HostPort,
    to: HostPort,
    bytes: usize,
    why: io::Error,
}

impl fmt::Display for Stuck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Stuck { from, to, bytes, why } = self;
        match why.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => write!(
                f,
                "no progress for {} s: 1 datagram of {bytes} bytes from the socket {from} did not \
                 come out at the socket {to}",
                PATIENCE.as_secs()
            ),
            _ => write!(f, "a datagram of {bytes} bytes from {from} to {to}: {why}"),
        }
    }
}

impl Sockets {
    /// Carries everything that was sent since the last time, in the order of sending.
    ///
    /// # Errors
    /// A socket takes a datagram and does not give it out again, or refuses it.
    pub(crate) fn carry(&mut self, player: &mut Player) -> Result<(), Stuck> {
        for departure in player.take_departures() {
            let arrived = self.through(&departure)?;
            player.arrive(&departure, arrived);
        }
        Ok(())
    }

    fn through(&mut self, departure: &Departure) -> Result<Arc<[u8]>, Stuck> {
        let [from, to] = [departure.from, departure.to].map(|node| self.addresses().address(node));
        self.write_and_read(departure, from, to).map_err(|why| Stuck {
            from,
            to,
            bytes: departure.bytes.len(),
            why,
        })
    }

    fn write_and_read(
        &mut self,
        departure: &Departure,
        from: HostPort,
        to: HostPort,
    ) -> io::Result<Arc<[u8]>> {
        // The receiver's first: what comes before it is there would be refused.
        self.of(departure.to)?;
        self.of(departure.from)?.send_to(&departure.bytes, to_socket(to))?;
        let sender = SocketAddr::V4(to_socket(from));
        let until = Instant::now() + PATIENCE;
        let mut room = core::mem::take(&mut self.room);
        let arrived = self.read_from(sender, departure, until, &mut room);
        self.room = room;
        arrived
    }

    /// The next datagram of this sender. Loopback is everybody's: what a stranger sends is passed
    /// over.
    fn read_from(
        &mut self,
        sender: SocketAddr,
        departure: &Departure,
        until: Instant,
        room: &mut [u8],
    ) -> io::Result<Arc<[u8]>> {
        let receiver = self.of(departure.to)?;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            receiver.set_read_timeout(Some(left))?;
            let (length, from) = receiver.recv_from(room)?;
            if from == sender {
                return Ok(Arc::from(room.get(..length).unwrap_or_default()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::UdpSocket;

    use lampfield_core::id::NodeId;
    use lampfield_core::scenario::{MemorySources, PlayOptions, load};

    const SCENARIO: &str = include_str!("../../tests/data/good.yaml");

    fn started() -> (Player, Sockets) {
        let sources = MemorySources::new([("a.yaml".to_owned(), SCENARIO)]);
        let scenario = Arc::new(load(&sources, "a.yaml").expect("a scenario"));
        let sockets = Sockets::open(&scenario.site).expect("sockets");
        let options = PlayOptions { addresses: sockets.addresses(), ..PlayOptions::default() };
        let mut player = Player::new(scenario, options).expect("a player");
        player.carried_from_outside();
        (player, sockets)
    }

    fn play(player: &mut Player, sockets: &mut Sockets) -> Result<(), Stuck> {
        while player.step().is_some() {
            sockets.carry(player)?;
        }
        Ok(())
    }

    #[test]
    fn what_came_out_of_the_socket_is_what_is_read() {
        let (mut player, mut sockets) = started();
        play(&mut player, &mut sockets).expect("loopback keeps what it takes");
        assert_eq!(player.report().failures, []);
        // The same with a carrier that spoils what it carries: nobody understands a word.
        let (mut player, _) = started();
        while player.step().is_some() {
            for departure in player.take_departures() {
                player.arrive(&departure, Arc::from(*b"noise"));
            }
        }
        assert!(player.report().checks_failed > 0);
    }

    #[test]
    fn a_stranger_on_loopback_is_passed_over() {
        let (mut player, mut sockets) = started();
        let hub = to_socket(sockets.addresses().address(NodeId(0)));
        let stranger = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        for _ in 0..3 {
            stranger.send_to(b"hello", hub).expect("sent");
        }
        play(&mut player, &mut sockets).expect("what it sends is not ours");
        assert_eq!(player.report().failures, []);
    }

    #[test]
    fn a_datagram_that_does_not_come_out_is_named_with_its_sockets() {
        let (mut player, mut sockets) = started();
        // CallManager's socket is elsewhere, and nobody is where it should be.
        let elsewhere = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        drop(sockets.replace(NodeId(0), elsewhere));
        let stuck = play(&mut player, &mut sockets).expect_err("nobody is there").to_string();
        let own = sockets.addresses().address(NodeId(0));
        let said = format!("did not come out at the socket {own}");
        assert!(stuck.starts_with("no progress for 2 s: 1 datagram of"), "{stuck}");
        assert!(stuck.ends_with(&said), "{stuck}");
        player.stop(stuck);
        assert_eq!(player.report().verdict, lampfield_core::scenario::Verdict::Unknown);
    }
}
