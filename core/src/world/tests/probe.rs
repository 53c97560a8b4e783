//! A node that does as it is told and remembers what it hears.

use crate::cluster::{Cluster, Model, Phone, Protocol};
use crate::id::{NodeId, PhoneId};
use crate::node::{
    CALL_MANAGER, CallCommand, Command, Input, LinkMessage, NodeEvent, Outbox, Role, Timers,
    WakeReason, node_of_phone,
};
use crate::site::Site;
use crate::time::{Duration, Instant};
use crate::world::{Actor, World, WorldOptions};
use std::sync::Arc;

/// As CallManager it sends everything back; as a phone it obeys commands.
#[derive(Clone, Debug, Default)]
pub(super) struct Probe {
    phone: bool,
    next: u32,
    /// From whom, and the number of the message.
    heard: Vec<(NodeId, u32)>,
}

/// Tells a phone to send so many datagrams; they are numbered from 0 on.
pub(super) fn send_datagrams(count: u32) -> Command {
    Command::Call(CallCommand::Dial(count.to_string().into()))
}

/// Tells a phone to send so many in-process messages; numbered likewise.
pub(super) fn send_links(count: u16) -> Command {
    Command::PressBlf(count)
}

/// What CallManager heard from a phone, in its order.
pub(super) fn heard_from(world: &World<Probe>, phone: PhoneId) -> Vec<u32> {
    let from = node_of_phone(phone);
    let heard = world.node(CALL_MANAGER).map_or(&[][..], |node| &node.heard);
    heard.iter().filter(|(who, _)| *who == from).map(|(_, number)| *number).collect()
}

pub(super) fn cluster(phones: u32) -> Arc<Cluster> {
    let mut cluster = Cluster::new("CallManager");
    for n in 0..phones {
        let model = Model { number: "7970".to_owned(), protocol: Protocol::Sip };
        cluster.phones.push(Phone::new(&format!("Phone {n}"), model));
    }
    Arc::new(cluster)
}

pub(super) fn world(phones: u32, options: &WorldOptions) -> World<Probe> {
    let site = Arc::new(Site::of(cluster(phones)));
    let all = Arc::clone(&site);
    let make = |role| Probe::for_role(role, &all, options.timers, options.seed);
    World::with_nodes(site, options, make).unwrap()
}

impl Probe {
    fn datagram(&mut self) -> Arc<[u8]> {
        let text = format!("PROBE {}", self.number());
        text.into_bytes().into()
    }

    fn number(&mut self) -> u32 {
        let number = self.next;
        self.next += 1;
        number
    }

    fn obey(&mut self, command: Command, now: Instant, out: &mut Outbox) {
        match command {
            Command::Call(CallCommand::Dial(count)) => {
                for _ in 0..count.parse().unwrap_or(0_u32) {
                    out.send(CALL_MANAGER, self.datagram());
                }
            }
            // To the other phone, which no link joins.
            Command::PressBlf(0) => {
                out.send(NodeId(2), self.datagram());
                out.link(NodeId(2), LinkMessage::Unwatch { token: 0 });
            }
            Command::PressBlf(count) => {
                for _ in 0..count {
                    let token = self.number();
                    out.link(CALL_MANAGER, LinkMessage::Unwatch { token });
                }
            }
            Command::Connect => {
                out.send(CALL_MANAGER, self.datagram());
                let at = now + Duration::from_millis(2);
                (0..3).for_each(|_| out.wake_at(at, WakeReason::Retry));
            }
            Command::Unplug => out.wake_at(now, WakeReason::GiveUp),
            _ => {}
        }
    }
}

impl Actor for Probe {
    fn for_role(role: Role, _: &Arc<Site>, _: Timers, _: u64) -> Option<Self> {
        Some(Probe { phone: matches!(role, Role::Phone(..)), ..Probe::default() })
    }

    fn handle(&mut self, now: Instant, input: Input, out: &mut Outbox) {
        match input {
            Input::Datagram { from, bytes } => {
                let text = core::str::from_utf8(&bytes).unwrap();
                let number = text.strip_prefix("PROBE ").unwrap().parse().unwrap();
                self.heard.push((from, number));
                if !self.phone {
                    out.send(from, bytes);
                }
            }
            Input::Link { from, message } => {
                if let LinkMessage::Unwatch { token } = message {
                    self.heard.push((from, token));
                }
                if !self.phone {
                    out.link(from, message);
                }
            }
            Input::Command(command) => self.obey(command, now, out),
            Input::Configured(_) => {}
            Input::Tick => {
                out.event(NodeEvent::TimerFired(WakeReason::Retry));
                // Unplugged at time 0, it wants to be woken now for ever.
                if now == Instant::ZERO {
                    out.wake_at(now, WakeReason::GiveUp);
                }
            }
        }
    }
}
