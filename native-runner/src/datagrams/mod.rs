//! UDP sockets that are asked for many datagrams at once.
//!
//! Most of what a datagram costs is the call of the system that moves it. On Linux one call takes or
//! sends up to [`BATCH`] of them (`recvmmsg`, `sendmmsg`); elsewhere each has a call of its own, and
//! nothing else differs. `docs/decisions/0014-batched-sockets.md` has what that brings.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod plain;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(target_os = "linux"))]
use plain as system;

use std::io;
use std::net::{SocketAddr, SocketAddrV4};
use std::sync::Arc;

use lampfield_core::sip::address::HostPort;
use mio::net::UdpSocket;

use crate::sockets::to_socket;

pub(crate) use system::Room;

/// So many datagrams in one call.
const BATCH: usize = 64;
/// So many batches of one socket before the others have their turn.
const BATCHES_AT_ONCE: usize = 4;
/// What is asked of the system for what waits on a socket. It gives what its own bound allows
/// (`net.core.rmem_max`); a burst of answers to a fan-out needs it, at about a kilobyte each.
const BUFFER_BYTES: usize = 8 << 20;

/// One UDP socket and what waits to be sent through it.
#[derive(Debug)]
pub(crate) struct Datagrams {
    socket: UdpSocket,
    outgoing: Vec<Outgoing>,
}

/// A datagram that waits for its call.
#[derive(Clone, Debug)]
struct Outgoing {
    to: SocketAddrV4,
    bytes: Arc<[u8]>,
}

impl Datagrams {
    /// A socket at an address; port 0 takes one that is free.
    ///
    /// # Errors
    /// The address cannot be had.
    pub(crate) fn bind(at: HostPort) -> io::Result<Self> {
        let socket = UdpSocket::bind(to_socket(at).into())?;
        system::widen(&socket, BUFFER_BYTES);
        Ok(Datagrams { socket, outgoing: Vec::with_capacity(BATCH) })
    }

    /// Where it is.
    ///
    /// # Errors
    /// The system does not tell, or the address is none of IPv4.
    pub(crate) fn address(&self) -> io::Result<HostPort> {
        of_socket(self.socket.local_addr()?).ok_or(io::ErrorKind::Unsupported.into())
    }

    /// The socket itself, for whoever waits for it.
    pub(crate) fn socket(&mut self) -> &mut UdpSocket {
        &mut self.socket
    }

    /// Takes what has come, and whether there may be more: whoever waits for edges must ask again
    /// then.
    pub(crate) fn receive(&self, room: &mut Room, each: &mut dyn FnMut(HostPort, &[u8])) -> bool {
        (0..BATCHES_AT_ONCE).all(|_| room.receive(&self.socket, each))
    }

    /// Sends one datagram, at the latest with [`Datagrams::flush`]. What cannot be sent is lost, as on
    /// any network: whoever sent it sends it again or gives up.
    pub(crate) fn send(&mut self, to: HostPort, bytes: Arc<[u8]>) {
        self.outgoing.push(Outgoing { to: to_socket(to), bytes });
        if self.outgoing.len() >= BATCH {
            self.flush();
        }
    }

    /// Sends what waits.
    pub(crate) fn flush(&mut self) {
        if !self.outgoing.is_empty() {
            system::send(&self.socket, &self.outgoing);
            self.outgoing.clear();
        }
    }
}

fn of_socket(from: SocketAddr) -> Option<HostPort> {
    let SocketAddr::V4(from) = from else { return None };
    Some(HostPort { ip: from.ip().octets(), port: from.port() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: HostPort = HostPort { ip: [127, 0, 0, 1], port: 0 };

    fn pair() -> (Datagrams, Datagrams) {
        (Datagrams::bind(HERE).unwrap(), Datagrams::bind(HERE).unwrap())
    }

    /// Takes so many datagrams; what is on its way within loopback has arrived once it was sent.
    fn take(from: &Datagrams) -> Vec<(HostPort, Vec<u8>)> {
        let mut taken = Vec::new();
        let mut room = Room::new();
        while from.receive(&mut room, &mut |source, bytes| taken.push((source, bytes.to_vec()))) {}
        taken
    }

    #[test]
    fn more_than_a_batch_arrives_whole_in_order_and_with_its_source() {
        let (mut one, other) = pair();
        let to = other.address().unwrap();
        let sent: Vec<Vec<u8>> =
            (0..3 * BATCH + 5).map(|n| format!("datagram {n}").into_bytes()).collect();
        for bytes in &sent {
            one.send(to, Arc::from(bytes.as_slice()));
        }
        one.flush();
        let taken = take(&other);
        let source = one.address().unwrap();
        assert!(taken.iter().all(|(from, _)| *from == source));
        assert_eq!(taken.into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>(), sent);
    }

    #[test]
    fn the_largest_datagram_and_an_empty_one_come_as_they_are() {
        let (mut one, other) = pair();
        let to = other.address().unwrap();
        let largest: Arc<[u8]> = (0..65_507_u32).map(|n| n.to_le_bytes()[0]).collect();
        for bytes in [Arc::clone(&largest), Arc::from([]), Arc::from(*b"x")] {
            one.send(to, bytes);
        }
        one.flush();
        let lengths: Vec<usize> = take(&other).iter().map(|(_, bytes)| bytes.len()).collect();
        assert_eq!(lengths, [largest.len(), 0, 1]);
    }

    #[test]
    fn one_that_cannot_be_sent_does_not_take_the_others_with_it() {
        let (mut one, other) = pair();
        let to = other.address().unwrap();
        // Nobody has this port, and no datagram is so long.
        one.send(HostPort { port: 0, ..to }, Arc::from(*b"nowhere"));
        one.send(to, vec![0; 70_000].into());
        one.send(to, Arc::from(*b"here"));
        one.flush();
        assert_eq!(take(&other).len(), 1);
    }

    #[test]
    fn nothing_there_is_nothing_taken() {
        let (one, _) = pair();
        assert_eq!(take(&one), []);
    }
}
