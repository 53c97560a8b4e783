//! What users do, done to calls.

use super::call::{Call, Leg, LegState};
use super::{DeviceLine, Effects, Logged};
use crate::gather::Gather;
use crate::id::PhoneId;
use crate::limits;
use crate::presence::{CallList, LineState};
use crate::sorted::SortedMap;

/// The number of a call; counts up, so that the lower is the older.
pub(in crate::node::call_manager) type CallNumber = u64;

/// All calls of a cluster.
#[derive(Clone, Debug, Default)]
pub(in crate::node::call_manager) struct Switch {
    calls: SortedMap<CallNumber, Call>,
    next: CallNumber,
    /// The calls of each phone, oldest first.
    of_phone: Vec<Vec<CallNumber>>,
}

impl Switch {
    /// A switch for phones `0..phones`, without calls.
    pub(in crate::node::call_manager) fn new(phones: usize) -> Self {
        Switch { of_phone: vec![Vec::new(); phones], ..Switch::default() }
    }

    /// The state of a line on a registered phone: a connected call decides before an off-hook one,
    /// and that before a ringing one.
    pub(in crate::node::call_manager) fn line_state(&self, line: DeviceLine) -> LineState {
        self.legs_of(line.phone)
            .filter(|(_, leg)| leg.at.dn == line.dn)
            .map(|(_, leg)| leg.state.line_state())
            .max_by_key(|state| state.rank())
            .unwrap_or(LineState::OnHook)
    }

    /// Lifts the handset: answers where it rings, else takes a line for a new call. `own` is the
    /// line to take and its number. With the handset up already, nothing happens.
    pub(in crate::node::call_manager) fn lift(
        &mut self,
        own: (DeviceLine, &str),
        effects: &mut Effects,
    ) {
        let phone = own.0.phone;
        if self.find(phone, |s| s.is_attempt() || s == LegState::Talks).is_some() {
            return;
        }
        if self.find(phone, |s| s == LegState::RingsIn).is_some() {
            self.answer(phone, effects);
        } else {
            self.take_line(own, LegState::DialTone, effects);
        }
    }

    /// A phone that answers by itself is off the hook for a new call: its line is taken, unless it
    /// tries one already.
    pub(in crate::node::call_manager) fn take_up(
        &mut self,
        own: (DeviceLine, &str),
        effects: &mut Effects,
    ) {
        if self.find(own.0.phone, LegState::is_attempt).is_none() {
            self.take_line(own, LegState::DialTone, effects);
        }
    }

    /// It is on the hook again: what it tried without calling anybody is over.
    pub(in crate::node::call_manager) fn put_down(
        &mut self,
        phone: PhoneId,
        effects: &mut Effects,
    ) {
        let lifted = |state| matches!(state, LegState::DialTone | LegState::Tone);
        if let Some(call) = self.find(phone, lifted) {
            self.end(call, effects);
        }
    }

    /// Dials: an attempt that is not connected is given up for the new call, a call in conversation
    /// goes on hold.
    pub(in crate::node::call_manager) fn dial(
        &mut self,
        own: (DeviceLine, &str),
        number: &str,
        devices: impl Iterator<Item = DeviceLine>,
        effects: &mut Effects,
    ) {
        self.free_handset(own.0.phone, effects);
        let _ = self.place(own, number, devices, effects);
    }

    /// Calls `number`, which leads to `devices` (registered ones only). The call is a placed one
    /// whether the number is known or not. `None` where the line can have no further one.
    pub(in crate::node::call_manager) fn place(
        &mut self,
        own: (DeviceLine, &str),
        number: &str,
        devices: impl Iterator<Item = DeviceLine>,
        effects: &mut Effects,
    ) -> Option<CallNumber> {
        let call = self.take_line(own, LegState::Tone, effects)?;
        effects.logged.push(Logged { at: own.0, list: CallList::Placed, number: number.into() });
        let mut rings = false;
        for device in devices.filter(|d| d.phone != own.0.phone) {
            rings |= self.ring(call, device, effects);
        }
        if rings {
            self.set(call, own.0.phone, LegState::RingsOut, effects);
        }
        Some(call)
    }

    /// Answers the call that rings longest. The answering line connects, the other devices that it
    /// rang are on-hook again, and it is missed by nobody.
    pub(in crate::node::call_manager) fn answer(&mut self, phone: PhoneId, effects: &mut Effects) {
        if let Some(number) = self.find(phone, |s| s == LegState::RingsIn) {
            self.free_handset(phone, effects);
            self.answer_call(number, phone, effects);
        }
    }

    /// Answers one call, where it rings. What becomes of the phone's others it says by itself.
    pub(in crate::node::call_manager) fn answer_call(
        &mut self,
        number: CallNumber,
        phone: PhoneId,
        effects: &mut Effects,
    ) {
        if self.doing(number, phone) != Some(LegState::RingsIn) {
            return;
        }
        let Some(call) = self.calls.get_mut(&number) else { return };
        for leg in &mut call.legs {
            effects.lines.push(leg.at);
            if leg.at.phone == phone {
                let from = call.from.clone();
                effects.logged.push(Logged { at: leg.at, list: CallList::Received, number: from });
                leg.state = LegState::Talks;
            } else if leg.state == LegState::RingsOut {
                leg.state = LegState::Talks;
            } else {
                forget(&mut self.of_phone, leg.at.phone, number);
            }
        }
        call.legs.retain(|leg| leg.state != LegState::RingsIn);
    }

