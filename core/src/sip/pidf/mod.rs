//! Presence documents (RFC 3863 with RFC 4480): one [`PublishedStatus`](crate::presence::PublishedStatus) to XML and back.
//!
//! Writing has one dialect so far, that of the RFCs; the older one of CallManager will stand beside
//! it. Reading takes both, as phones do: by local names, whatever the prefix.

mod read;
mod write;

pub use read::{Unreadable, read};
pub use write::{Entity, write};

/// The media type, exactly as it stands in Content-Type.
pub const MEDIA_TYPE: &str = "application/pidf+xml";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presence::PublishedStatus;
    use crate::sip::address::HostPort;
    use crate::time::Instant;

    #[test]
    fn what_is_written_reads_back_as_the_same_status() {
        let ip = HostPort { ip: [10, 0, 0, 1], port: 5060 };
        for status in [PublishedStatus::Idle, PublishedStatus::Busy, PublishedStatus::Unknown] {
            for user in ["1111", "a%26b", "x&<\"y"] {
                let mut out = Vec::new();
                write(Entity { user, host: ip }, status, Instant::from_secs(5), &mut out);
                assert_eq!(read(&out), Ok(status), "{}", String::from_utf8_lossy(&out));
            }
        }
    }
}
