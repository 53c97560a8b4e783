//! The SIP of a run as a capture file: what Wireshark, tshark or sngrep would have seen at each
//! sender, with the clock of the run.
//!
//! The format is that of libpcap with microseconds (draft-ietf-opsawg-pcap): a header for the file,
//! one for each packet, all little-endian. Packets begin with IPv4 (`LINKTYPE_RAW`): there is no
//! network card in a run. What says that it travels on a stream is in segments of TCP, as if the
//! connection had stood before; everything else is in datagrams. What the network dropped was sent,
//! and is in it; in-process messages of SCCP and H.323 phones are no packets, and are not.

use std::collections::BTreeMap;

use etherparse::PacketBuilder;
use lampfield_core::sip::Transport;
use lampfield_core::sip::address::{AddressPlan, HostPort};
use lampfield_core::sip::stream::says_stream;
use lampfield_core::time::Instant;
use lampfield_core::trace::{Event, What};

/// The number by which the format and the unit of its times are known.
const MAGIC_MICROSECONDS: u32 = 0xA1B2_C3D4;
const VERSION: (u16, u16) = (2, 4);
/// IPv4 or IPv6, without a frame around it.
const LINKTYPE_RAW: u32 = 101;
/// No packet is longer, so none is cut.
const SNAP_BYTES: u32 = 262_144;
/// Where SIP phones and servers of a campus stand: a few hops at the most.
const TIME_TO_LIVE: u8 = 64;
/// IPv4 and UDP, before the message.
const DATAGRAM_HEADERS_BYTES: usize = 28;
/// IPv4 and TCP without options, before the message.
const SEGMENT_HEADERS_BYTES: usize = 40;
/// A longer message on a stream is in several segments.
const SEGMENT_BYTES: usize = 32_768;
/// How much a receiver would take: all that a segment can say.
const WINDOW: u16 = u16::MAX;

/// The file with these events; those that are no datagrams are passed over. A message that fits into
/// no datagram is cut, and its packet says how long it was.
pub(crate) fn pcap<'a>(events: impl Iterator<Item = &'a Event>, addresses: AddressPlan) -> Vec<u8> {
    let (mut file, mut packets) = (header(), Packets::default());
    for event in events {
        let What::Sent { to, bytes, .. } = &event.what else { continue };
        let ends = (addresses.address(event.node), addresses.address(*to));
        let transport = if says_stream(bytes) { Transport::Tcp } else { Transport::Udp };
        packets.add(&mut file, event.at, transport, ends, bytes);
    }
    file
}

/// What is remembered from one packet to the next: how many bytes went from one end to the other.
#[derive(Debug, Default)]
pub(crate) struct Packets(BTreeMap<(HostPort, HostPort), u32>);

impl Packets {
    /// Adds one message that went from the first of two ends to the other, as a datagram or in as
    /// many segments as it needs. The time of a file is as it likes, from 1970 or from its beginning.
    pub(crate) fn add(
        &mut self,
        file: &mut Vec<u8>,
        at: Instant,
        transport: Transport,
        ends: (HostPort, HostPort),
        message: &[u8],
    ) {
        match transport {
            Transport::Udp => datagram(file, at, ends, message),
            Transport::Tcp => {
                for piece in message.chunks(SEGMENT_BYTES) {
                    self.segment(file, at, ends, piece);
                }
            }
        }
    }

    fn segment(
        &mut self,
        file: &mut Vec<u8>,
        at: Instant,
        (from, to): (HostPort, HostPort),
        piece: &[u8],
    ) {
        let heard = self.0.get(&(to, from)).copied().unwrap_or_default();
        let sequence = self.0.entry((from, to)).or_default();
        let bytes = SEGMENT_HEADERS_BYTES + piece.len();
        packet_header(file, at, bytes, bytes);
        let packet = PacketBuilder::ipv4(from.ip, to.ip, TIME_TO_LIVE)
            .tcp(from.port, to.port, *sequence, WINDOW)
            .ack(heard)
            .psh();
        let written = packet.write(file, piece);
        debug_assert!(written.is_ok(), "{written:?}");
        *sequence = sequence.wrapping_add(u32::try_from(piece.len()).unwrap_or_default());
    }
}

/// What a file begins with.
pub(crate) fn header() -> Vec<u8> {
    let mut file = Vec::with_capacity(24);
    file.extend(MAGIC_MICROSECONDS.to_le_bytes());
    file.extend(VERSION.0.to_le_bytes());
    file.extend(VERSION.1.to_le_bytes());
    // Two fields that nobody uses: a time zone, and how exact times are.
    file.extend([0; 8]);
    file.extend(SNAP_BYTES.to_le_bytes());
    file.extend(LINKTYPE_RAW.to_le_bytes());
    file
}

