//! The sockets of our phones and of those outside, towards a server under test.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::time::Duration as Wall;

use lampfield_core::id::NodeId;
use lampfield_core::sip::address::{AddressPlan, HostPort};
use lampfield_core::sip::stream::{Opened, says_stream};
use lampfield_core::time::Instant;
use mio::net::{TcpListener, TcpStream, UdpSocket};
use mio::{Events, Interest, Poll, Token};

use crate::sockets::to_socket;
use crate::stream::{Closed, Stream};

/// So many ports are tried before it is given up.
const PORTS_TRIED: u32 = 32;
/// So many connections at a time; a further one is closed at once.
const CONNECTIONS: usize = 4_096;
/// The first connection; sockets that listen come before.
const FIRST_CONNECTION: usize = 1 << 20;
/// So many datagrams of one socket before the others have their turn.
const DATAGRAMS_AT_ONCE: usize = 256;

/// Something that listens.
#[derive(Debug)]
enum Ear {
    Udp(UdpSocket),
    Tcp(TcpListener),
}

/// All sockets: two for each node, and the connections.
#[derive(Debug)]
pub(super) struct Net {
    server: SocketAddr,
    poll: Poll,
    ears: Vec<(NodeId, Ear)>,
    datagrams: BTreeMap<NodeId, usize>,
    streams: BTreeMap<usize, (NodeId, Stream)>,
    /// The connection that a node opened.
    by_node: BTreeMap<NodeId, usize>,
    next: usize,
    room: Vec<u8>,
}

