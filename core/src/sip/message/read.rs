//! Bytes to messages. The crate `sipx-sip` frames and checks; what it says is turned into spans
//! here, and none of its types leaves this file.

use super::{
    Essentials, Field, Message, Name, ParseError, Raw, Span, Start, answer, grammar, plain,
};
use crate::limits;
use bytes::Bytes;
use sipx_sip::{HeaderName, Message as Parsed};
use std::borrow::Cow;

/// Bounds for the crate: those of a datagram, with far fewer headers than its defaults allow.
const LIMITS: sipx_sip::Limits = sipx_sip::Limits {
    max_message_bytes: limits::DATAGRAM_BYTES.as_usize(),
    max_body_bytes: limits::DATAGRAM_BYTES.as_usize(),
    max_headers: limits::SIP_HEADERS.as_usize(),
    max_header_bytes: 8 * 1024,
    max_folding_lines: 16,
};

/// Reads one datagram.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn read(bytes: &[u8]) -> Result<Message, ParseError> {
    if bytes.len() > limits::DATAGRAM_BYTES.as_usize() {
        return Err(silent("longer than a datagram can be"));
    }
    plainly(bytes).unwrap_or_else(|| by_crate(bytes))
}

/// Reads a message if it is plain.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn plainly(bytes: &[u8]) -> Option<Result<Message, ParseError>> {
    Some(judged(plain::read(bytes)?, None))
}

/// Reads any message.
pub(super) fn by_crate(raw: &[u8]) -> Result<Message, ParseError> {
    let head_end = head_end(raw).ok_or_else(|| silent("no empty line ends the headers"))?;
    let unfolded = unfold(raw, head_end);
    let text = Bytes::copy_from_slice(unfolded.as_deref().unwrap_or(raw));
    if std::str::from_utf8(text.get(..head_end).unwrap_or(&[])).is_err() {
        return Err(silent("the headers are not UTF-8"));
    }
    let parsed = sipx_sip::parse_datagram(text.clone(), &LIMITS)
        .map_err(|error| silent(error.to_string()))?;
    let message = spans(raw, unfolded, &text, &parsed)?;
    let finding = sipx_sip::validate(&parsed).into_iter().next();
    judged(message, finding.map(|finding| (finding.status(), format!("{finding:?}").into())))
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
fn head_end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|four| four == b"\r\n\r\n")
}

/// Replaces each line break before a continuation line by blanks, so that every value stands in one
/// piece and no position changes (RFC 3261 7.3.1).
fn unfold(raw: &[u8], head_end: usize) -> Option<Box<[u8]>> {
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

/// Turns what the crate found in `text` into spans.
fn spans(
    raw: &[u8],
    unfolded: Option<Box<[u8]>>,
    text: &[u8],
    parsed: &Parsed,
) -> Result<Message, ParseError> {
    let lost = || silent("a header that is not in the message");
    let mut fields = Vec::with_capacity(parsed.headers().len());
    for header in parsed.headers().iter() {
        let value = span_of(text, header.raw_value().trim_ascii_end()).ok_or_else(lost)?;
        fields.push(Field { name: name_of(header.name()), value });
    }
    let start = match parsed {
        Parsed::Response(response) => Start::Response { status: response.status.code() },
        Parsed::Request(_) => request_line(text).ok_or_else(lost)?,
    };
    let body_at = head_end(text).ok_or_else(lost)? + 4;
    let body = span(body_at, body_at + parsed.body().len());
    let found = Essentials::default();
    let mut message =
        Message { raw: Raw::of(raw), unfolded, start, fields, body, found, source: None };
    message.found = essentials(&message);
    Ok(message)
}

/// Method and Request-URI: the crate made sure of exactly two blanks.
fn request_line(text: &[u8]) -> Option<Start> {
    let method_end = text.iter().position(|&b| b == b' ')?;
    let uri_start = method_end + 1;
    let uri_end = uri_start + text.get(uri_start..)?.iter().position(|&b| b == b' ')?;
    Some(Start::Request { method: span(0, method_end), uri: span(uri_start, uri_end) })
}

/// Finds what every message has. What is missing stays empty; the crate's checks tell.
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
    let parsed = || sipx_sip::Uri::parse(Bytes::copy_from_slice(uri.as_bytes())).ok();
    plain::uri(uri).is_some()
        || parsed().is_some_and(|uri| uri.scheme().is_sip() && !uri.has_headers())
}

/// What we ask of a message beyond the crate's checks.
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
pub(super) fn is_token(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.!%*_+`'~".contains(&b))
}

/// Our name for a header that the crate knows.
fn name_of(name: &HeaderName) -> Name {
    match name {
        HeaderName::Accept => Name::Accept,
        HeaderName::Authorization => Name::Authorization,
        HeaderName::CallId => Name::CallId,
        HeaderName::Contact => Name::Contact,
        HeaderName::ContentLength => Name::ContentLength,
        HeaderName::ContentType => Name::ContentType,
        HeaderName::CSeq => Name::CSeq,
        HeaderName::Event => Name::Event,
        HeaderName::Expires => Name::Expires,
        HeaderName::From => Name::From,
        HeaderName::MaxForwards => Name::MaxForwards,
        HeaderName::MinExpires => Name::MinExpires,
        HeaderName::ProxyAuthenticate => Name::ProxyAuthenticate,
        HeaderName::ProxyAuthorization => Name::ProxyAuthorization,
        HeaderName::Require => Name::Require,
        HeaderName::RetryAfter => Name::RetryAfter,
        HeaderName::SubscriptionState => Name::SubscriptionState,
        HeaderName::To => Name::To,
        HeaderName::Via => Name::Via,
        HeaderName::Warning => Name::Warning,
        HeaderName::WwwAuthenticate => Name::WwwAuthenticate,
        _ => Name::Other,
    }
}

/// Our name for a header as somebody writes it in full. By its length first: this is asked for
/// every line.
#[cfg_attr(lean, optimize(speed))]
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
