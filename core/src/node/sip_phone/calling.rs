//! The phone's calls, by SIP: what its user does becomes INVITE, 200, re-INVITE, CANCEL and BYE, what
//! comes in becomes states of lines.
//!
//! The phone knows its calls by itself; CallManager's switch has a picture of them that is made of the
//! same messages. A lifted phone without a call is told apart (`Calls::tell_hook`).

use super::SipPhone;
use crate::id::{DnId, NodeId};
use crate::limits;
use crate::node::{CallCommand, NodeEvent, Outbox, wire};
use crate::presence::LineState;
use crate::sip::call::{
    CallEnded, CallHeard, CallNews, Direction, Invite, LegId, describe, direction_for,
};
use crate::sip::message::Message;
use crate::sip::watcher::Party;
use crate::sip::{CallAction, Transport};
use crate::text::split_last;
use crate::time::Instant;

/// What a call of this phone does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    /// Rings here.
    Rings,
    /// Has no answer yet.
    Tries,
    /// In conversation.
    Talks,
    /// In conversation, and held from here.
    Held,
}

impl Doing {
    fn line_state(self) -> LineState {
        match self {
            Doing::Rings => LineState::RingingIn,
            Doing::Tries => LineState::OffHook,
            Doing::Talks | Doing::Held => LineState::Connected,
        }
    }
}

/// A call of this phone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Talk {
    leg: LegId,
    /// What the leg's news come with.
    handle: u32,
    line: DnId,
    doing: Doing,
    /// Which way its media go once it is answered.
    way: Direction,
}

impl SipPhone {
    /// A user handles calls. A phone that is not registered is dead to its user.
    pub(super) fn user(&mut self, now: Instant, command: CallCommand) {
        let Some(own) = self.phone.first_line().filter(|_| self.phone.is_registered()) else {
            return;
        };
        match command {
            CallCommand::Lift => self.lift(now, own),
            CallCommand::Dial(number) => self.dial(now, own, &number),
            CallCommand::Answer => self.answer(now),
            CallCommand::Hold => self.hold(now),
            CallCommand::Resume => self.resume(now),
            CallCommand::HangUp => self.hang_up(now),
        }
    }

    /// The oldest call that does this.
    fn find(&self, doing: Doing) -> Option<usize> {
        self.talks.iter().position(|talk| talk.doing == doing)
    }

    /// Answers where it rings, else takes the line; nothing with the handset up already.
    fn lift(&mut self, now: Instant, own: DnId) {
        let up = self.find(Doing::Tries).or_else(|| self.find(Doing::Talks)).is_some();
        if self.tone.is_some() || up {
            return;
        }
        if self.find(Doing::Rings).is_some() {
            self.answer(now);
        } else if !self.is_full(own) {
            self.tone = Some(own);
        }
    }

    fn is_full(&self, line: DnId) -> bool {
        let tone = usize::from(self.tone == Some(line));
        let calls = self.talks.iter().filter(|talk| talk.line == line).count();
        limits::CALLS_PER_LINE.check(calls + tone + 1).is_err()
    }

    /// Makes the handset free for another call: what talks is held, what only tries is given up.
    fn free_handset(&mut self, now: Instant) {
        self.hold(now);
        self.tone = None;
        if let Some(at) = self.find(Doing::Tries) {
            self.end(now, at);
        }
    }

    fn dial(&mut self, now: Instant, own: DnId, number: &str) {
        self.free_handset(now);
        if self.is_full(own) {
            return;
        }
        let body = describe(self.address, Direction::Both);
        let Some(user) = self.phone.number_of(own) else { return };
        let ask = Invite {
            far: self.phone.hub(),
            transport: Transport::Udp,
            to: Party::at_server(number),
            target: None,
            from: Party::at_server(user),
            display: "",
            body: Some(&body),
            credentials: None,
        };
        let handle = self.next_handle;
        match self.calls.invite(now, &ask, handle, &mut self.call_actions) {
            Ok(leg) => self.take(leg, own, Doing::Tries, Direction::Both),
            // As if nobody could be reached.
            Err(_) => self.tone = Some(own),
        }
    }

    fn take(&mut self, leg: LegId, line: DnId, doing: Doing, way: Direction) {
        self.talks.push(Talk { leg, handle: self.next_handle, line, doing, way });
        self.next_handle = self.next_handle.wrapping_add(1);
    }

    fn answer(&mut self, now: Instant) {
        let Some(handle) = self.find(Doing::Rings).map(|at| self.talks[at].handle) else { return };
        self.free_handset(now);
        if let Some(talk) = self.talks.iter_mut().find(|talk| talk.handle == handle) {
            talk.doing = Doing::Talks;
            let body = describe(self.address, talk.way);
            self.calls.answer(now, talk.leg, Some(&body), &mut self.call_actions);
        }
    }

    fn hold(&mut self, now: Instant) {
        if let Some(at) = self.find(Doing::Talks) {
            self.change(now, at, Doing::Held);
        }
    }

    /// Takes back the call held longest.
    fn resume(&mut self, now: Instant) {
        let Some(handle) = self.find(Doing::Held).map(|at| self.talks[at].handle) else { return };
        self.free_handset(now);
        if let Some(at) = self.talks.iter().position(|talk| talk.handle == handle) {
            self.change(now, at, Doing::Talks);
        }
    }

