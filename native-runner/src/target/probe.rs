//! Whether a server is there at all, and what it says of itself (RFC 3261 11).

use std::io;
use std::time::{Duration as Wall, Instant as Clock};

use lampfield_core::id::NodeId;
use lampfield_core::sip::Transport;
use lampfield_core::sip::address::HostPort;
use lampfield_core::sip::message::{Message, Method};
use lampfield_core::time::{Duration, Instant};

use super::net::Net;
use crate::pace::in_micros;
use crate::sockets::wording;

/// When it is asked; after the last wait it is given up.
const WAITS: [Wall; 3] = [Wall::from_millis(500), Wall::from_millis(500), Wall::from_secs(1)];

/// What a server answered.
#[derive(Clone, Debug)]
pub(super) struct Probed {
    /// How long its answer took.
    pub(super) round_trip: Duration,
    /// The methods that it says it serves; `None` where it says nothing of them.
    pub(super) allow: Option<String>,
}

/// Asks in the name of a node.
///
/// # Errors
/// Nobody answers.
pub(super) fn probe(
    net: &mut Net,
    (node, own): (NodeId, HostPort),
    server: HostPort,
    transport: Transport,
) -> io::Result<Probed> {
    for (nth, wait) in WAITS.iter().enumerate() {
        let sent = Clock::now();
        let text = options(own, server, nth);
        net.send(node, &wording(transport)(text.into_bytes().into()));
        while sent.elapsed() < *wait {
            let mut answer = None;
            let left = wait.saturating_sub(sent.elapsed());
            net.wait(left, Instant::ZERO, &mut |to, bytes| {
                let message = Message::parse(&bytes).ok();
                let ours = |message: &Message| {
                    to == node
                        && message.status().is_some_and(|code| code >= 200)
                        && message.method() == Method::Options
                };
                answer = message.filter(ours).or(answer.take());
            })?;
            if let Some(answer) = answer {
                let allow = answer.header("Allow").map(str::to_owned);
                return Ok(Probed { round_trip: in_micros(sent.elapsed()), allow });
            }
            if transport == Transport::Tcp && !net.is_connected(node) {
                return Err(io::ErrorKind::ConnectionRefused.into());
            }
        }
    }
    Err(io::ErrorKind::TimedOut.into())
}

fn options(own: HostPort, server: HostPort, nth: usize) -> String {
    let branch = format!("z9hG4bKprobe{}x{nth}", std::process::id());
    format!(
        "OPTIONS sip:{server} SIP/2.0\r\nVia: SIP/2.0/UDP {own};branch={branch}\r\n\
         Max-Forwards: 70\r\nFrom: <sip:probe@{own}>;tag=probe\r\nTo: <sip:{server}>\r\n\
         Call-ID: {branch}@{own}\r\nCSeq: 1 OPTIONS\r\nContact: <sip:probe@{own}>\r\n\
         Content-Length: 0\r\n\r\n"
    )
}
