use crate::node::testing::{A, B, C, PHONES, Rig, dn, events, published, told};
use crate::node::{Command, Input, LinkMessage, NodeEvent, Output, Timers, WakeReason};
use crate::presence::{LineState, PublishedStatus, Way};
use crate::rules::RuleId;
use crate::time::{Duration, Instant};

#[test]
fn a_phone_that_registers_is_welcomed_and_idle() {
    let mut rig = Rig::new(Timers::default());
    let outputs = rig.link(A, LinkMessage::Register { session: 7 });
    assert_eq!(told(&outputs, A), [LinkMessage::Registered { session: 7 }]);
    assert_eq!(published(&rig.cluster, &outputs), ["1001 Idle", "1002 Idle"]);
}

#[test]
fn each_line_that_changed_is_told_with_the_rule_of_the_status_table_even_when_it_is_silent() {
    let mut rig = Rig::with_everybody();
    let mut rules = Vec::new();
    for sentence in ["B dials 3001", "C answers", "C is gone"] {
        for event in events(&rig.say(sentence)) {
            if let NodeEvent::LineLearned { phone, rule, .. } = event {
                rules.push((phone, rule));
            }
        }
    }
    let expected = [
        (B, RuleId::Quirk5),
        (C, RuleId::Quirk8),
        (B, RuleId::R12),
        (C, RuleId::R12),
        (B, RuleId::Watch7),
        (C, RuleId::Quirk9),
    ];
    assert_eq!(rules, expected);
}

fn late(seconds: i64) -> Rig {
    let unplugged_noticed_after = Duration::from_secs(seconds);
    let mut rig = Rig::new(Timers { unplugged_noticed_after, ..Timers::default() });
    for phone in [A, B] {
        rig.link(phone, LinkMessage::Register { session: 1 });
    }
    rig
}

#[test]
fn a_lost_phone_is_noticed_after_the_set_time_and_not_before() {
    let mut rig = late(30);
    let outputs = rig.say("B is gone");
    let at = Instant::from_secs(30);
    assert!(matches!(
        outputs.as_slice(),
        [Output::WakeAt { at: wake, reason: WakeReason::NoticeGone }] if *wake == at
    ));
    rig.say("A dials 2001");
    assert_eq!(rig.states(), "ORxxxx", "it rings where nobody hears it");
    rig.now = at;
    let outputs = rig.input(Input::Tick);
    assert_eq!(rig.states(), "Oxxxxx");
    assert_eq!(published(&rig.cluster, &outputs), ["2001 Unknown"]);
}

#[test]
fn a_phone_back_before_it_was_missed_starts_afresh_and_is_not_lost_later() {
    let mut rig = late(30);
    for sentence in ["A dials 2001", "B answers", "B is gone"] {
        rig.say(sentence);
    }
    rig.now = Instant::from_secs(10);
    rig.say("B is here");
    assert_eq!(rig.states(), "..xxxx", "its call is over");
    rig.now = Instant::from_secs(30);
    let outputs = rig.input(Input::Tick);
    assert_eq!((rig.states().as_str(), events(&outputs)), ("..xxxx", Vec::new()));
}

#[test]
fn a_phone_that_registers_anew_or_is_gone_watches_nothing_any_more() {
    for end in [LinkMessage::Register { session: 2 }, LinkMessage::LinkLost { session: 1 }] {
        let mut rig = Rig::with_everybody();
        let line = Some(dn(&rig.cluster, "3001"));
        let named = Some(dn(&rig.cluster, "2001"));
        let way = Way::BlfSpeedDial { button: 1, named };
        let outputs =
            rig.link(C, LinkMessage::Watch { token: 5, way, target: "2001".into(), line });
        let status = LinkMessage::Status { token: 5, status: PublishedStatus::Idle };
        assert_eq!(told(&outputs, C), [status]);
        rig.link(C, end);
        let outputs = rig.say("B lifts");
        assert_eq!(published(&rig.cluster, &outputs), ["2001 Busy"]);
        assert_eq!(told(&outputs, C), []);
    }
}

#[test]
fn a_registration_ends_in_no_state_in_between() {
    let mut rig = Rig::with_everybody();
    rig.say("B lifts");
    let outputs = rig.say("B is here");
    assert_eq!(published(&rig.cluster, &outputs), ["2001 Idle"], "never unknown");
    assert_eq!(rig.cm.line(B, dn(&rig.cluster, "2001")), LineState::OnHook);
}

#[test]
fn who_is_no_phone_is_not_heard() {
    let mut rig = Rig::with_everybody();
    for stranger in [99, u32::MAX - 1] {
        let phone = crate::id::PhoneId(stranger);
        assert!(rig.link(phone, LinkMessage::Register { session: 1 }).is_empty());
        assert!(rig.link(phone, LinkMessage::LinkLost { session: 1 }).is_empty());
    }
}

#[test]
fn one_that_restarts_loses_its_connections_and_takes_back_what_it_said_without_a_word_to_watchers()
{
    let mut rig = Rig::with_everybody();
    let way = Way::BlfSpeedDial { button: 1, named: None };
    rig.link(C, LinkMessage::Watch { token: 3, way, target: "2001".into(), line: None });
    rig.say("B lifts");
    let outputs = rig.input(Input::Command(Command::Restart));
    let lost = [LinkMessage::LinkLost { session: 1 }];
    assert!(PHONES.iter().all(|(_, phone)| told(&outputs, *phone) == lost));
    let unknown =
        ["1001", "1002", "2001", "3001", "4001"].map(|number| format!("{number} Unknown"));
    // To an H.323 phone that is gone the status table says idle (QUIRK-9).
    assert_eq!(published(&rig.cluster, &outputs)[..5], unknown);
    let learned = |event: &NodeEvent| match event {
        NodeEvent::LineLearned { state, .. } => Some(*state),
        _ => None,
    };
    let all = events(&outputs);
    let states: Vec<LineState> = all.iter().filter_map(learned).collect();
    assert_eq!(states, [LineState::NotConnected; 7]);
}
