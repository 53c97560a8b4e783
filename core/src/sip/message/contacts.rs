//! What REGISTER, PUBLISH and the answers to them say beyond other messages: all Contacts with
//! their parameters, entity-tags, and lists of words.

use super::{Field, Message, Name, grammar, read};
use crate::limits;
use std::borrow::Cow;

/// What a malformed `expires` counts as, in seconds (RFC 3261 20.10).
const MALFORMED_EXPIRES: u32 = 3600;

/// One value of a Contact header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact<'a> {
    uri: &'a str,
    params: &'a str,
}

impl<'a> Contact<'a> {
    /// The URI without angle brackets; `*` for all.
    pub fn uri(&self) -> &'a str {
        self.uri
    }
    /// Whether it is `*`: all contacts (RFC 3261 10.2.2).
    pub fn is_star(&self) -> bool {
        self.uri == "*"
    }
    /// Whether a request can be sent to its URI, and the URI is no longer than
    /// [`limits::SIP_URI_BYTES`].
    pub fn is_target(&self) -> bool {
        self.uri.len() <= limits::SIP_URI_BYTES.as_usize() && read::is_target(self.uri)
    }
    /// A parameter of the header, in any case, without its quotes. `None` also for one that is
    /// longer than [`limits::SIP_TOKEN_BYTES`] or has escapes: it could not be repeated as it is.
    pub fn param(&self, name: &str) -> Option<&'a str> {
        let value = grammar::param(self.params, name)?;
        let plain = value.len() <= limits::SIP_TOKEN_BYTES.as_usize()
            && !value.bytes().any(|b| b == b'\\' || b == b'"' || b.is_ascii_control());
        plain.then_some(value)
    }
    /// For how many seconds it is to be bound, or is bound; `None` where it does not say.
    pub fn expires(&self) -> Option<u32> {
        let value = grammar::param(self.params, "expires")?;
        Some(grammar::seconds(value).unwrap_or(MALFORMED_EXPIRES))
    }
}

/// The condition of a PUBLISH (RFC 3903 11.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfMatch<'a> {
    /// No SIP-If-Match: an initial publication.
    Absent,
    /// The publication with this entity-tag.
    Tag(&'a str),
    /// Several entity-tags, or none that is a token (400).
    Malformed,
}

impl Message {
    /// The user part of To, unescaped: whose state a REGISTER is about.
    pub fn to_user(&self) -> Option<Cow<'_, str>> {
        grammar::unescape(grammar::uri_user(self.to_uri())?)
    }

    /// All Contacts in their order.
    pub fn contacts(&self) -> impl Iterator<Item = Contact<'_>> {
        self.all(Name::Contact).flat_map(grammar::list).map(|one| {
            let (uri, params) = grammar::uri_and_params(one);
            Contact { uri, params }
        })
    }

    /// The values of a header that has no getter of its own, one a line, whatever its case.
    fn lines_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = move |field: &&Field| {
            field.name == Name::Other && self.label(field).eq_ignore_ascii_case(name)
        };
        self.fields.iter().filter(named).map(|field| self.text(field.value))
    }

    /// The entity-tag of an answer to PUBLISH (RFC 3903 11.3.1).
    pub fn etag(&self) -> Option<&str> {
        self.lines_of("SIP-ETag").next().filter(|tag| is_tag(tag))
    }

    /// SIP-If-Match.
    pub fn if_match(&self) -> IfMatch<'_> {
        let mut lines = self.lines_of("SIP-If-Match");
        match (lines.next(), lines.next()) {
            (None, _) => IfMatch::Absent,
            (Some(tag), None) if is_tag(tag) => IfMatch::Tag(tag),
            (Some(_), _) => IfMatch::Malformed,
        }
    }

    /// The methods of Allow.
    pub fn allow(&self) -> impl Iterator<Item = &str> {
        self.lines_of("Allow").flat_map(grammar::list).filter(|method| !method.is_empty())
    }

    /// The event packages of Allow-Events, also in its compact form.
    pub fn allow_events(&self) -> impl Iterator<Item = &str> {
        let lines = self.lines_of("Allow-Events").chain(self.lines_of("u"));
        lines.flat_map(grammar::list).filter(|package| !package.is_empty())
    }
}

