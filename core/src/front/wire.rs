//! Where a message goes, and what it must say on its way.

use super::End;
use crate::sip::Transport;
use crate::sip::address::HostPort;
use crate::sip::message::{own_branch, return_address};
use crate::sip::stream::over_a_stream;
use std::sync::Arc;

/// The address in a SIP URI; `None` where its host is a name.
pub(super) fn address_in(uri: &str) -> Option<HostPort> {
    let rest = uri.split_once(':')?.1;
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    HostPort::parse(host.split([';', '?', '>']).next()?)
}

/// Where a message of CallManager goes, with what it says over that transport: an answer to where its
/// request came from, as the topmost Via tells (RFC 3261 18.2.2), a request to its URI. `known` is
/// where its receiver was heard of last: a stream is there or nowhere, and a URI may say no address.
/// `trunk` says that requests go there in any case.
pub(super) fn addressed(
    bytes: &Arc<[u8]>,
    known: Option<End>,
    trunk: bool,
) -> Option<(End, Arc<[u8]>)> {
    if let Some(end) = known.filter(|end| end.transport == Transport::Tcp) {
        return Some((end, over_a_stream(bytes)));
    }
    let udp = |address| End { transport: Transport::Udp, address };
    Some((said(bytes, trunk).map(udp).or(known)?, Arc::clone(bytes)))
}

/// The address that a message of our own says it goes to. It is as we wrote it, so a look at its first
/// lines is enough: to read it whole again would take longer than to write it.
fn said(bytes: &[u8], trunk: bool) -> Option<HostPort> {
    let mut lines = bytes.split(|&byte| byte == b'\n').map(|line| line.trim_ascii_end());
    let mut next = || lines.next().and_then(|line| core::str::from_utf8(line).ok());
    let first = next()?;
    if first.starts_with("SIP/2.0 ") {
        // Of an answer the Vias come first.
        return return_address(next()?.strip_prefix("Via: ")?);
    }
    if trunk { None } else { address_in(first.split(' ').nth(1)?) }
}

/// The branch of a NOTIFY of our own, as it stands in its second line; `None` of anything else.
pub(super) fn notify_branch(bytes: &[u8]) -> Option<u64> {
    let rest = bytes.strip_prefix(b"NOTIFY ")?;
    let via = rest.split(|&byte| byte == b'\n').nth(1)?.trim_ascii_end();
    own_branch(core::str::from_utf8(via).ok()?.rsplit_once(";branch=")?.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_out_of_a_uri() {
        let address = |text: &str| address_in(text).map(|address| address.to_string());
        let table = [
            ("sip:1111@127.0.0.1:5070;transport=tcp", Some("127.0.0.1:5070")),
            ("sip:127.0.0.1", Some("127.0.0.1:5060")),
            ("sip:1111@phone.example", None),
            ("1111", None),
        ];
        for (uri, said) in table {
            assert_eq!(address(uri).as_deref(), said, "{uri}");
        }
    }

    #[test]
    fn a_message_of_ours_goes_where_its_first_lines_say() {
        let known = End { transport: Transport::Udp, address: HostPort { ip: [9; 4], port: 9 } };
        let goes = |text: &str, trunk: bool| {
            let bytes: Arc<[u8]> = Arc::from(text.as_bytes());
            addressed(&bytes, Some(known), trunk).map(|(end, _)| end.address.to_string())
        };
        let answer = "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 10.0.0.7:5070;rport=6000;branch=z;\
                      received=10.0.0.8, SIP/2.0/UDP 10.0.0.9\r\nVia: SIP/2.0/UDP 1.1.1.1\r\n\r\n";
        let request = "NOTIFY sip:a@10.0.0.7:5070 SIP/2.0\r\nVia: SIP/2.0/UDP 1.1.1.1\r\n\r\n";
        let named = "NOTIFY sip:a@phone.example SIP/2.0\r\n\r\n";
        for (text, trunk, expected) in [
            (answer, false, "10.0.0.8:6000"),
            (answer, true, "10.0.0.8:6000"),
            (request, false, "10.0.0.7:5070"),
            (request, true, "9.9.9.9:9"),
            (named, false, "9.9.9.9:9"),
            ("", false, "9.9.9.9:9"),
        ] {
            assert_eq!(goes(text, trunk).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_notify_of_ours_is_known_by_its_branch() {
        let via = "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK00000000000000ff\r\n\r\n";
        let branch = |first: &str| notify_branch(format!("{first}\r\n{via}").as_bytes());
        assert_eq!(branch("NOTIFY sip:a@h SIP/2.0"), Some(255));
        assert_eq!(branch("SIP/2.0 200 OK"), None);
        assert_eq!(branch("SUBSCRIBE sip:a@h SIP/2.0"), None);
        assert_eq!(notify_branch(b"NOTIFY sip:a@h SIP/2.0"), None);
    }
}
