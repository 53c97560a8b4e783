//! Event state publication (RFC 3903) of presence: a phone tells a server how it stands, and the
//! server composes what it hears of one presentity.
//!
//! [`Compositor`] is the server's side, [`Publisher`] the other.

mod compositor;
mod publisher;
#[cfg(test)]
mod tests;
mod words;

pub use super::account::{Account, Why};
pub use super::upkeep::News;
pub use compositor::Compositor;
pub use publisher::{Publisher, PublisherId, Publishing};
pub use words::{CompositorOptions, Heard, Publication, PublicationId};
