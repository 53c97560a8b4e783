//! The messages of calls: INVITE and what follows it (RFC 3261 13 to 15, 9), their bodies and
//! routes.

use super::answer::reason_phrase;
use super::write::{BRANCH_COOKIE, put_body};
use super::{Message, Name, ResponseParts, grammar, read};
use crate::sip::Transport;
use crate::sip::address::HostPort;
use crate::sip::text::{put, put_all, put_hex, put_number};
use std::sync::Arc;

/// The methods of calls, for Allow.
pub(in crate::sip) const CALL_METHODS: &str = "INVITE, ACK, CANCEL, BYE, OPTIONS";

/// A body with its media type: of a call, its media description (SDP). It is passed on untouched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The value of Content-Type with its parameters.
    pub content_type: Arc<str>,
    /// The bytes.
    pub bytes: Arc<[u8]>,
}

impl Body {
    /// A media description.
    pub fn sdp(bytes: impl Into<Arc<[u8]>>) -> Body {
        Body { content_type: "application/sdp".into(), bytes: bytes.into() }
    }

    /// The body of a message; `None` where it is empty. One that does not say what it is counts as
    /// a media description: there is nothing else in a call (RFC 3261 20.15 asks for the header).
    pub fn of(message: &Message) -> Option<Body> {
        let bytes = message.body();
        let content_type = message.first(Name::ContentType).unwrap_or("application/sdp");
        (!bytes.is_empty()).then(|| Body { content_type: content_type.into(), bytes: bytes.into() })
    }
}

/// A request of a call that is not sent inside of another one's transaction: INVITE, BYE, and the
/// ACK to a success.
#[derive(Clone, Copy, Debug)]
pub struct CallRequestParts<'a> {
    /// The method.
    pub method: &'static str,
    /// The remote target, or the first proxy where that one routes strictly (RFC 3261 12.2.1.1).
    pub request_uri: &'a str,
    /// How it travels.
    pub transport: Transport,
    /// The sender's address.
    pub via: HostPort,
    /// The branch after its cookie, written as 16 hexadecimal digits.
    pub branch: u64,
    /// From but for its tag: a name-addr.
    pub from: &'a str,
    /// Our tag.
    pub from_tag: &'a str,
    /// To but for its tag: a name-addr.
    pub to: &'a str,
    /// The far end's tag, in a dialog.
    pub to_tag: Option<&'a str>,
    /// Call-ID.
    pub call_id: &'a str,
    /// The number of CSeq.
    pub cseq: u32,
    /// The values of Route in their order.
    pub routes: &'a [Box<str>],
    /// The URI of Contact: for INVITE; no such header when empty.
    pub contact: &'a str,
    /// Further header lines, each with its end: `Authorization`, `Event`.
    pub lines: &'a str,
    /// The body.
    pub body: Option<&'a Body>,
}

impl CallRequestParts<'_> {
    /// Appends the message.
    pub fn write(&self, out: &mut Vec<u8>) {
        let sent_by = self.transport.via_name();
        put_all(out, &[self.method, " ", self.request_uri, " SIP/2.0\r\nVia: SIP/2.0/", sent_by]);
        put(out, " ");
        self.via.write(out);
        put_all(out, &[";branch=", BRANCH_COOKIE]);
        put_hex(out, self.branch);
        put(out, "\r\nMax-Forwards: 70\r\n");
        for route in self.routes {
            put_all(out, &["Route: ", route, "\r\n"]);
        }
        put_all(out, &["From: ", self.from, ";tag=", self.from_tag, "\r\nTo: ", self.to]);
        if let Some(tag) = self.to_tag {
            put_all(out, &[";tag=", tag]);
        }
        put_all(out, &["\r\nCall-ID: ", self.call_id]);
        put_cseq(out, self.cseq, self.method);
        if !self.contact.is_empty() {
            put_all(out, &["Contact: <", self.contact, ">\r\nAllow: ", CALL_METHODS, "\r\n"]);
        }
        put(out, self.lines);
        put_typed_body(out, self.body);
    }
}

/// An answer in a call.
#[derive(Clone, Copy, Debug)]
pub struct CallAnswerParts<'a> {
    /// What it has in common with other answers.
    pub common: ResponseParts<'a>,
    /// The URI of Contact: an answer with it makes a dialog, and names its proxies too (RFC 3261
    /// 12.1.1).
    pub contact: Option<&'a str>,
    /// The body.
    pub body: Option<&'a Body>,
}

impl<'a> CallAnswerParts<'a> {
    /// An answer that makes no dialog.
    pub fn plain(common: ResponseParts<'a>) -> Self {
        CallAnswerParts { common, contact: None, body: None }
    }

    /// Appends the message.
    pub fn write(&self, out: &mut Vec<u8>) {
        self.common.put_head(call_phrase(self.common.code), out);
        if let Some(contact) = self.contact {
            for line in self.common.request.values("Record-Route") {
                put_all(out, &["Record-Route: ", line, "\r\n"]);
            }
            put_all(out, &["Contact: <", contact, ">\r\nAllow: ", CALL_METHODS, "\r\n"]);
        }
        put_typed_body(out, self.body);
    }
}

