//! What a request asks for: a number, or a SIP URI (WATCH-1).

use super::{Number, RouteIndex};

/// What is searched for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target<'a> {
    /// A dialled number, or the user part of a SIP URI whose host is the cluster itself.
    Number(Number),
    /// The host of a SIP URI that leads elsewhere (CSS-6).
    Host(&'a str),
    /// Neither: nothing can match.
    Nothing,
}

/// Whether a target is a SIP URI (CSS-6) and no number.
pub(crate) fn is_sip_uri(target: &str) -> bool {
    target.contains('@')
}

/// The user and the host of a SIP URI, without scheme, port and parameters.
pub(crate) fn user_and_host(uri: &str) -> Option<(&str, &str)> {
    let (user, rest) = uri.rsplit_once('@')?;
    let user = user.strip_prefix("sips:").or_else(|| user.strip_prefix("sip:")).unwrap_or(user);
    let host = match rest.strip_prefix('[') {
        // An IPv6 address has colons of its own and stands in brackets.
        Some(address) => address.split(']').next(),
        None => rest.split([':', ';', '?', '>']).next(),
    };
    host.filter(|host| !host.is_empty()).map(|host| (user, host))
}

impl RouteIndex {
    /// Reads a target. A user part that looks like a number with a foreign host is a URI all the
    /// same.
    pub(crate) fn target<'a>(&self, text: &'a str) -> Target<'a> {
        let number = match user_and_host(text) {
            Some((user, host)) if self.hosts.is_own(host) => user,
            Some((_, host)) => return Target::Host(host),
            None => text,
        };
        Number::parse(number).map_or(Target::Nothing, Target::Number)
    }
}
