//! Phones alone, driven by their inputs: what does not depend on how a status is asked for.

use crate::cluster::Cluster;
use crate::id::{ClusterId, DnId, PhoneId};
use crate::node::testing::{B, C, H, cluster, dn, events, told_to_call_manager};
use crate::node::{
    CALL_MANAGER, CallCommand, Command, Input, LinkMessage, Node, NodeEvent, Outbox, Output,
    SccpPhone, Timers,
};
use crate::presence::{CallList, LineState, PublishedStatus, Way};
use crate::site::Site;
use crate::time::Instant;
use crate::trace::LampPlace;
use std::sync::Arc;

const REGISTERED: LinkMessage = LinkMessage::Registered { session: 1 };

struct Rig {
    node: Node,
}

impl Rig {
    fn new(id: PhoneId) -> Rig {
        Rig::of(cluster(), id)
    }

    fn of(cluster: Arc<Cluster>, id: PhoneId) -> Rig {
        let site = Site::of(cluster);
        Rig { node: Node::phone(&site, ClusterId(0), id, Timers::default(), 1).unwrap() }
    }

    fn registered(id: PhoneId) -> Rig {
        Rig::new(id).welcomed()
    }

    fn welcomed(mut self) -> Rig {
        self.command(Command::Connect);
        self.link(REGISTERED);
        self
    }

    fn input(&mut self, input: Input) -> Vec<Output> {
        let mut out = Outbox::default();
        self.node.handle(Instant::ZERO, input, &mut out);
        out.outputs
    }

    fn command(&mut self, command: Command) -> Vec<Output> {
        self.input(Input::Command(command))
    }

    fn call(&mut self, call: CallCommand) -> Vec<Output> {
        self.command(Command::Call(call))
    }

    fn link(&mut self, message: LinkMessage) -> Vec<Output> {
        self.input(Input::Link { from: CALL_MANAGER, message })
    }

    fn listed(&mut self, number: &str, line: DnId) -> Vec<Output> {
        let list = CallList::Missed;
        self.link(LinkMessage::ListEntry { list, number: number.into(), line })
    }
}

/// `blf 1 Unknown Pending`, `entry 2001 gone`.
fn lamps(outputs: &[Output]) -> Vec<String> {
    let place = |place: &LampPlace| match place {
        LampPlace::Blf(n) => format!("blf {n}"),
        LampPlace::Entry(_, number) => format!("entry {number}"),
        LampPlace::Directory(number) => format!("directory {number}"),
        LampPlace::Watch(target) => format!("watch {target}"),
    };
    let word = |event| match event {
        NodeEvent::Lamp { key, lamp, because } => {
            Some(format!("{} {lamp:?} {because:?}", place(&key.place)))
        }
        NodeEvent::LampGone { key } => Some(format!("{} gone", place(&key.place))),
        _ => None,
    };
    events(outputs).into_iter().filter_map(word).collect()
}

fn watched(outputs: &[Output]) -> Vec<(u32, String)> {
    let ask = |message| match message {
        LinkMessage::Watch { token, target, .. } => Some((token, target.to_string())),
        _ => None,
    };
    told_to_call_manager(outputs).into_iter().filter_map(ask).collect()
}

#[test]
fn a_phone_registers_then_asks_for_each_button_that_its_template_has() {
    let mut rig = Rig::new(C);
    let outputs = rig.command(Command::Connect);
    assert_eq!(told_to_call_manager(&outputs), [LinkMessage::Register { session: 1 }]);
    let dark = [
        "blf 1 Unknown Pending",
        "blf 2 Unknown Pending",
        "blf 3 Unknown Pending",
        "blf 4 NoIcon NotMonitoring", // ADMIN-3
    ];
    assert_eq!(lamps(&outputs), dark);
    assert!(rig.command(Command::Connect).is_empty(), "plugged in already");
    let outputs = rig.link(REGISTERED);
    let asked: Vec<String> = watched(&outputs).into_iter().map(|(_, target)| target).collect();
    assert_eq!(asked, ["2001", "7001", "9001"]);
    assert!(rig.link(REGISTERED).is_empty(), "welcomed already");
}

