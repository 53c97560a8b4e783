//! The sockets of a server.
//!
//! Everything is bounded: so many datagrams are read from a socket before the others have their turn,
//! so many connections are open at a time, so much waits for a far end that does not read.

mod connections;

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::{Duration as Wall, Instant as Clock};

use lampfield_core::front::End;
use lampfield_core::sip::Transport;
use lampfield_core::sip::address::HostPort;
use lampfield_core::sip::stream::{is_too_large_for_a_datagram, over_a_stream};
use lampfield_core::time::Instant;
use mio::net::TcpListener;
use mio::{Events, Interest, Poll, Token, Waker};

use super::listen_at::ListenAt;
use crate::datagrams::{Datagrams, Room};
use crate::sockets::to_socket;
use crate::stream::Stream;
use connections::FIRST_CONNECTION;

/// So long messages gather where they come one close upon the other: a wake-up for each costs a busy
/// server more than the message itself.
const GATHER: Wall = Wall::from_millis(2);
/// A wait shorter than this ends in a message that came close upon the one before.
const CLOSE: Wall = Wall::from_micros(500);
/// So many in a row, and the server is busy. (An answer comes close upon what it answers: that alone
/// is no load.)
const IN_A_ROW: u32 = 3;
/// Where this many have come at once, more are waiting already.
const FEW: usize = 64;
/// What a wake-up from another thread comes as.
const WAKE: Token = Token(usize::MAX);

/// Something that listens.
#[derive(Debug)]
enum Ear {
    Udp(Datagrams),
    Tcp(TcpListener),
}

impl Ear {
    fn datagrams(&mut self) -> Option<&mut Datagrams> {
        match self {
            Ear::Udp(datagrams) => Some(datagrams),
            Ear::Tcp(_) => None,
        }
    }
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
    room: Room,
    /// How often in a row messages came close upon those before.
    close: u32,
    /// Whether the last wait brought so many that more may be waiting.
    many: bool,
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
            room: Room::new(),
            close: 0,
            many: false,
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
        let (ear, port) = match end.transport {
            Transport::Udp => {
                let mut datagrams = Datagrams::bind(end.address)?;
                let registry = self.poll.registry();
                registry.register(datagrams.socket(), token, Interest::READABLE)?;
                let port = datagrams.address()?.port;
                (Ear::Udp(datagrams), port)
            }
            Transport::Tcp => {
                let mut listener = TcpListener::bind(to_socket(end.address).into())?;
                self.poll.registry().register(&mut listener, token, Interest::READABLE)?;
                let port = listener.local_addr()?.port();
                (Ear::Tcp(listener), port)
            }
        };
        self.ears.push(ear);
        let address = HostPort { port, ..end.address };
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
        let at_most = self.gather(at_most);
        let began = Clock::now();
        let mut events = std::mem::replace(&mut self.events, Events::with_capacity(0));
        let polled = self.poll.poll(&mut events, Some(at_most));
        if let Err(why) = polled {
            self.events = events;
            return if why.kind() == io::ErrorKind::Interrupted { Ok(()) } else { Err(why) };
        }
        let (waited, mut came) = (began.elapsed(), 0);
        let mut counted = |from, bytes: &[u8]| {
            came += 1;
            each(from, bytes);
        };
        for event in &events {
            match event.token() {
                WAKE => {}
                Token(at) if at >= FIRST_CONNECTION => self.stream_event(at, now(), &mut counted),
                Token(at) => self.ear_event(at, &mut counted)?,
            }
        }
        self.events = events;
        self.close = if waited < CLOSE && came > 0 { self.close.saturating_add(1) } else { 0 };
        self.many = came >= FEW;
        Ok(())
    }

    /// Where messages come one close upon the other, lets some gather: what is due then is done at
    /// once for all of them. What remains of a wait.
    fn gather(&self, at_most: Wall) -> Wall {
        if self.close < IN_A_ROW || self.many {
            return at_most;
        }
        let nap = GATHER.min(at_most);
        std::thread::sleep(nap);
        at_most - nap
    }

    fn ear_event(&mut self, at: usize, each: &mut dyn FnMut(End, &[u8])) -> io::Result<()> {
        match self.ears.get(at) {
            Some(Ear::Udp(datagrams)) => {
                let udp = |address| End { transport: Transport::Udp, address };
                if datagrams.receive(&mut self.room, &mut |from, bytes| each(udp(from), bytes)) {
                    // It is told again only if it is asked for again.
                    self.ask_again(at)?;
                }
                Ok(())
            }
            Some(Ear::Tcp(_)) => self.accept(at),
            None => Ok(()),
        }
    }

    fn ask_again(&mut self, at: usize) -> io::Result<()> {
        if let Some(Ear::Udp(datagrams)) = self.ears.get_mut(at) {
            let registry = self.poll.registry();
            registry.reregister(datagrams.socket(), Token(at), Interest::READABLE)?;
        }
        Ok(())
    }

    /// Sends one message, a datagram at the latest with [`Net::flush`]. What cannot be sent is lost, as
    /// on any network: whoever sent it sends it again or gives up.
    pub(crate) fn send(&mut self, to: End, bytes: Arc<[u8]>) {
        match to.transport {
            Transport::Udp if is_too_large_for_a_datagram(&bytes) => {
                if !self.over_a_connection(to, &over_a_stream(&bytes), Some(&bytes)) {
                    self.datagram(to, bytes);
                }
            }
            Transport::Udp => self.datagram(to, bytes),
            Transport::Tcp => drop(self.over_a_connection(to, &bytes, None)),
        }
    }

    fn datagram(&mut self, to: End, bytes: Arc<[u8]>) {
        if let Some(datagrams) = self.ears.iter_mut().find_map(Ear::datagrams) {
            datagrams.send(to.address, bytes);
        }
    }

    /// Sends the datagrams that wait.
    pub(crate) fn flush(&mut self) {
        self.ears.iter_mut().filter_map(Ear::datagrams).for_each(Datagrams::flush);
    }
}
