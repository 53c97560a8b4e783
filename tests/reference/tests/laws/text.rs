//! Just enough of SIP to follow a subscription: read here anew, so that a mistake in the engine's
//! reader is not made twice.

/// A datagram.
#[derive(Debug)]
pub(super) struct Sip<'a> {
    start: &'a str,
    headers: Vec<(&'a str, &'a str)>,
    /// Whether there is a body.
    pub(super) has_body: bool,
}

impl<'a> Sip<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Option<Sip<'a>> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (head, body) = text.split_once("\r\n\r\n")?;
        let mut lines = head.split("\r\n");
        let start = lines.next()?;
        let headers = lines.filter_map(|line| line.split_once(':')).collect();
        Some(Sip { start, headers, has_body: !body.is_empty() })
    }

    pub(super) fn header(&self, name: &str) -> &'a str {
        let own = self.headers.iter().find(|(own, _)| own.trim().eq_ignore_ascii_case(name));
        own.map_or("", |(_, value)| value.trim())
    }

    pub(super) fn tag(&self, name: &str) -> &'a str {
        let tag = self.header(name).split(';').find_map(|part| part.strip_prefix("tag="));
        tag.unwrap_or("")
    }

    /// The code of an answer to this method.
    pub(super) fn code_for(&self, method: &str) -> Option<u16> {
        let code = self.start.strip_prefix("SIP/2.0 ")?.split(' ').next()?.parse().ok()?;
        self.header("CSeq").ends_with(method).then_some(code)
    }

    pub(super) fn is_request(&self, method: &str) -> bool {
        self.start.split(' ').next() == Some(method)
    }

    pub(super) fn cseq(&self) -> u32 {
        self.header("CSeq").split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0)
    }
}