#[test]
fn a_button_asks_by_the_first_available_line_and_an_entry_by_its_own() {
    let c = cluster();
    let subscriber = |outputs: &[Output]| match told_to_call_manager(outputs).first() {
        Some(LinkMessage::Watch { line, .. }) => *line,
        _ => None,
    };
    let mut rig = Rig::new(C);
    rig.command(Command::Connect);
    assert_eq!(subscriber(&rig.link(REGISTERED)), Some(dn(&c, "3001")));
    rig.listed("1001", dn(&c, "1002"));
    assert_eq!(subscriber(&rig.command(Command::OpenList(CallList::Missed))), Some(dn(&c, "1002")));
}

#[test]
fn a_late_welcome_of_an_earlier_connection_is_not_taken_for_this_one() {
    let mut rig = Rig::new(C);
    for command in [Command::Connect, Command::Unplug, Command::Connect] {
        rig.command(command);
    }
    assert!(rig.link(REGISTERED).is_empty());
    assert_eq!(watched(&rig.link(LinkMessage::Registered { session: 2 })).len(), 3);
}

#[test]
fn lamps_show_what_is_told_and_a_refusal_leaves_a_button_unknown_and_an_entry_without_icon() {
    let c = cluster();
    let mut rig = Rig::registered(C);
    let status = |token, status| LinkMessage::Status { token, status };
    assert_eq!(lamps(&rig.link(status(0, PublishedStatus::Busy))), ["blf 1 Busy Notified"]);
    assert!(lamps(&rig.link(status(0, PublishedStatus::Busy))).is_empty(), "nothing new");
    assert_eq!(lamps(&rig.link(status(0, PublishedStatus::Unknown))), ["blf 1 Unknown Notified"]);
    let refused = |token| LinkMessage::WatchRefused { token, code: 403 };
    assert_eq!(lamps(&rig.link(refused(1))), ["blf 2 Unknown Refused(403)"]);
    rig.listed("7001", dn(&c, "3001"));
    let outputs = rig.command(Command::OpenList(CallList::Missed));
    assert_eq!(lamps(&outputs), ["entry 7001 NoIcon Pending"]);
    let token = watched(&outputs)[0].0;
    assert_eq!(lamps(&rig.link(refused(token))), ["entry 7001 NoIcon Refused(403)"]);
    assert!(rig.link(status(99, PublishedStatus::Busy)).is_empty(), "no such lamp");
}

#[test]
fn an_open_list_asks_for_what_it_shows_and_what_comes_and_a_closed_one_for_nothing() {
    let c = cluster();
    let line = dn(&c, "3001");
    let mut rig = Rig::registered(C);
    assert_eq!(watched(&rig.listed("2001", line)), []);
    assert_eq!(watched(&rig.command(Command::OpenList(CallList::Placed))), []);
    let opened = watched(&rig.command(Command::OpenList(CallList::Missed)));
    assert_eq!(opened.iter().map(|(_, t)| t.as_str()).collect::<Vec<_>>(), ["2001"]);
    assert!(rig.command(Command::OpenList(CallList::Missed)).is_empty(), "open already");
    assert_eq!(watched(&rig.listed("2001", line)), [], "one entry a number");
    let new = watched(&rig.listed("4001", line));
    assert_eq!(new.len(), 1);
    let outputs = rig.command(Command::CloseList(CallList::Missed));
    let unwatched = [opened[0].0, new[0].0].map(|token| LinkMessage::Unwatch { token });
    assert_eq!(told_to_call_manager(&outputs), unwatched);
    assert_eq!(lamps(&outputs), ["entry 2001 gone", "entry 4001 gone"]);
    assert!(rig.command(Command::CloseList(CallList::Missed)).is_empty());
    let numbers = rig.node.call_list(CallList::Missed).iter().map(|entry| &*entry.number);
    assert_eq!(numbers.collect::<Vec<_>>(), ["4001", "2001"]);
}

