//! What an administrator does, as the page sends it.

use crate::engine::Session;
use crate::types::{ReasonView, Reply, Request, Snapshot};

/// Two phones that could see each other, if anybody had a key for it.
pub(super) const TWO: &str = "\
lampfield: 1
name: Two phones
cluster:
  partitions: [Office, Elsewhere]
  calling_search_spaces:
    Everyone: [Office]
    Nobody: [Elsewhere]
  button_templates:
    Seven: { for: 7970 SIP, buttons: [Line, Speed Dial BLF] }
    Six: { for: 7961 SIP, buttons: [Line, Speed Dial BLF] }
  directory_numbers: { 1000 in Office: {}, 1111 in Office: {}, 2000 in Office: {} }
  phones:
    Phone A: { type: 7970 SIP, template: Seven, lines: [1000 in Office], subscribe_css: Nobody, blf_speed_dials: [{ directory_number: 1111 in Office, label: B }] }
    Phone B: { type: 7961 SCCP, lines: [1111 in Office] }
steps:
  - { at: 0s, do: everybody connects }
  - { at: 30s, do: Phone B lifts }
";

pub(super) fn opened(text: &str) -> Session {
    let mut session = Session::new();
    let reply = session.handle(load_of(text, None, &[]));
    assert!(matches!(reply, Reply::Snapshot { .. }), "{reply:?}");
    session
}

fn load_of(text: &str, at_us: Option<i64>, acts: &[(i64, String)]) -> Request {
    let (path, text) = ("mine.yaml".to_owned(), text.to_owned());
    Request::Load { path, text, seed: None, at_us, acts: acts.to_vec() }
}

fn snapshot(reply: Reply) -> Snapshot {
    match reply {
        Reply::Snapshot { snapshot } => *snapshot,
        other => panic!("no snapshot: {other:?}"),
    }
}

pub(super) fn act(session: &mut Session, sentence: &str) -> Reply {
    session.handle(Request::Act { sentence: sentence.to_owned() })
}

pub(super) fn done(session: &mut Session, sentence: &str) -> Snapshot {
    match act(session, sentence) {
        Reply::Snapshot { snapshot } => *snapshot,
        other => panic!("{sentence}: {other:?}"),
    }
}

pub(super) fn until(session: &mut Session, at_us: i64) -> Snapshot {
    session.handle(Request::RunUntil { at_us });
    snapshot(session.handle(Request::Snapshot))
}

fn denied(reply: Reply) -> Vec<ReasonView> {
    match reply {
        Reply::Denied { reasons } => reasons,
        other => panic!("not denied: {other:?}"),
    }
}

fn face(snapshot: &Snapshot) -> &str {
    &snapshot.phones[0].keys[0].lamp.face
}

fn lanes(session: &mut Session) -> Vec<String> {
    match session.handle(Request::Ladder { from: 0, count: 1, filter: String::new() }) {
        Reply::Ladder { ladder } => ladder.lanes.to_vec(),
        other => panic!("no ladder: {other:?}"),
    }
}

#[test]
fn a_change_waits_for_the_reset_and_is_replayed_like_any_act() {
    let mut session = opened(TWO);
    assert_eq!(face(&until(&mut session, 5_000_000)), "unknown");
    done(&mut session, "change { phones: { Phone A: { subscribe_css: Everyone } } }");
    assert_eq!(face(&until(&mut session, 6_000_000)), "unknown", "saved, not active");
    done(&mut session, "Phone A is reset");
    let live = until(&mut session, 10_000_000);
    assert_eq!((face(&live), live.acts.len()), ("idle", 2));
    assert!(live.acted);
    let before = until(&mut session, 5_500_000);
    assert_eq!((face(&before), before.acts.len()), ("unknown", 1));
    assert_eq!(until(&mut session, 10_000_000).digest, live.digest);
    let mut other = Session::new();
    let there = snapshot(other.handle(load_of(TWO, Some(live.now_us), &live.acts)));
    assert_eq!(there.digest, live.digest);
}

