//! One outside alone: a watcher sits where CallManager would, and everything between the two is
//! delivered at once.

use super::OutsideNode;
use crate::cluster::Table;
use crate::id::{ClusterId, NodeId, OutsideId, PhoneId, TrunkId};
use crate::node::testing::cluster;
use crate::node::{
    Command, Input, NodeEvent, Outbox, Output, OutsideAnswer, OutsideCommand, Subscribe, Timers,
};
use crate::presence::PublishedStatus;
use crate::rng::Rng;
use crate::sip::Action;
use crate::sip::address::AddressPlan;
use crate::sip::message::Message;
use crate::sip::watcher::{Ask, Conduct, Identity, News, Party, Watcher};
use crate::site::{Outside, OutsideKind, Site, node_of_cluster, node_of_outside};
use crate::sorted::SortedMap;
use crate::time::Instant;

const HUB: ClusterId = ClusterId(0);
const SERVER: OutsideId = OutsideId(0);
const SEAT: PhoneId = PhoneId(900);

fn site() -> Site {
    let mut outside = Table::new();
    outside.push(Outside {
        name: "Presence".to_owned(),
        kind: OutsideKind::PresenceServer,
        cluster: HUB,
        trunk: TrunkId(0),
        credentials: None,
        demands: None,
        presentities: SortedMap::from([("8001".to_owned(), PublishedStatus::Busy)]),
        phones: Vec::new(),
        seat: SEAT,
    });
    Site::new(cluster(), Vec::new(), outside)
}

struct Pair {
    outside: OutsideNode,
    watcher: Watcher,
    now: Instant,
}

impl Pair {
    fn new() -> Pair {
        let timers = Timers::default();
        let identity = Identity {
            node: node_of_cluster(HUB),
            addresses: AddressPlan::SIMULATED,
            device: "".into(),
        };
        Pair {
            outside: OutsideNode::new(&site(), SERVER, timers, 1).unwrap(),
            watcher: Watcher::new(identity, timers.sip, Rng::stream(1, "hub")),
            now: Instant::from_secs(1),
        }
    }

    /// The hub asks; what it hears of all its subscriptions meanwhile.
    fn ask(&mut self, handle: u32, target: &str) -> Vec<(u32, News)> {
        let ask = Ask {
            server: node_of_outside(SERVER),
            to: Party::at_server(target),
            from: Party::at_server("1001"),
            asks: "",
            credentials: None,
            conduct: Conduct::Phone,
            peculiar: None,
        };
        let mut actions = Vec::new();
        self.watcher.subscribe(self.now, &ask, handle, &mut actions).unwrap();
        let mut heard = Vec::new();
        self.deliver(actions, &mut heard);
        heard
    }

    /// The outside is told to do something; what the hub hears, and what else follows.
    fn command(&mut self, command: Command) -> (Vec<(u32, News)>, Vec<Output>) {
        let (mut heard, mut rest) = (Vec::new(), Vec::new());
        for output in self.input(Input::Command(command)) {
            match output {
                Output::Send { bytes, .. } => self.at_the_hub(&bytes, &mut heard),
                other => rest.push(other),
            }
        }
        (heard, rest)
    }

    fn set(&mut self, name: &str, status: PublishedStatus) -> Vec<(u32, News)> {
        let presentity = name.into();
        self.command(Command::Outside(OutsideCommand::SetStatus { presentity, status })).0
    }

    fn answers(&mut self, answer: OutsideAnswer) {
        self.command(Command::Outside(OutsideCommand::Answer(answer)));
    }

    fn input(&mut self, input: Input) -> Vec<Output> {
        let mut out = Outbox::default();
        self.outside.handle(self.now, input, &mut out);
        out.outputs
    }

    fn at_the_hub(&mut self, bytes: &[u8], heard: &mut Vec<(u32, News)>) {
        let (mut actions, from) = (Vec::new(), node_of_outside(SERVER));
        let message = Message::parse(bytes).unwrap();
        self.watcher.receive(self.now, from, &message, &mut actions);
        self.deliver(actions, heard);
    }

    fn deliver(&mut self, actions: Vec<Action>, heard: &mut Vec<(u32, News)>) {
        let from: NodeId = node_of_cluster(HUB);
        for action in actions {
            match action {
                Action::Send { bytes, .. } => {
                    for output in self.input(Input::Datagram { from, bytes }) {
                        if let Output::Send { bytes, .. } = output {
                            self.at_the_hub(&bytes, heard);
                        }
                    }
                }
                Action::News { handle, news } => heard.push((handle, news)),
                Action::TimerFired(_) | Action::Ended { .. } => {}
            }
        }
    }
}

