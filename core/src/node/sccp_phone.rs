//! An SCCP phone: watches over its own link, without SIP.

use crate::cluster::Cluster;
use crate::id::{NodeId, PhoneId};
use crate::node::phone_common::{WatchingPhone, Wish, dark, lamp_for};
use crate::node::{Input, LampCause, LinkMessage, Outbox};
use crate::time::Instant;
use std::sync::Arc;

/// An SCCP phone.
#[derive(Clone, Debug)]
pub struct SccpPhone {
    pub(super) phone: WatchingPhone,
}

impl SccpPhone {
    /// The phone, unplugged; `hub` is its CallManager.
    pub fn new(id: PhoneId, hub: NodeId, cluster: Arc<Cluster>) -> Self {
        SccpPhone { phone: WatchingPhone::new(id, hub, cluster) }
    }

    /// Takes one input and appends what follows from it.
    pub fn handle(&mut self, _now: Instant, input: Input, out: &mut Outbox) {
        match input {
            Input::Command(command) => self.phone.command(command, out),
            Input::Link { message, .. } => self.message(message, out),
            Input::Configured(configured) => self.phone.configured(configured, out),
            Input::Datagram { .. } | Input::Tick => {}
        }
        self.fulfil(out);
    }

    fn message(&mut self, message: LinkMessage, out: &mut Outbox) {
        match message {
            LinkMessage::Status { token, status } => {
                self.phone.show(token, (lamp_for(status), LampCause::Notified), out);
            }
            LinkMessage::WatchRefused { token, code } => {
                if let Some(lamp) = self.phone.watched(token).map(|w| dark(&w.place)) {
                    self.phone.show(token, (lamp, LampCause::Refused(code)), out);
                }
            }
            LinkMessage::WatchEnded { token, again } => {
                let Some(lamp) = self.phone.watched(token).map(|w| dark(&w.place)) else { return };
                self.phone.show(token, (lamp, LampCause::Terminated), out);
                if again {
                    self.phone.wishes.push(Wish::Ask(token));
                }
            }
            other => self.phone.message(other, out),
        }
    }

    fn fulfil(&mut self, out: &mut Outbox) {
        let mut wishes = core::mem::take(&mut self.phone.wishes);
        for wish in wishes.drain(..) {
            match wish {
                Wish::Ask(token) => {
                    let Some(watched) = self.phone.watched(token) else { continue };
                    let (way, target) = (watched.way, watched.target.clone());
                    let line = self.phone.subscriber(watched);
                    out.link(self.phone.hub(), LinkMessage::Watch { token, way, target, line });
                }
                Wish::Drop(token, _) => out.link(self.phone.hub(), LinkMessage::Unwatch { token }),
                // CallManager forgets with the link.
                Wish::ForgetAll => {}
                Wish::Register(_) | Wish::Unregister => self.phone.say(&wish, out),
            }
        }
        self.phone.wishes = wishes;
    }
}
