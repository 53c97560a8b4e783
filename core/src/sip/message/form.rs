//! Whether values have the form that RFC 3261 gives them: URIs, addresses, Via, CSeq, parameters.

use crate::gather::Gather;
use crate::order;
use std::net::{Ipv4Addr, Ipv6Addr};

/// What may stand between the parts of a value.
pub(super) const BLANKS: [char; 2] = [' ', '\t'];

/// What a URI is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Uri {
    /// Of the scheme `sip` or `sips`.
    pub(super) sip: bool,
    /// It brings headers for the request that it leads to.
    pub(super) headers: bool,
}

/// RFC 3261 25.1: a token.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(token_byte)
}

/// What a token is made of.
pub(super) fn token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-.!%*_+`'~".contains(&byte)
}

/// A number of digits only, up to `most`.
pub(super) fn number(text: &str, most: u64) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| digits && *number <= most)
}

/// Reads a URI (RFC 3261 19.1, RFC 3966); `None` for what is none.
pub(super) fn uri(text: &str) -> Option<Uri> {
    let strange = |byte| !(0x21..=0x7e).contains(&byte) || matches!(byte, b'<' | b'>' | b'"');
    if text.bytes().any(strange) {
        return None;
    }
    let (scheme, rest) = text.split_once(':')?;
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    let whole = |escape: &str| {
        escape.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
    };
    if scheme.is_empty() || !scheme.bytes().all(known) || !rest.split('%').skip(1).all(whole) {
        return None;
    }
    if scheme.eq_ignore_ascii_case("tel") {
        subscriber(rest)?;
    }
    let sip = scheme.eq_ignore_ascii_case("sip") || scheme.eq_ignore_ascii_case("sips");
    let headers = if sip { sip_parts(rest)? } else { false };
    Some(Uri { sip, headers })
}

/// The number of a telephone, before its parameters.
fn subscriber(text: &str) -> Option<()> {
    let number = text.split(';').next()?;
    let (digits, digit): (&str, fn(&u8) -> bool) = match number.strip_prefix('+') {
        Some(digits) => (digits, u8::is_ascii_digit),
        None => (number, |byte| byte.is_ascii_hexdigit() || b"*#".contains(byte)),
    };
    let only = digits.as_bytes().iter().all(|byte| digit(byte) || b"-.()".contains(byte));
    (only && digits.as_bytes().iter().any(digit)).then_some(())
}

/// What stands behind `sip:`; whether there are headers in it.
fn sip_parts(text: &str) -> Option<bool> {
    let (user, rest) = text.split_once('@').map_or((None, text), |(user, rest)| (Some(user), rest));
    if let Some(user) = user {
        let user = user.split(':').next()?;
        let may = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.!~*'()&=+$,;?/%".contains(&byte);
        (!user.is_empty() && user.bytes().all(may)).then_some(())?;
    }
    let (rest, headers) = rest.split_once('?').map_or((rest, None), |(a, b)| (a, Some(b)));
    let (host, params) = rest.split_once(';').map_or((rest, None), |(a, b)| (a, Some(b)));
    host_port(host)?;
    let named = headers.is_none_or(|all| all.split('&').all(|one| !name_of(one).is_empty()));
    let params = params.into_iter().flat_map(|all| all.split(';'));
    let mut names: Vec<Vec<u8>> = params.map(|one| comparable(name_of(one))).gather();
    order::sort(&mut names);
    let once = names.iter().zip(names.iter().skip(1)).all(|(name, next)| name != next);
    let named = named && names.iter().all(|name| !name.is_empty());
    (named && once).then_some(headers.is_some())
}

/// The name of a parameter of a URI.
fn name_of(param: &str) -> &str {
    param.split_once('=').map_or(param, |(name, _)| name)
}

/// A name as it is compared (RFC 3261 19.1.4): in lower case, and without escapes but those of
/// reserved characters.
fn comparable(name: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [byte, behind @ ..] = rest {
        let digits = behind.get(..2).filter(|_| *byte == b'%');
        let digits = digits.and_then(|two| std::str::from_utf8(two).ok());
        let plain = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
        let plain = plain.filter(|plain| !b";/?:@&=+$,".contains(plain));
        out.push(plain.unwrap_or(*byte).to_ascii_lowercase());
        rest = behind.get(if plain.is_some() { 2 } else { 0 }..).unwrap_or(&[]);
    }
    out
}

/// A host and a port, if there is one.
fn host_port(text: &str) -> Option<()> {
    let port = match text.strip_prefix('[') {
        Some(inside) => {
            let (address, behind) = inside.split_once(']')?;
            ipv6(address)?;
            if behind.is_empty() { None } else { Some(behind.strip_prefix(':')?) }
        }
        None => {
            let (host, port) = text.split_once(':').map_or((text, None), |(a, b)| (a, Some(b)));
            let may = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
            (!host.is_empty() && host.bytes().all(may)).then_some(())?;
            port
        }
    };
    port.is_none_or(|port| port.len() <= 5 && number(port, 65_535).is_some()).then_some(())
}

/// An IPv6 address, also in the form with one colon too many before an IPv4 address that RFC 5118
/// (4.10) asks to be taken.
fn ipv6(text: &str) -> Option<()> {
    if text.parse::<Ipv6Addr>().is_ok() {
        return Some(());
    }
    let (front, embedded) = text.split_once(":::")?;
    embedded.parse::<Ipv4Addr>().ok()?;
    [front, "::", embedded].concat().parse::<Ipv6Addr>().ok().map(|_| ())
}

/// A text up to the first byte that may not stand in it, and the rest.
fn run(text: &str, may: impl Fn(u8) -> bool) -> (&str, &str) {
    text.split_at(text.bytes().position(|byte| !may(byte)).unwrap_or(text.len()))
}

/// What stands behind a quoted string, whose first quote is gone already; `None`: it has no end.
fn behind_quoted(text: &str) -> Option<&str> {
    let mut escaped = false;
    let end = text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    text.get(end? + 1..)
}

/// Parameters as they stand behind a value: `;name`, `;name=value`, `;name="text"`.
pub(super) fn params(text: &str) -> Option<()> {
    let mut rest = text.trim_matches(BLANKS);
    while !rest.is_empty() {
        let (name, behind) = run(rest.strip_prefix(';')?.trim_start_matches(BLANKS), token_byte);
        (!name.is_empty()).then_some(())?;
        rest = behind.trim_start_matches(BLANKS);
        if let Some(value) = rest.strip_prefix('=') {
            let value = value.trim_start_matches(BLANKS);
            rest = match value.strip_prefix('"') {
                Some(quoted) => behind_quoted(quoted)?,
                None => {
                    let may = |byte| token_byte(byte) || b"[]:/".contains(&byte);
                    let (value, behind) = run(value, may);
                    (!value.is_empty()).then_some(())?;
                    behind
                }
            };
            rest = rest.trim_start_matches(BLANKS);
        }
    }
    Some(())
}

/// Splits before the first `stop` outside of quotes and of `pairs` of brackets; all of it stands
/// before where there is none. `None`: a quote has no end.
fn split_outside<'a>(text: &'a str, stop: u8, pairs: &[(u8, u8)]) -> Option<(&'a str, &'a str)> {
    let mut depths = [0_usize; 2];
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        if byte == stop && depths == [0; 2] {
            break;
        }
        at += 1;
        for (depth, (open, close)) in depths.iter_mut().zip(pairs) {
            *depth += usize::from(byte == *open);
            *depth = depth.saturating_sub(usize::from(byte == *close));
        }
        if byte == b'"' {
            at = text.len() - behind_quoted(text.get(at..)?)?.len();
        }
    }
    text.split_at_checked(at)
}

/// A value, and its parameters from the first `;` on. Where a quote has no end there are none.
fn value_and_params(text: &str) -> (&str, &str) {
    split_outside(text, b';', &[(b'<', b'>')]).unwrap_or((text, ""))
}

/// From or To: a name-addr or an addr-spec, with its parameters (RFC 3261 20.10).
pub(super) fn address(value: &str) -> Option<()> {
    let value = value.trim_matches(BLANKS);
    let bracketed = match value.strip_prefix('"') {
        Some(quoted) => Some(behind_quoted(quoted)?.trim_start_matches(BLANKS).strip_prefix('<')?),
        None => {
            let (name, rest) = split_outside(value, b'<', &[]).unwrap_or((value, ""));
            let may = |byte| token_byte(byte) || matches!(byte, b' ' | b'\t');
            let inside = rest.strip_prefix('<');
            (inside.is_none() || name.bytes().all(may)).then_some(inside)?
        }
    };
    let (target, behind) = match bracketed {
        Some(inside) => inside.split_once('>')?,
        None => {
            // Without brackets nobody can tell whose a `?` is.
            let (target, behind) = value_and_params(value);
            (!target.contains('?')).then_some((target.trim_matches(BLANKS), behind))?
        }
    };
    uri(target)?;
    params(behind)
}

/// The first value of a Via.
pub(super) fn via(list: &str) -> Option<()> {
    let (first, _) = split_outside(list, b',', &[(b'<', b'>'), (b'(', b')')])?;
    let (sent, behind) = value_and_params(first.trim_matches(BLANKS));
    let mut parts = sent.splitn(3, '/').map(|part| part.trim_matches(BLANKS));
    let (protocol, version, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let (transport, sent_by) = rest.split_once(BLANKS)?;
    let all_there = ![protocol, version, transport].iter().any(|part| part.is_empty());
    all_there.then_some(())?;
    host_port(sent_by.trim_matches(BLANKS))?;
    params(behind)
}

/// CSeq: its number, and the method, which is what is given.
pub(super) fn cseq(value: &str) -> Option<&str> {
    let (digits, method) = value.trim_matches(BLANKS).split_once(BLANKS)?;
    number(digits, i32::MAX.unsigned_abs().into())?;
    Some(method.trim_matches(BLANKS)).filter(|method| is_token(method))
}
