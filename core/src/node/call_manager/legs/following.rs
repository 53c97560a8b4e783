//! The legs of SIP phones follow the switch: after each change of a line they say what it did.

use super::SipLeg;
use crate::id::PhoneId;
use crate::node::call_manager::CallManager;
use crate::node::call_manager::switch::{CallNumber, Doing};
use crate::node::node_of_phone;
use crate::sip::Transport;
use crate::sip::call::{Direction, Invite, describe};
use crate::sip::watcher::Party;
use crate::time::Instant;

impl CallManager {
    /// Brings the legs of a SIP phone in line with the switch.
    pub(in crate::node::call_manager) fn follow(&mut self, now: Instant, phone: PhoneId) {
        if self.registrar.binding(phone).is_none() {
            return;
        }
        for handle in self.sip_legs.of_phone(phone) {
            self.follow_leg(now, handle);
        }
        for (call, doing) in self.switch.doings(phone) {
            let here = |leg: &SipLeg| leg.phone == phone;
            if doing == Doing::RingsIn && self.sip_legs.find(call, here).is_none() {
                self.let_ring(now, call, phone);
            }
        }
    }

    fn follow_leg(&mut self, now: Instant, handle: u32) {
        let legs = &mut self.sip_legs;
        let Some(leg) = legs.legs.get_mut(&handle) else { return };
        let (id, call, phone) = (leg.id, leg.call, leg.phone);
        let waits = leg.calls && !leg.stands;
        match self.switch.doing(call, phone) {
            None => {
                legs.legs.remove(&handle);
                if waits {
                    // It is for no tone that its caller hears: he tries another call already.
                    legs.calls.refuse(now, id, 487, &mut legs.actions);
                }
                legs.calls.hang_up(now, id, &mut legs.actions);
            }
            Some(Doing::RingsOut) if waits => {
                // A SIP phone says by itself that it rings.
                let by_link = |other| self.registrar.binding(other).is_none();
                if self.switch.ringing(call).any(by_link) {
                    self.tell_ringing(now, call);
                }
            }
            Some(Doing::Tone) if waits => {
                let code = leg.code;
                legs.legs.remove(&handle);
                legs.calls.refuse(now, id, code, &mut legs.actions);
            }
            Some(Doing::Talks | Doing::Held) if waits => {
                leg.stands = true;
                let answered = legs.find(call, |other| other.phone != phone && other.stands);
                let body = answered.and_then(|(_, other)| other.media.clone());
                let body = body.unwrap_or_else(|| describe(self.address, Direction::Silent));
                legs.calls.answer(now, id, Some(&body), &mut legs.actions);
            }
            Some(_) => {}
        }
    }

    /// A phone rings: its caller is told, once.
    pub(super) fn tell_ringing(&mut self, now: Instant, call: CallNumber) {
        let legs = &mut self.sip_legs;
        let caller = legs.find(call, |leg| leg.calls && !leg.stands && !leg.rings);
        let caller = caller.map(|(handle, _)| handle);
        if let Some(leg) = caller.and_then(|handle| legs.legs.get_mut(&handle)) {
            leg.rings = true;
            legs.calls.ring(now, leg.id, &mut legs.actions);
        }
    }

    /// A SIP phone is called: it gets an INVITE with what its caller offers.
    fn let_ring(&mut self, now: Instant, call: CallNumber, phone: PhoneId) {
        let Some((line, caller)) = self.switch.rings(call, phone) else { return };
        let Some(configured) = self.cluster.phones.get(line.phone) else { return };
        let Some(number) = self.cluster.directory_numbers.get(line.dn) else { return };
        let place = configured.lines.iter().position(|dn| *dn == line.dn).unwrap_or(0);
        let far = node_of_phone(line.phone);
        // Each line of a phone has a contact of its own: the first the plain one.
        let at = self.addresses.address(far);
        let host = (place > 0).then(|| format!("{at};line={}", place + 1));
        let own = self.address.to_string();
        let legs = &mut self.sip_legs;
        let offer = legs.find(call, |leg| leg.calls).and_then(|(_, leg)| leg.media.clone());
        let offer = offer.unwrap_or_else(|| describe(self.address, Direction::Silent));
        let ask = Invite {
            far,
            transport: Transport::Udp,
            to: Party { user: number.number.as_str(), host: host.as_deref() },
            target: None,
            from: Party { user: &caller, host: Some(&own) },
            display: "",
            body: Some(&offer),
            credentials: None,
        };
        let placed = legs.calls.invite(now, &ask, legs.next, &mut legs.actions);
        // With no room for a leg the phone does not ring, and its caller goes on to wait.
        if let Ok(id) = placed {
            legs.put(id, line.phone, call, false);
        }
    }
}
