//! `Digest name="value", name=value`: the value of a challenge or of credentials (RFC 7616 3.3, 3.4).

use crate::limits;
use std::borrow::Cow;

/// Why a value tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It is longer than [`limits::DIGEST_HEADER_BYTES`] or has too many parameters.
    TooMuch,
    /// Another scheme than `Digest`.
    Scheme,
    /// Not of the form that the RFC gives, or a parameter stands twice.
    Form,
}

/// The parameters of a `Digest` value, in their order.
#[derive(Clone, Debug)]
pub(super) struct Params<'a>(Vec<(&'a str, Cow<'a, str>)>);

impl<'a> Params<'a> {
    /// Reads a value.
    pub(super) fn parse(value: &'a str) -> Result<Self, Unreadable> {
        if value.len() > limits::DIGEST_HEADER_BYTES.as_usize() {
            return Err(Unreadable::TooMuch);
        }
        let value = value.trim();
        let (scheme, mut rest) = value.split_once([' ', '\t']).unwrap_or((value, ""));
        if !scheme.eq_ignore_ascii_case("Digest") {
            return Err(Unreadable::Scheme);
        }
        let mut params = Params(Vec::with_capacity(12));
        loop {
            rest = rest.trim_start_matches([' ', '\t', ',']);
            if rest.is_empty() {
                return Ok(params);
            }
            limits::DIGEST_PARAMS.check(params.0.len() + 1).map_err(|_| Unreadable::TooMuch)?;
            let (name, value, more) = one(rest).ok_or(Unreadable::Form)?;
            if params.get(name).is_some() {
                return Err(Unreadable::Form);
            }
            params.0.push((name, value));
            rest = more;
        }
    }

    /// The value of a parameter, whatever the case of its name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(&found.1)
    }
}

/// The first parameter and what follows its comma.
fn one(text: &str) -> Option<(&str, Cow<'_, str>, &str)> {
    let (name, rest) = text.split_once('=')?;
    let name = name.trim_end();
    let rest = rest.trim_start();
    let token = |b: u8| b.is_ascii_alphanumeric() || b"-.!%*_+`'~".contains(&b);
    (!name.is_empty() && name.bytes().all(token)).then_some(())?;
    let (value, rest) = match rest.strip_prefix('"') {
        Some(inside) => quoted(inside)?,
        None => {
            let end = rest.find([',', ' ', '\t']).unwrap_or(rest.len());
            let (value, rest) = rest.split_at_checked(end)?;
            (!value.is_empty() && !value.contains('"')).then_some(())?;
            (Cow::Borrowed(value), rest)
        }
    };
    let rest = rest.trim_start();
    (rest.is_empty() || rest.starts_with(',')).then_some((name, value, rest))
}

/// A quoted string whose first quote is gone, unescaped, and what follows its last quote.
fn quoted(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut value = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => {
                value.push(c);
                escaped = false;
            }
            '\\' => {
                // What stood plain so far is copied once, at the first escape.
                escaped = true;
                if value.is_empty() {
                    value.push_str(text.get(..at)?);
                }
            }
            '"' => {
                let inside = text.get(..at)?;
                let value =
                    if inside.contains('\\') { Cow::Owned(value) } else { Cow::Borrowed(inside) };
                return Some((value, text.get(at + 1..)?));
            }
            _ if !value.is_empty() => value.push(c),
            _ => {}
        }
    }
    None
}
