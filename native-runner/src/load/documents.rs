//! Presentities that are published: a document each, busy or idle.

use lampfield_core::sip::digest::Session;
use lampfield_core::sip::message::{Message, PublishParts};
use lampfield_core::sip::transaction::{Answered, ClientId};
use lampfield_core::time::Instant;

use super::dialog::uri;
use super::plan::{Change, Plan};
use super::tally::Failure;
use super::watchers::{Owner, Watchers};

/// What is published of one presentity.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// The entity-tag; empty while the server has nothing.
    tag: Box<str>,
    busy: bool,
    stamp: u32,
    cseq: u32,
    due: Option<Instant>,
    request: Option<ClientId>,
    session: Option<Box<Session>>,
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
        if document.due.is_some() {
            return false;
        }
        if document.tag.is_empty() {
            (document.stamp, document.session) = (stamp, session);
        } else {
            document.busy = !document.busy;
        }
        document.due = Some(due);
        self.open += 1;
        self.tally.counts.asked += 1;
        self.tally.late.note(now - due);
        self.send_publish(now, nth);
        true
    }

    fn send_publish(&mut self, now: Instant, nth: u32) {
        let plan = self.plan;
        let socket = nth % plan.sockets;
        let presentity = uri(&plan.presentities.name(nth), plan.target);
        let (own, cnonce) = (self.own(socket), self.token());
        let Some(document) = self.documents.get_mut(nth as usize) else { return };
        document.cseq += 1;
        let session = document.session.as_mut();
        let proof = session.map(|session| session.line("PUBLISH", &presentity, cnonce));
        let body = body(&presentity, document.busy);
        let request = self.request(now, (Owner::Document(nth), socket), |all, branch, out| {
            let Some(document) = all.documents.get(nth as usize) else { return };
            PublishParts {
                presentity: &presentity,
                via: own,
                branch,
                from_tag: &format!("{:08x}", document.stamp),
                call_id: &format!("p{nth:08x}{:08x}", document.stamp),
                cseq: document.cseq,
                if_match: &document.tag,
                expires: plan.expires,
                authorization: proof.as_deref().unwrap_or_default(),
                body: body.as_bytes(),
            }
            .write(out);
        });
        if let Some(document) = self.documents.get_mut(nth as usize) {
            document.request = request;
        }
        if request.is_none() {
            self.document_failed(nth, Failure::NoAnswer);
        }
    }

    pub(super) fn document_answered(
        &mut self,
        now: Instant,
        nth: u32,
        answered: Answered,
        message: &Message,
    ) {
        let Some(document) = self.documents.get_mut(nth as usize) else { return };
        let ours = document.request == Some(answered.id);
        let (Some(due), true) = (document.due, ours) else { return };
        document.request = None;
        if document.session.as_mut().is_some_and(|session| session.challenged(message)) {
            self.tally.counts.challenged += 1;
            return self.send_publish(now, nth);
        }
        if answered.code >= 300 {
            return self.document_failed(nth, Failure::Code(answered.code));
        }
        document.tag = message.header("SIP-ETag").unwrap_or_default().into();
        document.due = None;
        self.open -= 1;
        self.tally.counts.done += 1;
        self.tally.answered(now - due);
    }

    pub(super) fn document_failed(&mut self, nth: u32, why: Failure) {
        let Some(document) = self.documents.get_mut(nth as usize) else { return };
        document.due = None;
        let request = document.request.take();
        self.forget(request);
        self.open -= 1;
        self.tally.fail(why);
    }

    pub(super) fn give_up_documents(&mut self) {
        let open = (0..).zip(&self.documents).filter(|(_, document)| document.due.is_some());
        let late: Vec<u32> = open.map(|(nth, _)| nth).collect();
        late.into_iter().for_each(|nth| self.document_failed(nth, Failure::NoAnswer));
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
