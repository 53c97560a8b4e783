//! Where an answer goes: what the topmost Via gains from the source of the request (RFC 3261
//! 18.2.1, RFC 3581 4).

use std::borrow::Cow;

use super::{Message, Name, ParseError, grammar, read};
use crate::sip::address::HostPort;
use crate::sip::text::{put, put_all, put_number};

/// What the topmost Via of an answer tells of the source of its request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReturnPath {
    /// `received`: the address of the source, where the request asks for `rport` or names another
    /// host than that address.
    pub received: Option<[u8; 4]>,
    /// `rport`: the port of the source, where the request asks for it.
    pub rport: Option<u16>,
}

impl ReturnPath {
    /// What a Via gains whose request came from `source`.
    fn of(via: &str, source: HostPort) -> Self {
        let (sent, params) = grammar::value_and_params(via);
        let host = sent.rsplit([' ', '\t']).next().and_then(HostPort::parse);
        // A port that the sender wrote itself is no question.
        let asked = grammar::param(params, "rport") == Some("");
        // (RFC 3581 4: `received` then stands there even where it is the same address.)
        let elsewhere = host.is_none_or(|host| host.ip != source.ip);
        ReturnPath {
            received: (asked || elsewhere).then_some(source.ip),
            rport: asked.then_some(source.port),
        }
    }
}

impl Message {
    /// Reads one datagram that came from `source`: an answer to it, also a refusal, tells
    /// `received` and `rport` in its topmost Via. [`Message::parse`] is for where addresses cannot
    /// lie, as in the simulator.
    ///
    /// # Errors
    /// Those of [`Message::parse`].
    pub fn parse_from(bytes: &[u8], source: HostPort) -> Result<Message, ParseError> {
        match read::read(bytes) {
            Ok(message) => Ok(Message { source: Some(source), ..message }),
            Err(error) => {
                let answer = error.answer.map(|answer| marked(&answer, source));
                Err(ParseError { answer, ..error })
            }
        }
    }

    /// Where the datagram came from; `None` for one that was read by [`Message::parse`].
    pub fn source(&self) -> Option<HostPort> {
        self.source
    }

    /// What the topmost Via of an answer gains where the request came from `source`.
    pub fn return_path(&self, source: HostPort) -> ReturnPath {
        ReturnPath::of(self.top_via(), source)
    }

    /// Where the answer to this request goes that came from `source` (RFC 3261 18.2.2, RFC 3581
    /// 4): back to that address, at the port it came from where `rport` asks for that, else at the
    /// port of the Via.
    pub fn answer_address(&self, source: HostPort) -> HostPort {
        let port = self.return_path(source).rport.or_else(|| {
            let port = self.sent_by().rsplit_once(':').map(|(_, port)| port.trim().parse().ok());
            port.flatten()
        });
        HostPort { ip: source.ip, port: port.unwrap_or(crate::sip::address::SIP_PORT) }
    }

    /// The message with what its topmost Via gains (RFC 3261 18.2.1), so that whoever reads the bytes
    /// answers rightly without knowing their source. As it came where the source is not known, or
    /// nothing is to be added.
    pub fn with_return_path(&self) -> Cow<'_, [u8]> {
        let via = self.fields.iter().find(|field| field.name == Name::Via);
        let (Some(source), Some(via)) = (self.source, via) else { return Cow::Borrowed(&self.raw) };
        let bytes = self.bytes();
        let (start, end) = (usize::from(via.value.start), usize::from(via.value.end));
        let (Some(before), Some(after)) = (bytes.get(..start), bytes.get(end..)) else {
            return Cow::Borrowed(&self.raw);
        };
        let mut out = Vec::with_capacity(bytes.len() + 40);
        out.extend_from_slice(before);
        put_marked(&mut out, self.text(via.value), source);
        out.extend_from_slice(after);
        Cow::Owned(out)
    }

    fn top_via(&self) -> &str {
        grammar::first_of_list(self.first(Name::Via).unwrap_or("")).0
    }
}

