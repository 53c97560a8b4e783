//! Off the hook without a call: a phone tells it by a NOTIFY of its dialogs (RFC 4235), outside of
//! any subscription, as phones of this kind do. INVITE tells the rest.
//!
//! What counts is the state and not the event: one NOTIFY is out at a time, and what its far end is
//! not known to know is said as soon as it can be. An INVITE takes the lifted phone up into a call;
//! while it has no answer nothing is said.

use super::leg::Phase;
use super::{CallHeard, Calls, Came};
use crate::id::NodeId;
use crate::sip::dialog_info;
use crate::sip::message::{Body, CallRequestParts, Message};
use crate::sip::text::{HexText, put_all};
use crate::sip::transaction::ClientId;
use crate::sip::watcher::Party;
use crate::sip::{CallAction, Transport};
use crate::time::Instant;

/// The owner of its request: a key that no slab gives out.
const HOOK: u64 = u64::MAX - 1;
const LINES: &str = "Event: dialog\r\nSubscription-State: active\r\n";

/// What the far end knows of this phone's hook.
#[derive(Clone, Debug, Default)]
pub(super) struct Hook {
    /// What is under way.
    request: Option<ClientId>,
    said: bool,
    /// What it knows. Nothing is known where an answer did not come.
    unknown: bool,
    knows: bool,
    /// The INVITE that was sent last, by its owner.
    latest: u64,
    /// Whether a NOTIFY was out then: nobody knows which of the two came first.
    overlaps: bool,
    call_id: u64,
    cseq: u32,
}

impl Hook {
    /// A call is placed.
    pub(super) fn places(&mut self, owner: u64) {
        (self.latest, self.overlaps) = (owner, self.request.is_some());
    }

    /// A call that was placed came to this: it took the lifted phone up (200), or was refused. Where
    /// it is the one who switches that refused it, the phone is lifted still for it; no code at all
    /// is no answer. What becomes of a call that another one came after says nothing.
    pub(super) fn heard(&mut self, owner: u64, code: u16) {
        self.knows = matches!(code, 404 | 480 | 486);
        let plain = self.knows || matches!(code, 200..300 | 487);
        self.unknown = !plain || self.overlaps || owner != self.latest;
    }
}

impl Calls {
    /// Tells `far` whether the phone `number` is off the hook without a call, where it may not know.
    pub fn tell_hook(
        &mut self,
        now: Instant,
        far: NodeId,
        number: &str,
        off: bool,
        out: &mut Vec<CallAction>,
    ) {
        let known = self.hook.knows == off && !self.hook.unknown;
        if known || self.hook.request.is_some() || self.places_a_call() {
            return;
        }
        let (via, server) = (self.endpoint.address, self.endpoint.addresses.address(far));
        if self.hook.cseq == 0 {
            self.hook.call_id = self.endpoint.token();
        }
        let hook = &mut self.hook;
        (hook.said, hook.cseq) = (off, hook.cseq.saturating_add(1));
        let own = Party::at_server(number).uri(server);
        let call_id = HexText::new(hook.call_id);
        let body = document(hook.cseq, &own, off);
        let (contact, cseq) = (Party::at_server(number).uri(via), hook.cseq);
        let name = format!("<{own}>");
        let write = |branch, out: &mut Vec<u8>| {
            CallRequestParts {
                method: "NOTIFY",
                request_uri: &own,
                transport: Transport::Udp,
                via,
                branch,
                from: &name,
                from_tag: call_id.as_str(),
                to: &name,
                to_tag: None,
                call_id: call_id.as_str(),
                cseq,
                routes: &[],
                contact: &contact,
                lines: LINES,
                body: Some(&body),
            }
            .write(out);
        };
        let sent = self.endpoint.request(now, far, HOOK, write, &mut self.inner);
        self.hook.request = sent.ok();
        self.relay(out);
    }

    /// Whether an INVITE outside any dialog is under way: it says more than we could.
    fn places_a_call(&self) -> bool {
        let phases = self.legs.keys().filter_map(|key| self.legs.get(key)).map(|leg| leg.phase);
        phases.into_iter().any(|phase| matches!(phase, Phase::Calling | Phase::Cancelling))
    }

    /// Whether an answer was that to our NOTIFY. Whatever it says, the far end has heard it.
    pub(super) fn hook_answered(&mut self, id: ClientId) -> bool {
        let ours = self.hook.request.take_if(|request| *request == id).is_some();
        if ours {
            (self.hook.knows, self.hook.unknown) = (self.hook.said, false);
        }
        ours
    }

    /// Whether it was our NOTIFY that has no answer.
    pub(super) fn hook_lost(&mut self, id: ClientId) -> bool {
        let ours = self.hook.request.take_if(|request| *request == id).is_some();
        self.hook.unknown |= ours;
        ours
    }

    /// A phone says what it does.
    pub(super) fn on_hook(
        &mut self,
        came: Came,
        message: &Message,
        out: &mut Vec<CallAction>,
    ) -> CallHeard {
        let Some(off) = is_off(message.body()) else {
            self.answer_code(came, message, 400, out);
            return CallHeard::Done;
        };
        self.answer_code(came, message, 200, out);
        CallHeard::Hook { off }
    }
}

/// All dialogs of the line that no INVITE tells of: one, or none.
fn document(version: u32, entity: &str, off: bool) -> Body {
    let dialog = "<dialog id=\"1\" direction=\"initiator\"><state>trying</state></dialog>\r\n";
    let parts = [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n\
         <dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"",
        &version.to_string(),
        "\" state=\"full\" entity=\"",
        entity,
        "\">\r\n",
        if off { dialog } else { "" },
        "</dialog-info>\r\n",
    ];
    let mut bytes = Vec::with_capacity(256);
    put_all(&mut bytes, &parts);
    Body { content_type: dialog_info::MEDIA_TYPE.into(), bytes: bytes.into() }
}

/// Whether such a document has a dialog that is not over; `None` where it is none. Only phones that
/// are registered are believed, and they write it as above: the state of dialogs is all that is
/// looked for. ([`dialog_info::read`] takes documents of others apart.)
fn is_off(body: &[u8]) -> Option<bool> {
    let text = core::str::from_utf8(body).ok().filter(|text| text.contains("<dialog-info"))?;
    let mut states = text.split("<state>").skip(1);
    Some(states.any(|state| !state.starts_with("terminated")))
}

#[cfg(test)]
mod tests {
    use super::{document, is_off};
    use crate::sip::dialog_info::{self, State};

    #[test]
    fn a_document_says_the_same_to_a_reader_of_dialogs_and_to_us() {
        for (off, states) in [(true, vec![State::Trying]), (false, vec![])] {
            let body = document(7, "sip:1001@10.0.0.1", off);
            let read = dialog_info::read(&body.bytes).unwrap();
            let told: Vec<State> = read.dialogs.iter().map(|dialog| dialog.state).collect();
            assert_eq!((read.version, &*read.entity, told), (7, "sip:1001@10.0.0.1", states));
            assert_eq!(is_off(&body.bytes), Some(off));
        }
        let over = b"<dialog-info><dialog><state>terminated</state></dialog></dialog-info>";
        assert_eq!(
            (is_off(over), is_off(b"<presence/>"), is_off(b"\xff")),
            (Some(false), None, None)
        );
    }
}
