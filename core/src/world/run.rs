//! How one queued item happens, and how what a node wants done is done.

use super::queue::Due;
use super::{Actor, ForGuest, Mail, Order, World};
use crate::id::{EventId, NodeId, PhoneId};
use crate::limits::{self, LimitReached};
use crate::network::{Carried, DropReason, Fate, Fault};
use crate::node::{CALL_MANAGER, Input, LinkMessage, NodeEvent, Output};
use crate::time::{Duration, Instant};
use crate::trace::{MessageId, What};
use std::sync::Arc;

impl<A: Actor> World<A> {
    #[cfg_attr(lean, optimize(speed))]
    pub(super) fn happen(&mut self, due: Due) -> Result<(), LimitReached> {
        match due {
            Due::Datagram(slot) => match self.mail.take(slot) {
                Some(mail) => self.deliver(mail),
                None => Ok(()),
            },
            Due::Link(link, outwards) => self.deliver_link(link, outwards),
            Due::Wake(node) => {
                if let Some(part) = self.cast.get_mut(node) {
                    part.wakes.fired(self.now);
                }
                self.give(node, Input::Tick, None)
            }
            Due::Order(slot) => match self.orders.take(slot) {
                Some(Order::Command(node, command)) => {
                    let event = self.record(node, None, What::Command(command.clone()));
                    self.give(node, Input::Command(command), Some(event))
                }
                Some(Order::Fault(fault)) => self.disturb(fault),
                Some(Order::Configure(cluster, configured, words)) => {
                    self.take_configuration(cluster, configured, words)
                }
                None => Ok(()),
            },
        }
    }

    #[cfg_attr(lean, optimize(speed))]
    pub(super) fn record(&mut self, node: NodeId, cause: Option<EventId>, what: What) -> EventId {
        self.trace.record(self.now, node, cause, what)
    }

    #[cfg_attr(lean, optimize(speed))]
    fn deliver(&mut self, mail: Mail) -> Result<(), LimitReached> {
        let Mail { from, to, message, sent, bytes } = mail;
        // Its fate was decided when it was sent, but a cut since then takes it too.
        let cut = self.site.link_between(from, to).is_some_and(|link| self.is_cut(link));
        if cut {
            self.record(from, Some(sent), What::Dropped { message, why: DropReason::Cut });
            return Ok(());
        }
        let event = self.record(to, Some(sent), What::Delivered { message, from });
        self.give(to, Input::Datagram { from, bytes }, Some(event))
    }

    fn deliver_link(&mut self, id: PhoneId, outwards: bool) -> Result<(), LimitReached> {
        let Some(link) = self.network.link_mut(id) else { return Ok(()) };
        let cut = link.cut;
        let line = link.line_mut(outwards);
        if cut {
            line.missed_arrivals += 1;
            return Ok(());
        }
        let Some(Carried { message, sent, content }) = line.waiting.pop_front() else {
            return Ok(());
        };
        let ends = self.site.ends_of(id);
        let (from, to) = if outwards { (ends.hub, ends.outer) } else { (ends.outer, ends.hub) };
        let event = self.record(to, Some(sent), What::LinkDelivered { message, from });
        self.give(to, Input::Link { from, message: content }, Some(event))
    }

    fn disturb(&mut self, fault: Fault) -> Result<(), LimitReached> {
        let node = fault.phone().map_or(CALL_MANAGER, |link| self.site.ends_of(link).outer);
        let healed = self.network.apply(&fault);
        self.record(node, None, What::Fault(fault));
        for phone in healed? {
            self.make_up_for_missed_arrivals(phone)?;
        }
        Ok(())
    }

    fn make_up_for_missed_arrivals(&mut self, phone: PhoneId) -> Result<(), LimitReached> {
        for outwards in [false, true] {
            let Some(link) = self.network.link_mut(phone) else { continue };
            let missed = core::mem::take(&mut link.line_mut(outwards).missed_arrivals);
            for _ in 0..missed {
                let Some(link) = self.network.link_mut(phone) else { continue };
                let latency = link.draw_latency();
                self.queue.push(self.now + latency, Due::Link(phone, outwards))?;
            }
        }
        Ok(())
    }

