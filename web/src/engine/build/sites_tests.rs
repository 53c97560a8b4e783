//! Acts where there are several clusters, with objects of one name in more than one of them.

use super::form_tests::{form, kinds};
use super::sentence;
use super::tests::{act, done, opened, until};
use crate::engine::Session;
use crate::types::{MessageView, PhoneView, Reply, Request, Snapshot};

/// Three clusters: two have a trunk `To North`, and here two have a phone of one name.
fn three() -> Session {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../scenarios/rules/route-3-three-clusters-watch-one-another.yaml"
    );
    let text = std::fs::read_to_string(path).expect(path);
    let (cut, _) = text.split_once("\nsteps:").expect("steps");
    let steps = "\nsteps: [{ at: 0s, do: everybody connects }]\n";
    opened(&[&cut.replace("Phone E", "Desk").replace("Phone W", "Desk"), steps].concat())
}

fn in_west(snapshot: &Snapshot) -> &PhoneView {
    snapshot.phones.iter().find(|phone| phone.cluster == "West").expect("a phone in West")
}

#[test]
fn a_phone_is_named_with_its_cluster_only_where_another_has_one_of_its_name() {
    let mut session = three();
    let names = until(&mut session, 5_000_000).phones.into_iter().map(|phone| phone.name);
    assert_eq!(names.collect::<Vec<_>>(), ["Phone N", "East/Desk", "West/Desk"]);
}

#[test]
fn what_a_phone_of_any_cluster_does_is_done_by_that_one() {
    let mut session = three();
    until(&mut session, 5_000_000);
    for said in ["West/Desk lifts", "West/Desk hangs up", "West/Desk is reset"] {
        done(&mut session, said);
    }
    let at = until(&mut session, 9_000_000);
    let west = in_west(&at);
    assert_eq!((west.own_name(), west.connected), ("Desk", true));
    let subject = west.keys[1].subject.clone();
    match session.handle(Request::Explain { subject: subject.clone() }) {
        Reply::Why { why } => {
            assert_eq!((why.subject, why.cluster), (subject, "West".to_owned()));
        }
        other => panic!("{other:?}"),
    }
    let (label, number) = ("a line".to_owned(), "3000".to_owned());
    let watch = Request::Watch { phone: west.name.clone(), button: 0, number, label };
    let Reply::Snapshot { snapshot } = session.handle(watch) else { panic!("not watched") };
    assert_eq!(in_west(&snapshot).keys.len(), 3);
}

#[test]
fn every_device_of_every_cluster_is_reset_and_deleted_by_its_list() {
    let mut session = three();
    until(&mut session, 5_000_000);
    for kind in kinds(&mut session) {
        if !matches!(kind.table.as_str(), "phones" | "trunks") {
            continue;
        }
        for (name, _) in &kind.objects {
            assert!(form(&mut session, &kind.cluster, &kind.table, name).resets);
            done(&mut session, &sentence::reset(&kind.cluster, name));
        }
    }
    let at = until(&mut session, 9_000_000);
    let west = in_west(&at);
    let said = sentence::delete(&west.cluster, "phones", &[west.own_name().to_owned()]);
    let left = done(&mut session, &said).phones;
    assert_eq!(left.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["Phone N", "Desk"]);
}

#[test]
fn a_cluster_is_deleted_with_what_it_did_and_one_that_others_need_says_who_they_are() {
    let mut session = three();
    until(&mut session, 5_000_000);
    done(&mut session, "West/Desk lifts");
    done(&mut session, "East/Desk lifts");
    let mut delete = |name: &str| {
        let what = ["delete ", name].concat();
        session.handle(Request::Place { cluster: String::new(), what })
    };
    let Reply::Refused { sentence } = delete("North") else { panic!("North went") };
    assert!(sentence.starts_with("`North` is in use: Relay: {"), "{sentence}");
    let Reply::Text { text } = delete("West") else { panic!("West is still there") };
    let mut session = opened(&text);
    let at = until(&mut session, 6_000_000);
    let names: Vec<&str> = at.phones.iter().map(|phone| phone.name.as_str()).collect();
    assert_eq!(names, ["Phone N", "Desk"]);
    assert!(text.contains("do: East/Desk lifts") && !text.contains("do: West/Desk"), "{text}");
    assert_eq!(at.phones[1].lines[0].state, "off-hook");
}

#[test]
fn a_remedy_is_made_in_the_cluster_that_decides() {
    let mut session = three();
    let off = "change { sip_trunk_security_profiles: { Open: { accept_presence_subscription: no } }, cluster: West }";
    done(&mut session, off);
    for trunk in ["To North", "To East"] {
        done(&mut session, &sentence::reset("West", trunk));
    }
    until(&mut session, 40_000_000);
    let Reply::Snapshot { snapshot } = session.handle(Request::Snapshot) else { panic!() };
    let whys =
        (0..snapshot.events).filter_map(|event| match session.handle(Request::Message { event }) {
            Reply::Message { message } => message.why,
            _ => None,
        });
    let refused = whys.filter(|why| why.cluster == "West" && !why.remedies.is_empty());
    let acts: Vec<String> = refused.flat_map(|why| why.remedies).map(|one| one.acts).collect();
    let on = "change { sip_trunk_security_profiles: { Open: { accept_presence_subscription: yes } }, cluster: West }\nWest/To North is reset";
    assert!(acts.iter().any(|own| own == on), "{acts:#?}");
    assert!(matches!(act(&mut session, on), Reply::Snapshot { .. }));
}

#[test]
fn a_decision_names_the_trunk_of_the_cluster_that_decides() {
    let mut session = three();
    let events = until(&mut session, 9_000_000).events;
    let rows = (0..events).filter_map(|event| match session.handle(Request::Message { event }) {
        Reply::Message { message } => {
            let MessageView { why, row, causes, .. } = *message;
            why.map(|why| (why, row, causes))
        }
        _ => None,
    });
    let over = rows.filter(|(why, ..)| why.cluster == "West");
    let rows = over.flat_map(|(_, row, causes)| causes.into_iter().chain([row]));
    let labels: Vec<String> =
        rows.map(|row| row.label).filter(|label| label.starts_with("decides")).collect();
    assert!(
        labels.iter().any(|label| label.starts_with("decides To North for 3000")),
        "{labels:?}"
    );
    assert!(!labels.iter().any(|label| label.contains("relay")), "{labels:?}");
}
