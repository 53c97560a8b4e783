//! One message through two sockets.
//!
//! A message is written and then read at its receiver before the next one is written: so one is in
//! flight at most, which is our own count of it, and the virtual clock may go on as soon as it is
//! read. (More at a time would save nothing: writer and reader are one thread, and loopback hands
//! over within the call that writes.) Within [`PATIENCE`] it comes out, or the run ends: loopback
//! keeps what it takes.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lampfield_core::scenario::Player;
use lampfield_core::sip::address::HostPort;
use lampfield_core::sip::stream::says_stream;
use lampfield_core::time::Instant as Moment;
use lampfield_core::world::Departure;

use super::bound::{Sockets, to_socket};
use super::connection::Connection;

/// So long is waited for a message to come out.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// A message that went in and did not come out.
#[derive(Debug)]
pub(crate) struct Stuck {
    from: HostPort,
    to: HostPort,
    bytes: usize,
    stream: bool,
    why: io::Error,
}

impl fmt::Display for Stuck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Stuck { from, to, bytes, stream, why } = self;
        let what = if *stream { "message" } else { "datagram" };
        let over = if *stream { " over TCP" } else { "" };
        match why.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => write!(
                f,
                "no progress for {} s: 1 {what} of {bytes} bytes from the socket {from} did not \
                 come out at the socket {to}{over}",
                PATIENCE.as_secs()
            ),
            _ => write!(f, "a {what} of {bytes} bytes from {from} to {to}{over}: {why}"),
        }
    }
}

impl Sockets {
    /// Carries everything that was sent since the last time, in the order of sending.
    ///
    /// # Errors
    /// A socket takes a message and does not give it out again, or refuses it.
    pub(crate) fn carry(&mut self, player: &mut Player) -> Result<(), Stuck> {
        for departure in player.take_departures() {
            let arrived = self.through(&departure, player.world().now())?;
            player.arrive(&departure, arrived);
        }
        Ok(())
    }

    fn through(&mut self, departure: &Departure, now: Moment) -> Result<Arc<[u8]>, Stuck> {
        let [from, to] = [departure.from, departure.to].map(|node| self.addresses().address(node));
        let stream = says_stream(&departure.bytes);
        let arrived = match stream {
            true => self.over_a_connection(departure, now),
            false => self.in_a_datagram(departure, from, to),
        };
        let bytes = departure.bytes.len();
        arrived.map_err(|why| Stuck { from, to, bytes, stream, why })
    }

    /// Through the connection between the two, opened where there is none: what comes back goes the
    /// same way.
    fn over_a_connection(&mut self, departure: &Departure, now: Moment) -> io::Result<Arc<[u8]>> {
        let Departure { from, to, bytes, .. } = departure;
        let outwards = !self.connections.contains_key(&(*to, *from));
        let ends = if outwards { (*from, *to) } else { (*to, *from) };
        if !self.connections.contains_key(&ends) {
            let address = to_socket(self.addresses().address(*to));
            let connection = Connection::open(address, self.listener_of(*to)?)?;
            self.connections.insert(ends, connection);
        }
        let Some(connection) = self.connections.get_mut(&ends) else {
            return Err(io::ErrorKind::NotConnected.into());
        };
        connection.through(now, outwards, bytes, &mut self.room)
    }

    fn in_a_datagram(
        &mut self,
        departure: &Departure,
        from: HostPort,
        to: HostPort,
    ) -> io::Result<Arc<[u8]>> {
        // The receiver's first: what comes before it is there would be refused.
        self.datagrams_of(departure.to)?;
        self.datagrams_of(departure.from)?.send_to(&departure.bytes, to_socket(to))?;
        let sender = SocketAddr::V4(to_socket(from));
        let mut room = core::mem::take(&mut self.room);
        let arrived = self.read_from(sender, departure, &mut room);
        self.room = room;
        arrived
    }

