//! `trace` and `replay`.

use crate::place::{GOOD, Place};

#[test]
fn a_trace_has_four_forms() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let form = |flags: &[&str]| {
        let mut arguments = vec!["trace", "scenarios/a.yaml"];
        arguments.extend(flags);
        place.run(&arguments)
    };
    form(&[]).expect(0).says(&["CallManager", "SUBSCRIBE 1111", "NOTIFY 1111"]);
    assert_eq!(form(&[]).out, form(&["--ladder"]).out);
    form(&["--lamps"]).expect(0).says(&["one column = ", "Phone A BLF 1"]);
    form(&["--glyph"]).expect(0).says(&["! command", "lifts"]);
    form(&["--json"]).expect(0).says(&["lampfield-trace/1"]);
    form(&["--timers"]).expect(0).says(&["timer F", "32.000s"]);
}

#[test]
fn a_window_and_a_node_narrow_the_view() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let ran = place.run(&["trace", "scenarios/a.yaml", "--from", "2.5s", "--to", "3.5s"]);
    ran.expect(0).says(&["hangs up"]);
    assert!(!ran.out.contains("lifts"), "{}", ran.out);
    let ran = place.run(&["trace", "scenarios/a.yaml", "--node", "Phone B", "--glyph"]);
    assert!(!ran.expect(0).out.contains("BLF 1 shows"), "{}", ran.out);
    let ran = place.run(&["trace", "scenarios/a.yaml", "--lamps", "--column", "1s"]);
    ran.expect(0).says(&["one column = 1.000s", "iBB"]);
}

#[test]
fn a_recorded_run_replays_and_a_changed_one_is_told_where_it_parts() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD), ("scenarios/b.yaml", GOOD)]);
    place.run(&["run", "scenarios/a.yaml", "--seed", "5", "--trace", "a.jsonl"]).expect(0);
    std::fs::remove_dir_all(place.root.join("scenarios")).unwrap();
    place.run(&["replay", "a.jsonl"]).expect(0).says(&["same", "digest "]);

    // Somebody touched an event: its digest in the header is now another's.
    let text = place.read("a.jsonl");
    let header = text.lines().next().unwrap();
    let digest = header.split("\"digest\":\"").nth(1).unwrap().get(..32).unwrap();
    let command = |word| format!("\"command\":\"{word}\"");
    let forged =
        text.replace(digest, &"0".repeat(32)).replace(&command("lift"), &command("answer"));
    place.write("b.jsonl", forged);
    let ran = place.run(&["replay", "b.jsonl"]);
    ran.expect(7).says(&["differs", "first different", "answer", "last the same: event"]);
    let json = place.run(&["replay", "b.jsonl", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.expect(7).out).unwrap();
    assert_eq!(value["same"], false);
    assert!(value["divergence"]["recorded"].is_object(), "{value}");
}

#[test]
fn every_kind_of_recording_replays() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let json = place.run(&["trace", "scenarios/a.yaml", "--json"]);
    place.write("t.jsonl", &json.expect(0).out);
    place.run(&["replay", "t.jsonl"]).expect(0);
    let longer = place.run(&["trace", "scenarios/a.yaml", "--json", "--seed", "9"]);
    place.write("u.jsonl", &longer.expect(0).out);
    place.run(&["replay", "u.jsonl"]).expect(0);
    place.run(&["run", "--until", "1.5s", "--trace", "v.jsonl"]).expect(5);
    place.run(&["replay", "v.jsonl"]).expect(0);
}

#[test]
fn traces_of_several_scenarios_stand_in_a_folder_by_their_names() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD), ("scenarios/b/c.yaml", GOOD)]);
    place.run(&["run", "--trace", "traces"]).expect(0);
    place.run(&["replay", "traces/a.jsonl"]).expect(0);
    place.run(&["replay", "traces/b/c.jsonl"]).expect(0);
}

#[test]
fn what_is_no_trace_is_told_so() {
    let place = Place::new();
    let header = "{\"format\":\"lampfield-trace/9\"}\n";
    let files: &[(&str, &[u8], &str)] = &[
        ("empty", b"", "not the header"),
        ("text", b"hello\n", "not the header"),
        ("binary", &[0xff, 0xfe], "not UTF-8"),
        ("future", header.as_bytes(), "lampfield-trace/9"),
    ];
    for (name, bytes, part) in files {
        place.write(name, bytes);
        place.run(&["replay", name]).expect(3).says(&["no trace that can be replayed", part]);
    }
}
