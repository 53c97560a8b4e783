//! The sockets of a server.
//!
//! Everything is bounded: so many datagrams are read from a socket before the others have their turn,
//! so many connections are open at a time, so much waits for a far end that does not read.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::str::FromStr;
use std::time::Duration as Wall;

use lampfield_core::front::End;
use lampfield_core::sip::Transport;
use lampfield_core::sip::address::HostPort;
use lampfield_core::sip::stream::Opened;
use lampfield_core::time::Instant;
use mio::net::{TcpListener, TcpStream, UdpSocket};
use mio::{Events, Interest, Poll, Token, Waker};

use super::stream::{Closed, Stream};

/// So many connections at a time; a further one is closed at once.
const CONNECTIONS: usize = 1_024;
/// So many datagrams of one socket before the others have their turn.
const DATAGRAMS_AT_ONCE: usize = 256;
/// What a wake-up from another thread comes as.
const WAKE: Token = Token(usize::MAX);
/// The first connection; sockets that listen come before.
const FIRST_CONNECTION: usize = 1 << 16;

/// An address to listen at: `udp:127.0.0.1:5060`, `tcp:127.0.0.1:5060`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ListenAt(pub(crate) End);

impl FromStr for ListenAt {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "write it as `udp:127.0.0.1:5060` or `tcp:127.0.0.1:5060`".to_owned();
        let (transport, address) = text.split_once(':').ok_or_else(wrong)?;
        let transport = match transport {
            "udp" => Transport::Udp,
            "tcp" => Transport::Tcp,
            _ => return Err(wrong()),
        };
        let address = HostPort::parse(address).ok_or_else(wrong)?;
        if address.ip == [0; 4] {
            return Err("an address of this machine, so that phones learn where to come back to: \
                `0.0.0.0` is none"
                .to_owned());
        }
        Ok(ListenAt(End { transport, address }))
    }
}

impl fmt::Display for ListenAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Something that listens.
#[derive(Debug)]
enum Ear {
    Udp(UdpSocket),
    Tcp(TcpListener),
}

/// All sockets.
#[derive(Debug)]
pub(crate) struct Net {
    poll: Poll,
    events: Events,
    ears: Vec<Ear>,
    streams: BTreeMap<usize, (End, Stream)>,
    by_end: BTreeMap<End, usize>,
    next: usize,
    room: Vec<u8>,
}

impl Net {
    /// Listens at these addresses; port 0 takes one that is free, the same for what follows with
    /// port 0.
    ///
    /// # Errors
    /// The address that cannot be had, and why.
    pub(crate) fn open(at: &[ListenAt]) -> Result<(Net, Vec<End>), (ListenAt, io::Error)> {
        let first = at.first().copied().unwrap_or(ListenAt(End {
            transport: Transport::Udp,
            address: HostPort { ip: [127, 0, 0, 1], port: 5060 },
        }));
        let poll = Poll::new().map_err(|why| (first, why))?;
        let mut net = Net {
            poll,
            events: Events::with_capacity(1_024),
            ears: Vec::new(),
            streams: BTreeMap::new(),
            by_end: BTreeMap::new(),
            next: FIRST_CONNECTION,
            room: vec![0; usize::from(u16::MAX)],
        };
        let (mut ends, mut free) = (Vec::new(), 0);
        for listen in at {
            let mut end = listen.0;
            if end.address.port == 0 {
                end.address.port = free;
            }
            let bound = net.listen(end).map_err(|why| (*listen, why))?;
            if listen.0.address.port == 0 {
                free = bound.address.port;
            }
            ends.push(bound);
        }
        Ok((net, ends))
    }

    /// Wakes [`Net::wait`] from another thread.
    ///
    /// # Errors
    /// The system refuses.
    pub(crate) fn waker(&self) -> io::Result<Waker> {
        Waker::new(self.poll.registry(), WAKE)
    }

    fn listen(&mut self, end: End) -> io::Result<End> {
        let token = Token(self.ears.len());
        let address = to_socket(end.address);
        let (ear, bound) = match end.transport {
            Transport::Udp => {
                let mut socket = UdpSocket::bind(address)?;
                self.poll.registry().register(&mut socket, token, Interest::READABLE)?;
                let bound = socket.local_addr()?;
                (Ear::Udp(socket), bound)
            }
            Transport::Tcp => {
                let mut listener = TcpListener::bind(address)?;
                self.poll.registry().register(&mut listener, token, Interest::READABLE)?;
                let bound = listener.local_addr()?;
                (Ear::Tcp(listener), bound)
            }
        };
        self.ears.push(ear);
        let address = HostPort { port: bound.port(), ..end.address };
        Ok(End { address, ..end })
    }

