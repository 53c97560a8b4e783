//! A short cut for plain messages: those that our own nodes and most phones send.
//!
//! Plain is: a head of printable ASCII, UTF-8 to the end, no folding, IPv4 addresses, no escapes, no display names in From and
//! To, one Via a line. Such a message is read here in a fraction of the time that the strict reader needs.
//! Whatever is the least unusual is none of our business: `None` means "ask the strict reader", never
//! "no". A test holds the two together: what is read here, the strict reader reads alike.

use super::read::{known_name, span, span_of};
use super::{Essentials, Field, Message, Name, Raw, Span, Start};
use crate::limits;

/// The methods whose messages may be plain.
const METHODS: [&str; 8] =
    ["SUBSCRIBE", "NOTIFY", "OPTIONS", "REGISTER", "INVITE", "ACK", "BYE", "CANCEL"];
/// As long as a line may be.
const LINE_BYTES: usize = 1024;

/// Reads a message if it is plain.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn read(raw: &[u8]) -> Option<Message> {
    let text = std::str::from_utf8(raw).ok()?;
    let mut rest = text;
    let mut plain = Plain { text: raw, found: Essentials::default(), seen: 0 };
    let (start, method) = plain.start(line(&mut rest)?)?;
    let mut fields = Vec::with_capacity(16);
    let mut length = None;
    loop {
        let header = line(&mut rest)?;
        if header.is_empty() {
            break;
        }
        let colon = header.bytes().position(|byte| byte == b':')?;
        let (label, value) = (header.get(..colon)?, header.get(colon + 1..)?.strip_prefix(' ')?);
        let name = label_name(label)?;
        let padded = value.starts_with(' ') || value.ends_with(' ');
        if value.is_empty() || padded || fields.len() >= limits::SIP_HEADERS.as_usize() {
            return None;
        }
        if name == Name::ContentLength {
            length = Some(number(value, u32::from(u16::MAX))? as usize);
        }
        plain.check(name, value, method)?;
        fields.push(Field { name, value: span_of(raw, value.as_bytes())? });
    }
    let required = [Name::Via, Name::From, Name::To, Name::CallId, Name::CSeq];
    let request = method.is_some();
    let complete = required.iter().all(|&name| plain.has(name));
    if !complete || (request && !plain.has(Name::MaxForwards)) {
        return None;
    }
    let body_at = raw.len() - rest.len();
    let body_bytes = length.unwrap_or(rest.len());
    (body_bytes <= rest.len()).then_some(())?;
    let body = span(body_at, body_at + body_bytes);
    Some(Message {
        raw: Raw::Text(text.into()),
        unfolded: None,
        start,
        fields,
        body,
        found: plain.found,
        source: None,
    })
}

/// The next line without its end; `None` for one that is not plain.
#[cfg_attr(lean, optimize(speed))]
#[cfg_attr(lean, inline(never))]
fn line<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let end = rest.bytes().position(|byte| byte == b'\n')?;
    let line = rest.get(..end)?.strip_suffix('\r')?;
    *rest = rest.get(end + 1..)?;
    // Without a branch for each byte, so that the compiler can look at many at once.
    let strange = line.bytes().fold(0, |n, byte| n | u8::from(!(0x20..0x7f).contains(&byte)));
    (strange == 0 && line.len() <= LINE_BYTES && !line.starts_with(' ')).then_some(line)
}

/// The name of a header; compact forms are not plain.
#[cfg_attr(lean, optimize(speed))]
fn label_name(label: &str) -> Option<Name> {
    let token = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (label.len() > 1 && token).then(|| known_name(label))
}

/// A number of digits, up to `most`.
#[cfg_attr(lean, optimize(speed))]
#[cfg_attr(lean, inline(never))]
fn number(text: &str, most: u32) -> Option<u32> {
    if text.is_empty() || text.len() > 10 {
        return None;
    }
    let mut number = 0_u64;
    for byte in text.bytes() {
        byte.is_ascii_digit().then_some(())?;
        number = number * 10 + u64::from(byte - b'0');
    }
    u32::try_from(number).ok().filter(|&n| n <= most)
}

/// Letters, digits and `.-_`: a token without anything unusual.
#[cfg_attr(lean, optimize(speed))]
#[cfg_attr(lean, inline(never))]
fn word(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
}

/// An IPv4 address, with a port or without. In one walk: every message has many of them.
#[cfg_attr(lean, optimize(speed))]
#[cfg_attr(lean, inline(never))]
fn address(text: &str) -> Option<()> {
    let (mut number, mut digits, mut dots, mut port) = (0_u32, 0, 0, false);
    for byte in text.bytes() {
        match byte {
            // A zero in front is not plain in an address.
            b'0'..=b'9' if port || digits == 0 || number > 0 => {
                number = number * 10 + u32::from(byte - b'0');
                digits += 1;
                (number <= if port { 65_535 } else { 255 } && digits <= 10).then_some(())?;
            }
            b'.' if digits > 0 && dots < 3 && !port => (number, digits, dots) = (0, 0, dots + 1),
            b':' if digits > 0 && dots == 3 && !port => (number, digits, port) = (0, 0, true),
            _ => return None,
        }
    }
    (digits > 0 && dots == 3 && (!port || number > 0)).then_some(())
}

