//! The requests of a leg: INVITE, ACK and BYE, with the proof of who sends them.

use super::dialog::Dialog;
use super::leg::{Leg, Ours, Phase, SentAck};
use super::words::CallEnded;
use super::{Calls, NOBODY, patience};
use crate::limits::{self, LimitReached};
use crate::sip::CallAction;
use crate::sip::address::HostPort;
use crate::sip::message::{Body, CallRequestParts, Message};
use crate::sip::slab::Key;
use crate::time::Instant;
use std::sync::Arc;

/// What differs from one request of a dialog to the next.
struct Head<'a> {
    method: &'static str,
    branch: u64,
    cseq: u32,
    authorization: &'a str,
    body: Option<&'a Body>,
}

/// Appends a request of a leg in one of its dialogs.
fn compose(leg: &Leg, dialog: &Dialog, via: HostPort, head: &Head<'_>, out: &mut Vec<u8>) {
    let (request_uri, routes) = dialog.path();
    CallRequestParts {
        method: head.method,
        request_uri,
        transport: leg.transport,
        via,
        branch: head.branch,
        from: &dialog.local,
        from_tag: &dialog.local_tag,
        to: &dialog.remote,
        to_tag: Some(&*dialog.remote_tag).filter(|tag| !tag.is_empty()),
        call_id: &dialog.call_id,
        cseq: head.cseq,
        routes: &routes,
        contact: if head.method == "INVITE" { &leg.contact } else { "" },
        lines: head.authorization,
        body: head.body,
    }
    .write(out);
}

impl Calls {
    /// The header line that proves who asks; empty where nobody wants to know.
    fn authorization(&mut self, key: Key, method: &str) -> String {
        let Some(leg) = self.legs.get_mut(key) else { return String::new() };
        let Some(session) = leg.session.as_mut().filter(|session| session.is_asked()) else {
            return String::new();
        };
        session.line(method, leg.dialog.path().0, self.endpoint.token())
    }

    /// Sends an INVITE or re-INVITE.
    pub(super) fn send_invite(
        &mut self,
        now: Instant,
        key: Key,
        body: Option<Body>,
        out: &mut Vec<CallAction>,
    ) -> Result<(), LimitReached> {
        let (timers, via) = (self.endpoint.timers, self.endpoint.address);
        let id = self.invites.open(self.endpoint.stamp(), key.to_token())?;
        let authorization = self.authorization(key, "INVITE");
        let Some(leg) = self.legs.get_mut(key) else { return Ok(()) };
        let cseq = leg.dialog.next_cseq();
        let head = Head {
            method: "INVITE",
            branch: id.branch(),
            cseq,
            authorization: &authorization,
            body: body.as_ref(),
        };
        let mut bytes = Vec::with_capacity(1024);
        compose(leg, &leg.dialog, via, &head, &mut bytes);
        self.invites.send(now, id, leg.far, leg.transport, bytes.into(), &timers, out);
        leg.said.clone_from(&body);
        leg.ours = Some(Ours { id, cseq, body, authorization });
        leg.rings_until = now + patience();
        Ok(())
    }

    /// Acknowledges a success. The ACK is kept: it goes out again when the success does.
    pub(super) fn send_ack(
        &mut self,
        key: Key,
        cseq: u32,
        authorization: &str,
        body: Option<&Body>,
        out: &mut Vec<CallAction>,
    ) {
        let (via, branch) = (self.endpoint.address, self.endpoint.token());
        let Some(leg) = self.legs.get_mut(key) else { return };
        let head = Head { method: "ACK", branch, cseq, authorization, body };
        let mut bytes = Vec::with_capacity(512);
        compose(leg, &leg.dialog, via, &head, &mut bytes);
        let bytes: Arc<[u8]> = bytes.into();
        out.push(CallAction::Send { to: leg.far, bytes: Arc::clone(&bytes) });
        leg.ack = Some(SentAck { cseq, bytes });
    }

    /// Sends BYE; `why` is told once it is answered, or given up.
    pub(super) fn send_bye(
        &mut self,
        now: Instant,
        key: Key,
        why: CallEnded,
        out: &mut Vec<CallAction>,
    ) {
        self.refuse_pending(now, key, 487.into(), out);
        let (timers, via) = (self.endpoint.timers, self.endpoint.address);
        let authorization = self.authorization(key, "BYE");
        let Some(leg) = self.legs.get_mut(key) else { return };
        leg.phase = Phase::Ending;
        leg.fresh_until = Instant::FAR_FUTURE;
        leg.why = why;
        (leg.theirs, leg.unacknowledged, leg.later) = (None, None, None);
        leg.stops_ringing();
        if let Some(ours) = leg.ours.take() {
            self.invites.release(now, ours.id, &timers);
        }
        let cseq = leg.dialog.next_cseq();
        let leg = &*leg;
        let write = |branch, out: &mut Vec<u8>| {
            let head =
                Head { method: "BYE", branch, cseq, authorization: &authorization, body: None };
            compose(leg, &leg.dialog, via, &head, out);
        };
        let (transport, far) = (leg.transport, leg.far);
        let (owner, inner) = (key.to_token(), &mut self.inner);
        let sent = self.endpoint.request_over(transport, now, far, owner, write, inner);
        self.relay(out);
        match sent {
            Ok(id) => {
                if let Some(leg) = self.legs.get_mut(key) {
                    leg.bye = Some(id);
                }
            }
            Err(_) => self.finish(now, key, why, out),
        }
    }

    /// Another end answered an INVITE of ours that a proxy forked: it gets its ACK each time, and a
    /// BYE once (RFC 3261 13.2.2.4).
    pub(super) fn send_away(
        &mut self,
        now: Instant,
        key: Key,
        answer: &Message,
        out: &mut Vec<CallAction>,
    ) {
        let (via, branch) = (self.endpoint.address, self.endpoint.token());
        let Some(leg) = self.legs.get_mut(key) else { return };
        let tag = answer.to_tag().unwrap_or("");
        let known = leg.forks.iter().any(|fork| **fork == *tag);
        if !known && limits::CALL_FORKS.check(leg.forks.len() + 1).is_err() {
            return;
        }
        let mut dialog = leg.dialog.clone();
        if !dialog.established_by(answer) {
            return;
        }
        let ack =
            Head { method: "ACK", branch, cseq: answer.cseq(), authorization: "", body: None };
        let mut bytes = Vec::new();
        compose(leg, &dialog, via, &ack, &mut bytes);
        out.push(CallAction::Send { to: leg.far, bytes: bytes.into() });
        if known {
            return;
        }
        leg.forks.push(tag.into());
        let (cseq, leg) = (answer.cseq().saturating_add(1), &*leg);
        let write = |branch, out: &mut Vec<u8>| {
            let head = Head { method: "BYE", branch, cseq, authorization: "", body: None };
            compose(leg, &dialog, via, &head, out);
        };
        let (transport, far) = (leg.transport, leg.far);
        let inner = &mut self.inner;
        // Where there is no room for the request, that end gives up by itself (its timer H).
        let _ = self.endpoint.request_over(transport, now, far, NOBODY, write, inner);
        self.relay(out);
    }
}
