//! The moments of a leg: no ACK, too long a ringing, a re-INVITE that waited.

use super::Calls;
use super::answering::RINGS_AGAIN;
use super::leg::Phase;
use super::words::{CallEnded, CallNews};
use crate::sip::slab::Key;
use crate::sip::{CallAction, CallTimer};
use crate::time::Instant;

impl Calls {
    /// What a leg waited for has come; once for each moment.
    pub(super) fn on_due(&mut self, now: Instant, key: Key, out: &mut Vec<CallAction>) {
        let timers = self.endpoint.timers;
        let Some(leg) = self.legs.get_mut(key) else { return };
        let (_, timer) = leg.next();
        if timer != CallTimer::Success {
            out.push(CallAction::TimerFired(timer));
        }
        match timer {
            CallTimer::Success => {
                if let Some(theirs) = &mut leg.theirs
                    && let Some((success, _)) = &mut theirs.success
                {
                    success.due(now, theirs.from, timers.t2, CallTimer::Success, out);
                }
            }
            CallTimer::H => {
                let why = if leg.hangs_up { leg.why } else { CallEnded::NoAck };
                self.send_bye(now, key, why, out);
            }
            CallTimer::C => self.rang_too_long(now, key, out),
            CallTimer::Session => self.session_due(now, key, out),
            CallTimer::Ringing => {
                leg.rings_again = now + RINGS_AGAIN;
                if let Some(theirs) = &leg.theirs {
                    self.servers.repeat(theirs.id, out);
                }
            }
            _ => self.try_again(now, key, out),
        }
    }

    fn rang_too_long(&mut self, now: Instant, key: Key, out: &mut Vec<CallAction>) {
        let timers = self.endpoint.timers;
        let Some(leg) = self.legs.get_mut(key) else { return };
        leg.rings_until = Instant::FAR_FUTURE;
        if leg.phase != Phase::Standing {
            return self.end(now, key, CallEnded::RangTooLong, out);
        }
        // A re-INVITE: the call goes on without it.
        if let Some(ours) = &leg.ours {
            self.invites.cancel(now, ours.id, &timers, out);
        }
        self.refuse_pending(now, key, 480.into(), out);
    }

    /// A re-INVITE that met another, once more.
    fn try_again(&mut self, now: Instant, key: Key, out: &mut Vec<CallAction>) {
        let Some(leg) = self.legs.get_mut(key) else { return };
        let Some((_, body)) = leg.later.take() else { return };
        if leg.invites() || leg.theirs.is_some() {
            return self.try_later(now, key, body);
        }
        if self.send_invite(now, key, body, out).is_err() {
            self.tell(key, CallNews::ChangeRefused { code: 503 }, out);
        }
    }
}