fn status(handle: u32, status: PublishedStatus) -> (u32, News) {
    (handle, News::Status(status))
}

#[test]
fn who_asks_hears_the_status_of_now_and_then_each_change_once() {
    let mut pair = Pair::new();
    assert_eq!(pair.ask(1, "8001"), [status(1, PublishedStatus::Busy)]);
    assert_eq!(pair.set("8001", PublishedStatus::Idle), [status(1, PublishedStatus::Idle)]);
    assert_eq!(pair.ask(2, "8001"), [status(2, PublishedStatus::Idle)]);
    let both = [1, 2].map(|handle| status(handle, PublishedStatus::Busy));
    assert_eq!(pair.set("8001", PublishedStatus::Busy), both);
    assert_eq!(pair.set("8002", PublishedStatus::Busy), [], "nobody asked for that one");
}

#[test]
fn a_name_is_known_once_it_has_a_status() {
    let mut pair = Pair::new();
    assert!(matches!(pair.ask(1, "8002")[..], [(1, News::Refused { code: 404, .. })]));
    pair.set("8002", PublishedStatus::Idle);
    assert_eq!(pair.ask(2, "8002"), [status(2, PublishedStatus::Idle)]);
}

#[test]
fn told_to_refuse_it_refuses_new_requests_and_keeps_the_old_ones() {
    let mut pair = Pair::new();
    pair.ask(1, "8001");
    pair.answers(OutsideAnswer::Code(486));
    assert!(matches!(pair.ask(2, "8001")[..], [(2, News::Refused { code: 486, .. })]));
    assert_eq!(pair.set("8001", PublishedStatus::Idle), [status(1, PublishedStatus::Idle)]);
    pair.answers(OutsideAnswer::Silence);
    assert_eq!(pair.ask(3, "8001"), [], "no answer at all");
    assert_eq!(pair.set("8001", PublishedStatus::Busy), [status(1, PublishedStatus::Busy)]);
    pair.answers(OutsideAnswer::Honest);
    assert_eq!(pair.ask(4, "8001"), [status(4, PublishedStatus::Busy)]);
}

#[test]
fn an_end_is_told_with_its_reason_and_is_the_end() {
    let mut pair = Pair::new();
    pair.ask(1, "8001");
    let (presentity, reason) = ("8001".into(), "noresource".into());
    let end = OutsideCommand::EndSubscriptions { presentity, reason };
    let (heard, _) = pair.command(Command::Outside(end));
    assert!(matches!(heard[..], [(1, News::Terminated { again: false, .. })]), "{heard:?}");
    assert_eq!(pair.set("8001", PublishedStatus::Idle), []);
}

#[test]
fn unplugged_it_is_silent_and_afterwards_it_has_forgotten_whom_it_told_what() {
    let mut pair = Pair::new();
    pair.ask(1, "8001");
    pair.command(Command::Unplug);
    assert_eq!(pair.set("8001", PublishedStatus::Idle), []);
    assert_eq!(pair.ask(2, "8001"), [], "it hears nothing either");
    pair.command(Command::Connect);
    assert_eq!(pair.set("8001", PublishedStatus::Busy), [], "it knows of no subscription");
    assert_eq!(pair.ask(3, "8001"), [status(3, PublishedStatus::Busy)], "the status is kept");
}

#[test]
fn a_lamp_of_its_own_stands_while_it_asks_and_goes_when_it_leaves() {
    let mut pair = Pair::new();
    let lamps = |outputs: &[Output]| -> Vec<bool> {
        let of = |output: &Output| match output {
            Output::Event(NodeEvent::Lamp { .. }) => Some(true),
            Output::Event(NodeEvent::LampGone { .. }) => Some(false),
            _ => None,
        };
        outputs.iter().filter_map(of).collect()
    };
    let target = || "2001".into();
    let ask = || {
        Command::Outside(OutsideCommand::Subscribe(Subscribe {
            target: target(),
            user: None,
            peculiar: None,
        }))
    };
    assert_eq!(lamps(&pair.command(ask()).1), [true]);
    assert_eq!(lamps(&pair.command(ask()).1), [false, true], "asked again, it starts afresh");
    let leave = || Command::Outside(OutsideCommand::Unsubscribe { target: target() });
    assert_eq!(lamps(&pair.command(leave()).1), [false]);
    assert_eq!(lamps(&pair.command(leave()).1), [false; 0], "there is nothing left to leave");
}
