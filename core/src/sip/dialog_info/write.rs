//! Dialogs to XML.

use super::Dialog;
use crate::sip::pidf::{Entity, put_escaped};
use crate::sip::text::{put, put_all, put_number};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n\
    <dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"";
const ENTITY: &str = "\" state=\"full\" entity=\"sip:";

/// Writes the documents of one subscription: always the full state, each with the next version
/// (RFC 4235 4.1). The first is version 0, as in every new subscription.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Writer {
    next: u32,
}

impl Writer {
    /// A writer whose next document has this version.
    pub fn from_version(next: u32) -> Self {
        Writer { next }
    }

    /// The version that the next document will have.
    pub fn version(&self) -> u32 {
        self.next
    }

    /// Appends the next document: the line and all its dialogs. What is told twice, as a body that
    /// is sent again, is to be kept by the caller.
    pub fn write(&mut self, entity: Entity<'_>, dialogs: &[Dialog], out: &mut Vec<u8>) {
        put(out, HEAD);
        put_number(out, u64::from(self.next));
        put(out, ENTITY);
        put_escaped(out, entity.user);
        put(out, "@");
        entity.host.write_ip(out);
        put(out, "\">\r\n");
        dialogs.iter().for_each(|dialog| put_dialog(out, dialog));
        put(out, "</dialog-info>\r\n");
        // Nobody sends so many within one subscription.
        self.next = self.next.saturating_add(1);
    }
}

fn put_dialog(out: &mut Vec<u8>, dialog: &Dialog) {
    put(out, "<dialog id=\"");
    put_escaped(out, &dialog.id);
    if let Some(direction) = dialog.direction {
        put_all(out, &["\" direction=\"", direction.text()]);
    }
    put_all(out, &["\"><state>", dialog.state.text(), "</state></dialog>\r\n"]);
}
