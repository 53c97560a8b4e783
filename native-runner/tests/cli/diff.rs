//! `diff`: two traces beside each other.

use crate::place::{GOOD, Place};

fn traces() -> Place {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    place.run(&["run", "--seed", "5", "--trace", "five.jsonl"]).expect(0);
    place.run(&["run", "--seed", "5", "--trace", "again.jsonl"]).expect(0);
    place.run(&["run", "--seed", "6", "--trace", "six.jsonl"]).expect(0);
    place
}

#[test]
fn the_same_run_twice_is_the_same() {
    let place = traces();
    place.run(&["diff", "five.jsonl", "again.jsonl"]).expect(0).says(&["same", "digest "]);
}

#[test]
fn the_first_event_that_differs_stands_side_by_side() {
    let place = traces();
    let ran = place.run(&["diff", "five.jsonl", "six.jsonl"]);
    ran.expect(1).says(&["differs", "the same up to event", "the first different"]);
    let line = |start: &str| {
        let found = ran.out.lines().rev().find(|line| line.trim_start().starts_with(start));
        found.unwrap_or_else(|| panic!("no {start} in\n{}", ran.out)).to_owned()
    };
    assert!(line("seed").contains("5  ") && line("seed").contains("! 6"), "{}", ran.out);
    // Another seed makes other Call-IDs; who sends what to whom is the same.
    assert!(line("node").contains("Phone A") && !line("node").contains('!'), "{}", ran.out);
    assert!(line("Call-ID").contains(" ! Call-ID"), "{}", ran.out);
    assert!(!line("CSeq:").contains('!'), "{}", ran.out);
    let json = place.run(&["diff", "five.jsonl", "six.jsonl", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.expect(1).out).unwrap();
    assert_eq!(value["same"], false);
    let sides = &value["divergence"];
    assert_eq!(sides["left"]["id"], sides["right"]["id"]);
    assert_eq!(sides["last_common"], sides["left"]["id"].as_u64().unwrap() - 1);
}

#[test]
fn a_run_that_ended_earlier_ends_there() {
    let place = traces();
    place.run(&["run", "--seed", "5", "--until", "2.5s", "--trace", "short.jsonl"]).expect(5);
    let ran = place.run(&["diff", "five.jsonl", "short.jsonl"]);
    ran.expect(1).says(&["! (ends here)", "hang"]);
}

#[test]
fn another_scenario_is_told() {
    let place = traces();
    place.write("scenarios/a.yaml", GOOD.replace("at: 1s", "at: 1.5s"));
    place.run(&["run", "--seed", "5", "--trace", "other.jsonl"]).expect(0);
    let ran = place.run(&["diff", "five.jsonl", "other.jsonl"]);
    ran.expect(1).says(&["`a.yaml` is another text", "1.000s", "! 1.500s"]);
}

#[test]
fn what_is_no_trace_is_told_with_code_3() {
    let place = traces();
    place.write("broken.jsonl", "hello\n");
    place
        .run(&["diff", "five.jsonl", "broken.jsonl"])
        .expect(3)
        .says(&["no trace that can be compared"]);
    place.run(&["diff", "five.jsonl", "nowhere.jsonl"]).expect(3);
}