    /// Puts the call in conversation on hold.
    pub(in crate::node::call_manager) fn hold(&mut self, phone: PhoneId, effects: &mut Effects) {
        if let Some(call) = self.find(phone, |s| s == LegState::Talks) {
            self.set(call, phone, LegState::Held, effects);
        }
    }

    /// Takes back the call held longest; a call in conversation goes on hold for it.
    pub(in crate::node::call_manager) fn resume(&mut self, phone: PhoneId, effects: &mut Effects) {
        if let Some(call) = self.find(phone, |s| s == LegState::Held) {
            self.free_handset(phone, effects);
            self.set(call, phone, LegState::Talks, effects);
        }
    }

    /// Hangs up: ends the call in conversation, else the attempt, else a held call. A call that
    /// only rings goes on ringing. The far end is on-hook at once.
    pub(in crate::node::call_manager) fn hang_up(&mut self, phone: PhoneId, effects: &mut Effects) {
        let call = self
            .find(phone, |s| s == LegState::Talks)
            .or_else(|| self.find(phone, LegState::is_attempt))
            .or_else(|| self.find(phone, |s| s == LegState::Held));
        if let Some(call) = call {
            self.end(call, effects);
        }
    }

    /// The phone is gone: its calls end. A caller whose last device stopped ringing so hears tone.
    pub(in crate::node::call_manager) fn gone(&mut self, phone: PhoneId, effects: &mut Effects) {
        let Some(calls) = self.of_phone.get_mut(phone.index()).map(std::mem::take) else { return };
        for number in calls {
            self.leaves(number, phone, effects);
        }
    }

    /// A phone leaves one of its calls: it stops ringing there, or the call ends.
    pub(in crate::node::call_manager) fn leaves(
        &mut self,
        number: CallNumber,
        phone: PhoneId,
        effects: &mut Effects,
    ) {
        match self.doing(number, phone) {
            None => {}
            Some(LegState::RingsIn) => self.stop_ringing(number, phone, effects),
            Some(_) => self.end(number, effects),
        }
    }

    /// Nobody answers: those who ring have missed it, and its caller hears tone.
    pub(in crate::node::call_manager) fn rings_out(
        &mut self,
        number: CallNumber,
        effects: &mut Effects,
    ) {
        let ringing: Vec<PhoneId> = self.ringing(number).gather();
        for phone in ringing {
            let leg = self.rings(number, phone);
            effects.logged.extend(leg.map(|(at, from)| Logged {
                at,
                list: CallList::Missed,
                number: from,
            }));
            self.stop_ringing(number, phone, effects);
        }
    }

    /// A phone holds one of its calls in conversation, or takes it back.
    pub(in crate::node::call_manager) fn set_held(
        &mut self,
        number: CallNumber,
        phone: PhoneId,
        held: bool,
        effects: &mut Effects,
    ) {
        let state = if held { LegState::Held } else { LegState::Talks };
        if matches!(self.doing(number, phone), Some(LegState::Talks | LegState::Held)) {
            self.set(number, phone, state, effects);
        }
    }

    /// What a phone does in a call; `None` where it takes no part.
    pub(in crate::node::call_manager) fn doing(
        &self,
        number: CallNumber,
        phone: PhoneId,
    ) -> Option<LegState> {
        self.calls.get(&number)?.leg(phone).map(|leg| leg.state)
    }

    /// All that a phone does, its oldest call first.
    pub(in crate::node::call_manager) fn doings(
        &self,
        phone: PhoneId,
    ) -> Vec<(CallNumber, LegState)> {
        self.legs_of(phone).map(|(number, leg)| (number, leg.state)).gather()
    }

    /// The phones that a call rings.
    pub(in crate::node::call_manager) fn ringing(
        &self,
        number: CallNumber,
    ) -> impl Iterator<Item = PhoneId> {
        let legs = self.calls.get(&number).map_or(&[][..], |call| &call.legs);
        legs.iter().filter(|leg| leg.state == LegState::RingsIn).map(|leg| leg.at.phone)
    }

    /// On which line of a phone a call rings, and who calls.
    pub(in crate::node::call_manager) fn rings(
        &self,
        number: CallNumber,
        phone: PhoneId,
    ) -> Option<(DeviceLine, Box<str>)> {
        let call = self.calls.get(&number)?;
        Some((call.leg(phone)?.at, call.from.clone()))
    }

    /// Makes the handset free for another call: what talks is held, what only tries is given up.
    fn free_handset(&mut self, phone: PhoneId, effects: &mut Effects) {
        self.hold(phone, effects);
        if let Some(attempt) = self.find(phone, LegState::is_attempt) {
            self.end(attempt, effects);
        }
    }

