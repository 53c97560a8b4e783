//! The addresses that stand in Via, Contact and Request-URI.

use crate::id::NodeId;
use crate::sip::text::{put, put_number};
use crate::site::FIRST_FURTHER;
use core::fmt;

/// An IPv4 address and a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostPort {
    /// The four bytes of the address.
    pub ip: [u8; 4],
    /// The port.
    pub port: u16,
}

/// The port of SIP over UDP.
pub const SIP_PORT: u16 = 5060;

/// Nodes above this have no address in the simulator: `10.1.255.250`.
const LAST_NODE: u32 = 256 * 250 - 1;

/// Which address each node of a run has: one host each, all with the same port, in the simulator's
/// own network or on this machine's loopback, which gives every program all of `127.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressPlan {
    /// The first byte of every address.
    net: u8,
    port: u16,
    /// The address of the first CallManager, where it is elsewhere.
    hub: Option<HostPort>,
}

impl Default for AddressPlan {
    fn default() -> Self {
        AddressPlan::SIMULATED
    }
}

impl AddressPlan {
    /// The addresses of the simulator, on no machine: `10.x.y.z:5060`.
    pub const SIMULATED: AddressPlan = AddressPlan { net: 10, port: SIP_PORT, hub: None };

    /// Addresses of this machine: the same with 127 in front, and a port that is free.
    pub const fn loopback(port: u16) -> AddressPlan {
        AddressPlan { net: 127, port, hub: None }
    }

    /// The addresses of the simulator, but for the first CallManager's: it is served at a real one.
    pub const fn served_at(hub: HostPort) -> AddressPlan {
        AddressPlan { hub: Some(hub), ..AddressPlan::SIMULATED }
    }

    /// Addresses of this machine, but for the first CallManager's: a server is in its place.
    pub const fn around(server: HostPort, port: u16) -> AddressPlan {
        AddressPlan { hub: Some(server), ..AddressPlan::loopback(port) }
    }

    /// The port of everybody, where the addresses are this machine's.
    pub fn loopback_port(self) -> Option<u16> {
        (self.net != AddressPlan::SIMULATED.net).then_some(self.port)
    }

    /// The address of a node: the first CallManager (node 0) is `10.0.0.1`, node n
    /// is `10.1.<n/250>.<n%250+1>`, further CallManagers and those outside, n past
    /// 65 536, are `10.2.<n/250>.<n%250+1>`; on loopback 127 stands for 10. Nodes beyond 63 999 of
    /// their kind share the last address.
    pub fn address(self, node: NodeId) -> HostPort {
        if let (0, Some(hub)) = (node.0, self.hub) {
            return hub;
        }
        let (kind, n) = match node.0.checked_sub(FIRST_FURTHER) {
            None => (1, node.0.min(LAST_NODE)),
            Some(n) => (2, n.min(LAST_NODE)),
        };
        let [.., high] = (n / 250).to_be_bytes();
        let [.., low] = (n % 250 + 1).to_be_bytes();
        let ip = if node.0 == 0 { [self.net, 0, 0, 1] } else { [self.net, kind, high, low] };
        HostPort { ip, port: self.port }
    }

    /// The node that has an address.
    pub fn node(self, address: HostPort) -> Option<NodeId> {
        let node = match address.ip {
            [_, 0, 0, 1] => NodeId(0),
            [_, 1, high, low @ 1..=250] => NodeId(u32::from(high) * 250 + u32::from(low) - 1),
            [_, 2, high, low @ 1..=250] => {
                NodeId(FIRST_FURTHER + u32::from(high) * 250 + u32::from(low) - 1)
            }
            _ => return None,
        };
        (self.address(node) == address).then_some(node)
    }
}

impl HostPort {
    /// Appends `a.b.c.d:port`.
    pub fn write(self, out: &mut Vec<u8>) {
        self.write_ip(out);
        out.push(b':');
        put_number(out, u64::from(self.port));
    }

    /// Appends `a.b.c.d`.
    pub fn write_ip(self, out: &mut Vec<u8>) {
        let mut between = "";
        for byte in self.ip {
            put(out, between);
            put_number(out, u64::from(byte));
            between = ".";
        }
    }

    /// Whether the host of a URI means this address: `a.b.c.d` means it whatever its port is, and
    /// `a.b.c.d:port` with this port only.
    pub fn is_meant_by(self, host: &str) -> bool {
        HostPort::parse(host).is_some_and(|said| {
            said.ip == self.ip && (said.port == self.port || !host.contains(':'))
        })
    }

    /// Reads `a.b.c.d` or `a.b.c.d:port`.
    pub fn parse(text: &str) -> Option<Self> {
        let (host, port) = match text.split_once(':') {
            Some((host, port)) => (host, port.parse().ok()?),
            None => (text, SIP_PORT),
        };
        let mut ip = [0; 4];
        let mut parts = host.split('.');
        for byte in &mut ip {
            *byte = parts.next()?.parse().ok()?;
        }
        parts.next().is_none().then_some(HostPort { ip, port })
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d] = self.ip;
        write!(f, "{a}.{b}.{c}.{d}:{}", self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_has_an_address_that_leads_back_to_it() {
        for plan in [AddressPlan::SIMULATED, AddressPlan::loopback(40_001)] {
            for n in [0, 1, 249, 250, 251, 499, 500, 63_999, 65_537, 65_792, 66_100] {
                let address = plan.address(NodeId(n));
                assert_eq!(plan.node(address), Some(NodeId(n)), "{address}");
                assert_eq!(HostPort::parse(&address.to_string()), Some(address));
                let mut written = Vec::new();
                address.write(&mut written);
                assert_eq!(written, address.to_string().as_bytes());
            }
        }
        let (simulated, real) = (AddressPlan::SIMULATED, AddressPlan::loopback(40_001));
        assert_eq!(simulated.address(NodeId(0)).to_string(), "10.0.0.1:5060");
        assert_eq!(simulated.address(NodeId(250)).to_string(), "10.1.1.1:5060");
        assert_eq!(real.address(NodeId(250)).to_string(), "127.1.1.1:40001");
    }

    #[test]
    fn a_host_without_a_port_means_an_address_with_any() {
        let address = HostPort { ip: [127, 0, 0, 1], port: 40_001 };
        let table = [
            ("127.0.0.1", true),
            ("127.0.0.1:40001", true),
            ("127.0.0.1:5060", false),
            ("127.0.0.2", false),
            ("here", false),
        ];
        for (host, meant) in table {
            assert_eq!(address.is_meant_by(host), meant, "{host}");
        }
    }

    #[test]
    fn what_is_no_address_of_the_simulator_is_no_node() {
        for text in ["10.1.0.0", "10.1.0.251", "192.168.0.1", "10.0.0.1:5061", "10.1.0.1"] {
            let node = |address| AddressPlan::SIMULATED.node(address);
            assert_eq!(HostPort::parse(text).and_then(node), None, "{text}");
        }
        for text in ["", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.4:", "1.2.3.4:70000"] {
            assert_eq!(HostPort::parse(text), None, "{text}");
        }
    }
}
