//! The presence document: rendered once for a status, and shared by all who are told it.

use crate::presence::PublishedStatus;
use crate::sip::pidf;
use crate::time::Instant;

/// The document that was rendered last. One status goes to its watchers in a row, and entity,
/// status and moment are all that a document says, so the last one is the one that is shared.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    user: String,
    told: Option<(PublishedStatus, Instant)>,
    bytes: Vec<u8>,
    #[cfg(test)]
    pub(super) rendered: u32,
}

impl Document {
    /// The document for `status` at this moment.
    pub(super) fn of(
        &mut self,
        entity: pidf::Entity<'_>,
        status: PublishedStatus,
        now: Instant,
    ) -> &[u8] {
        if self.told != Some((status, now)) || self.user != entity.user {
            self.told = Some((status, now));
            entity.user.clone_into(&mut self.user);
            self.bytes.clear();
            pidf::write(entity, status, now, &mut self.bytes);
            #[cfg(test)]
            {
                self.rendered += 1;
            }
        }
        &self.bytes
    }
}
