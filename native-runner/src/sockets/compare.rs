//! Whether a run over sockets was the simulator's.
//!
//! Both have the same events at the same virtual moments, so the two traces are compared line by
//! line: decisions, lamps, and each message with its sender, receiver and text. What differs by
//! nature is made equal before: addresses, the transport that Via and Contact name, the length of a
//! body that names them, and the digest answer that was reckoned over them.

use std::borrow::Cow;

use lampfield_core::id::NodeId;
use lampfield_core::sip::address::{AddressPlan, HostPort};
use lampfield_core::trace::export::{self, ReadError, Recording};

/// Two runs that differ, as trace files without what may differ.
pub(crate) struct Difference {
    simulated: String,
    carried: String,
}

impl Difference {
    /// Both runs, read back.
    ///
    /// # Errors
    /// A trace file is not one.
    pub(crate) fn recordings(&self) -> Result<[Recording; 2], ReadError> {
        Ok([export::read(&self.simulated)?, export::read(&self.carried)?])
    }
}

/// Compares two trace files; `None` where the runs are the same but for addresses.
pub(crate) fn difference(
    simulated: &str,
    carried: &str,
    addresses: AddressPlan,
) -> Option<Difference> {
    let simulated = alike(simulated, AddressPlan::SIMULATED);
    let carried = alike(carried, addresses);
    // The headers tell digest and addresses, which differ.
    let same = events(&simulated) == events(&carried);
    (!same).then_some(Difference { simulated, carried })
}

/// All lines but the header.
fn events(text: &str) -> &str {
    text.split_once('\n').map_or("", |(_, events)| events)
}

/// What stands before a value that is reckoned from addresses, and what ends the value.
const RECKONED: &[(&str, &[char])] = &[("Content-Length: ", &['\\']), ("response=\\\"", &['\\'])];

/// What a message says where it goes over a connection, and what it would say in a datagram.
const TRANSPORT: &[(&str, &str)] = &[("SIP/2.0/TCP ", "SIP/2.0/UDP "), (";transport=tcp", "")];

/// A trace file in which a run's own addresses are those of the simulator, and what is reckoned from
/// them is left out.
fn alike(text: &str, addresses: AddressPlan) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        alike_line(line, addresses, &mut out);
    }
    out
}

fn alike_line(line: &str, addresses: AddressPlan, out: &mut String) {
    let mut rest = line;
    while let Some(next) = next_place(rest, addresses) {
        let (before, after) = rest.split_at(next.start);
        out.push_str(before);
        out.push_str(&next.instead);
        rest = after.get(next.length..).unwrap_or_default();
    }
    out.push_str(rest);
}

struct Place {
    start: usize,
    length: usize,
    instead: Cow<'static, str>,
}

/// The first place of a text that is written otherwise.
fn next_place(text: &str, addresses: AddressPlan) -> Option<Place> {
    let reckoned = RECKONED.iter().filter_map(|(before, ends)| {
        let start = text.find(before)? + before.len();
        let length = text.get(start..)?.find(*ends)?;
        (length > 0).then_some(Place { start, length, instead: Cow::Borrowed("") })
    });
    let transport = TRANSPORT.iter().filter_map(|(said, instead)| {
        let start = text.find(said)?;
        Some(Place { start, length: said.len(), instead: Cow::Borrowed(instead) })
    });
    reckoned.chain(transport).chain(next_address(text, addresses)).min_by_key(|place| place.start)
}

/// The first address of a node of the run.
fn next_address(text: &str, addresses: AddressPlan) -> Option<Place> {
    let HostPort { ip: [net, ..], port } = addresses.address(NodeId(0));
    let net = format!("{net}.");
    text.match_indices(net.as_str()).find_map(|(start, _)| {
        let tail = text.get(start..)?;
        let end = tail.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ':'));
        let word = tail.get(..end.unwrap_or(tail.len()))?.trim_end_matches([':', '.']);
        let port_said = word.contains(':');
        let said = HostPort::parse(word)?;
        let port = if port_said { said.port } else { port };
        let node = addresses.node(HostPort { port, ..said })?;
        let own = AddressPlan::SIMULATED.address(node);
        let text = if port_said { own.to_string() } else { host(own) };
        Some(Place { start, length: word.len(), instead: Cow::Owned(text) })
    })
}

fn host(address: HostPort) -> String {
    let [a, b, c, d] = address.ip;
    format!("{a}.{b}.{c}.{d}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike_in(line: &str, port: u16) -> String {
        alike(line, AddressPlan::loopback(port))
    }

    #[test]
    fn addresses_of_the_run_become_those_of_the_simulator() {
        let table = [
            (
                "Via: SIP/2.0/UDP 127.1.0.2:40001;branch=a",
                "Via: SIP/2.0/UDP 10.1.0.2:5060;branch=a",
            ),
            ("sip:1111@127.0.0.1\\r\\n", "sip:1111@10.0.0.1\\r\\n"),
            (
                "Via: SIP/2.0/TCP 127.1.0.2:40001;branch=a\\r\\nContact: <sip:1@127.1.0.2:40001;transport=tcp>",
                "Via: SIP/2.0/UDP 10.1.0.2:5060;branch=a\\r\\nContact: <sip:1@10.1.0.2:5060>",
            ),
            // Another port and another host are nobody's here.
            ("127.0.0.1:5061", "127.0.0.1:5061"),
            ("192.168.0.1", "192.168.0.1"),
            ("Content-Length: 512\\r", "Content-Length: \\r"),
            (r#"nonce=\"a\", response=\"0f3b\""#, r#"nonce=\"a\", response=\"\""#),
        ];
        for (before, after) in table {
            assert_eq!(alike_in(before, 40_001), after);
        }
    }

    #[test]
    fn a_word_that_differs_is_found() {
        let line = |status: &str, host: &str| {
            format!("{{}}\n\"SIP/2.0 {status}\\r\\nVia: SIP/2.0/UDP {host}\"\n")
        };
        let plan = AddressPlan::loopback(40_001);
        let differs = |carried: &str| difference(&line("200 OK", "10.0.0.1:5060"), carried, plan);
        assert!(differs(&line("200 OK", "127.0.0.1:40001")).is_none());
        assert!(differs(&line("404 Not Found", "127.0.0.1:40001")).is_some());
        assert!(differs(&line("200 OK", "127.1.0.2:40001")).is_some());
        assert!(differs("{}\n").is_some());
    }
}
