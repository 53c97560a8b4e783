//! A look at a message that somebody else reads whole: who sends it, and where its answer goes.
//!
//! A desk passes SUBSCRIBE and the answers to NOTIFY on to CallManager untouched, and these are nearly
//! all that comes. For them it needs to know From and the topmost Via; to read everything twice would
//! cost more than all that the desk does otherwise. Whether the message is right is for its reader to
//! say: what a look does not understand is no glance, and is read whole.

use super::via::put_marked;
use super::{Span, grammar, own_branch, read};
use crate::sip::address::HostPort;
use std::borrow::Cow;

/// A SUBSCRIBE, or a final answer to a NOTIFY.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glance<'a> {
    bytes: &'a [u8],
    from: &'a str,
    via: &'a str,
    via_at: Span,
    answers: bool,
}

impl<'a> Glance<'a> {
    /// Looks at a datagram; `None` for any other message, and for one that has to be read whole to
    /// be understood.
    pub(crate) fn of(bytes: &'a [u8]) -> Option<Self> {
        let mut lines = bytes.split(|&byte| byte == b'\n');
        let first = lines.next()?.strip_suffix(b"\r")?;
        let status = first.strip_prefix(b"SIP/2.0 ");
        let answers = matches!(status, Some([b'2'..=b'6', ..]));
        if !answers && !first.starts_with(b"SUBSCRIBE ") {
            return None;
        }
        let (mut from, mut via, mut cseq) = (None, None, None);
        for line in lines {
            let line = line.strip_suffix(b"\r")?;
            if line.is_empty() {
                break;
            }
            let colon = line.iter().position(|&byte| byte == b':')?;
            let (name, value) = line.split_at_checked(colon)?;
            let kept = match name.trim_ascii_end() {
                // The rest of the line before.
                [b' ' | b'\t', ..] => return None,
                name if is(name, b"from", b"f") => &mut from,
                name if is(name, b"via", b"v") => &mut via,
                name if is(name, b"cseq", b"cseq") => &mut cseq,
                _ => continue,
            };
            if kept.is_none() {
                *kept = Some(core::str::from_utf8(value.get(1..)?.trim_ascii()).ok()?);
            }
        }
        if answers && !cseq?.ends_with(" NOTIFY") {
            return None;
        }
        let via = via?;
        let via_at = read::span_of(bytes, via.as_bytes())?;
        Some(Glance { bytes, from: from?, via, via_at, answers })
    }

    /// The user part of From, unescaped.
    pub(crate) fn sender(&self) -> Option<Cow<'a, str>> {
        grammar::unescape(grammar::uri_user(grammar::uri_and_params(self.from).0)?)
    }

    /// The branch of the NOTIFY of ours that it answers.
    pub(crate) fn answered_branch(&self) -> Option<u64> {
        let params = grammar::value_and_params(grammar::first_of_list(self.via).0).1;
        self.answers.then(|| own_branch(grammar::param(params, "branch")?))?
    }

    /// The same message with what its topmost Via gains from the source (RFC 3261 18.2.1).
    pub(crate) fn with_return_path(&self, source: HostPort) -> Vec<u8> {
        let (start, end) = (usize::from(self.via_at.start), usize::from(self.via_at.end));
        let mut out = Vec::with_capacity(self.bytes.len() + 40);
        out.extend_from_slice(self.bytes.get(..start).unwrap_or_default());
        put_marked(&mut out, self.via, source);
        out.extend_from_slice(self.bytes.get(end..).unwrap_or_default());
        out
    }
}

fn is(name: &[u8], long: &[u8], short: &[u8]) -> bool {
    name.eq_ignore_ascii_case(long) || name.eq_ignore_ascii_case(short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sip::message::Message;
    use proptest::prelude::*;

    const SOURCE: HostPort = HostPort { ip: [192, 0, 2, 7], port: 40_000 };

    fn message(first: &str, method: &str, more: &str) -> String {
        format!(
            "{first}\r\nVia: SIP/2.0/UDP 10.0.0.7;rport;branch=z9hG4bK00000000000000ff\r\n\
             Max-Forwards: 70\r\nFrom: \"A\" <sip:10%300@h>;tag=a\r\nTo: <sip:b@h>\r\nCall-ID: c\r\n\
             CSeq: 1 {method}\r\nContact: <sip:a@h>\r\n{more}\r\n"
        )
    }

    #[test]
    fn only_what_is_passed_on_untouched_is_looked_at() {
        let of =
            |first: &str, method: &str| Glance::of(message(first, method, "").as_bytes()).is_some();
        assert!(of("SUBSCRIBE sip:b@h SIP/2.0", "SUBSCRIBE"));
        assert!(of("SIP/2.0 200 OK", "NOTIFY") && of("SIP/2.0 481 Gone", "NOTIFY"));
        assert!(!of("SIP/2.0 100 Trying", "NOTIFY") && !of("SIP/2.0 200 OK", "INVITE"));
        for method in ["REGISTER", "INVITE", "BYE", "OPTIONS", "NOTIFY", "SUBSCRIBER"] {
            assert!(!of(&format!("{method} sip:b@h SIP/2.0"), method), "{method}");
        }
    }

    #[test]
    fn folded_lines_and_bare_line_feeds_are_read_whole() {
        let plain = message("SUBSCRIBE sip:b@h SIP/2.0", "SUBSCRIBE", "");
        for other in [
            plain.replace(";tag=a", "\r\n ;tag=a"),
            plain.replace(";rport", "\r\n\t;rport:x"),
            plain.replace("\r\n", "\n"),
            plain.replace("From", "X-From"),
            plain.replace("Via", "X-Via"),
            String::new(),
        ] {
            assert!(Glance::of(other.as_bytes()).is_none(), "{other}");
        }
    }

    #[test]
    fn an_answer_tells_which_notify_it_answers() {
        let text = message("SIP/2.0 200 OK", "NOTIFY", "");
        assert_eq!(Glance::of(text.as_bytes()).unwrap().answered_branch(), Some(255));
        let text = message("SUBSCRIBE sip:b@h SIP/2.0", "SUBSCRIBE", "");
        assert_eq!(Glance::of(text.as_bytes()).unwrap().answered_branch(), None);
    }

    proptest! {
        /// Whatever can be read whole says the same as a look at it.
        #[test]
        fn a_look_sees_what_the_reader_sees(
            lines in prop::collection::vec(
                "(v|via|Via|VIA|f|From|from|X|CSeq|Event) ?: ?(<sip:b%31@h>;tag=x|SIP/2\\.0/UDP 1\\.2\\.3\\.4;rport|2 SUBSCRIBE|presence|\"<sip:q@h>\" <sip:z@h>)",
                0..4,
            ),
            answer in any::<bool>(),
        ) {
            let more: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
            let (first, method) = match answer {
                true => ("SIP/2.0 200 OK", "NOTIFY"),
                false => ("SUBSCRIBE sip:b@h SIP/2.0", "SUBSCRIBE"),
            };
            let text = message(first, method, &more);
            let Ok(read) = Message::parse_from(text.as_bytes(), SOURCE) else { return Ok(()) };
            let glance = Glance::of(text.as_bytes()).unwrap();
            prop_assert_eq!(glance.sender(), read.from_user());
            prop_assert_eq!(glance.with_return_path(SOURCE), read.with_return_path().into_owned());
            let branch = read.status().and(read.own_branch());
            prop_assert_eq!(glance.answered_branch(), branch);
        }
    }
}