#[test]
fn a_refused_change_says_why_with_its_rule_and_leaves_no_act_behind() {
    let mut session = opened(TWO);
    let before = until(&mut session, 5_000_000);
    let reasons =
        denied(act(&mut session, "change { delete: { calling_search_spaces: [Nobody] } }"));
    assert_eq!(reasons.len(), 2, "and that nobody is named: {reasons:?}");
    assert!(!reasons[0].rule.is_empty() && reasons[0].sentence.contains("Nobody"), "{reasons:?}");
    assert!(!reasons[0].path.is_empty() && !reasons[0].way_out.is_empty(), "{reasons:?}");
    for words in [
        "change { phones: { Phone Z: { subscribe_css: Everyone } } }",
        "change { phones: { Phone A: { subscribe_csss: Everyone } } }",
        "change { phones: {",
        "change ",
    ] {
        let reply = act(&mut session, words);
        assert!(
            matches!(reply, Reply::Refused { .. } | Reply::Denied { .. }),
            "{words}: {reply:?}"
        );
    }
    let after = snapshot(session.handle(Request::Snapshot));
    assert_eq!((after.digest, after.acts.len(), after.acted), (before.digest, 0, false));
    let later = until(&mut session, 31_000_000);
    assert_eq!(later.phones[1].lines[0].state, "off-hook", "the file goes on");
}

#[test]
fn what_should_be_looked_at_is_told_once() {
    let mut session = opened(TWO);
    until(&mut session, 5_000_000);
    let told = done(&mut session, "change { add: { presence_groups: { Night: } } }");
    assert_eq!(told.told, []);
}

#[test]
fn phones_and_lanes_follow_what_was_added_renamed_and_deleted() {
    let mut session = opened(TWO);
    until(&mut session, 5_000_000);
    let names = |snapshot: &Snapshot| -> Vec<String> {
        snapshot.phones.iter().map(|phone| phone.name.clone()).collect()
    };
    done(
        &mut session,
        "change { add: { phones: { Phone C: { type: 7961 SIP, template: Six, lines: [2000 in Office] } } } }",
    );
    let added = done(&mut session, "Phone C connects");
    assert_eq!(names(&added), ["Phone A", "Phone B", "Phone C"]);
    until(&mut session, 6_000_000);
    let renamed = done(&mut session, "change { rename: { phones: { Phone C: Door } } }");
    assert_eq!(names(&renamed), ["Phone A", "Phone B", "Door"]);
    assert_eq!(lanes(&mut session)[1..], ["Phone A", "Phone B", "Door"]);
    until(&mut session, 7_000_000);
    done(&mut session, "change { delete: { phones: [Phone B] } }");
    let gone = until(&mut session, 7_000_000);
    assert_eq!(names(&gone), ["Phone A", "Door"]);
    assert_eq!(
        lanes(&mut session)[1..],
        ["Phone A", "Phone B", "Door"],
        "what it said is still told"
    );
    until(&mut session, 4_000_000);
    assert_eq!(lanes(&mut session)[1..], ["Phone A", "Phone B"]);
    let again = until(&mut session, 7_000_000);
    assert_eq!((names(&again), again.digest), (names(&gone), gone.digest));
    assert_eq!(lanes(&mut session)[1..], ["Phone A", "Phone B", "Door"]);
}

#[test]
fn a_lamp_of_a_phone_that_came_later_tells_why() {
    let mut session = opened(TWO);
    until(&mut session, 5_000_000);
    done(
        &mut session,
        "change { add: { phones: { Phone C: { type: 7961 SIP, template: Six, subscribe_css: Everyone, blf_speed_dials: [{ directory_number: 1111 in Office, label: B }] } } } }",
    );
    done(&mut session, "Phone C connects");
    let state = until(&mut session, 8_000_000);
    assert_eq!(state.phones[2].keys[0].lamp.face, "idle");
    match session.handle(Request::Explain { subject: "Phone C BLF 1".to_owned() }) {
        Reply::Why { why } => assert!(!why.checks.is_empty()),
        other => panic!("{other:?}"),
    }
}
