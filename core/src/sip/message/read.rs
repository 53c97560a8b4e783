//! Bytes to messages: by the short cut for plain ones, or strictly.

use super::{Essentials, Message, Name, ParseError, Raw, Span, answer, form, grammar, head, plain};
use crate::limits;
use std::borrow::Cow;

/// Reads one datagram.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn read(bytes: &[u8]) -> Result<Message, ParseError> {
    if bytes.len() > limits::DATAGRAM_BYTES.as_usize() {
        return Err(silent("longer than a datagram can be"));
    }
    plainly(bytes).unwrap_or_else(|| strictly(bytes))
}

/// Reads a message if it is plain.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn plainly(bytes: &[u8]) -> Option<Result<Message, ParseError>> {
    Some(judged(plain::read(bytes)?, None))
}

/// Reads any message.
#[cfg_attr(lean, inline(never))]
pub(super) fn strictly(raw: &[u8]) -> Result<Message, ParseError> {
    let (message, fault) = framed(raw)?;
    judged(message, fault)
}

/// A message, and what is wrong with it.
pub(super) type Framed = (Message, Option<(u16, Cow<'static, str>)>);

/// Takes a message apart.
pub(super) fn framed(raw: &[u8]) -> Result<Framed, ParseError> {
    let head_end = head_end(raw).ok_or_else(|| silent("no empty line ends the headers"))?;
    let unfolded = unfold(raw, head_end);
    let text = unfolded.as_deref().unwrap_or(raw);
    let lines = text.get(..head_end).and_then(|lines| std::str::from_utf8(lines).ok());
    let lines = lines.ok_or_else(|| silent("the headers are not UTF-8"))?;
    let head = head::read(lines).map_err(silent)?;
    let body_at = head_end + 4;
    let there = (text.len() - body_at) as u64;
    let body_bytes = head.body_bytes.unwrap_or(there);
    let body_bytes = usize::try_from(body_bytes).ok().filter(|_| body_bytes <= there);
    let body_bytes = body_bytes.ok_or_else(|| silent("the body is shorter than it says"))?;
    let body = span(body_at, body_at + body_bytes);
    let (raw, found) = (Raw::of(raw), Essentials::default());
    let (start, fields) = (head.start, head.fields);
    let mut message = Message { raw, unfolded, start, fields, body, found, source: None };
    message.found = essentials(&message);
    Ok((message, head.fault))
}

/// The message, unless something is wrong with it.
#[cfg_attr(lean, optimize(speed))]
fn judged(
    mut message: Message,
    fault: Option<(u16, Cow<'static, str>)>,
) -> Result<Message, ParseError> {
    message.found.contact = contact(&message).unwrap_or_default();
    match fault.or_else(|| own_checks(&message).map(|(code, what)| (code, what.into()))) {
        None => Ok(message),
        Some((code, what)) => Err(ParseError { what, answer: answer::refusal(&message, code) }),
    }
}

/// An error that cannot be answered.
fn silent(what: impl Into<Cow<'static, str>>) -> ParseError {
    ParseError { what: what.into(), answer: None }
}

/// Where the headers end: before the empty line.
pub(super) fn head_end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|four| four == b"\r\n\r\n")
}

/// Replaces each line break before a continuation line by blanks, so that every value stands in one
/// piece and no position changes (RFC 3261 7.3.1).
pub(super) fn unfold(raw: &[u8], head_end: usize) -> Option<Box<[u8]>> {
    let folded = |pair: &[u8]| matches!(pair, [b'\n', b' ' | b'\t']);
    if !raw.get(..head_end)?.windows(2).any(folded) {
        return None;
    }
    let mut text: Box<[u8]> = raw.into();
    for at in 1..head_end {
        let Some([b'\r', b'\n', b' ' | b'\t']) = text.get(at - 1..at + 2) else { continue };
        if let Some(line_break) = text.get_mut(at - 1..=at) {
            line_break.fill(b' ');
        }
    }
    Some(text)
}

/// The span of a piece of the text. `None` for a piece that is not from there.
#[cfg_attr(lean, optimize(speed))]
#[cfg_attr(lean, inline(never))]
pub(super) fn span_of(text: &[u8], piece: &[u8]) -> Option<Span> {
    let start = (piece.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let end = start.checked_add(piece.len())?;
    (end <= text.len()).then_some(())?;
    Some(Span { start: u16::try_from(start).ok()?, end: u16::try_from(end).ok()? })
}

/// A span from positions; nothing beyond a datagram occurs.
pub(super) fn span(start: usize, end: usize) -> Span {
    let short = |n| u16::try_from(n).unwrap_or(u16::MAX);
    Span { start: short(start), end: short(end) }
}

/// Finds what every message has. What is missing stays empty; the checks of the head tell.
fn essentials(message: &Message) -> Essentials {
    let at = |piece: &str| span_of(message.bytes(), piece.as_bytes()).unwrap_or_default();
    let maybe = |piece: Option<&str>| piece.map(at).unwrap_or_default();
    let (from_uri, from) = grammar::uri_and_params(message.first(Name::From).unwrap_or(""));
    let (to_uri, to) = grammar::uri_and_params(message.first(Name::To).unwrap_or(""));
    let via = grammar::first_of_list(message.first(Name::Via).unwrap_or("")).0;
    let (sent, via_params) = grammar::value_and_params(via);
    let cseq = message.first(Name::CSeq).unwrap_or("");
    let (number, method) = cseq.split_once([' ', '\t']).unwrap_or((cseq, ""));
    Essentials {
        call_id: maybe(message.first(Name::CallId)),
        cseq: grammar::seconds(number).unwrap_or(0),
        cseq_method: at(method.trim()),
        from_uri: at(from_uri),
        from_tag: maybe(grammar::param(from, "tag")),
        to_uri: at(to_uri),
        to_tag: maybe(grammar::param(to, "tag")),
        sent_by: maybe(sent.rsplit([' ', '\t']).next()),
        branch: maybe(grammar::param(via_params, "branch")),
        contact: Span::default(),
    }
}

/// The URI of the first Contact, if it can stand as a Request-URI: it becomes one.
#[cfg_attr(lean, optimize(speed))]
fn contact(message: &Message) -> Option<Span> {
    let first = grammar::first_of_list(message.first(Name::Contact)?).0;
    let uri = grammar::uri_and_params(first).0;
    is_target(uri).then_some(())?;
    span_of(message.bytes(), uri.as_bytes())
}

/// Whether a URI can stand as a Request-URI.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn is_target(uri: &str) -> bool {
    plain::uri(uri).is_some() || form::uri(uri).is_some_and(|uri| uri.sip && !uri.headers)
}

/// What we ask of a message beyond the form that it must have.
#[cfg_attr(lean, optimize(speed))]
fn own_checks(message: &Message) -> Option<(u16, &'static str)> {
    let token = limits::SIP_TOKEN_BYTES.as_usize();
    let uri = limits::SIP_URI_BYTES.as_usize();
    let tokens = [
        message.call_id(),
        message.from_tag().unwrap_or(""),
        message.to_tag().unwrap_or(""),
        message.branch().unwrap_or(""),
        message.event().and_then(|event| event.id).unwrap_or(""),
    ];
    let uris = [message.from_uri(), message.to_uri(), message.contact().unwrap_or("")];
    let once = [Name::Event, Name::Expires, Name::SubscriptionState, Name::ContentType];
    if message.request_uri().len() > uri {
        return Some((414, "the Request-URI is too long"));
    }
    if tokens.iter().any(|t| t.len() > token) || uris.iter().any(|u| u.len() > uri) {
        return Some((400, "a Call-ID, tag, branch, event id or URI is too long"));
    }
    if message.event().is_some_and(|e| !is_token(e.package) || !e.id.is_none_or(is_token)) {
        return Some((400, "the Event is malformed"));
    }
    if once.iter().any(|&name| message.all(name).nth(1).is_some()) {
        return Some((400, "a header that may stand once stands twice"));
    }
    None
}

/// RFC 3261 25.1: what may be repeated in a message of ours as it is.
#[cfg_attr(lean, optimize(speed))]
#[cfg_attr(lean, inline(never))]
pub(super) fn is_token(text: &str) -> bool {
    text.bytes().all(form::token_byte)
}

/// Our name for a header as somebody writes it in full. By its length first: this is asked for
/// every line.
#[cfg_attr(lean, optimize(speed))]
#[cfg_attr(lean, inline(never))]
pub(super) fn known_name(label: &str) -> Name {
    let candidates: &[(&str, Name)] = match label.len() {
        2 => &[("To", Name::To)],
        3 => &[("Via", Name::Via)],
        4 => &[("From", Name::From), ("CSeq", Name::CSeq)],
        5 => &[("Event", Name::Event)],
        6 => &[("Accept", Name::Accept)],
        7 => &[
            ("Call-ID", Name::CallId),
            ("Contact", Name::Contact),
            ("Expires", Name::Expires),
            ("Require", Name::Require),
            ("Warning", Name::Warning),
        ],
        11 => &[("Min-Expires", Name::MinExpires), ("Retry-After", Name::RetryAfter)],
        12 => &[("Max-Forwards", Name::MaxForwards), ("Content-Type", Name::ContentType)],
        13 => &[("Authorization", Name::Authorization)],
        14 => &[("Content-Length", Name::ContentLength)],
        16 => &[("WWW-Authenticate", Name::WwwAuthenticate)],
        18 => &[
            ("Subscription-State", Name::SubscriptionState),
            ("Proxy-Authenticate", Name::ProxyAuthenticate),
        ],
        19 => &[("Proxy-Authorization", Name::ProxyAuthorization)],
        _ => &[],
    };
    let known = candidates.iter().find(|(name, _)| name.eq_ignore_ascii_case(label));
    known.map_or(Name::Other, |(_, name)| *name)
}
