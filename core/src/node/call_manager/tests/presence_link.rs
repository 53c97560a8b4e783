use crate::node::testing::{C, Rig, dn, events, told};
use crate::node::{LinkMessage, NodeEvent, Output};
use crate::presence::{CallList, Decision, PublishedStatus, Way};
use crate::rules::RuleId;
use std::sync::Arc;

fn watch(rig: &mut Rig, way: Way, target: &str) -> Vec<Output> {
    let line = Some(dn(&rig.cluster, "3001"));
    rig.link(C, LinkMessage::Watch { token: 5, way, target: target.into(), line })
}

fn decisions(outputs: &[Output]) -> Vec<Arc<Decision>> {
    let decided = |event| match event {
        NodeEvent::Decided(decision) => Some(decision),
        _ => None,
    };
    events(outputs).into_iter().filter_map(decided).collect()
}

const MISSED: Way = Way::CallList(CallList::Missed);

fn blf(button: u16) -> Way {
    Way::BlfSpeedDial { button, named: None }
}

#[test]
fn a_question_over_the_link_gets_a_status_or_the_code_that_sip_would_get() {
    let refused = |code| LinkMessage::WatchRefused { token: 5, code };
    let idle = LinkMessage::Status { token: 5, status: PublishedStatus::Idle };
    let unknown = LinkMessage::Status { token: 5, status: PublishedStatus::Unknown };
    let table = [
        ("a button", blf(1), "2001", idle.clone()),
        ("a list entry that may be seen", MISSED, "1001", idle),
        ("a button escapes the groups (GROUP-10)", blf(2), "7001", unknown.clone()),
        ("a list entry does not (AUTH-1)", MISSED, "7001", refused(403)),
        ("out of the SUBSCRIBE CSS", blf(3), "9001", refused(404)),
        ("no button in the template (ADMIN-3)", blf(4), "4001", refused(403)),
        ("claimed for the wrong button, and the right one has it", blf(1), "7001", unknown),
    ];
    for (story, way, target, expected) in table {
        let mut rig = Rig::with_everybody();
        let outputs = watch(&mut rig, way, target);
        assert_eq!(told(&outputs, C), [expected], "{story}");
        assert_eq!(decisions(&outputs).len(), 1, "{story}");
    }
}

#[test]
fn a_false_claim_to_a_button_does_not_escape_the_groups() {
    let mut rig = Rig::with_everybody();
    // C has no button for 1002 at all; 1 is another's number.
    let outputs = watch(&mut rig, blf(1), "1002");
    assert_eq!(decisions(&outputs)[0].way, MISSED);
}

#[test]
fn a_watcher_hears_each_change_until_it_stops() {
    let mut rig = Rig::with_everybody();
    watch(&mut rig, blf(1), "2001");
    let word = |status| vec![LinkMessage::Status { token: 5, status }];
    let outputs = rig.say("B lifts");
    assert_eq!(told(&outputs, C), word(PublishedStatus::Busy));
    let outputs = rig.say("B dials 1001");
    assert_eq!(told(&outputs, C), [], "off-hook stays off-hook");
    let outputs = rig.say("B hangs up");
    assert_eq!(told(&outputs, C), word(PublishedStatus::Idle));
    rig.link(C, LinkMessage::Unwatch { token: 5 });
    rig.link(C, LinkMessage::Unwatch { token: 5 });
    assert_eq!(told(&rig.say("B lifts"), C), []);
}

#[test]
fn asking_again_with_one_token_replaces_the_watch() {
    let mut rig = Rig::with_everybody();
    watch(&mut rig, blf(1), "2001");
    watch(&mut rig, blf(1), "2001");
    assert_eq!(told(&rig.say("B lifts"), C).len(), 1);
}

#[test]
fn an_allowed_decision_ends_with_the_status_table() {
    let mut rig = Rig::with_everybody();
    let outputs = watch(&mut rig, blf(1), "2001");
    let decision = &decisions(&outputs)[0];
    assert_eq!(decision.checks.last().unwrap().rule, RuleId::Watch7);
    let outputs = watch(&mut rig, MISSED, "7001");
    assert!(decisions(&outputs)[0].checks.iter().any(|check| check.rule == RuleId::Group2));
}

#[test]
fn a_phone_that_is_not_here_is_not_answered() {
    let mut rig = Rig::with_everybody();
    rig.say("C is gone");
    assert!(watch(&mut rig, blf(1), "2001").is_empty());
}
