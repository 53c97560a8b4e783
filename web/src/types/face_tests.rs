//! What other people's JavaScript is given has the names that `face.d.ts` promises.

use super::*;
use crate::wire::Sealed;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const PROMISED: &str = include_str!("../face/face.d.ts");

/// Each interface with its fields.
fn promised() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let interfaces = PROMISED.split("export interface ").skip(1).map(|rest| {
        let (name, body) = rest.split_once(" {").unwrap();
        let body = body.split("\n}").next().unwrap();
        let fields = body.lines().filter_map(|line| line.trim_start().split_once(": "));
        (name, fields.map(|(field, _)| field).filter(|field| !field.starts_with('/')).collect())
    });
    interfaces.collect()
}

fn given(value: impl Serialize) -> BTreeSet<String> {
    let Ok(Value::Object(fields)) = serde_json::to_value(value) else { panic!("no object") };
    fields.into_iter().map(|(name, _)| name).collect()
}

#[test]
fn every_interface_promises_the_fields_that_are_given() {
    let all = [
        ("Snapshot", given(Snapshot::default())),
        ("Reason", given(ReasonView::default())),
        ("Fault", given(FaultView::default())),
        ("Node", given(NodeView::default())),
        ("Phone", given(PhoneView::default())),
        ("Line", given(LineView::default())),
        ("Lamp", given(LampView::default())),
        ("Key", given(KeyView::default())),
        ("List", given(ListView::default())),
        ("Entry", given(EntryView::default())),
        ("LadderRow", given(LadderRow::default())),
        ("Why", given(WhyView::default())),
        ("Check", given(CheckView::default())),
        ("Remedy", given(RemedyView::default())),
        ("Problem", given(ProblemView::default())),
    ];
    let mut promised = promised();
    // What is taken, not given.
    assert!(promised.remove("LoadOptions").is_some());
    for (name, fields) in &all {
        let promised = promised.remove(name).unwrap_or_default();
        assert_eq!(fields.iter().map(String::as_str).collect::<BTreeSet<_>>(), promised, "{name}");
    }
    assert!(promised.is_empty(), "promised and never given: {promised:?}");
}

#[test]
fn kinds_of_rows_go_by_the_words_that_are_promised() {
    let kinds = [
        RowKind::Sip,
        RowKind::Link,
        RowKind::Act,
        RowKind::Lamp,
        RowKind::Line,
        RowKind::Timer,
        RowKind::Fault,
    ];
    let words = kinds.map(|kind| serde_json::to_string(&kind).unwrap()).join(" | ");
    assert!(PROMISED.contains(&format!("kind: {words};")), "{words}");
}

#[test]
fn values_go_as_they_are_and_what_is_sealed_goes_opened() {
    let lamp = LampView { face: "busy".into(), since_us: -1, ..LampView::default() };
    let key = KeyView { button: 1, label: "Größe \"1\"".into(), lamp, ..KeyView::default() };
    let phone = PhoneView { keys: Sealed::from(vec![key]), ..PhoneView::default() };
    let snapshot = Snapshot {
        now_us: 1_500_000,
        acts: vec![(i64::MIN, "A lifts".into())],
        phones: vec![phone],
        ..Snapshot::default()
    };
    let given = serde_json::to_value(snapshot).unwrap();
    assert_eq!(given["nowUs"], 1_500_000);
    assert_eq!(given["notice"], Value::Null);
    assert_eq!(given["acts"], json!([[i64::MIN, "A lifts"]]));
    assert_eq!(given["phones"][0]["keys"][0]["label"], "Größe \"1\"");
    assert_eq!(given["phones"][0]["keys"][0]["lamp"]["sinceUs"], -1);
    assert_eq!(given["quiet"], false);
}
