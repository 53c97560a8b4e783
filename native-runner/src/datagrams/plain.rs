//! A call for each datagram: for systems without anything better.

use std::io;

use lampfield_core::limits;
use lampfield_core::sip::address::HostPort;
use mio::net::UdpSocket;

use super::{BATCH, Outgoing, of_socket};

/// Other systems have their own defaults.
pub(super) fn widen(_: &UdpSocket, _: usize) {}

/// Where a datagram is read to.
#[derive(Debug)]
pub(crate) struct Room(Box<[u8]>);

impl Room {
    /// Room for one datagram.
    pub(crate) fn new() -> Self {
        Room(vec![0; limits::DATAGRAM_BYTES.as_usize()].into_boxed_slice())
    }

    /// Takes as many as a batch has; whether there may be more.
    pub(super) fn receive(
        &mut self,
        socket: &UdpSocket,
        each: &mut dyn FnMut(HostPort, &[u8]),
    ) -> bool {
        for _ in 0..BATCH {
            match socket.recv_from(&mut self.0) {
                Ok((length, from)) => {
                    if let Some(from) = of_socket(from) {
                        each(from, self.0.get(..length).unwrap_or_default());
                    }
                }
                Err(why) if why.kind() == io::ErrorKind::WouldBlock => return false,
                // An earlier datagram of ours found nobody (ICMP): no news about this one.
                Err(_) => {}
            }
        }
        true
    }
}

/// Sends all of them, in their order; one that the system refuses is passed over.
pub(super) fn send(socket: &UdpSocket, outgoing: &[Outgoing]) {
    for Outgoing { to, bytes } in outgoing {
        drop(socket.send_to(bytes, (*to).into()));
    }
}