    /// The next datagram of this sender. Loopback is everybody's: what a stranger sends is passed
    /// over.
    fn read_from(
        &mut self,
        sender: SocketAddr,
        departure: &Departure,
        room: &mut [u8],
    ) -> io::Result<Arc<[u8]>> {
        let until = Instant::now() + PATIENCE;
        let receiver = self.datagrams_of(departure.to)?;
        loop {
            let (length, from) = receiver.recv_from(room)?;
            if from == sender {
                return Ok(Arc::from(room.get(..length).unwrap_or_default()));
            }
            if Instant::now() > until {
                return Err(io::ErrorKind::TimedOut.into());
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
    use lampfield_core::sip::Transport;

    const SCENARIO: &str = include_str!("../../tests/data/good.yaml");

    fn started(transport: Transport) -> (Player, Sockets) {
        let sources = MemorySources::new([("a.yaml".to_owned(), SCENARIO)]);
        let scenario = Arc::new(load(&sources, "a.yaml").expect("a scenario"));
        let sockets = Sockets::open(&scenario.site, transport).expect("sockets");
        let options = PlayOptions { addresses: sockets.addresses(), ..PlayOptions::default() };
        let mut player = Player::new(scenario, options).expect("a player");
        player.carried_from_outside();
        player.worded(sockets.wording());
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
        let (mut player, mut sockets) = started(Transport::Udp);
        play(&mut player, &mut sockets).expect("loopback keeps what it takes");
        assert_eq!(player.report().failures, []);
        // The same with a carrier that spoils what it carries: nobody understands a word.
        let (mut player, _) = started(Transport::Udp);
        while player.step().is_some() {
            for departure in player.take_departures() {
                player.arrive(&departure, Arc::from(*b"noise"));
            }
        }
        assert!(player.report().checks_failed > 0);
    }

    #[test]
    fn a_stranger_on_loopback_is_passed_over() {
        let (mut player, mut sockets) = started(Transport::Udp);
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
        let (mut player, mut sockets) = started(Transport::Udp);
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

    #[test]
    fn over_connections_every_message_says_so_and_comes_out_whole() {
        let (mut player, mut sockets) = started(Transport::Tcp);
        play(&mut player, &mut sockets).expect("loopback keeps what it takes");
        assert_eq!(player.report().failures, []);
        let mut sent = 0;
        for event in player.world().trace().events() {
            if let lampfield_core::trace::What::Sent { bytes, .. } = &event.what {
                assert!(says_stream(bytes), "{}", String::from_utf8_lossy(bytes));
                sent += 1;
            }
        }
        assert!(sent > 3 && !sockets.connections.is_empty());
    }

    #[test]
    fn a_stranger_who_connects_is_sent_away() {
        let (mut player, mut sockets) = started(Transport::Tcp);
        let hub = to_socket(sockets.addresses().address(NodeId(0)));
        let strangers: Vec<_> =
            (0..3).map(|_| std::net::TcpStream::connect(hub).expect("it listens")).collect();
        play(&mut player, &mut sockets).expect("they are passed over");
        assert_eq!(player.report().failures, []);
        drop(strangers);
    }

    /// A run that stands when its first connection does.
    fn connected() -> (Player, Sockets) {
        let (mut player, mut sockets) = started(Transport::Tcp);
        for _ in 0..10_000 {
            if !sockets.connections.is_empty() || player.step().is_none() {
                break;
            }
            sockets.carry(&mut player).expect("it works so far");
        }
        assert_eq!(sockets.connections.len(), 1);
        (player, sockets)
    }

    #[test]
    fn a_connection_whose_far_end_is_gone_ends_the_run_and_is_named() {
        let (mut player, mut sockets) = connected();
        for connection in sockets.connections.values() {
            connection.shut().expect("shut");
        }
        let stuck = play(&mut player, &mut sockets).expect_err("nothing comes out").to_string();
        assert!(stuck.contains(" over TCP: "), "{stuck}");
        player.stop(stuck);
        assert_eq!(player.report().verdict, lampfield_core::scenario::Verdict::Unknown);
    }

    #[test]
    fn a_message_that_does_not_come_out_of_a_connection_is_named_with_its_sockets() {
        let (mut player, mut sockets) = connected();
        let peers: Vec<_> =
            sockets.connections.values_mut().map(|one| one.stall().expect("stalled")).collect();
        let stuck = play(&mut player, &mut sockets).expect_err("nothing moves").to_string();
        assert!(stuck.starts_with("no progress for 2 s: 1 message of"), "{stuck}");
        assert!(stuck.ends_with(" over TCP"), "{stuck}");
        drop(peers);
    }
}
