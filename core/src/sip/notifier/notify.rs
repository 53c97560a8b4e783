//! NOTIFY: sending it, one at a time, and what its answer means.

use super::record::Phase;
use super::{EndedWhy, Notifier};
use crate::sip::Action;
use crate::sip::message::{NotifyParts, Termination};
use crate::sip::pidf;
use crate::sip::slab::Key;
use crate::sip::text::HexText;
use crate::sip::transaction::{Answered, ClientId, Lost};
use crate::sip::watcher::ends_subscription;
use crate::time::Instant;

impl Notifier {
    /// A NOTIFY is owed: sends it now, or once the one that is out is answered.
    pub(super) fn owe(&mut self, now: Instant, key: Key, out: &mut Vec<Action>) {
        if let Some(record) = self.records.get_mut(key) {
            record.owed = true;
            self.flush(now, key, out);
        }
    }

    /// Ends a subscription with a last NOTIFY.
    pub(super) fn close(
        &mut self,
        now: Instant,
        key: Key,
        how: Termination,
        out: &mut Vec<Action>,
    ) {
        if let Some(record) = self.records.get_mut(key) {
            record.phase = Phase::Ending(how);
            self.owe(now, key, out);
        }
    }

    /// Takes a subscription out, and the NOTIFY that may be out.
    pub(super) fn remove(&mut self, key: Key) {
        if let Some(record) = self.records.remove(key) {
            self.endpoint.drop_at(record.outstanding);
        }
    }

    /// Sends the NOTIFY that is owed, if none is out.
    fn flush(&mut self, now: Instant, key: Key, out: &mut Vec<Action>) {
        let Some(record) = self.records.get_mut(key) else { return };
        if !record.owed || record.outstanding.is_some() {
            return;
        }
        let Some((state, status)) = record.word(now) else { return };
        record.owed = false;
        record.local_cseq += 1;
        let (via, cseq, form) = (self.endpoint.address, record.local_cseq, record.form);
        let view = record.strings.view();
        let entity = pidf::Entity { user: view.user, host: via };
        let body =
            status.map_or(&[][..], |status| self.document.of(entity, (form, cseq), status, now));
        let tag = HexText::new(key.to_token());
        let write = |branch, out: &mut Vec<u8>| {
            NotifyParts {
                request_uri: view.remote_target,
                via,
                branch,
                from: view.presentity,
                from_tag: tag.as_str(),
                to: view.watcher,
                to_tag: view.remote_tag,
                call_id: view.call_id,
                cseq,
                contact_user: view.user,
                package: form.package(),
                event_id: view.event_id,
                state,
                media_type: form.media_type(),
                body,
            }
            .write(out);
        };
        let sent = self.endpoint.request(now, record.watcher, key.to_token(), write, out);
        // A full table of requests loses this word; the next one tells the whole status again.
        record.outstanding = sent.ok().and_then(ClientId::place);
        if let Phase::Ending(_) = record.phase {
            record.phase = Phase::Closing;
            if record.outstanding.is_none() {
                self.records.remove(key);
            }
        }
    }

    /// The final answer to a NOTIFY (RFC 6665 4.2.2).
    pub(super) fn on_answer(&mut self, now: Instant, answered: Answered, out: &mut Vec<Action>) {
        let key = Key::from_token(answered.owner);
        let Some(record) = self.records.get_mut(key) else { return };
        if record.outstanding != answered.id.place() {
            return;
        }
        record.outstanding = None;
        if ends_subscription(answered.code) || record.phase == Phase::Closing {
            self.end(key, EndedWhy::Refused(answered.code), out);
        } else {
            self.flush(now, key, out);
        }
    }

    /// Timer F: nobody answered a NOTIFY.
    pub(super) fn on_lost(&mut self, lost: Lost, out: &mut Vec<Action>) {
        let key = Key::from_token(lost.owner);
        let Some(record) = self.records.get_mut(key) else { return };
        if record.outstanding == lost.id.place() {
            record.outstanding = None;
            self.end(key, EndedWhy::NoAnswer, out);
        }
    }

    /// Takes a subscription out; its owner hears of it unless it knows already.
    fn end(&mut self, key: Key, why: EndedWhy, out: &mut Vec<Action>) {
        if let Some(record) = self.records.remove(key)
            && record.phase == Phase::Live
        {
            out.push(Action::Ended { handle: record.handle, why });
        }
    }
}
