//! NOTIFY: sending it, one at a time, and what its answer means.

use super::record::{Part, Phase, Record};
use super::{EndedWhy, Notifier, Reason};
use crate::sip::Action;
use crate::sip::message::{NotifyParts, StateParts};
use crate::sip::pidf;
use crate::sip::slab::Key;
use crate::sip::text::HexText;
use crate::sip::transaction::{Answered, Lost};
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
    pub(super) fn close(&mut self, now: Instant, key: Key, reason: Reason, out: &mut Vec<Action>) {
        if let Some(record) = self.records.get_mut(key) {
            record.phase = Phase::Ending(reason);
            self.owe(now, key, out);
        }
    }

    /// Takes a subscription out, and the NOTIFY that may be out.
    pub(super) fn remove(&mut self, key: Key) {
        if let Some(record) = self.records.remove(key) {
            self.endpoint.drop_request(record.outstanding);
        }
    }

    /// Sends the NOTIFY that is owed, if none is out.
    fn flush(&mut self, now: Instant, key: Key, out: &mut Vec<Action>) {
        let Some(record) = self.records.get_mut(key) else { return };
        if !record.owed || record.outstanding.is_some() {
            return;
        }
        let state = match record.phase {
            Phase::Live => {
                let left = (record.expires_at - now).as_secs();
                StateParts::Active(u32::try_from(left).unwrap_or(0))
            }
            Phase::Ending(reason) => StateParts::Terminated(reason.text()),
            Phase::Closing => return,
        };
        record.owed = false;
        record.local_cseq += 1;
        self.body.clear();
        let user = record.strings.get(Part::User);
        let entity = pidf::Entity { user, host: self.endpoint.address };
        pidf::write(entity, record.status, now, &mut self.body);
        let via = self.endpoint.address;
        let (body, tag) = (&self.body, HexText::new(key.to_token()));
        let write =
            |branch, out: &mut Vec<u8>| parts(record, state, &tag, via, branch, body).write(out);
        let sent = self.endpoint.request(now, record.watcher, key.to_token(), write, out);
        // A full table of requests loses this word; the next one tells the whole status again.
        record.outstanding = sent.ok();
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
        if record.outstanding != Some(answered.id) {
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
        if record.outstanding == Some(lost.id) {
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

/// A NOTIFY in the dialog of `record`.
fn parts<'a>(
    record: &'a Record,
    state: StateParts,
    tag: &'a HexText,
    via: crate::sip::address::HostPort,
    branch: u64,
    body: &'a [u8],
) -> NotifyParts<'a> {
    let strings = &record.strings;
    NotifyParts {
        request_uri: strings.get(Part::RemoteTarget),
        via,
        branch,
        from: strings.get(Part::Presentity),
        from_tag: tag.as_str(),
        to: strings.get(Part::Watcher),
        to_tag: strings.get(Part::RemoteTag),
        call_id: strings.get(Part::CallId),
        cseq: record.local_cseq,
        contact_user: strings.get(Part::User),
        event_id: strings.get(Part::EventId),
        state,
        body,
    }
}