impl Net {
    /// Opens sockets for these nodes, all with one port, which is given too.
    ///
    /// # Errors
    /// No port is free at all their addresses, or the one that is wanted is not.
    pub(super) fn open(
        nodes: &[NodeId],
        server: HostPort,
        wanted: Option<u16>,
    ) -> io::Result<(Net, u16)> {
        let mut last = None;
        for _ in 0..PORTS_TRIED {
            match Net::at(nodes, server, wanted.unwrap_or(0)) {
                Err(why) if wanted.is_none() && why.kind() == io::ErrorKind::AddrInUse => {
                    last = Some(why);
                }
                other => return other,
            }
        }
        Err(last.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
    }

    fn at(nodes: &[NodeId], server: HostPort, wanted: u16) -> io::Result<(Net, u16)> {
        let mut net = Net {
            server: to_socket(server).into(),
            poll: Poll::new()?,
            ears: Vec::new(),
            datagrams: BTreeMap::new(),
            streams: BTreeMap::new(),
            by_node: BTreeMap::new(),
            next: FIRST_CONNECTION,
            room: vec![0; usize::from(u16::MAX)],
        };
        let mut port = wanted;
        for node in nodes {
            // The system names a port that is free at the first address; the rest is tried.
            let at = |port| to_socket(AddressPlan::around(server, port).address(*node)).into();
            let mut socket = UdpSocket::bind(at(port))?;
            port = socket.local_addr()?.port();
            let mut listener = TcpListener::bind(at(port))?;
            let first = net.ears.len();
            net.poll.registry().register(&mut socket, Token(first), Interest::READABLE)?;
            net.poll.registry().register(&mut listener, Token(first + 1), Interest::READABLE)?;
            net.ears.extend([(*node, Ear::Udp(socket)), (*node, Ear::Tcp(listener))]);
            net.datagrams.insert(*node, first);
        }
        Ok((net, port))
    }

    /// Sends one message of a node to the server, as the message says of itself. What cannot be sent
    /// is lost, as on any network.
    pub(super) fn send(&mut self, node: NodeId, bytes: &[u8]) {
        if !says_stream(bytes) {
            let at = self.datagrams.get(&node);
            if let Some((_, Ear::Udp(socket))) = at.and_then(|at| self.ears.get(*at)) {
                drop(socket.send_to(bytes, self.server));
            }
            return;
        }
        let open = self.by_node.get(&node).copied();
        let Some(at) = open.or_else(|| self.connect(node).ok()) else { return };
        let Some((_, stream)) = self.streams.get_mut(&at) else { return };
        if let Err(Closed) = stream.write(bytes) {
            self.close(at);
        }
    }

    /// Whether a node has a connection to the server, or begins one.
    pub(super) fn is_connected(&self, node: NodeId) -> bool {
        self.by_node.contains_key(&node)
    }

    fn connect(&mut self, node: NodeId) -> io::Result<usize> {
        let socket = TcpStream::connect(self.server)?;
        let at = self.add(node, socket, Opened::Here)?;
        self.by_node.insert(node, at);
        Ok(at)
    }

    fn add(&mut self, node: NodeId, mut socket: TcpStream, opened: Opened) -> io::Result<usize> {
        if self.streams.len() >= CONNECTIONS {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        let at = self.next;
        self.next += 1;
        // Small messages go at once; where the system refuses that, they go a little later.
        drop(socket.set_nodelay(true));
        let both = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(&mut socket, Token(at), both)?;
        self.streams.insert(at, (node, Stream::new(socket, opened)));
        Ok(at)
    }

    fn close(&mut self, at: usize) {
        if let Some((node, mut stream)) = self.streams.remove(&at) {
            if self.by_node.get(&node) == Some(&at) {
                self.by_node.remove(&node);
            }
            // The system takes it out anyway when it is dropped.
            drop(self.poll.registry().deregister(&mut stream.socket));
        }
    }

    /// Waits for something to come, at most so long, and gives each message with the node that got
    /// it. What does not come from the server is passed over.
    ///
    /// # Errors
    /// The system's own.
    pub(super) fn wait(
        &mut self,
        at_most: Wall,
        now: Instant,
        each: &mut dyn FnMut(NodeId, Vec<u8>),
    ) -> io::Result<()> {
        let mut events = Events::with_capacity(1_024);
        match self.poll.poll(&mut events, Some(at_most)) {
            Err(why) if why.kind() == io::ErrorKind::Interrupted => return Ok(()),
            polled => polled?,
        }
        for event in &events {
            match event.token() {
                Token(at) if at >= FIRST_CONNECTION => self.read_stream(at, now, each),
                Token(at) => self.listen(at, each)?,
            }
        }
        Ok(())
    }

    fn listen(&mut self, at: usize, each: &mut dyn FnMut(NodeId, Vec<u8>)) -> io::Result<()> {
        match self.ears.get_mut(at) {
            Some((node, Ear::Udp(socket))) => {
                for _ in 0..DATAGRAMS_AT_ONCE {
                    match socket.recv_from(&mut self.room) {
                        Ok((length, from)) if from == self.server => {
                            each(*node, self.room.get(..length).unwrap_or_default().to_vec());
                        }
                        Ok(_) => {}
                        Err(why) if why.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                        // An earlier datagram of ours found nobody: no news about this one.
                        Err(_) => {}
                    }
                }
                // There may be more: it is told again only if it is asked for again.
                self.poll.registry().reregister(socket, Token(at), Interest::READABLE)
            }
            Some((node, Ear::Tcp(listener))) => {
                let node = *node;
                let mut came = Vec::new();
                while let Ok((socket, from)) = listener.accept() {
                    came.extend((from.ip() == self.server.ip()).then_some(socket));
                }
                for socket in came {
                    // One too many is closed as it comes.
                    drop(self.add(node, socket, Opened::There));
                }
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn read_stream(&mut self, at: usize, now: Instant, each: &mut dyn FnMut(NodeId, Vec<u8>)) {
        let Some((node, stream)) = self.streams.get_mut(&at) else { return };
        let node = *node;
        let read = stream.read(now, &mut |message| each(node, message));
        if let Err(Closed) = read.and_then(|()| stream.flush()) {
            self.close(at);
        }
    }
}
