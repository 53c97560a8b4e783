//! Our answers to their INVITEs: ringing, yes and no (RFC 3261 13.3.1).

use super::Calls;
use super::leg::{Leg, Phase};
use super::words::{CallEnded, LegId};
use crate::sip::CallAction;
use crate::sip::message::{Body, CallAnswerParts, ResponseParts};
use crate::sip::notifier::Refusal;
use crate::sip::slab::Key;
use crate::sip::transaction::Resend;
use crate::time::{Duration, Instant};
use std::sync::Arc;

/// How often the far end is told that the call still rings (RFC 3261 13.3.1.1).
pub(super) const RINGS_AGAIN: Duration = Duration::from_secs(60);

impl Calls {
    /// The called phone rings: 180.
    pub fn ring(&mut self, now: Instant, id: LegId, out: &mut Vec<CallAction>) {
        self.progress(now, id, 180, None, out);
    }

    /// A provisional answer to a call that came in: `code` is 101 to 199, 183 with a body for early
    /// media. It is repeated each minute until the final answer.
    pub fn progress(
        &mut self,
        now: Instant,
        id: LegId,
        code: u16,
        body: Option<&Body>,
        out: &mut Vec<CallAction>,
    ) {
        let rings = |leg: &&mut Leg| leg.phase == Phase::Ringing && (101..200).contains(&code);
        let Some(leg) = self.legs.get_mut(id.0).filter(rings) else { return };
        leg.rings_again = now + RINGS_AGAIN;
        self.answer_pending(now, id.0, code, body, out);
        self.settle(id.0);
    }

    /// Answers a call that came in, or a re-INVITE: 200 with our media description, sent again until
    /// the ACK comes ([`Confirmed`](super::CallNews::Confirmed)). Without one within 64 T1 the leg
    /// ends.
    pub fn answer(
        &mut self,
        now: Instant,
        id: LegId,
        body: Option<&Body>,
        out: &mut Vec<CallAction>,
    ) {
        let timers = self.endpoint.timers;
        if self.legs.get(id.0).is_none_or(|leg| !leg.is_asked()) {
            return;
        }
        let bytes = self.answer_pending(now, id.0, 200, body, out);
        let Some(leg) = self.legs.get_mut(id.0) else { return };
        if leg.phase == Phase::Ringing {
            leg.phase = Phase::Answered;
        }
        leg.stops_ringing();
        leg.said = body.cloned();
        if let Some(theirs) = &mut leg.theirs {
            // Over streams too: a proxy on the way may speak UDP (RFC 3261 13.3.1.4).
            let resend = Resend::new(now, bytes, timers.t1);
            theirs.success = Some((resend, now + timers.sixty_four_t1()));
        }
        self.settle(id.0);
    }

    /// Refuses a call that came in with a code (486, 404, ...), and perhaps with a challenge: the leg
    /// is over. Or a re-INVITE (488): the call stands as before. A code that refuses nothing counts
    /// as 500.
    pub fn refuse<'a>(
        &mut self,
        now: Instant,
        id: LegId,
        refusal: impl Into<Refusal<'a>>,
        out: &mut Vec<CallAction>,
    ) {
        self.refuse_pending(now, id.0, refusal.into(), out);
        if self.legs.get(id.0).is_some_and(|leg| leg.phase == Phase::Ringing) {
            self.finish(now, id.0, CallEnded::Local, out);
        }
        self.settle(id.0);
    }

    /// Answers the INVITE that waits; the bytes sent.
    fn answer_pending(
        &mut self,
        now: Instant,
        key: Key,
        code: u16,
        body: Option<&Body>,
        out: &mut Vec<CallAction>,
    ) -> Arc<[u8]> {
        let timers = self.endpoint.timers;
        let mut bytes = Vec::with_capacity(1024);
        let Some(leg) = self.legs.get(key) else { return Arc::new([]) };
        let Some(theirs) = &leg.theirs else { return Arc::new([]) };
        let common = ResponseParts::new(&theirs.request, code, &leg.dialog.local_tag);
        CallAnswerParts { common, contact: Some(&leg.contact), body }.write(&mut bytes);
        let bytes: Arc<[u8]> = bytes.into();
        self.servers.answer(now, theirs.id, code, Arc::clone(&bytes), &timers, out);
        bytes
    }

    /// Refuses the INVITE that waits, if one does.
    pub(super) fn refuse_pending(
        &mut self,
        now: Instant,
        key: Key,
        refusal: Refusal<'_>,
        out: &mut Vec<CallAction>,
    ) {
        let timers = self.endpoint.timers;
        let Some(leg) = self.legs.get_mut(key).filter(|leg| leg.is_asked()) else { return };
        leg.stops_ringing();
        let Some(theirs) = leg.theirs.take() else { return };
        let Refusal { code, challenge, warning } = refusal;
        // Anything else would leave the far end waiting, or with a call.
        let code = if (300..700).contains(&code) { code } else { 500 };
        let mut parts = ResponseParts::new(&theirs.request, code, &leg.dialog.local_tag);
        (parts.challenge, parts.warning) = (challenge, warning);
        parts.retry_after = (code == 503).then_some(60);
        let mut bytes = Vec::new();
        CallAnswerParts::plain(parts).write(&mut bytes);
        self.servers.answer(now, theirs.id, code, bytes.into(), &timers, out);
    }
}