/// Appends the ACK to a final answer that is no success: part of the transaction of its INVITE, with
/// the same branch and routes (RFC 3261 17.1.1.3).
pub(in crate::sip) fn put_ack(invite: &Message, answer: &Message, out: &mut Vec<u8>) {
    put_follow_up(invite, "ACK", answer.first(Name::To).unwrap_or(""), out);
}

/// Appends the CANCEL of an INVITE (RFC 3261 9.1).
pub(in crate::sip) fn put_cancel(invite: &Message, out: &mut Vec<u8>) {
    put_follow_up(invite, "CANCEL", invite.first(Name::To).unwrap_or(""), out);
}

fn put_follow_up(invite: &Message, method: &str, to: &str, out: &mut Vec<u8>) {
    put_all(out, &[method, " ", invite.request_uri(), " SIP/2.0\r\nVia: "]);
    put_all(out, &[invite.first(Name::Via).unwrap_or(""), "\r\nMax-Forwards: 70\r\n"]);
    for route in invite.values("Route") {
        put_all(out, &["Route: ", route, "\r\n"]);
    }
    put_all(out, &["From: ", invite.first(Name::From).unwrap_or(""), "\r\nTo: ", to]);
    put_all(out, &["\r\nCall-ID: ", invite.call_id()]);
    put_cseq(out, invite.cseq(), method);
    put_body(out, &[]);
}

fn put_cseq(out: &mut Vec<u8>, cseq: u32, method: &str) {
    put(out, "\r\nCSeq: ");
    put_number(out, u64::from(cseq));
    put_all(out, &[" ", method, "\r\n"]);
}

fn put_typed_body(out: &mut Vec<u8>, body: Option<&Body>) {
    if let Some(body) = body {
        put_all(out, &["Content-Type: ", &body.content_type, "\r\n"]);
    }
    put_body(out, body.map_or(&[], |body| &body.bytes));
}

/// Appends what an INVITE has in common with its retransmissions, its CANCEL and its ACK where it
/// was refused (RFC 3261 17.2.3, 9.2). A branch without the cookie tells nothing: then the rest
/// does. The tag of To is left out, because the ACK alone has it.
pub(in crate::sip) fn invite_key(request: &Message, out: &mut Vec<u8>) {
    let branch = request.branch().unwrap_or("");
    if branch.len() > BRANCH_COOKIE.len() && branch.starts_with(BRANCH_COOKIE) {
        put_all(out, &[branch, "\n", request.sent_by()]);
        return;
    }
    let via = request.first(Name::Via).unwrap_or("");
    put_all(out, &["\n", via, "\n", request.call_id(), "\n", request.from_tag().unwrap_or("")]);
    put_all(out, &["\n", request.request_uri(), "\n"]);
    put_number(out, u64::from(request.cseq()));
}

/// The words after a status code, where calls say something else than subscriptions do.
fn call_phrase(code: u16) -> &'static str {
    match code {
        100 => "Trying",
        180 => "Ringing",
        181 => "Call Is Being Forwarded",
        182 => "Queued",
        183 => "Session Progress",
        302 => "Moved Temporarily",
        481 => "Call/Transaction Does Not Exist",
        482 => "Loop Detected",
        484 => "Address Incomplete",
        486 => "Busy Here",
        487 => "Request Terminated",
        488 => "Not Acceptable Here",
        491 => "Request Pending",
        606 => "Not Acceptable",
        other => reason_phrase(other),
    }
}

/// Whether a proxy of a route set routes loosely (RFC 3261 19.1.1, `lr`).
pub(in crate::sip) fn routes_loosely(route: &str) -> bool {
    grammar::param(route_uri(route).split_once(';').map_or("", |(_, params)| params), "lr")
        .is_some()
}

/// Whether requests can be sent to a proxy that asks for it: its URI is one.
pub(in crate::sip) fn is_route(route: &str) -> bool {
    read::is_target(route_uri(route))
}

/// The URI of a value of Route.
pub(in crate::sip) fn route_uri(route: &str) -> &str {
    grammar::uri_and_params(route).0
}

impl Message {
    /// The values of a header that has no getter, line by line.
    fn values(&self, name: &'static str) -> impl Iterator<Item = &str> {
        let ours = move |field: &&super::Field| {
            field.name == Name::Other && self.label(field).eq_ignore_ascii_case(name)
        };
        self.fields.iter().filter(ours).map(|field| self.text(field.value))
    }

    /// The proxies that want to stay in the path of a dialog, topmost first (RFC 3261 20.30).
    pub fn record_routes(&self) -> impl Iterator<Item = &str> {
        self.values("Record-Route").flat_map(grammar::list).filter(|route| !route.is_empty())
    }

    /// The values of Route in their order.
    pub fn routes(&self) -> impl Iterator<Item = &str> {
        self.values("Route").flat_map(grammar::list).filter(|route| !route.is_empty())
    }
}