/// `sip:user@address` or `sip:address` without anything else.
#[cfg_attr(lean, optimize(speed))]
#[cfg_attr(lean, inline(never))]
pub(super) fn uri(text: &str) -> Option<()> {
    let rest = text.strip_prefix("sip:")?;
    if !rest.contains('@') {
        return address(rest);
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'*' | b'+');
    let at = rest.bytes().position(|byte| !plain(byte))?;
    (at > 0 && rest.as_bytes().get(at) == Some(&b'@')).then_some(())?;
    address(rest.get(at + 1..)?)
}

/// What is known of the message so far.
struct Plain<'a> {
    text: &'a [u8],
    found: Essentials,
    /// A bit for each name.
    seen: u32,
}

impl Plain<'_> {
    #[cfg_attr(lean, optimize(speed))]
    fn at(&self, piece: &str) -> Span {
        span_of(self.text, piece.as_bytes()).unwrap_or_default()
    }

    #[cfg_attr(lean, optimize(speed))]
    fn has(&self, name: Name) -> bool {
        self.seen & 1 << (name as u32) != 0
    }

    /// The first line, and the method of a request.
    #[cfg_attr(lean, optimize(speed))]
    fn start<'l>(&self, line: &'l str) -> Option<(Start, Option<&'l str>)> {
        if let Some(rest) = line.strip_prefix("SIP/2.0 ") {
            let (code, _) = rest.split_once(' ')?;
            let status = number(code, 699).filter(|&code| code >= 100 && code_is_short(rest))?;
            return Some((Start::Response { status: u16::try_from(status).ok()? }, None));
        }
        let (method, rest) = line.split_once(' ')?;
        let target = rest.strip_suffix(" SIP/2.0")?;
        (METHODS.contains(&method) && uri(target).is_some()).then_some(())?;
        let start = Start::Request { method: self.at(method), uri: self.at(target) };
        Some((start, Some(method)))
    }

    /// Checks what the strict reader would check, and keeps what every message has.
    #[cfg_attr(lean, optimize(speed))]
    fn check(&mut self, name: Name, value: &str, method: Option<&str>) -> Option<()> {
        let again = self.has(name);
        self.seen |= 1 << (name as u32);
        match name {
            Name::Via => return self.via(value, again),
            Name::From | Name::To | Name::CallId | Name::CSeq => {}
            Name::MaxForwards | Name::ContentLength => {}
            _ => return Some(()),
        }
        (!again).then_some(())?;
        match name {
            Name::From => (self.found.from_uri, self.found.from_tag) = self.party(value)?,
            Name::To => (self.found.to_uri, self.found.to_tag) = self.party(value)?,
            Name::CallId => {
                value.split('@').all(word).then_some(())?;
                self.found.call_id = self.at(value);
            }
            Name::CSeq => {
                let (digits, of) = value.split_once(' ')?;
                (METHODS.contains(&of) && method.is_none_or(|m| m == of)).then_some(())?;
                self.found.cseq = number(digits, i32::MAX.unsigned_abs())?;
                self.found.cseq_method = self.at(of);
            }
            Name::MaxForwards => {
                number(value, 255)?;
            }
            _ => {}
        }
        Some(())
    }

    /// `<uri>` or `<uri>;tag=word`.
    #[cfg_attr(lean, optimize(speed))]
    fn party(&self, value: &str) -> Option<(Span, Span)> {
        let (target, rest) = value.strip_prefix('<')?.split_once('>')?;
        uri(target)?;
        let tag = match rest {
            "" => Span::default(),
            _ => self.at(rest.strip_prefix(";tag=").filter(|tag| word(tag))?),
        };
        Some((self.at(target), tag))
    }

    /// `SIP/2.0/UDP address;branch=word`, and other parameters that are words.
    #[cfg_attr(lean, optimize(speed))]
    fn via(&mut self, value: &str, again: bool) -> Option<()> {
        let rest = value.strip_prefix("SIP/2.0/UDP ")?;
        let mut parts = rest.split(';');
        let sent_by = parts.next()?;
        address(sent_by)?;
        let mut branch = None;
        for param in parts {
            let (key, text) = param.split_once('=')?;
            (word(key) && word(text)).then_some(())?;
            if key == "branch" {
                branch.is_none().then_some(())?;
                branch = Some(text);
            } else {
                // Another spelling of it is for the strict reader.
                (!key.eq_ignore_ascii_case("branch")).then_some(())?;
            }
        }
        if !again {
            self.found.sent_by = self.at(sent_by);
            self.found.branch = branch.map(|branch| self.at(branch)).unwrap_or_default();
        }
        Some(())
    }
}

/// Whether a status code has three digits.
#[cfg_attr(lean, optimize(speed))]
fn code_is_short(rest: &str) -> bool {
    rest.as_bytes().get(3) == Some(&b' ')
}
