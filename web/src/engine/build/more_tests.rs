//! What no act can bring: somebody outside, and a further cluster. The file with it is loaded anew.

use super::tests::{TWO, act, opened, until};
use crate::engine::Session;
use crate::messages::BLANK;
use crate::types::{Reply, Request, Snapshot};

fn place(session: &mut Session, what: &str) -> Reply {
    session.handle(Request::Place { cluster: String::new(), what: what.to_owned() })
}

fn placed(session: &mut Session, what: &str) -> String {
    match place(session, what) {
        Reply::Text { text } => text,
        other => panic!("{what}: {other:?}"),
    }
}

/// The page's own way: what comes is loaded where the run stood.
fn loaded(session: &mut Session, text: String, at_us: i64) -> Snapshot {
    let (path, at_us) = ("mine.yaml".to_owned(), Some(at_us));
    let load = Request::Load { path, text, seed: None, at_us, acts: Vec::new() };
    match session.handle(load) {
        Reply::Snapshot { snapshot } => *snapshot,
        other => panic!("{other:?}"),
    }
}

fn watch(session: &mut Session, number: &str, label: &str) {
    let (phone, number) = ("Phone A".to_owned(), number.to_owned());
    let watch = Request::Watch { phone, button: 0, number, label: label.to_owned() };
    let reply = session.handle(watch);
    assert!(matches!(reply, Reply::Snapshot { .. }), "{reply:?}");
}

fn outside(snapshot: &Snapshot) -> usize {
    snapshot.nodes.iter().filter(|node| node.table == "outside").count()
}

fn key(snapshot: &Snapshot, at: usize) -> String {
    snapshot.phones[0].keys[at].lamp.face.clone()
}

#[test]
fn from_a_blank_cluster_a_phone_watches_another_cluster_and_a_server() {
    let mut session = opened(BLANK);
    let reply = place(&mut session, "7970 SIP");
    assert!(matches!(reply, Reply::Snapshot { .. }), "{reply:?}");
    until(&mut session, 2_000_000);
    let text = placed(&mut session, "cluster");
    assert!(text.contains("# A phone has a number"), "comments stay: {text}");
    let two = loaded(&mut session, text, 2_000_000);
    let names: Vec<&str> = two.phones.iter().map(|phone| phone.name.as_str()).collect();
    assert_eq!((two.now_us, names[0], names.len()), (2_000_000, "Phone A", 2));
    let (other, number) = (names[1].to_owned(), two.phones[1].lines[0].number.clone());
    watch(&mut session, &number, &other);
    assert_eq!(key(&until(&mut session, 4_000_000), 0), "idle");
    act(&mut session, &format!("{other} dials 1001"));
    assert_eq!(key(&until(&mut session, 6_000_000), 0), "busy");
    // What was done until then is in the file now.
    let text = placed(&mut session, "outside");
    let all = loaded(&mut session, text, 7_000_000);
    assert_eq!((outside(&all), key(&all, 0).as_str()), (1, "busy"));
    let text = placed(&mut session, "outside");
    let (_, digits) = text.split_once("presentities: { ").expect("a server");
    watch(&mut session, digits.split(':').next().expect("a number"), "Server");
    assert_eq!(key(&until(&mut session, 9_000_000), 1), "idle");
}

#[test]
fn a_third_cluster_and_a_second_server_have_names_and_numbers_of_their_own() {
    let mut session = opened(TWO);
    until(&mut session, 3_000_000);
    for what in ["cluster", "outside", "cluster", "outside"] {
        let text = placed(&mut session, what);
        loaded(&mut session, text, 3_000_000);
    }
    let all = until(&mut session, 3_000_000);
    assert_eq!((outside(&all), all.phones.len()), (2, 4));
}

#[test]
fn what_comes_after_the_moment_and_a_lesson_stay_as_they_are() {
    let mut session = opened(TWO);
    let text = placed(&mut session, "cluster");
    assert!(text.contains("at: 30s, do: Phone B lifts"), "{text}");
    let item = crate::engine::learn::items().remove(0);
    session.handle(Request::Load {
        path: item.path,
        text: item.text,
        seed: None,
        at_us: None,
        acts: Vec::new(),
    });
    for what in ["cluster", "outside"] {
        let reply = place(&mut session, what);
        assert!(matches!(reply, Reply::Refused { .. }), "{what}: {reply:?}");
    }
}

#[test]
fn the_link_between_two_clusters_is_cut_by_its_trunk_and_a_message_on_it_is_skipped() {
    let mut session = opened(BLANK);
    place(&mut session, "7970 SIP");
    until(&mut session, 2_000_000);
    let text = placed(&mut session, "cluster");
    let two = loaded(&mut session, text, 2_000_000);
    let other = two.phones[1].name.clone();
    watch(&mut session, &two.phones[1].lines[0].number, &other);
    until(&mut session, 4_000_000);
    act(&mut session, &format!("{other} lifts"));
    assert_eq!(key(&until(&mut session, 4_200_000), 0), "busy");
    let rows = Request::Ladder { from: 0, count: 100, filter: "NOTIFY".into() };
    let Reply::Ladder { ladder } = session.handle(rows) else { panic!("no ladder") };
    let cluster = |lane: u16| ladder.lanes[usize::from(lane)].starts_with("Cluster");
    let mut rows = ladder.rows.iter().rev();
    let last = rows.find(|row| cluster(row.from_lane) && cluster(row.to_lane)).expect("across");
    let Reply::Snapshot { snapshot } = session.handle(Request::Skip { event: last.event }) else {
        panic!("{last:?}")
    };
    assert_eq!(key(&snapshot, 0), "idle", "it is sent again later");
    assert_eq!(key(&until(&mut session, 5_000_000), 0), "busy");
    for sentence in ["cut To Cluster B", "latency 0.300s on To Cluster B"] {
        act(&mut session, sentence);
        let fault = until(&mut session, 5_000_000).faults.pop().expect(sentence);
        assert_eq!(fault.sentence, sentence);
        assert!(cluster(fault.from_lane) && cluster(fault.to_lane), "{fault:?}");
        act(&mut session, &fault.undo);
        assert!(until(&mut session, 5_000_000).faults.is_empty(), "{}", fault.undo);
    }
}
