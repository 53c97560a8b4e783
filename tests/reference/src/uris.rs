//! SIP URIs and SIP route patterns (CSS-6, R-10).

/// The host of a `user@host`, which may carry a port (WATCH-1), in small letters; `None` where the
/// text is no SIP URI.
pub fn host(target: &str) -> Option<String> {
    let (_, rest) = target.split_once('@')?;
    let host = rest.split(':').next().unwrap_or(rest);
    Some(host.to_ascii_lowercase())
}

/// How close a SIP route pattern is to a host: exact before wildcard, longer before shorter; `None`
/// where it does not match.
pub fn closeness(pattern: &str, host: &str) -> Option<(bool, usize)> {
    let pattern = pattern.to_ascii_lowercase();
    match pattern.strip_prefix("*.") {
        None => (pattern == host).then_some((true, pattern.len())),
        Some(domain) => {
            let below = host.strip_suffix(domain)?.strip_suffix('.')?;
            (!below.is_empty()).then_some((false, pattern.len()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_means_what_is_below_its_domain() {
        assert_eq!(closeness("*.a.b", "x.a.b"), Some((false, 5)));
        assert_eq!(closeness("*.a.b", "x.y.a.b"), Some((false, 5)));
        assert_eq!(closeness("*.a.b", "a.b"), None);
        assert_eq!(closeness("*.a.b", "xa.b"), None);
        assert!(closeness("A.B", "a.b") > closeness("*.b", "a.b"));
    }

    #[test]
    fn a_port_is_no_part_of_the_host() {
        assert_eq!(host("2085@10.21.91.156:5060").as_deref(), Some("10.21.91.156"));
        assert_eq!(host("1000"), None);
    }
}