    /// One input, then drain.
    #[cfg_attr(lean, optimize(speed))]
    pub(super) fn give(
        &mut self,
        node: NodeId,
        input: Input,
        cause: Option<EventId>,
    ) -> Result<(), LimitReached> {
        if self.guests.has(node) {
            return Ok(());
        }
        let Some(part) = self.cast.get_mut(node) else { return Ok(()) };
        let mut outbox = core::mem::take(&mut self.outbox);
        part.actor.handle(self.now, input, &mut outbox);
        let drained = self.drain(node, cause, outbox.outputs.drain(..));
        self.outbox = outbox;
        drained
    }

    #[cfg_attr(lean, optimize(speed))]
    pub(super) fn drain(
        &mut self,
        node: NodeId,
        mut cause: Option<EventId>,
        outputs: impl Iterator<Item = Output>,
    ) -> Result<(), LimitReached> {
        for output in outputs {
            match output {
                Output::Send { to, bytes } => self.send(node, to, bytes, cause)?,
                Output::Link { to, message } => self.send_link(node, to, message, cause)?,
                Output::WakeAt { at, reason: _ } => self.wake_at(node, at)?,
                Output::Event(event) => {
                    let fired = matches!(event, NodeEvent::TimerFired(_));
                    let recorded = self.record(node, cause, What::Node(event));
                    // What follows a timer is caused by it: the tick itself is no event.
                    if fired {
                        cause = Some(recorded);
                    }
                }
            }
        }
        Ok(())
    }

    #[cfg_attr(lean, optimize(speed))]
    fn send(
        &mut self,
        from: NodeId,
        to: NodeId,
        bytes: Arc<[u8]>,
        cause: Option<EventId>,
    ) -> Result<(), LimitReached> {
        let message = self.next_message();
        let bytes = match self.wording {
            Some(worded) => worded(bytes),
            None => bytes,
        };
        if self.guests.has(to) {
            self.record(from, cause, What::Sent { message, to, bytes: Arc::clone(&bytes) });
            self.guests.hand_out(ForGuest::Datagram { from, to, bytes });
            return Ok(());
        }
        let link = self.site.link_between(from, to);
        let outwards = link.is_some_and(|link| self.site.ends_of(link).hub == from);
        let fate = self.network.fate(link, outwards, &bytes);
        let what = What::Sent { message, to, bytes: Arc::clone(&bytes) };
        let sent = self.record(from, cause, what);
        let (first, second) = match fate {
            Fate::Dropped(why) => {
                self.record(from, Some(sent), What::Dropped { message, why });
                return Ok(());
            }
            Fate::Arrives(first, second) => (first, second),
        };
        if let Some(second) = second {
            self.record(from, Some(sent), What::Duplicated { message });
            let copy = Mail { from, to, message, sent, bytes: Arc::clone(&bytes) };
            self.mail_at(second, copy)?;
        }
        self.mail_at(first, Mail { from, to, message, sent, bytes })
    }

    pub(super) fn mail_at(&mut self, after: Duration, mail: Mail) -> Result<(), LimitReached> {
        let slot = self.put_into_the_mail(mail);
        self.queue.push(self.now + after, Due::Datagram(slot))
    }

    fn send_link(
        &mut self,
        from: NodeId,
        to: NodeId,
        content: LinkMessage,
        cause: Option<EventId>,
    ) -> Result<(), LimitReached> {
        let message = self.next_message();
        let what = What::LinkSent { message, to, content: content.clone() };
        let sent = self.record(from, cause, what);
        if self.guests.has(to) {
            self.guests.hand_out(ForGuest::Link { to, message: content });
            return Ok(());
        }
        let id = self.site.link_between(from, to);
        let Some((id, link)) = id.and_then(|id| Some((id, self.network.link_mut(id)?))) else {
            self.record(from, Some(sent), What::Dropped { message, why: DropReason::NoLink });
            return Ok(());
        };
        let latency = link.draw_latency();
        let outwards = self.site.ends_of(id).hub == from;
        let line = link.line_mut(outwards);
        limits::HELD_BACK.check(line.waiting.len() + 1)?;
        line.waiting.push_back(Carried { message, sent, content });
        self.queue.push(self.now + latency, Due::Link(id, outwards))
    }

    fn wake_at(&mut self, node: NodeId, at: Instant) -> Result<(), LimitReached> {
        // A wish for the past is a wish for now.
        let at = at.max(self.now);
        let is_new = self.cast.get_mut(node).is_some_and(|part| part.wakes.ask(at));
        if is_new { self.queue.push(at, Due::Wake(node)) } else { Ok(()) }
    }

    pub(super) fn next_message(&mut self) -> MessageId {
        let message = MessageId(self.next_message);
        self.next_message += 1;
        message
    }
}
