//! NOTIFY: sending it, one at a time, and what its answer means.

use super::record::{Part, Phase, Record};
use super::{EndedWhy, Notifier};
use crate::sip::message::{NotifyParts, StateParts, Termination};
use crate::sip::pidf;
use crate::sip::slab::Key;
use crate::sip::text::HexText;
use crate::sip::transaction::{Answered, ClientId, Lost};
use crate::sip::watcher::ends_subscription;
use crate::sip::{Action, Reason};
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
        let (state, status) = match record.phase {
            Phase::Live => {
                let left = u32::try_from((record.expires_at - now).as_secs()).unwrap_or(0);
                let pending = record.status.is_none();
                let state =
                    if pending { StateParts::Pending(left) } else { StateParts::Active(left) };
                (state, record.status)
            }
            Phase::Ending(how) => {
                let tells = how.reason().is_none_or(Reason::tells_status);
                (StateParts::Terminated(how), record.status.filter(|_| tells))
            }
            Phase::Closing => return,
        };
        record.owed = false;
        record.local_cseq += 1;
        let via = self.endpoint.address;
        let entity = pidf::Entity { user: record.strings.user(), host: via };
        let body = status.map_or(&[][..], |status| self.document.of(entity, status, now));
        let tag = HexText::new(key.to_token());
        let write =
            |branch, out: &mut Vec<u8>| parts(record, state, &tag, via, branch, body).write(out);
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
        contact_user: strings.user(),
        event_id: strings.get(Part::EventId),
        state,
        body,
    }
}
