//! The sockets of a run.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io;
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener, UdpSocket};

use lampfield_core::cluster::Protocol;
use lampfield_core::id::NodeId;
use lampfield_core::node::{CALL_MANAGER, node_of_phone};
use lampfield_core::sip::Transport;
use lampfield_core::sip::address::{AddressPlan, HostPort};
use lampfield_core::sip::stream::{is_too_large_for_a_datagram, over_a_stream};
use lampfield_core::site::{Site, node_of_cluster, node_of_outside};
use lampfield_core::world::Wording;

use super::carry::PATIENCE;
use super::connection::Connection;

/// So many ports are tried before it is given up: each is free at one address and may be taken at
/// another.
const PORTS_TRIED: u32 = 32;

/// A socket for everybody who speaks SIP, all with one port.
#[derive(Debug)]
pub(crate) struct Sockets {
    addresses: AddressPlan,
    transport: Transport,
    datagrams: BTreeMap<NodeId, UdpSocket>,
    listeners: BTreeMap<NodeId, TcpListener>,
    /// By the node that opened it and the other one.
    pub(super) connections: BTreeMap<(NodeId, NodeId), Connection>,
    /// Where bytes are read into.
    pub(super) room: Vec<u8>,
}

impl Sockets {
    /// Opens a socket for each CallManager, SIP phone and outside node of a site: of UDP, or one that
    /// listens for connections. Whoever is added while it runs gets its own when it first sends or is
    /// sent to.
    ///
    /// # Errors
    /// No port is free at all addresses, or there is no room for so many sockets.
    pub(crate) fn open(site: &Site, transport: Transport) -> io::Result<Sockets> {
        let nodes = speakers(site);
        let mut last = None;
        for _ in 0..PORTS_TRIED {
            match Sockets::on_a_free_port(&nodes, transport) {
                Err(why) if why.kind() == io::ErrorKind::AddrInUse => last = Some(why),
                other => return other,
            }
        }
        Err(last.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
    }

    fn on_a_free_port(nodes: &[NodeId], transport: Transport) -> io::Result<Sockets> {
        let mut sockets = Sockets {
            addresses: AddressPlan::loopback(0),
            transport,
            datagrams: BTreeMap::new(),
            listeners: BTreeMap::new(),
            connections: BTreeMap::new(),
            room: vec![0; usize::from(u16::MAX)],
        };
        // The system names a port that is free at the first address; the rest is tried.
        let first = match transport {
            Transport::Udp => sockets.datagrams_of(CALL_MANAGER)?.local_addr()?,
            Transport::Tcp => sockets.listener_of(CALL_MANAGER)?.local_addr()?,
        };
        sockets.addresses = AddressPlan::loopback(first.port());
        for node in nodes {
            match transport {
                Transport::Udp => drop(sockets.datagrams_of(*node)?),
                Transport::Tcp => drop(sockets.listener_of(*node)?),
            }
        }
        Ok(sockets)
    }

    /// Which address each node has.
    pub(crate) fn addresses(&self) -> AddressPlan {
        self.addresses
    }

    /// What these sockets make a message say of its transport.
    pub(crate) fn wording(&self) -> Wording {
        wording(self.transport)
    }

    /// Puts another socket in a node's place.
    #[cfg(test)]
    pub(super) fn replace(&mut self, node: NodeId, socket: UdpSocket) -> Option<UdpSocket> {
        socket.set_read_timeout(Some(PATIENCE)).ok()?;
        self.datagrams.insert(node, socket)
    }

    /// The socket of a node for datagrams, opened where it is not yet.
    pub(super) fn datagrams_of(&mut self, node: NodeId) -> io::Result<&UdpSocket> {
        match self.datagrams.entry(node) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => {
                let socket = UdpSocket::bind(to_socket(self.addresses.address(node)))?;
                socket.set_read_timeout(Some(PATIENCE))?;
                Ok(place.insert(socket))
            }
        }
    }

    /// Where a node listens for connections, opened where it is not yet.
    pub(super) fn listener_of(&mut self, node: NodeId) -> io::Result<&TcpListener> {
        match self.listeners.entry(node) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => {
                let listener = TcpListener::bind(to_socket(self.addresses.address(node)))?;
                listener.set_nonblocking(true)?;
                Ok(place.insert(listener))
            }
        }
    }
}

/// What a transport makes a message say of itself. A request that is too large for a datagram goes
/// over a stream whatever the transport is (RFC 3261 18.1.1).
pub(crate) fn wording(transport: Transport) -> Wording {
    match transport {
        Transport::Tcp => |bytes| over_a_stream(&bytes),
        Transport::Udp => |bytes| match is_too_large_for_a_datagram(&bytes) {
            true => over_a_stream(&bytes),
            false => bytes,
        },
    }
}

/// All who speak SIP.
pub(crate) fn speakers(site: &Site) -> Vec<NodeId> {
    let clusters = site.clusters().map(|(id, _)| node_of_cluster(id));
    let phones = site.clusters().flat_map(|(_, cluster)| cluster.phones.iter());
    let sip = phones.filter(|(_, phone)| phone.model.protocol == Protocol::Sip);
    let outside = site.outside().iter().map(|(id, _)| node_of_outside(id));
    clusters.chain(sip.map(|(id, _)| node_of_phone(id))).chain(outside).collect()
}

/// An address as the system takes it.
pub(crate) fn to_socket(HostPort { ip, port }: HostPort) -> SocketAddrV4 {
    SocketAddrV4::new(Ipv4Addr::from(ip), port)
}
