//! The sockets of a run.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddrV4, UdpSocket};

use lampfield_core::cluster::Protocol;
use lampfield_core::id::NodeId;
use lampfield_core::node::node_of_phone;
use lampfield_core::sip::address::{AddressPlan, HostPort};
use lampfield_core::site::{Site, node_of_cluster, node_of_outside};

/// So many ports are tried before it is given up: each is free at one address and may be taken at
/// another.
const PORTS_TRIED: u32 = 32;

/// A socket for everybody who speaks SIP, all with one port.
#[derive(Debug)]
pub(crate) struct Sockets {
    addresses: AddressPlan,
    bound: BTreeMap<NodeId, UdpSocket>,
    /// Where datagrams are read into.
    pub(super) room: Vec<u8>,
}

impl Sockets {
    /// Opens a socket for each CallManager, SIP phone and outside node of a site. A phone that is
    /// added while it runs gets its own when it first sends or is sent to.
    ///
    /// # Errors
    /// No port is free at all addresses, or there is no room for so many sockets.
    pub(crate) fn open(site: &Site) -> io::Result<Sockets> {
        let nodes = speakers(site);
        let mut last = None;
        for _ in 0..PORTS_TRIED {
            match Sockets::on_a_free_port(&nodes) {
                Err(why) if why.kind() == io::ErrorKind::AddrInUse => last = Some(why),
                other => return other,
            }
        }
        Err(last.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
    }

    fn on_a_free_port(nodes: &[NodeId]) -> io::Result<Sockets> {
        // The system names a port that is free at the first address; the rest is tried.
        let first = UdpSocket::bind(to_socket(AddressPlan::loopback(0).address(NodeId(0))))?;
        let addresses = AddressPlan::loopback(first.local_addr()?.port());
        let bound = BTreeMap::from([(NodeId(0), first)]);
        let mut sockets = Sockets { addresses, bound, room: vec![0; usize::from(u16::MAX)] };
        for node in nodes {
            sockets.of(*node)?;
        }
        Ok(sockets)
    }

    /// Which address each node has.
    pub(crate) fn addresses(&self) -> AddressPlan {
        self.addresses
    }

    /// Puts another socket in a node's place.
    #[cfg(test)]
    pub(super) fn replace(&mut self, node: NodeId, socket: UdpSocket) -> Option<UdpSocket> {
        self.bound.insert(node, socket)
    }

    /// The socket of a node, opened where it is not yet.
    pub(super) fn of(&mut self, node: NodeId) -> io::Result<&UdpSocket> {
        use std::collections::btree_map::Entry;
        match self.bound.entry(node) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => {
                Ok(place.insert(UdpSocket::bind(to_socket(self.addresses.address(node)))?))
            }
        }
    }
}

/// All who speak SIP.
fn speakers(site: &Site) -> Vec<NodeId> {
    let clusters = site.clusters().map(|(id, _)| node_of_cluster(id));
    let phones = site.clusters().flat_map(|(_, cluster)| cluster.phones.iter());
    let sip = phones.filter(|(_, phone)| phone.model.protocol == Protocol::Sip);
    let outside = site.outside().iter().map(|(id, _)| node_of_outside(id));
    clusters.chain(sip.map(|(id, _)| node_of_phone(id))).chain(outside).collect()
}

/// An address as the system takes it.
pub(super) fn to_socket(HostPort { ip, port }: HostPort) -> SocketAddrV4 {
    SocketAddrV4::new(Ipv4Addr::from(ip), port)
}