/// Where an answer goes, as its own first Via line tells: `received` and `rport` of the topmost, else
/// what its sender wrote (RFC 3261 18.2.2). `None` where that is a name.
pub(crate) fn return_address(via: &str) -> Option<HostPort> {
    let (sent, params) = grammar::value_and_params(grammar::first_of_list(via).0);
    let host = sent.rsplit([' ', '\t']).next().and_then(HostPort::parse);
    let received = grammar::param(params, "received").and_then(HostPort::parse);
    let ip = received.or(host)?.ip;
    let rport = grammar::param(params, "rport").and_then(|port| port.parse().ok());
    let said = sent.rsplit_once(':').and_then(|(_, port)| port.trim().parse().ok());
    let port = rport.or(said).unwrap_or(crate::sip::address::SIP_PORT);
    Some(HostPort { ip, port })
}

/// The Vias of an answer: those of its request, the topmost with what is known of the source.
pub(super) fn put_vias(request: &Message, out: &mut Vec<u8>) {
    let mut source = request.source;
    for via in request.all(Name::Via) {
        put(out, "Via: ");
        match source.take() {
            Some(source) => put_marked(out, via, source),
            None => put(out, via),
        }
        put(out, "\r\n");
    }
}

/// A Via value whose first element tells its source.
pub(super) fn put_marked(out: &mut Vec<u8>, value: &str, source: HostPort) {
    let (top, rest) = grammar::first_of_list(value);
    let path = ReturnPath::of(top, source);
    let (sent, params) = grammar::value_and_params(top);
    put(out, sent);
    for param in params.split(';').map(str::trim).filter(|param| !param.is_empty()) {
        let name = param.split('=').next().unwrap_or("").trim_end();
        match path.rport {
            // What the sender says of itself is not what we saw.
            _ if name.eq_ignore_ascii_case("received") => {}
            Some(port) if name.eq_ignore_ascii_case("rport") => {
                put(out, ";rport=");
                put_number(out, u64::from(port));
            }
            _ => put_all(out, &[";", param]),
        }
    }
    if path.received.is_some() {
        put(out, ";received=");
        source.write_ip(out);
    }
    if let Some(rest) = rest {
        put_all(out, &[",", rest]);
    }
}

