//! Presentities that are published: a document each, busy or idle.

use lampfield_core::sip::message::{Message, PublishParts};
use lampfield_core::time::Instant;

use super::dialog::uri;
use super::pending::{Owner, Pending};
use super::plan::{Change, Plan};
use super::watchers::Watchers;

/// What is published of one presentity.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// The entity-tag; empty while the server has nothing.
    tag: Box<str>,
    busy: bool,
    stamp: u32,
    pub(super) pending: Pending,
}

impl Plan {
    /// Whether there are documents at all.
    pub(super) fn publishes(&self) -> bool {
        self.publish || self.changes > 0 && self.change == Change::Publish
    }
}

impl Watchers<'_> {
    /// Publishes a presentity for the first time, or the other status of it.
    pub(super) fn publish(&mut self, now: Instant, due: Instant, nth: u32) -> bool {
        let stamp = self.stamp();
        let session = self.session(&self.plan.presentities.name(nth));
        let Some(document) = self.documents.get_mut(nth as usize) else { return false };
        if document.pending.due.is_some() {
            return false;
        }
        if document.tag.is_empty() {
            (document.stamp, document.pending.session) = (stamp, session);
        } else {
            document.busy = !document.busy;
        }
        self.start(now, due, Owner::Document(nth));
        true
    }

    pub(super) fn send_publish(&mut self, now: Instant, nth: u32) {
        let plan = self.plan;
        let socket = nth % plan.sockets;
        let presentity = uri(&plan.presentities.name(nth), plan.target);
        let (own, cnonce) = (self.own(socket), self.token());
        let Some(document) = self.documents.get_mut(nth as usize) else { return };
        let proof = document.pending.advance("PUBLISH", &presentity, cnonce);
        let body = body(&presentity, document.busy);
        self.request(now, (Owner::Document(nth), socket), |all, branch, out| {
            let Some(document) = all.documents.get(nth as usize) else { return };
            PublishParts {
                presentity: &presentity,
                via: own,
                branch,
                from_tag: &format!("{:08x}", document.stamp),
                call_id: &format!("p{nth:08x}{:08x}", document.stamp),
                cseq: document.pending.cseq,
                if_match: &document.tag,
                expires: plan.expires,
                authorization: &proof,
                body: body.as_bytes(),
            }
            .write(out);
        });
    }

    /// The server has the document.
    pub(super) fn published(&mut self, nth: u32, message: &Message) {
        let Some(document) = self.documents.get_mut(nth as usize) else { return };
        document.tag = message.header("SIP-ETag").unwrap_or_default().into();
        self.done(Owner::Document(nth));
    }
}

/// PIDF with RPID, as our own CallManager writes it but for its length.
fn body(entity: &str, busy: bool) -> String {
    let (activity, note) = if busy { ("<rpid:on-the-phone/>", "busy") } else { ("", "idle") };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" \
         xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\" \
         xmlns:rpid=\"urn:ietf:params:xml:ns:pidf:rpid\" entity=\"{entity}\">\
         <tuple id=\"load\"><status><basic>open</basic></status><note>{note}</note></tuple>\
         <dm:person id=\"person\"><rpid:activities>{activity}</rpid:activities></dm:person></presence>\n"
    )
}
