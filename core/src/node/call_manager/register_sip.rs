//! Registrations by SIP (RFC 3261 10.3): a phone registers once, under one of its numbers or its
//! name, for all its lines.

use super::CallManager;
use super::registration::Binding;
use crate::cluster::{Phone, Protocol};
use crate::id::{NodeId, PhoneId};
use crate::node::{LinkMessage, Outbox, node_of_phone, phone_of_node};
use crate::sip::message::{Contact, ContactParts, Message, ResponseParts};
use crate::time::{Duration, Instant};

/// The longest registration, in seconds.
const LONGEST: u32 = 7200;
/// From here on a time is never too brief (RFC 3261 10.3, step 7).
const AN_HOUR: u32 = 3600;

/// What a REGISTER asks for.
struct Asks {
    phone: PhoneId,
    /// Seconds; `None` only asks who is registered.
    expires: Option<u32>,
}

impl CallManager {
    /// A REGISTER arrived.
    pub(super) fn on_register(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        out: &mut Outbox,
    ) {
        if !self.notifier.admit(now, from, message, &mut self.actions) {
            return;
        }
        let asks = match self.judge_register(from, message) {
            Ok(asks) => asks,
            Err(code) => {
                let mut parts = ResponseParts::new(message, code, "");
                parts.min_expires = (code == 423).then_some(self.shortest());
                return self.notifier.answer(now, from, parts, &mut self.actions);
            }
        };
        let Asks { phone, expires } = asks;
        let mut lines = Vec::new();
        if let (Some(expires @ 1..), Some(contact)) = (expires, message.contacts().next()) {
            let word = |name| contact.param(name).unwrap_or("");
            let (device, instance) =
                (word("+u.sip!devicename.ccm.cisco.com"), word("+sip.instance"));
            let expires = Some(expires);
            ContactParts { uri: contact.uri(), device, instance, flow: flow(&contact), expires }
                .write(&mut lines);
        }
        let mut parts = ResponseParts::new(message, 200, "");
        parts.lines = &lines;
        self.notifier.answer(now, from, parts, &mut self.actions);
        match expires {
            None => {}
            Some(0) => self.take_back(now, phone, message, out),
            Some(seconds) => self.bind(now, phone, message, seconds, out),
        }
    }

    /// Whose it is and what it asks for, or the code that refuses it.
    fn judge_register(&self, from: NodeId, message: &Message) -> Result<Asks, u16> {
        if message.require().next().is_some() {
            return Err(420);
        }
        let phone = phone_of_node(from).ok_or(403u16)?;
        let configured = self.cluster.phones.get(phone).ok_or(403u16)?;
        let user = message.to_user().ok_or(404u16)?;
        if configured.model.protocol != Protocol::Sip || !self.may_register(configured, &user) {
            return Err(404);
        }
        let Some(contact) = message.contacts().next() else {
            return Ok(Asks { phone, expires: None });
        };
        let asked = contact.expires().or(message.expires()).unwrap_or(AN_HOUR);
        if contact.is_star() && asked > 0 {
            return Err(400);
        }
        if asked > 0 && asked < AN_HOUR && asked < self.shortest() {
            return Err(423);
        }
        let old = |binding: &Binding| {
            *binding.call_id == *message.call_id() && message.cseq() <= binding.cseq
        };
        if self.registrar.binding(phone).is_some_and(old) {
            return Err(500);
        }
        Ok(Asks { phone, expires: Some(asked.min(LONGEST)) })
    }

    /// Where a phone of ours asks for something and is not registered here, it is told to begin anew;
    /// once, however much it asks for before it does.
    pub(super) fn tell_unregistered(&mut self, from: NodeId, out: &mut Outbox) {
        let phone = phone_of_node(from).filter(|id| self.cluster.phones.get(*id).is_some());
        if phone.is_some_and(|phone| self.registrar.sends_away(phone)) {
            out.link(from, LinkMessage::Restart);
        }
    }

    fn shortest(&self) -> u32 {
        self.timers.min_expires
    }

    /// Whether a phone may register under a name: one of its numbers, its own name or its device's.
    fn may_register(&self, phone: &Phone, user: &str) -> bool {
        let numbers = &self.cluster.directory_numbers;
        let number = |dn| numbers.get(dn).is_some_and(|dn| dn.number.as_str() == user);
        phone.lines.iter().any(|&dn| number(dn))
            || phone.device_name.as_deref() == Some(user)
            || phone.name == user
    }

    /// A phone that is bound stays so; one that begins another registration has restarted, and
    /// whoever renews what is not there any more is told to.
    fn bind(
        &mut self,
        now: Instant,
        phone: PhoneId,
        message: &Message,
        seconds: u32,
        out: &mut Outbox,
    ) {
        let (call_id, cseq) = (message.call_id(), message.cseq());
        let before = self.registrar.binding(phone);
        let anew = before.is_none_or(|binding| *binding.call_id != *call_id);
        let ends_at = now + Duration::from_secs(i64::from(seconds));
        let lost = anew && before.is_none() && cseq > 1;
        let flow = message.contacts().next().and_then(|contact| flow(&contact));
        let binding = Binding { call_id: call_id.into(), cseq, ends_at };
        self.registrar.bind(phone, flow.unwrap_or(0), binding);
        if anew {
            self.start_afresh(now, phone, out);
        }
        if lost {
            out.link(node_of_phone(phone), LinkMessage::Restart);
        }
    }

    /// A registration is taken back; one of an earlier session takes nothing.
    fn take_back(&mut self, now: Instant, phone: PhoneId, message: &Message, out: &mut Outbox) {
        let here = self.registrar.binding(phone);
        if here.is_some_and(|binding| *binding.call_id == *message.call_id()) {
            self.gone(now, phone, out);
        }
    }
}

/// Which flow of the device a contact is over.
fn flow(contact: &Contact<'_>) -> Option<u32> {
    contact.param("reg-id")?.parse().ok()
}
