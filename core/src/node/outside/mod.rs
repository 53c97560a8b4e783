//! One who is outside of every cluster: a presence server, a proxy with phones of its own, or an
//! application. All three are a notifier for what they know and a watcher for what they want to
//! know, at the far end of a SIP trunk.
//!
//! | file | its one idea |
//! |---|---|
//! | `presentities` | what it knows, and how it answers those who ask |
//! | `watches` | what its phones, or it itself, watch in the cluster |

mod presentities;
#[cfg(test)]
mod tests;
mod watches;

use super::alarm::Alarm;
use super::{Command, Input, LinkMessage, Outbox, OutsideCommand, Timers, wire};
use crate::id::{NodeId, OutsideId};
use crate::presence::PublishedStatus;
use crate::rng::Rng;
use crate::scratch::Scratch;
use crate::sip::Action;
use crate::sip::watcher::Identity;
use crate::site::{Outside, Site, node_of_cluster, node_of_outside};
use crate::time::{Instant, soonest};
use presentities::Presentities;
use watches::Watches;

/// One who is outside.
#[derive(Clone, Debug)]
pub struct OutsideNode {
    /// The CallManager at the other end of its trunk.
    hub: NodeId,
    plugged: bool,
    presentities: Presentities,
    watches: Watches,
    alarm: Alarm,
    actions: Scratch<Vec<Action>>,
}

impl OutsideNode {
    /// One outside of a site, plugged in; its phones begin to watch with [`Command::Connect`].
    /// `seed` is the run's. `None` where there is no such one.
    pub fn new(site: &Site, id: OutsideId, timers: Timers, seed: u64) -> Option<Self> {
        let one: &Outside = site.outside().get(id)?;
        let (node, hub) = (node_of_outside(id), node_of_cluster(one.cluster));
        let addresses = site.addresses();
        let identity = Identity { node, addresses, device: "".into() };
        let rng = |what: &str| Rng::stream(seed, &format!("{what}:{}", one.name));
        Some(OutsideNode {
            hub,
            plugged: true,
            presentities: Presentities::new(one, (node, addresses), timers.sip, &rng),
            watches: Watches::new(one, identity, hub, timers.sip, rng("watch")),
            alarm: Alarm::new(),
            actions: Scratch::default(),
        })
    }

    /// Takes one input and appends what follows from it.
    pub fn handle(&mut self, now: Instant, input: Input, out: &mut Outbox) {
        match input {
            Input::Command(command) => self.command(now, command, out),
            Input::Datagram { from, bytes } if self.plugged => {
                self.datagram(now, from, &bytes, out)
            }
            Input::Tick => {
                self.alarm.rang(now);
                self.presentities.tick(now, &mut self.actions);
                self.watches.tick(now, &mut self.actions);
            }
            Input::Datagram { .. } | Input::Link { .. } | Input::Configured(_) => {}
        }
        self.carry_out(out);
        let next = [self.presentities.next_at(), self.watches.next_at()];
        self.alarm.see_to(soonest(&next), out);
    }

    /// Whether its cable is in.
    pub fn is_plugged(&self) -> bool {
        self.plugged
    }

    /// The status of one of its presentities: the truth. `None` where it knows none of that name.
    pub fn status(&self, presentity: &str) -> Option<PublishedStatus> {
        self.presentities.status(presentity)
    }

    fn command(&mut self, now: Instant, command: Command, out: &mut Outbox) {
        match command {
            Command::Connect => self.connect(now, out),
            Command::Unplug => self.unplug(out),
            Command::Outside(command) => self.outside(now, command, out),
            _ => {}
        }
    }

    fn connect(&mut self, now: Instant, out: &mut Outbox) {
        if !self.plugged {
            self.plugged = true;
            out.link(self.hub, LinkMessage::TrunkUp);
        }
        self.watches.ask_for_buttons(now, &mut self.actions, out);
    }

    /// It is silent at once and forgets whom it told what: those who ask again find it as at the
    /// start, with the statuses of now.
    fn unplug(&mut self, out: &mut Outbox) {
        if core::mem::take(&mut self.plugged) {
            self.presentities.forget_all();
            self.watches.forget_all(out);
            out.link(self.hub, LinkMessage::LinkLost { session: 0 });
        }
    }

    fn outside(&mut self, now: Instant, command: OutsideCommand, out: &mut Outbox) {
        match command {
            OutsideCommand::SetStatus { presentity, status } => {
                self.presentities.set(now, &presentity, status, &mut self.actions);
            }
            OutsideCommand::EndSubscriptions { presentity, reason } => {
                self.presentities.end(now, &presentity, &reason, &mut self.actions);
            }
            OutsideCommand::Answer(answer) => self.presentities.answer_from_now_on(answer),
            OutsideCommand::Subscribe(asked) if self.plugged => {
                self.watches.ask(now, &asked, &mut self.actions, out);
            }
            OutsideCommand::Unsubscribe { target } => {
                self.watches.leave(now, &target, &mut self.actions, out);
            }
            OutsideCommand::Dial { from, to } if self.plugged => {
                out.link(self.hub, LinkMessage::TrunkCall { from, to });
            }
            OutsideCommand::HangUp { from } if self.plugged => {
                out.link(self.hub, LinkMessage::TrunkHangUp { from });
            }
            OutsideCommand::Subscribe(_)
            | OutsideCommand::Dial { .. }
            | OutsideCommand::HangUp { .. } => {}
        }
    }

    fn datagram(&mut self, now: Instant, from: NodeId, bytes: &[u8], out: &mut Outbox) {
        let Some(message) = wire::read(from, bytes, out) else { return };
        if wire::is_for_the_watcher(&message) {
            self.watches.receive(now, from, &message, &mut self.actions);
        } else {
            self.presentities.receive(now, from, &message, &mut self.actions);
        }
    }

    fn carry_out(&mut self, out: &mut Outbox) {
        let mut actions = core::mem::take(&mut self.actions);
        for action in actions.drain(..) {
            match action {
                Action::Send { to, bytes } if self.plugged => out.send(to, bytes),
                Action::Send { .. } => {}
                Action::TimerFired(reason) => out.event(super::NodeEvent::TimerFired(reason)),
                Action::Ended { handle, .. } => self.presentities.ended(handle),
                Action::News { handle, news } => self.watches.news(handle, news, out),
            }
        }
        self.actions = actions;
    }
}