    /// Says by re-INVITE what becomes of a call that stands.
    fn change(&mut self, now: Instant, at: usize, doing: Doing) {
        let Some(talk) = self.talks.get_mut(at) else { return };
        talk.doing = doing;
        let way = if doing == Doing::Held { Direction::Out } else { Direction::Both };
        let body = describe(self.address, way);
        self.owes.retain(|handle| *handle != talk.handle);
        if self.calls.reinvite(now, talk.leg, Some(&body), &mut self.call_actions).is_err() {
            // Once the INVITE that is under way is done.
            self.owes.push(talk.handle);
        }
    }

    /// Ends the call in conversation, else the attempt, else a held one.
    fn hang_up(&mut self, now: Instant) {
        let talks = self.find(Doing::Talks);
        let tries = self.find(Doing::Tries);
        match (talks.or(tries), self.find(Doing::Held)) {
            (None, _) if self.tone.is_some() => self.tone = None,
            (Some(at), _) | (None, Some(at)) => self.end(now, at),
            (None, None) => {}
        }
    }

    fn end(&mut self, now: Instant, at: usize) {
        let talk = self.talks.remove(at);
        self.calls.hang_up(now, talk.leg, &mut self.call_actions);
    }

    /// A message of a call.
    pub(super) fn hear_call(&mut self, now: Instant, from: NodeId, message: &Message) {
        let out = &mut self.call_actions;
        match self.calls.receive(now, from, Transport::Udp, message, out) {
            CallHeard::Incoming(leg) => self.comes_in(now, leg, message),
            CallHeard::Reinvite { leg, handle } => {
                let talk = self.talks.iter().find(|talk| Some(talk.handle) == handle);
                let held = talk.is_some_and(|talk| talk.doing == Doing::Held);
                let body = describe(self.address, direction_for(message.body(), held));
                self.calls.answer(now, leg, Some(&body), &mut self.call_actions);
            }
            CallHeard::Hook { .. } | CallHeard::Done => {}
        }
    }

    /// A call comes in: for the line that the Request-URI names, by its place where it is not the
    /// first.
    fn comes_in(&mut self, now: Instant, leg: LegId, message: &Message) {
        let place = split_last(message.request_uri(), ";line=");
        let place = place.and_then(|(_, place)| place.parse().ok()).unwrap_or(1);
        let line = self.phone.line_at(place).filter(|_| self.phone.is_registered());
        let code = match line {
            None => 404,
            Some(line) if self.is_full(line) => 486,
            Some(line) => {
                self.calls.adopt(leg, self.next_handle);
                self.calls.ring(now, leg, &mut self.call_actions);
                let way = direction_for(message.body(), false);
                return self.take(leg, line, Doing::Rings, way);
            }
        };
        self.calls.refuse(now, leg, code, &mut self.call_actions);
    }

    /// Carries out what calls want done, says what CallManager may not know, and shows what the lines
    /// do.
    pub(super) fn carry_out_calls(&mut self, now: Instant, out: &mut Outbox) {
        self.take_call_actions(now, out);
        let off = self.tone.is_some();
        if let Some(number) = self.phone.first_number().filter(|_| self.phone.is_registered()) {
            self.calls.tell_hook(now, self.phone.hub(), number, off, &mut self.call_actions);
        }
        self.take_call_actions(now, out);
        self.show_lines(out);
    }

    fn take_call_actions(&mut self, now: Instant, out: &mut Outbox) {
        while !self.call_actions.is_empty() {
            for action in core::mem::take(&mut self.call_actions).drain(..) {
                match action {
                    CallAction::Send { to, bytes } => out.send(to, bytes),
                    CallAction::TimerFired(timer) => {
                        out.event(NodeEvent::TimerFired(wire::reason(timer)));
                    }
                    CallAction::News { handle, news } => self.call_news(now, handle, news),
                }
            }
        }
    }

    fn call_news(&mut self, now: Instant, handle: u32, news: CallNews) {
        let Some(at) = self.talks.iter().position(|talk| talk.handle == handle) else { return };
        match news {
            CallNews::Answered { .. } => self.talks[at].doing = Doing::Talks,
            CallNews::Ended(why) => {
                let talk = self.talks.remove(at);
                // The caller hears a tone until he hangs up; all others are on-hook.
                if talk.doing == Doing::Tries && why != CallEnded::Local {
                    self.tone = Some(talk.line);
                }
            }
            CallNews::Changed { .. }
            | CallNews::ChangeRefused { .. }
            | CallNews::Confirmed { .. }
                if self.owes.contains(&handle) =>
            {
                self.change(now, at, self.talks[at].doing);
            }
            _ => {}
        }
    }

    /// What each line does: a connected call decides before an off-hook one, and that before a
    /// ringing one.
    fn show_lines(&mut self, out: &mut Outbox) {
        if !self.phone.is_registered() {
            return;
        }
        let (talks, tone) = (&self.talks, self.tone);
        self.phone.show_lines(
            |line| {
                let tone = tone.filter(|at| *at == line).map(|_| LineState::OffHook);
                let talks = talks.iter().filter(|talk| talk.line == line);
                let all = talks.map(|talk| talk.doing.line_state()).chain(tone);
                all.max_by_key(|state| state.rank()).unwrap_or(LineState::OnHook)
            },
            out,
        );
    }

    /// Forgets all calls in silence.
    pub(super) fn forget_calls(&mut self) {
        self.calls.forget_all();
        self.talks.clear();
        self.owes.clear();
        self.tone = None;
    }
}
