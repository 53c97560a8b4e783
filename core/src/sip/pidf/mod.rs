//! Presence documents (RFC 3863 with RFC 4480): one [`PublishedStatus`](crate::presence::PublishedStatus) to XML and back.
//!
//! Writing has the [`Dialect`] of the RFCs, which [`write()`] speaks, and the older one of
//! CallManager. Reading takes both, as phones do: by local names, whatever the prefix.

mod cisco;
mod dialect;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use dialect::Dialect;
pub use read::{Unreadable, read, status_of};
pub(in crate::sip) use write::put_escaped;
pub use write::{Entity, write};

/// The media type, exactly as it stands in Content-Type.
pub const MEDIA_TYPE: &str = "application/pidf+xml";