    /// Waits for something to come, at most so long, and gives each message with its end.
    ///
    /// # Errors
    /// The system's own.
    pub(crate) fn wait(
        &mut self,
        at_most: Wall,
        now: &dyn Fn() -> Instant,
        each: &mut dyn FnMut(End, &[u8]),
    ) -> io::Result<()> {
        let mut events = std::mem::replace(&mut self.events, Events::with_capacity(0));
        let polled = self.poll.poll(&mut events, Some(at_most));
        if let Err(why) = polled {
            self.events = events;
            return if why.kind() == io::ErrorKind::Interrupted { Ok(()) } else { Err(why) };
        }
        for event in &events {
            match event.token() {
                WAKE => {}
                Token(at) if at >= FIRST_CONNECTION => self.stream_event(at, now(), each),
                Token(at) => self.ear_event(at, each)?,
            }
        }
        self.events = events;
        Ok(())
    }

    fn ear_event(&mut self, at: usize, each: &mut dyn FnMut(End, &[u8])) -> io::Result<()> {
        match self.ears.get(at) {
            Some(Ear::Udp(socket)) => {
                for _ in 0..DATAGRAMS_AT_ONCE {
                    match socket.recv_from(&mut self.room) {
                        Ok((length, from)) => {
                            if let Some(from) = end_of(Transport::Udp, from) {
                                each(from, self.room.get(..length).unwrap_or_default());
                            }
                        }
                        Err(why) if why.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                        // An earlier datagram of ours found nobody (ICMP): no news about this one.
                        Err(_) => {}
                    }
                }
                // There may be more: it is told again only if it is asked for again.
                self.ask_again(at)
            }
            Some(Ear::Tcp(_)) => self.accept(at),
            None => Ok(()),
        }
    }

    fn ask_again(&mut self, at: usize) -> io::Result<()> {
        if let Some(Ear::Udp(socket)) = self.ears.get_mut(at) {
            self.poll.registry().reregister(socket, Token(at), Interest::READABLE)?;
        }
        Ok(())
    }

    fn accept(&mut self, at: usize) -> io::Result<()> {
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
        let at = self.next;
        self.next += 1;
        let both = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(&mut socket, Token(at), both)?;
        self.streams.insert(at, (end, Stream::new(socket, opened)));
        self.by_end.insert(end, at);
        Ok(at)
    }

    fn stream_event(&mut self, at: usize, now: Instant, each: &mut dyn FnMut(End, &[u8])) {
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
            if self.by_end.get(&end) == Some(&at) {
                self.by_end.remove(&end);
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

    /// Sends one message. What cannot be sent is lost, as on any network: whoever sent it sends it
    /// again or gives up.
    pub(crate) fn send(&mut self, to: End, bytes: &[u8]) {
        match to.transport {
            Transport::Udp => {
                let ear = self.ears.iter().find_map(|ear| match ear {
                    Ear::Udp(socket) => Some(socket),
                    Ear::Tcp(_) => None,
                });
                if let Some(socket) = ear {
                    drop(socket.send_to(bytes, to_socket(to.address)));
                }
            }
            Transport::Tcp => {
                let open = self.by_end.get(&to).copied();
                let Some(at) = open.or_else(|| self.connect(to).ok()) else { return };
                let Some((_, stream)) = self.streams.get_mut(&at) else { return };
                if let Err(Closed) = stream.write(bytes) {
                    self.close(at);
                }
            }
        }
    }

    fn connect(&mut self, to: End) -> io::Result<usize> {
        if self.streams.len() >= CONNECTIONS {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        let socket = TcpStream::connect(to_socket(to.address))?;
        self.add(to, socket, Opened::Here)
    }
}

fn to_socket(HostPort { ip, port }: HostPort) -> SocketAddr {
    SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::from(ip), port))
}

fn end_of(transport: Transport, from: SocketAddr) -> Option<End> {
    let SocketAddr::V4(from) = from else { return None };
    let address = HostPort { ip: from.ip().octets(), port: from.port() };
    Some(End { transport, address })
}