    /// Starts a call on a line. `None` when the line has all the calls that it can have, or the
    /// cluster has: the phone then stays as it is.
    fn take_line(
        &mut self,
        (at, from): (DeviceLine, &str),
        state: LegState,
        effects: &mut Effects,
    ) -> Option<CallNumber> {
        if self.is_full(at) || limits::CALLS.check(self.calls.len() + 1).is_err() {
            return None;
        }
        let number = self.next;
        self.next += 1;
        self.calls.insert(number, Call { from: from.into(), legs: vec![Leg { at, state }] });
        self.calls_mut(at.phone).push(number);
        effects.lines.push(at);
        Some(number)
    }

    /// The calls of a phone, of one that was added or is outside too. Ids of phones are bounded.
    fn calls_mut(&mut self, phone: PhoneId) -> &mut Vec<CallNumber> {
        if self.of_phone.len() <= phone.index() {
            self.of_phone.resize(phone.index() + 1, Vec::new());
        }
        &mut self.of_phone[phone.index()]
    }

    /// Lets a device ring for a call; `false` when its line has all the calls that it can have.
    fn ring(&mut self, number: CallNumber, at: DeviceLine, effects: &mut Effects) -> bool {
        if self.is_full(at) {
            return false;
        }
        let Some(call) = self.calls.get_mut(&number) else { return false };
        call.legs.push(Leg { at, state: LegState::RingsIn });
        self.calls_mut(at.phone).push(number);
        effects.lines.push(at);
        true
    }

    fn stop_ringing(&mut self, number: CallNumber, phone: PhoneId, effects: &mut Effects) {
        let Some(call) = self.calls.get_mut(&number) else { return };
        effects.lines.extend(call.leg(phone).map(|leg| leg.at));
        call.legs.retain(|leg| leg.at.phone != phone);
        forget(&mut self.of_phone, phone, number);
        if !call.rings() {
            for leg in call.legs.iter_mut().filter(|leg| leg.state == LegState::RingsOut) {
                leg.state = LegState::Tone;
                effects.lines.push(leg.at);
            }
        }
    }

    /// Ends a call for all. Where it still rings it is missed.
    fn end(&mut self, number: CallNumber, effects: &mut Effects) {
        let Some(call) = self.calls.remove(&number) else { return };
        for leg in &call.legs {
            forget(&mut self.of_phone, leg.at.phone, number);
            effects.lines.push(leg.at);
            if leg.state == LegState::RingsIn {
                let number = call.from.clone();
                effects.logged.push(Logged { at: leg.at, list: CallList::Missed, number });
            }
        }
    }

    fn set(&mut self, number: CallNumber, phone: PhoneId, state: LegState, effects: &mut Effects) {
        if let Some(leg) = self.calls.get_mut(&number).and_then(|call| call.leg_mut(phone)) {
            leg.state = state;
            effects.lines.push(leg.at);
        }
    }

    /// The phone's oldest call whose own leg is in such a state.
    fn find(&self, phone: PhoneId, is: impl Fn(LegState) -> bool) -> Option<CallNumber> {
        self.legs_of(phone).find(|(_, leg)| is(leg.state)).map(|(number, _)| number)
    }

    /// All calls, oldest first.
    #[cfg(test)]
    pub(super) fn calls(&self) -> impl Iterator<Item = (CallNumber, &Call)> {
        self.calls.iter().map(|(number, call)| (*number, call))
    }

    /// The numbers of a phone's calls.
    #[cfg(test)]
    pub(super) fn calls_of(&self, phone: PhoneId) -> &[CallNumber] {
        self.of_phone.get(phone.index()).map_or(&[], Vec::as_slice)
    }

    fn is_full(&self, line: DeviceLine) -> bool {
        let calls = self.legs_of(line.phone).filter(|(_, leg)| leg.at.dn == line.dn).count();
        limits::CALLS_PER_LINE.check(calls + 1).is_err()
    }

    /// The legs of a phone with their calls, oldest first.
    pub(super) fn legs_with_calls(&self, phone: PhoneId) -> impl Iterator<Item = (&Call, &Leg)> {
        let numbers = self.of_phone.get(phone.index()).map_or(&[][..], Vec::as_slice);
        let calls = numbers.iter().filter_map(|number| self.calls.get(number));
        calls.filter_map(move |call| Some((call, call.leg(phone)?)))
    }

    fn legs_of(&self, phone: PhoneId) -> impl Iterator<Item = (CallNumber, &Leg)> {
        let calls = self.of_phone.get(phone.index()).map_or(&[][..], Vec::as_slice);
        calls.iter().filter_map(move |&number| Some((number, self.calls.get(&number)?.leg(phone)?)))
    }
}

/// Takes a call out of a phone's calls.
fn forget(of_phone: &mut [Vec<CallNumber>], phone: PhoneId, number: CallNumber) {
    if let Some(calls) = of_phone.get_mut(phone.index()) {
        calls.retain(|&call| call != number);
    }
}
