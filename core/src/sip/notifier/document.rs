//! The presence document: rendered once for a status, and shared by all who are told it.

use super::form::Form;
use crate::presence::PublishedStatus;
use crate::sip::pidf;
use crate::time::Instant;

/// The document that was rendered last. One status goes to its watchers in a row, and entity,
/// status and moment are all that a document says, so the last one is the one that is shared.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    user: String,
    told: Option<(Form, PublishedStatus, Instant)>,
    bytes: Vec<u8>,
    #[cfg(test)]
    pub(super) rendered: u32,
}

impl Document {
    /// The document for `status` at this moment, in the form in which the NOTIFY with this number
    /// tells it.
    pub(super) fn of(
        &mut self,
        entity: pidf::Entity<'_>,
        (form, cseq): (Form, u32),
        status: PublishedStatus,
        now: Instant,
    ) -> &[u8] {
        // Dialogs are numbered for each watcher, so that theirs are not shared.
        let shared = matches!(form, Form::Presence(_)) && self.told == Some((form, status, now));
        if !shared || self.user != entity.user {
            self.told = Some((form, status, now));
            entity.user.clone_into(&mut self.user);
            self.bytes.clear();
            form.write(entity, (status, cseq), now, &mut self.bytes);
            #[cfg(test)]
            {
                self.rendered += 1;
            }
        }
        &self.bytes
    }
}
