//! Connections: taken, opened, read, written and closed.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use lampfield_core::front::End;
use lampfield_core::sip::Transport;
use lampfield_core::sip::address::HostPort;
use lampfield_core::sip::stream::Opened;
use lampfield_core::time::Instant;
use mio::net::TcpStream;
use mio::{Interest, Token};

use super::{Ear, Net};
use crate::sockets::to_socket;
use crate::stream::{Closed, Stream};

/// So many connections at a time; a further one is closed at once.
const CONNECTIONS: usize = 1_024;
/// The first connection; sockets that listen come before.
pub(super) const FIRST_CONNECTION: usize = 1 << 16;

impl Net {
    pub(super) fn accept(&mut self, at: usize) -> io::Result<()> {
        loop {
            let Some(Ear::Tcp(listener)) = self.ears.get(at) else { return Ok(()) };
            match listener.accept() {
                Ok((socket, from)) if self.streams.len() < CONNECTIONS => {
                    if let Some(from) = end_of(Transport::Tcp, from) {
                        self.add(from, socket, Opened::There)?;
                    }
                }
                Ok(_) => {}
                Err(why) if why.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                // Who came is gone again.
                Err(_) => {}
            }
        }
    }

    fn add(&mut self, end: End, mut socket: TcpStream, opened: Opened) -> io::Result<usize> {
        // A NOTIFY close upon an answer shall not wait until that one is acknowledged (Nagle). Where the
        // system refuses, it waits.
        drop(socket.set_nodelay(true));
        let at = self.next;
        self.next += 1;
        let both = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(&mut socket, Token(at), both)?;
        self.streams.insert(at, (end, Stream::new(socket, opened)));
        self.by_end.insert(end, at);
        Ok(at)
    }

    pub(super) fn stream_event(
        &mut self,
        at: usize,
        now: Instant,
        each: &mut dyn FnMut(End, &[u8]),
    ) {
        let Some((end, stream)) = self.streams.get_mut(&at) else { return };
        let end = *end;
        let read = stream.read(now, &mut |message| each(end, &message));
        let went = read.and_then(|()| stream.flush());
        if let Err(Closed) = went {
            self.close(at);
        }
    }

    fn close(&mut self, at: usize) {
        if let Some((end, mut stream)) = self.streams.remove(&at) {
            let there = End { transport: Transport::Tcp, ..end };
            if self.by_end.get(&there) == Some(&at) {
                self.by_end.remove(&there);
            }
            for bytes in stream.take_unsaid() {
                self.datagram(end, bytes);
            }
            // The system takes it out anyway when it is dropped.
            drop(self.poll.registry().deregister(&mut stream.socket));
        }
    }

    /// Gives up connections whose message takes too long.
    pub(crate) fn tick(&mut self, now: Instant) {
        let late = self
            .streams
            .iter_mut()
            .filter_map(|(at, (_, stream))| stream.tick(now).is_err().then_some(*at));
        for at in late.collect::<Vec<_>>() {
            self.close(at);
        }
    }

    /// When to call [`Net::tick`] next.
    pub(crate) fn next_at(&self) -> Option<Instant> {
        self.streams.values().filter_map(|(_, stream)| stream.next_at()).min()
    }

    /// Writes to the connection with an end, which is opened where there is none; `false` where there
    /// can be none. Where nobody takes it, `instead` goes out as a datagram (RFC 3261 18.1.1).
    pub(super) fn over_a_connection(
        &mut self,
        to: End,
        bytes: &[u8],
        instead: Option<&Arc<[u8]>>,
    ) -> bool {
        let there = End { transport: Transport::Tcp, ..to };
        let open = self.by_end.get(&there).copied();
        let Some(at) = open.or_else(|| self.connect(there).ok()) else { return false };
        let Some((end, stream)) = self.streams.get_mut(&at) else { return false };
        // What comes back comes from him as he is known, by datagrams though it may be.
        *end = to;
        if let Err(Closed) = stream.write_or(bytes, instead) {
            self.close(at);
        }
        true
    }

    fn connect(&mut self, to: End) -> io::Result<usize> {
        if self.streams.len() >= CONNECTIONS {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        let socket = TcpStream::connect(to_socket(to.address).into())?;
        self.add(to, socket, Opened::Here)
    }
}

fn end_of(transport: Transport, from: SocketAddr) -> Option<End> {
    let SocketAddr::V4(from) = from else { return None };
    let address = HostPort { ip: from.ip().octets(), port: from.port() };
    Some(End { transport, address })
}
