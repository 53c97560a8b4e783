//! The pieces of SIP grammar that values are taken apart with once their form is known: lists, name-addrs, parameters.
//! All work on unfolded text and give slices of it.

use std::borrow::Cow;

/// Where the first `stop` outside quotes and angle brackets is.
#[cfg_attr(lean, optimize(speed))]
#[cfg_attr(lean, inline(never))]
fn find_outside(text: &str, stop: u8) -> Option<usize> {
    // Most values have neither quotes nor brackets before the stop.
    let first = text.bytes().position(|b| b == stop || b == b'"' || b == b'<')?;
    if text.as_bytes().get(first) == Some(&stop) {
        return Some(first);
    }
    let (mut quoted, mut escaped, mut angle) = (false, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            _ if byte == stop && !angle => return Some(at),
            b'<' => angle = true,
            b'>' => angle = false,
            _ => {}
        }
    }
    None
}

/// `text` before and after position `at`, without the byte there.
#[cfg_attr(lean, optimize(speed))]
fn split(text: &str, at: usize) -> (&str, &str) {
    (text.get(..at).unwrap_or(""), text.get(at + 1..).unwrap_or(""))
}

/// The first value of a comma-separated list and the rest.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn first_of_list(list: &str) -> (&str, Option<&str>) {
    match find_outside(list, b',') {
        Some(at) => {
            let (first, rest) = split(list, at);
            (first.trim(), Some(rest))
        }
        None => (list.trim(), None),
    }
}

/// All values of a comma-separated list.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn list(value: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(value);
    std::iter::from_fn(move || {
        let (first, more) = first_of_list(rest?);
        rest = more;
        Some(first)
    })
}

/// A value and its parameters: `presence;id=7` is `presence` and `id=7`.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn value_and_params(text: &str) -> (&str, &str) {
    match find_outside(text, b';') {
        Some(at) => {
            let (value, params) = split(text, at);
            (value.trim(), params)
        }
        None => (text.trim(), ""),
    }
}

/// The URI of a name-addr or addr-spec and its header parameters (not those of the URI).
#[cfg_attr(lean, optimize(speed))]
pub(super) fn uri_and_params(text: &str) -> (&str, &str) {
    let (address, params) = value_and_params(text);
    let uri = match find_outside(address, b'<') {
        Some(at) => split(address, at).1.trim_end().trim_end_matches('>'),
        None => address,
    };
    (uri.trim(), params)
}

/// The value of parameter `name` (any case), without quotes; empty when it has no value.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn param<'a>(params: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = params;
    while !rest.is_empty() {
        let (one, more) = match find_outside(rest, b';') {
            Some(at) => split(rest, at),
            None => (rest, ""),
        };
        let (key, value) = one.split_once('=').unwrap_or((one, ""));
        if key.trim().eq_ignore_ascii_case(name) {
            let value = value.trim();
            return Some(
                value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).unwrap_or(value),
            );
        }
        rest = more;
    }
    None
}

/// The user part of a SIP URI, still escaped.
#[cfg_attr(lean, optimize(speed))]
pub(super) fn uri_user(uri: &str) -> Option<&str> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("sip") && !scheme.eq_ignore_ascii_case("sips") {
        return None;
    }
    let (user, _) = rest.split_once('@')?;
    Some(user.split_once(':').map_or(user, |(user, _password)| user))
}

/// Resolves `%23`; `None` where the result is no UTF-8 or an escape is broken.
pub(super) fn unescape(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// Delta-seconds: digits only; more than 32 bits hold count as the longest time there is.
pub(super) fn seconds(text: &str) -> Option<u32> {
    let text = text.trim();
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(text.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_addrs_give_their_uri_and_header_parameters() {
        for (text, uri, tag) in [
            ("<sip:1000@10.0.0.1>;tag=a1", "sip:1000@10.0.0.1", Some("a1")),
            ("\"A; <B>, \\\"C\\\"\" <sip:a@b;x=1> ; TAG = q", "sip:a@b;x=1", Some("q")),
            ("sip:a@b;tag=9", "sip:a@b", Some("9")),
            ("Bob <sip:b@c;tag=inner>", "sip:b@c;tag=inner", None),
        ] {
            let (found, params) = uri_and_params(text);
            assert_eq!((found, param(params, "tag")), (uri, tag), "{text}");
        }
    }

    #[test]
    fn lists_split_at_commas_outside_quotes_and_brackets() {
        let text = "\"a,b\" <sip:a,b@c>, <sip:d@e>;x=\"1,2\" ,f";
        let found: Vec<_> = list(text).collect();
        assert_eq!(found, ["\"a,b\" <sip:a,b@c>", "<sip:d@e>;x=\"1,2\"", "f"]);
    }

    #[test]
    fn users_are_found_and_unescaped() {
        assert_eq!(uri_user("sip:%2a55%23@h"), Some("%2a55%23"));
        assert_eq!(unescape("%2a55%23").as_deref(), Some("*55#"));
        assert_eq!(uri_user("SIPS:a:secret@h:5061"), Some("a"));
        for uri in ["sip:10.0.0.1", "tel:+1555", "sip"] {
            assert_eq!(uri_user(uri), None, "{uri}");
        }
        for broken in ["%", "%4", "%zz", "%ff"] {
            assert_eq!(unescape(broken), None, "{broken}");
        }
    }

    #[test]
    fn seconds_are_digits_and_saturate() {
        assert_eq!(seconds(" 3600 "), Some(3600));
        assert_eq!(seconds("99999999999999999999"), Some(u32::MAX));
        for text in ["", "-1", "+5", "1.5", "1h"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