#[test]
fn a_list_keeps_a_hundred_numbers_and_the_oldest_goes_with_its_lamp() {
    let line = dn(&cluster(), "3001");
    let mut rig = Rig::registered(C);
    rig.command(Command::OpenList(CallList::Missed));
    for n in 0..100 {
        rig.listed(&format!("{n}"), line);
    }
    rig.listed("0", line); // on top again
    let outputs = rig.listed("new", line);
    assert_eq!(lamps(&outputs), ["entry 1 gone", "entry new NoIcon Pending"]);
    assert_eq!(rig.node.call_list(CallList::Missed).len(), 100);
}

#[test]
fn unplugged_a_phone_is_silent_and_dark_and_keeps_its_lists() {
    let c = cluster();
    let line = dn(&c, "3001");
    let mut rig = Rig::registered(C);
    rig.listed("2001", line);
    rig.command(Command::OpenList(CallList::Missed));
    let outputs = rig.command(Command::Unplug);
    let gone = ["blf 1 gone", "blf 2 gone", "blf 3 gone", "blf 4 gone", "entry 2001 gone"];
    assert_eq!(lamps(&outputs), gone);
    assert_eq!(told_to_call_manager(&outputs), [LinkMessage::LinkLost { session: 1 }]);
    assert_eq!(rig.node.line(line), LineState::NotConnected);
    for late in [
        LinkMessage::Status { token: 0, status: PublishedStatus::Busy },
        LinkMessage::Line { dn: line, state: LineState::RingingIn },
        LinkMessage::ListEntry { list: CallList::Missed, number: "1".into(), line },
        REGISTERED,
    ] {
        assert!(rig.link(late.clone()).is_empty(), "{late:?}");
    }
    for dead in [
        Command::Unplug,
        Command::PressBlf(1),
        Command::Call(CallCommand::Lift),
        Command::OpenList(CallList::Missed),
    ] {
        assert!(rig.command(dead.clone()).is_empty(), "{dead:?}");
    }
    assert_eq!(rig.node.call_list(CallList::Missed).len(), 1);
    rig.command(Command::Connect);
    let asked = watched(&rig.link(LinkMessage::Registered { session: 2 }));
    assert_eq!(asked.len(), 3, "its buttons, and no list is open");
}

#[test]
fn pressing_a_button_dials_its_target_where_the_template_has_the_button() {
    let mut rig = Rig::registered(C);
    let dialled = |number: &str| vec![LinkMessage::User(CallCommand::Dial(number.into()))];
    for (button, expected) in [(1, dialled("2001")), (3, dialled("9001")), (4, vec![]), (9, vec![])]
    {
        let outputs = rig.command(Command::PressBlf(button));
        assert_eq!(told_to_call_manager(&outputs), expected, "BLF {button}");
    }
}

#[test]
fn what_the_hand_does_shows_at_once_and_call_manager_has_the_last_word() {
    use LineState::{Connected, NotConnected, OffHook, OnHook, RingingIn};
    let line = dn(&cluster(), "2001");
    let dial = || CallCommand::Dial("1".into());
    let table = [
        (OnHook, CallCommand::Lift, OffHook),
        (OnHook, dial(), OffHook),
        (OnHook, CallCommand::Answer, OnHook),
        (OnHook, CallCommand::HangUp, OnHook),
        (OffHook, CallCommand::Lift, OffHook),
        (OffHook, CallCommand::HangUp, OnHook),
        (RingingIn, CallCommand::Lift, Connected),
        (RingingIn, CallCommand::Answer, Connected),
        (RingingIn, CallCommand::HangUp, RingingIn),
        (RingingIn, dial(), OffHook),
        (Connected, dial(), Connected),
        (Connected, CallCommand::Hold, Connected),
        (Connected, CallCommand::HangUp, OnHook),
    ];
    for (before, command, after) in table {
        let mut rig = Rig::registered(B);
        rig.link(LinkMessage::Line { dn: line, state: before });
        let outputs = rig.call(command.clone());
        assert_eq!(rig.node.line(line), after, "{before:?} {command:?}");
        assert_eq!(told_to_call_manager(&outputs), [LinkMessage::User(command)]);
        rig.link(LinkMessage::Line { dn: line, state: RingingIn });
        assert_eq!(rig.node.line(line), RingingIn);
        rig.command(Command::Unplug);
        assert_eq!(rig.node.line(line), NotConnected);
    }
}