/// A token that may be repeated in a message of ours.
fn is_tag(text: &str) -> bool {
    !text.is_empty() && text.len() <= limits::SIP_TOKEN_BYTES.as_usize() && read::is_token(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register(lines: &str) -> Message {
        let text = format!(
            "REGISTER sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.1.0.2;branch=z9hG4bKa\r\n\
             Max-Forwards: 70\r\nFrom: <sip:1000@10.0.0.1>;tag=a\r\nTo: <sip:1000@10.0.0.1>\r\n\
             Call-ID: c\r\nCSeq: 1 REGISTER\r\n{lines}\r\n"
        );
        Message::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn all_contacts_are_found_over_commas_and_lines() {
        let message = register(
            "Contact: \"A, B\" <sip:1000@10.1.0.2;transport=tcp>;expires=60;q=0.5, sip:x@y\r\n\
             m: <sip:1000@10.1.0.3>;+u.sip!devicename.ccm.cisco.com=\"SEP001122334455\"; EXPIRES=z\r\n",
        );
        let device = "+u.sip!devicename.ccm.cisco.com";
        let found: Vec<_> =
            message.contacts().map(|c| (c.uri(), c.expires(), c.param(device))).collect();
        assert_eq!(
            found,
            [
                ("sip:1000@10.1.0.2;transport=tcp", Some(60), None),
                ("sip:x@y", None, None),
                ("sip:1000@10.1.0.3", Some(3600), Some("SEP001122334455")),
            ]
        );
        assert!(message.contacts().all(|c| c.is_target() && !c.is_star()));
    }

    #[test]
    fn a_star_and_what_nothing_can_be_sent_to_are_told_apart() {
        let star = register("Contact: *\r\n");
        assert!(star.contacts().all(|c| c.is_star() && !c.is_target()));
        for contact in ["tel:1000", "<sip:a@b?x=y>", "<>", "<sip:>"] {
            let message = register(&format!("Contact: {contact}\r\n"));
            assert!(message.contacts().all(|c| !c.is_target() && !c.is_star()), "{contact}");
        }
        assert_eq!(register("").contacts().count(), 0);
    }

    #[test]
    fn a_parameter_that_could_not_be_repeated_is_none() {
        let long = "1".repeat(limits::SIP_TOKEN_BYTES.as_usize() + 1);
        for value in ["\"a\\\"b\"".to_owned(), long] {
            let message = register(&format!("Contact: <sip:a@b>;+sip.instance={value}\r\n"));
            assert_eq!(message.contacts().next().unwrap().param("+sip.instance"), None, "{value}");
        }
    }

    #[test]
    fn one_entity_tag_is_one_and_several_are_malformed() {
        for (lines, expected) in [
            ("", IfMatch::Absent),
            ("sip-if-match: abc.1\r\n", IfMatch::Tag("abc.1")),
            ("SIP-If-Match: a\r\nSIP-If-Match: b\r\n", IfMatch::Malformed),
            ("SIP-If-Match: a, b\r\n", IfMatch::Malformed),
            ("SIP-If-Match: a b\r\n", IfMatch::Malformed),
        ] {
            assert_eq!(register(lines).if_match(), expected, "{lines}");
        }
        assert_eq!(register("SIP-ETag: 7x\r\n").etag(), Some("7x"));
        assert_eq!(register("SIP-ETag: 7 x\r\n").etag(), None);
    }

    #[test]
    fn lists_of_words_are_read_over_lines() {
        let message = register("Allow: INVITE, ACK\r\nallow: BYE\r\nu: presence,dialog\r\n");
        assert_eq!(message.allow().collect::<Vec<_>>(), ["INVITE", "ACK", "BYE"]);
        assert_eq!(message.allow_events().collect::<Vec<_>>(), ["presence", "dialog"]);
    }
}
