//! What a compositor and its owner say to each other.

use crate::id::NodeId;
use crate::presence::PublishedStatus;
use crate::sip::account::Why;
use crate::sip::slab::Key;
use crate::time::Instant;
use std::sync::Arc;

/// One publication at a compositor, the same as long as it lives, whatever its entity-tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicationId(pub(super) Key);

/// What was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The presentity: its user part.
    pub aor: Arc<str>,
    /// Who published it.
    pub from: NodeId,
    /// What the document says.
    pub status: PublishedStatus,
    /// The document, as it came.
    pub body: Arc<[u8]>,
    /// When it ends.
    pub ends_at: Instant,
    /// What its entity-tag has beside its place.
    pub(super) nonce: u64,
}

/// What a compositor tells its owner. How the presentity stands by all that is published of it,
/// [`Compositor::status`](super::Compositor::status) says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Heard {
    /// There is a new publication.
    Published {
        /// The presentity: its user part.
        aor: Arc<str>,
        /// The publication.
        id: PublicationId,
        /// What it says.
        status: PublishedStatus,
        /// Who published it.
        from: NodeId,
    },
    /// A publication says something else, or the same in other words.
    Modified {
        /// The presentity: its user part.
        aor: Arc<str>,
        /// The publication.
        id: PublicationId,
        /// What it says.
        status: PublishedStatus,
    },
    /// A publication holds for longer.
    Refreshed {
        /// The presentity: its user part.
        aor: Arc<str>,
        /// The publication.
        id: PublicationId,
    },
    /// A publication is no more.
    Removed {
        /// The presentity: its user part.
        aor: Arc<str>,
        /// The publication.
        id: PublicationId,
        /// Why.
        why: Why,
    },
}

/// How a compositor grants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompositorOptions {
    /// The shortest time that is granted, in seconds; what asks for less gets 423, unless it asks
    /// for an hour or more.
    pub min_expires: u32,
    /// The longest, in seconds; what asks for more gets this.
    pub max_expires: u32,
    /// What one gets who asks for no time, in seconds.
    pub default_expires: u32,
}

impl Default for CompositorOptions {
    /// One minute to an hour, which is the default too (RFC 3856 6.4).
    fn default() -> Self {
        CompositorOptions { min_expires: 60, max_expires: 3600, default_expires: 3600 }
    }
}
