//! Where a message goes, and what it must say on its way.

use super::End;
use crate::sip::Transport;
use crate::sip::address::HostPort;
use crate::sip::message::Message;
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
    let message = Message::parse(bytes).ok()?;
    let said = match message.status() {
        Some(_) => message.return_address(),
        None if trunk => None,
        None => address_in(message.request_uri()),
    };
    let udp = |address| End { transport: Transport::Udp, address };
    Some((said.map(udp).or(known)?, Arc::clone(bytes)))
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
}
