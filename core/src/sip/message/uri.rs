//! When two SIP URIs are the same (RFC 3261 19.1.4).

use super::grammar;

/// Parameters that make two URIs differ where only one of them has it.
const TELLING: [&str; 5] = ["transport", "user", "ttl", "method", "maddr"];

/// A SIP URI in its pieces.
struct Pieces<'a> {
    secure: bool,
    user: Option<&'a str>,
    /// With the port, where one is written: a default port is another URI than none.
    host: &'a str,
    params: &'a str,
}

fn pieces(uri: &str) -> Option<Pieces<'_>> {
    let (scheme, rest) = uri.split_once(':')?;
    let secure = scheme.eq_ignore_ascii_case("sips");
    (secure || scheme.eq_ignore_ascii_case("sip")).then_some(())?;
    let (user, host) = rest.split_once('@').map_or((None, rest), |(user, host)| (Some(user), host));
    let (host, params) = host.split_once(';').unwrap_or((host, ""));
    Some(Pieces { secure, user, host, params })
}

/// Whether two SIP URIs are the same. Whatever is no SIP URI is the same as nothing.
pub fn same_uri(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (pieces(one), pieces(other)) else { return false };
    one.secure == other.secure
        && same_user(one.user, other.user)
        && one.host.eq_ignore_ascii_case(other.host)
        && agree(one.params, other.params)
        && agree(other.params, one.params)
}

/// User parts are compared by case, with their escapes resolved.
fn same_user(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) if one != other => {
            let plain = (grammar::unescape(one), grammar::unescape(other));
            matches!(plain, (Some(one), Some(other)) if one == other)
        }
        (one, other) => one.is_some() == other.is_some(),
    }
}

/// Whether each parameter of `one` is the same in `other`, or may be missing there.
fn agree(one: &str, other: &str) -> bool {
    one.split(';').filter(|param| !param.trim().is_empty()).all(|param| {
        let (name, value) = param.split_once('=').unwrap_or((param, ""));
        let name = name.trim();
        match grammar::param(other, name) {
            Some(there) => there.eq_ignore_ascii_case(value.trim()),
            None => !TELLING.iter().any(|telling| telling.eq_ignore_ascii_case(name)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_the_rfc_come_out() {
        for (one, other) in [
            ("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"),
            ("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"),
            ("sip:carol@chicago.com", "sip:carol@chicago.com;security=on"),
            ("SIP:carol@chicago.com;x=1;y=2", "sip:carol@chicago.com;y=2;x=1"),
        ] {
            assert!(same_uri(one, other) && same_uri(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"),
            ("sip:bob@biloxi.com:6000;transport=tcp", "sip:bob@biloxi.com"),
            ("sip:carol@chicago.com;security=off", "sip:carol@chicago.com;security=on"),
            ("sip:carol@chicago.com", "sips:carol@chicago.com"),
            ("sip:chicago.com", "sip:carol@chicago.com"),
            ("tel:1", "tel:1"),
        ] {
            assert!(!same_uri(one, other) && !same_uri(other, one), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn sameness_is_reflexive_and_symmetric(
            one in "(sip|SIPS):([a%4]{0,3}@)?h(:50)?(;(x|user|lr)(=[ab])?){0,3}",
            other in "(sip|SIPS):([a%4]{0,3}@)?h(:50)?(;(x|user|lr)(=[ab])?){0,3}",
        ) {
            // A parameter that stands twice is read once.
            let twice = ["x", "user", "lr"].iter().any(|name| one.matches(name).count() > 1);
            prop_assert!(twice || same_uri(&one, &one));
            prop_assert_eq!(same_uri(&one, &other), same_uri(&other, &one));
        }
    }
}
