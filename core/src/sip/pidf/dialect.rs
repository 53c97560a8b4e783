//! The ways in which a status is written. All are read alike.

use super::{Entity, cisco, write};
use crate::presence::PublishedStatus;
use crate::time::Instant;

/// For whom a document is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// As the RFCs have it (3863, 4479, 4480), with the prefix `rpid:` and the self-closed
    /// activities that the simplest phones look for as text.
    #[default]
    Rfc,
    /// As a CallManager 7 writes it: the namespace from before RFC 4480, a `basic` in the person,
    /// activities there and inside the `status` of the tuple.
    Cisco,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Dialect; 2] = [Dialect::Rfc, Dialect::Cisco];

    /// Appends the document for `status`. `when` makes successive documents differ (RFC 3863
    /// 4.1.7).
    pub fn write(
        self,
        entity: Entity<'_>,
        status: PublishedStatus,
        when: Instant,
        out: &mut Vec<u8>,
    ) {
        match self {
            Dialect::Rfc => write(entity, status, when, out),
            Dialect::Cisco => cisco::write(entity, status, when, out),
        }
    }
}
