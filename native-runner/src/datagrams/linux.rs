//! Many datagrams in one call of Linux.

use std::fmt;
use std::io::{IoSlice, IoSliceMut};
use std::os::fd::AsRawFd;

use lampfield_core::limits;
use lampfield_core::sip::address::HostPort;
use mio::net::UdpSocket;
use nix::errno::Errno;
use nix::sys::socket::{MsgFlags, MultiHeaders, SockaddrIn, recvmmsg};
use rustix::net::{MMsgHdr, SendAncillaryBuffer, SendFlags, SocketAddrAny, sendmmsg, sockopt};

use super::{BATCH, Outgoing};

/// Asks for room for what waits on a socket; what the system gives is enough, if less.
pub(super) fn widen(socket: &UdpSocket, bytes: usize) {
    sockopt::set_socket_recv_buffer_size(socket, bytes).unwrap_or_default();
    sockopt::set_socket_send_buffer_size(socket, bytes).unwrap_or_default();
}

/// Where datagrams are read to: one at a time has it all. Only the pages that were written to take
/// memory.
pub(crate) struct Room {
    bytes: Box<[u8]>,
    headers: MultiHeaders<SockaddrIn>,
    /// Of those that were read: source and length.
    read: Vec<(Option<SockaddrIn>, usize)>,
}

impl fmt::Debug for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Room").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// What one datagram may take.
const PLACE: usize = limits::DATAGRAM_BYTES.as_usize() + 1;

impl Room {
    /// Room for one batch.
    pub(crate) fn new() -> Self {
        let bytes = vec![0; PLACE * BATCH].into_boxed_slice();
        let headers = MultiHeaders::preallocate(BATCH, None);
        Room { bytes, headers, read: Vec::with_capacity(BATCH) }
    }

    /// Takes one batch; whether there may be more.
    pub(super) fn receive(
        &mut self,
        socket: &UdpSocket,
        each: &mut dyn FnMut(HostPort, &[u8]),
    ) -> bool {
        self.read.clear();
        match self.read(socket) {
            Ok(()) => {}
            // An earlier datagram of ours found nobody (ICMP), or a signal came: no news about these.
            Err(Errno::EWOULDBLOCK) => return false,
            Err(_) => return true,
        }
        for (place, (from, length)) in self.bytes.chunks(PLACE).zip(&self.read) {
            if let Some(from) = from {
                let from = HostPort { ip: from.ip().octets(), port: from.port() };
                each(from, place.get(..*length).unwrap_or_default());
            }
        }
        self.read.len() == BATCH
    }

    fn read(&mut self, socket: &UdpSocket) -> Result<(), Errno> {
        let Room { bytes, headers, read } = self;
        let places = bytes.chunks_mut(PLACE);
        let mut places: Vec<_> = places.map(|place| [IoSliceMut::new(place)]).collect();
        let flags = MsgFlags::MSG_DONTWAIT;
        let came = recvmmsg(socket.as_raw_fd(), headers, places.iter_mut(), flags, None)?;
        read.extend(came.map(|one| (one.address, one.bytes)));
        Ok(())
    }
}

/// Sends all of them, in their order; one that the system refuses is passed over.
pub(super) fn send(socket: &UdpSocket, outgoing: &[Outgoing]) {
    let slices: Vec<_> = outgoing.iter().map(|one| [IoSlice::new(&one.bytes)]).collect();
    let mut controls: Vec<_> = outgoing.iter().map(|_| SendAncillaryBuffer::default()).collect();
    let to: Vec<SocketAddrAny> = outgoing.iter().map(|one| one.to.into()).collect();
    let parts = to.iter().zip(&slices).zip(&mut controls);
    let mut messages: Vec<_> =
        parts.map(|((to, slices), control)| MMsgHdr::new_with_addr(to, slices, control)).collect();
    let mut sent = 0;
    while let Some(rest @ [_, ..]) = messages.get_mut(sent..) {
        sent += match sendmmsg(socket, rest, SendFlags::DONTWAIT) {
            Ok(went) => went.max(1),
            Err(rustix::io::Errno::INTR) => 0,
            Err(_) => 1,
        };
    }
}
