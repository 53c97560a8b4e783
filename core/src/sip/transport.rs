//! How messages travel to a far end.

/// A transport of RFC 3261 18. Timers that send again run on one that loses messages only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transport {
    /// Datagrams: may be lost, doubled, overtaken.
    Udp,
    /// A stream: whatever is sent arrives, in order, or the connection breaks.
    Tcp,
}

impl Transport {
    /// Whether nothing is lost on the way (RFC 3261 17.1.1.1).
    pub const fn is_reliable(self) -> bool {
        matches!(self, Transport::Tcp)
    }

    /// As it stands in Via.
    pub const fn via_name(self) -> &'static str {
        match self {
            Transport::Udp => "UDP",
            Transport::Tcp => "TCP",
        }
    }

    /// The parameter that a URI of ours needs, so that requests to it come this way.
    pub(super) const fn uri_parameter(self) -> &'static str {
        match self {
            Transport::Udp => "",
            Transport::Tcp => ";transport=tcp",
        }
    }
}
