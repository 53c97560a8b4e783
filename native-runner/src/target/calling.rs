//! The calls of one of our phones through a server: what its user does, and what the server says.

use std::collections::VecDeque;

use lampfield_core::node::{CALL_MANAGER, CallCommand};
use lampfield_core::sip::CallAction;
use lampfield_core::sip::call::{CallEnded, CallHeard, CallNews, Invite, LegId, is_hold};
use lampfield_core::sip::message::{Body, Message};
use lampfield_core::sip::watcher::Party;
use lampfield_core::time::Instant;

use super::mouth::{Ends, Mouth};

/// The one call that a phone has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leg {
    id: LegId,
    /// Whether it came in and waits to be answered.
    rings: bool,
}

impl Mouth {
    /// What its user does with calls.
    pub(super) fn call(&mut self, now: Instant, command: &CallCommand) {
        let mut actions = Vec::new();
        match (command, self.leg) {
            (CallCommand::Dial(number), None) => {
                let body = media(&self.ends, BOTH_WAYS);
                let invite = Invite {
                    far: CALL_MANAGER,
                    transport: self.ends.transport,
                    to: Party { user: number, host: Some(&self.host) },
                    target: None,
                    from: Party { user: &self.user, host: Some(&self.host) },
                    display: &self.name,
                    body: Some(&body),
                    credentials: self.credentials.as_ref(),
                };
                let placed = self.calls.invite(now, &invite, 0, &mut actions);
                self.leg = placed.ok().map(|id| Leg { id, rings: false });
            }
            (CallCommand::Answer | CallCommand::Lift, Some(Leg { id, rings: true })) => {
                let body = media(&self.ends, BOTH_WAYS);
                self.calls.answer(now, id, Some(&body), &mut actions);
                self.leg = Some(Leg { id, rings: false });
            }
            (CallCommand::Hold | CallCommand::Resume, Some(Leg { id, .. })) => {
                let flows = *command == CallCommand::Resume;
                let body = media(&self.ends, if flows { BOTH_WAYS } else { "sendonly" });
                if let Err(why) = self.calls.reinvite(now, id, Some(&body), &mut actions) {
                    self.note(format!("{} cannot hold its call: {why:?}", self.name));
                }
            }
            (CallCommand::HangUp, Some(_)) => self.hang_up(now),
            _ => {}
        }
        self.take_calls(actions);
    }

    pub(super) fn hang_up(&mut self, now: Instant) {
        let mut actions = Vec::new();
        if let Some(Leg { id, .. }) = self.leg.take() {
            self.calls.hang_up(now, id, &mut actions);
        }
        self.take_calls(actions);
    }

    pub(super) fn receive_call(&mut self, now: Instant, message: &Message) {
        let mut actions = Vec::new();
        let transport = self.ends.transport;
        match self.calls.receive(now, CALL_MANAGER, transport, message, &mut actions) {
            CallHeard::Incoming(leg) if self.leg.is_some() => {
                self.calls.refuse(now, leg, 486, &mut actions);
            }
            CallHeard::Incoming(leg) => {
                self.calls.adopt(leg, 0);
                self.calls.ring(now, leg, &mut actions);
                self.leg = Some(Leg { id: leg, rings: true });
            }
            CallHeard::Reinvite { leg, .. } => {
                let body = media(&self.ends, answer_to(message.body()));
                self.calls.answer(now, leg, Some(&body), &mut actions);
            }
            _ => {}
        }
        self.take_calls(actions);
    }

    pub(super) fn take_calls(&mut self, actions: Vec<CallAction>) {
        let mut actions = VecDeque::from(actions);
        while let Some(action) = actions.pop_front() {
            match action {
                CallAction::Send { bytes, .. } => self.out.push(bytes),
                CallAction::News { news: CallNews::Answered { owes_ack: true, .. }, .. } => {
                    let mut more = Vec::new();
                    if let Some(Leg { id, .. }) = self.leg {
                        let body = media(&self.ends, BOTH_WAYS);
                        self.calls.acknowledge(id, Some(&body), &mut more);
                    }
                    actions.extend(more);
                }
                CallAction::News { news: CallNews::Ended(why), .. } => {
                    self.leg = None;
                    if let CallEnded::Refused { code, .. } = why {
                        self.note(format!("a call of {} was refused: {code}", self.name));
                    }
                }
                CallAction::News { .. } | CallAction::TimerFired(_) => {}
            }
        }
    }
}

/// Media that is not on hold (RFC 3264 5.1).
const BOTH_WAYS: &str = "sendrecv";

/// The direction that answers an offer (RFC 3264 6.1): who is put on hold only listens.
fn answer_to(offer: &[u8]) -> &'static str {
    let inactive = b"a=inactive";
    match is_hold(offer) {
        true if offer.windows(inactive.len()).any(|window| window == inactive) => "inactive",
        true => "recvonly",
        false => BOTH_WAYS,
    }
}

/// A media description without media: port 9 takes nothing (RFC 863).
fn media(ends: &Ends, direction: &str) -> Body {
    let [a, b, c, d] = ends.own.ip;
    let text = format!(
        "v=0\r\no=- 0 0 IN IP4 {a}.{b}.{c}.{d}\r\ns=-\r\nc=IN IP4 {a}.{b}.{c}.{d}\r\nt=0 0\r\n\
         m=audio 9 RTP/AVP 0\r\na={direction}\r\n"
    );
    Body::sdp(text.into_bytes())
}
