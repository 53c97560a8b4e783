//! The phone's registration, by REGISTER: one for the whole device, which CallManager knows with all
//! its lines.

use super::SipPhone;
use crate::node::{NodeEvent, Outbox};
use crate::sip::message::ContactParts;
use crate::sip::registration::{News, Registering};
use crate::sip::watcher::Party;
use crate::sip::{Effect, Told};
use crate::time::Instant;

impl SipPhone {
    /// Registers with the number of line 1, or the device's name where it has no line; twice as long
    /// as it subscribes, so that a subscription is not lost for want of a registration.
    pub(super) fn register(&mut self, now: Instant, session: u32) {
        let number = self.phone.first_number();
        let user = number.unwrap_or(&self.device);
        let contact = format!("sip:{user}@{}", self.address);
        let what = Registering {
            hub: self.phone.hub(),
            aor: Party::at_server(user),
            contact: ContactParts {
                uri: &contact,
                device: &self.device,
                flow: Some(session),
                ..ContactParts::default()
            },
            expires: self.register_expires,
            credentials: None,
        };
        // There is one at a time, and the one that was taken back.
        let asked = self.registrations.register(now, &what, session, &mut self.effects);
        self.registration = asked.ok();
    }

    /// Takes the registration back.
    pub(super) fn unregister(&mut self, now: Instant) {
        if let Some(id) = self.registration.take() {
            self.registrations.unregister(now, id, &mut self.effects);
        }
    }

    /// Carries out what registrations want done.
    pub(super) fn take_effects(&mut self, out: &mut Outbox) {
        let mut effects = core::mem::take(&mut self.effects);
        for effect in effects.drain(..) {
            match effect {
                Effect::Send { to, bytes } => out.send(to, bytes),
                Effect::TimerFired(reason) => out.event(NodeEvent::TimerFired(reason)),
                Effect::News(Told { handle, news: News::Granted { .. } }) => {
                    self.phone.registered(handle, out);
                }
                Effect::News(Told { handle, news: News::Expired }) => {
                    if self.phone.lapsed(handle, out) {
                        // A new registration takes the place of this one.
                        self.registrations.forget_all();
                        self.registration = None;
                    }
                }
                // It is tried again by itself.
                Effect::News(_) => {}
            }
        }
        self.effects = effects;
    }
}
