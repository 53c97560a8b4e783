//! The head of a message, line by line, as strictly as RFC 3261 and its torture messages (RFC 4475)
//! have it.

use super::form::{self, BLANKS};
use super::read::{known_name, span_of};
use super::{Field, Name, Start};
use crate::limits;
use std::borrow::Cow;

/// As long as a header line may be.
const LINE_BYTES: usize = 8 * 1024;

/// A head that can be taken apart.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) start: Start,
    pub(super) fields: Vec<Field>,
    /// How many bytes of a body it promises.
    pub(super) body_bytes: Option<u64>,
    /// What is wrong with it all the same, and the code that says so.
    pub(super) fault: Option<(u16, Cow<'static, str>)>,
}

/// The headers that a message must have, once, but for Via.
const NEEDED: [(Name, &str); 6] = [
    (Name::To, "To"),
    (Name::From, "From"),
    (Name::CallId, "Call-ID"),
    (Name::CSeq, "CSeq"),
    (Name::Via, "Via"),
    (Name::MaxForwards, "Max-Forwards"),
];

/// Reads a head, whose folded lines are unfolded.
///
/// # Errors
/// It is no head of a message, or too long.
pub(super) fn read(head: &str) -> Result<Head, &'static str> {
    let mut lines = head.split("\r\n");
    let start = lines.next().unwrap_or("");
    if head.split("\r\n").any(|line| line.contains(['\r', '\n'])) {
        return Err("a line ends with half of CRLF");
    }
    let (start, method, fault) = start_line(head, start)?;
    let mut read = Head { start, fields: Vec::new(), body_bytes: None, fault };
    let mut needed: Vec<(Name, &str)> = Vec::new();
    for line in lines {
        let (name, value) = read.header(head, line)?;
        if NEEDED.iter().any(|(own, _)| *own == name) {
            needed.push((name, value));
        }
    }
    // A response needs no Max-Forwards, and nothing is asked of it.
    let asked = NEEDED.iter().filter(|(name, _)| method.is_some() || *name != Name::MaxForwards);
    for (name, label) in asked {
        let mut own = needed.iter().filter(|(own, _)| own == name);
        let wrong = match own.next() {
            None => " is missing",
            Some((_, value)) if !is_well_formed(*name, value, method) => " is malformed",
            Some(_) if *name != Name::Via && own.next().is_some() => " stands twice",
            Some(_) => continue,
        };
        read.fault.get_or_insert_with(|| (400, [label, wrong].concat().into()));
    }
    Ok(read)
}

impl Head {
    /// Takes a header line in: its name, and its value without blanks around it.
    fn header<'a>(&mut self, head: &str, line: &'a str) -> Result<(Name, &'a str), &'static str> {
        if self.fields.len() >= limits::SIP_HEADERS.as_usize() || line.len() > LINE_BYTES {
            return Err("too many headers, or one is too long");
        }
        let (label, value) = line.split_once(':').ok_or("a header line has no colon")?;
        let label = label.trim_end_matches(BLANKS);
        if !form::is_token(label) {
            return Err("the name of a header is no name");
        }
        let name = if label.len() == 1 { compact(label) } else { known_name(label) };
        let value = value.trim_start_matches(BLANKS);
        let span = span_of(head.as_bytes(), value.trim_ascii_end().as_bytes());
        self.fields.push(Field { name, value: span.unwrap_or_default() });
        let value = value.trim_end_matches(BLANKS);
        if name == Name::ContentLength {
            let bytes = form::number(value, u64::MAX).filter(|_| self.body_bytes.is_none());
            self.body_bytes = Some(bytes.ok_or("Content-Length is no number, or stands twice")?);
        }
        Ok((name, value))
    }
}

/// The first line, the method of a request, and what is wrong with it.
type FirstLine<'a> = (Start, Option<&'a str>, Option<(u16, Cow<'static, str>)>);

fn start_line<'a>(head: &str, line: &'a str) -> Result<FirstLine<'a>, &'static str> {
    let at = |piece: &str| span_of(head.as_bytes(), piece.as_bytes()).unwrap_or_default();
    let other_version = |version: &str| {
        let other = !version.eq_ignore_ascii_case("SIP/2.0");
        other.then_some((505, Cow::Borrowed("another version of SIP")))
    };
    if line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("SIP/")) {
        let (version, rest) = line.split_once(' ').ok_or("there is no status code")?;
        let code = rest.split(' ').next().filter(|code| code.len() == 3);
        let status = code.and_then(|code| form::number(code, 699)).filter(|code| *code >= 100);
        let status = status.and_then(|code| u16::try_from(code).ok()).ok_or("no status code")?;
        return Ok((Start::Response { status }, None, other_version(version)));
    }
    let mut parts = line.split(' ');
    let (Some(method), Some(target), Some(version), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err("the first line has not three parts");
    };
    if !form::is_token(method) || version.is_empty() {
        return Err("the first line is no request");
    }
    let uri = form::uri(target).ok_or("the Request-URI is no URI")?;
    let headers = uri.headers.then_some((400, Cow::Borrowed("the Request-URI brings headers")));
    let start = Start::Request { method: at(method), uri: at(target) };
    Ok((start, Some(method), other_version(version).or(headers)))
}

/// Whether the value of a header that every message has is of the form that it must have.
fn is_well_formed(name: Name, value: &str, method: Option<&str>) -> bool {
    match name {
        Name::To | Name::From => form::address(value).is_some(),
        Name::Via => form::via(value).is_some(),
        Name::CSeq => form::cseq(value).is_some_and(|own| method.is_none_or(|it| it == own)),
        Name::MaxForwards => form::number(value, 255).is_some(),
        _ => !value.is_empty(),
    }
}

/// Our name for a header in its compact form.
fn compact(letter: &str) -> Name {
    match letter.to_ascii_lowercase().as_str() {
        "c" => Name::ContentType,
        "f" => Name::From,
        "i" => Name::CallId,
        "l" => Name::ContentLength,
        "m" => Name::Contact,
        "o" => Name::Event,
        "t" => Name::To,
        "v" => Name::Via,
        _ => Name::Other,
    }
}