fn datagram(file: &mut Vec<u8>, at: Instant, (from, to): (HostPort, HostPort), message: &[u8]) {
    let fits = usize::from(u16::MAX) - DATAGRAM_HEADERS_BYTES;
    let carried = message.get(..fits).unwrap_or(message);
    let bytes = |message: usize| DATAGRAM_HEADERS_BYTES + message;
    packet_header(file, at, bytes(carried.len()), bytes(message.len()));
    let packet = PacketBuilder::ipv4(from.ip, to.ip, TIME_TO_LIVE).udp(from.port, to.port);
    // It fits, and writing to memory does not fail.
    let written = packet.write(file, carried);
    debug_assert!(written.is_ok(), "{written:?}");
}

/// What stands before a packet: its time, how much of it is there, and how much there was.
fn packet_header(file: &mut Vec<u8>, at: Instant, here: usize, whole: usize) {
    let micros = at.as_micros();
    let small = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let length = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
    file.extend(small(micros / 1_000_000).to_le_bytes());
    file.extend(small(micros % 1_000_000).to_le_bytes());
    file.extend(length(here).to_le_bytes());
    file.extend(length(whole).to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use etherparse::SlicedPacket;
    use lampfield_core::id::{EventId, NodeId};
    use lampfield_core::trace::MessageId;
    use std::sync::Arc;

    fn sent(at: Instant, message: &[u8]) -> Event {
        let what =
            What::Sent { message: MessageId(0), to: NodeId(0), bytes: Arc::from(message.to_vec()) };
        Event { id: EventId(0), at, node: NodeId(7), cause: None, what }
    }

    #[test]
    fn a_packet_has_its_time_its_ends_and_its_bytes() {
        let event = sent(Instant::from_micros(3_000_002), b"SUBSCRIBE sip:1@x SIP/2.0");
        let file = pcap([&event].into_iter(), AddressPlan::SIMULATED);
        let (head, packet) = file.split_at(24);
        assert_eq!(head[..4], [0xD4, 0xC3, 0xB2, 0xA1]);
        assert_eq!(packet[..8], [3, 0, 0, 0, 2, 0, 0, 0]);
        let read = SlicedPacket::from_ip(&packet[16..]).unwrap();
        let etherparse::NetSlice::Ipv4(ip) = read.net.unwrap() else { panic!("IPv4") };
        assert_eq!(ip.header().source(), AddressPlan::SIMULATED.address(NodeId(7)).ip);
        assert_eq!(ip.header().destination(), [10, 0, 0, 1]);
        let etherparse::TransportSlice::Udp(udp) = read.transport.unwrap() else { panic!("UDP") };
        assert_eq!((udp.source_port(), udp.destination_port()), (5060, 5060));
        assert_eq!(udp.payload(), b"SUBSCRIBE sip:1@x SIP/2.0");
    }

    #[test]
    fn a_message_for_no_datagram_is_cut_and_says_so() {
        let file =
            pcap([&sent(Instant::ZERO, &vec![b'x'; 70_000])].into_iter(), AddressPlan::SIMULATED);
        let number = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
        assert_eq!((number(32), number(36)), (65_535, 70_028));
        assert_eq!(file.len(), 24 + 16 + 65_535);
    }

    #[test]
    fn what_says_a_stream_is_in_segments_that_follow_each_other() {
        let text = b"NOTIFY sip:1@x SIP/2.0\r\nVia: SIP/2.0/TCP x\r\n\r\n";
        let large = [&text[..], &[b'x'; SEGMENT_BYTES]].concat();
        let events = [sent(Instant::ZERO, text), sent(Instant::ZERO, &large)];
        let file = pcap(events.iter(), AddressPlan::SIMULATED);
        let (mut rest, mut seen) = (&file[24..], Vec::new());
        while rest.len() > 16 {
            let length = u32::from_le_bytes(rest[8..12].try_into().unwrap()) as usize;
            let read = SlicedPacket::from_ip(&rest[16..16 + length]).unwrap();
            let etherparse::TransportSlice::Tcp(tcp) = read.transport.unwrap() else {
                panic!("TCP")
            };
            seen.push((tcp.sequence_number() as usize, tcp.payload().len()));
            rest = &rest[16 + length..];
        }
        let one = text.len();
        assert_eq!(seen, [(0, one), (one, SEGMENT_BYTES), (one + SEGMENT_BYTES, one)]);
    }
}