/// An answer of our own that was written before its source was known.
fn marked(answer: &[u8], source: HostPort) -> Vec<u8> {
    let text = String::from_utf8_lossy(answer);
    let parts = text.split_once("\r\nVia: ").and_then(|(before, rest)| {
        let (via, after) = rest.split_once("\r\n")?;
        Some((before, via, after))
    });
    let Some((before, via, after)) = parts else { return answer.to_vec() };
    let mut out = Vec::with_capacity(answer.len() + 40);
    put_all(&mut out, &[before, "\r\nVia: "]);
    put_marked(&mut out, via, source);
    put_all(&mut out, &["\r\n", after]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sip::message::ResponseParts;
    use proptest::prelude::*;

    const SOURCE: HostPort = HostPort { ip: [192, 0, 2, 7], port: 40_000 };

    fn options(via: &str) -> Vec<u8> {
        format!(
            "OPTIONS sip:1111@10.0.0.1 SIP/2.0\r\nVia: {via}\r\nMax-Forwards: 70\r\n\
             From: <sip:1000@10.0.0.1>;tag=a\r\nTo: <sip:1111@10.0.0.1>\r\nCall-ID: c\r\n\
             CSeq: 1 OPTIONS\r\n\r\n"
        )
        .into_bytes()
    }

    fn answered_via(message: &Message) -> String {
        let mut out = Vec::new();
        ResponseParts::new(message, 200, "t").write(&mut out);
        Message::parse(&out).unwrap().header("Via").unwrap().to_owned()
    }

    #[test]
    fn the_top_via_of_an_answer_tells_where_the_request_came_from() {
        let same = "192.0.2.7";
        for (via, expected, answer_port) in [
            // Asked for: both, even where the address is the same.
            (
                "192.0.2.7:40000;rport;branch=z9hG4bKa",
                "192.0.2.7:40000;rport=40000;branch=z9hG4bKa;received=192.0.2.7",
                40_000,
            ),
            (
                "10.1.0.2:5070;branch=z9hG4bKa;rport",
                "10.1.0.2:5070;branch=z9hG4bKa;rport=40000;received=192.0.2.7",
                40_000,
            ),
            // Not asked for: only a host that differs, and the port stays.
            ("192.0.2.7:5070;branch=z9hG4bKa", "192.0.2.7:5070;branch=z9hG4bKa", 5070),
            ("10.1.0.2;branch=z9hG4bKa", "10.1.0.2;branch=z9hG4bKa;received=192.0.2.7", 5060),
            (
                "phone.example.com:5080;branch=z9hG4bKa",
                "phone.example.com:5080;branch=z9hG4bKa;received=192.0.2.7",
                5080,
            ),
            // What the sender says of itself is replaced.
            (
                "10.1.0.2;received=203.0.113.9;branch=z9hG4bKa",
                "10.1.0.2;branch=z9hG4bKa;received=192.0.2.7",
                5060,
            ),
            ("192.0.2.7;rport=99;branch=z9hG4bKa", "192.0.2.7;rport=99;branch=z9hG4bKa", 5060),
            // Only the topmost.
            (
                "10.1.0.2;branch=z9hG4bKa, SIP/2.0/UDP 10.1.0.3;rport",
                "10.1.0.2;branch=z9hG4bKa;received=192.0.2.7, SIP/2.0/UDP 10.1.0.3;rport",
                5060,
            ),
        ] {
            let bytes = options(&format!("SIP/2.0/UDP {via}"));
            let message = Message::parse_from(&bytes, SOURCE).unwrap();
            assert_eq!(answered_via(&message), format!("SIP/2.0/UDP {expected}"), "{via}");
            let to = message.answer_address(SOURCE);
            assert_eq!(to.to_string(), format!("{same}:{answer_port}"), "{via}");
        }
    }

    #[test]
    fn without_a_known_source_a_via_comes_back_as_it_was() {
        let message =
            Message::parse(&options("SIP/2.0/UDP 10.1.0.2;rport;branch=z9hG4bKa")).unwrap();
        assert_eq!(answered_via(&message), "SIP/2.0/UDP 10.1.0.2;rport;branch=z9hG4bKa");
        assert_eq!(message.source(), None);
    }

    #[test]
    fn a_refusal_of_what_cannot_be_read_tells_the_source_too() {
        let bytes = options("SIP/2.0/UDP 10.1.0.2;rport;branch=z9hG4bKa");
        let bad = String::from_utf8(bytes).unwrap().replace("Max-Forwards: 70\r\n", "");
        let error = Message::parse_from(bad.as_bytes(), SOURCE).unwrap_err();
        let answer = String::from_utf8(error.answer.unwrap()).unwrap();
        let via = ";rport=40000;branch=z9hG4bKa;received=192.0.2.7\r\nFrom:";
        assert!(answer.contains(via), "{answer}");
    }

    proptest! {
        #[test]
        fn an_answer_keeps_the_branch_and_gains_each_word_once(
            params in prop::collection::vec("(rport|received=1\\.2\\.3\\.4|ttl=1|x)", 0..4),
            host in "(10\\.1\\.0\\.2|h\\.example)(:50[0-9]{2})?",
        ) {
            let via = format!("SIP/2.0/UDP {host};branch=z9hG4bKq;{}", params.join(";"));
            let Ok(message) = Message::parse_from(&options(via.trim_end_matches(';')), SOURCE) else {
                return Ok(());
            };
            let marked = answered_via(&message);
            prop_assert!(marked.contains(";branch=z9hG4bKq"), "{}", marked);
            prop_assert_eq!(marked.matches("received=").count(), 1, "{}", marked);
            prop_assert!(!marked.contains("1.2.3.4"), "{}", marked);
            let asked = params.iter().any(|param| param == "rport");
            prop_assert_eq!(marked.contains("rport=40000"), asked, "{}", marked);
        }
    }
}