#[test]
fn a_phone_with_several_lines_guesses_only_where_it_can_know() {
    use LineState::{Connected, OnHook, RingingIn};
    let mut c = Cluster::clone(&cluster());
    let lines = [dn(&c, "1001"), dn(&c, "1002")];
    c.phones.get_mut(C).unwrap().lines = lines.to_vec();
    let c = Arc::new(c);
    let table = [
        ([RingingIn, RingingIn], CallCommand::Answer, [RingingIn, RingingIn]),
        ([OnHook, RingingIn], CallCommand::Lift, [OnHook, Connected]),
        // The line in use may hide a call that rings longer.
        ([Connected, RingingIn], CallCommand::Answer, [Connected, RingingIn]),
        ([Connected, Connected], CallCommand::HangUp, [Connected, Connected]),
        ([OnHook, Connected], CallCommand::HangUp, [OnHook, OnHook]),
    ];
    for (before, command, after) in table {
        let mut rig = Rig::of(Arc::clone(&c), C).welcomed();
        for (dn, state) in lines.into_iter().zip(before) {
            rig.link(LinkMessage::Line { dn, state });
        }
        rig.call(command.clone());
        assert_eq!(lines.map(|dn| rig.node.line(dn)), after, "{before:?} {command:?}");
    }
}

#[test]
fn an_h323_phone_calls_and_watches_nothing() {
    let mut rig = Rig::new(H);
    assert_eq!(lamps(&rig.command(Command::Connect)), ["blf 1 NoIcon NotMonitoring"]);
    let outputs = rig.link(REGISTERED);
    assert!(told_to_call_manager(&outputs).is_empty());
    let outputs = rig.command(Command::PressBlf(1));
    let dialled = LinkMessage::User(CallCommand::Dial("2001".into()));
    assert_eq!(told_to_call_manager(&outputs), [dialled]);
}

#[test]
fn a_way_of_watching_is_told_with_the_directory_number_that_the_button_names() {
    let c = cluster();
    let mut rig = Rig::new(C);
    rig.command(Command::Connect);
    let ways: Vec<Way> = told_to_call_manager(&rig.link(REGISTERED))
        .into_iter()
        .filter_map(|message| match message {
            LinkMessage::Watch { way, .. } => Some(way),
            _ => None,
        })
        .collect();
    let named = [Some(dn(&c, "2001")), Some(dn(&c, "7001")), None];
    let expected =
        [1, 2, 3].map(|n| Way::BlfSpeedDial { button: n, named: named[usize::from(n) - 1] });
    assert_eq!(ways, expected);
}

#[test]
fn a_fork_goes_its_own_way() {
    let mut one = SccpPhone::new(C, CALL_MANAGER, cluster());
    let mut out = Outbox::default();
    one.handle(Instant::ZERO, Input::Command(Command::Connect), &mut out);
    let mut other = one.clone();
    let welcome = Input::Link { from: CALL_MANAGER, message: REGISTERED };
    other.handle(Instant::ZERO, welcome, &mut out);
    let line = dn(&cluster(), "3001");
    assert_eq!(
        (one.phone.line(line), other.phone.line(line)),
        (LineState::NotConnected, LineState::OnHook)
    );
}
