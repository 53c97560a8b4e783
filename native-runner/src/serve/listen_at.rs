//! An address to listen at, as it is written on the command line.

use std::fmt;
use std::str::FromStr;

use lampfield_core::front::End;
use lampfield_core::sip::Transport;
use lampfield_core::sip::address::HostPort;

/// An address to listen at: `udp:127.0.0.1:5060`, `tcp:127.0.0.1:5060`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ListenAt(pub(crate) End);

impl FromStr for ListenAt {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "write it as `udp:127.0.0.1:5060` or `tcp:127.0.0.1:5060`".to_owned();
        let (transport, address) = text.split_once(':').ok_or_else(wrong)?;
        let transport = match transport {
            "udp" => Transport::Udp,
            "tcp" => Transport::Tcp,
            _ => return Err(wrong()),
        };
        let address = HostPort::parse(address).ok_or_else(wrong)?;
        if address.ip == [0; 4] {
            return Err("an address of this machine, so that phones learn where to come back to: \
                `0.0.0.0` is none"
                .to_owned());
        }
        Ok(ListenAt(End { transport, address }))
    }
}

impl fmt::Display for ListenAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
