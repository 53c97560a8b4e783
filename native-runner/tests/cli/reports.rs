//! JSON reports and colour.

use serde_json::Value;

use crate::place::{BAD, GOOD, Place};

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_json_report_is_one_versioned_object_a_line() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD), ("scenarios/b.yaml", BAD)]);
    let ran = place.run(&["run", "--seed", "42", "--report", "json"]);
    let report = lines(&ran.expect(1).out);
    let events: Vec<&str> = report.iter().map(|line| line["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["run-started", "scenario-finished", "scenario-finished", "run-finished"]);
    assert_eq!(report[0]["format"], "lampfield-report/1");
    assert_eq!(report[0]["seed"], 42);
    assert_eq!(report[1]["verdict"], "passed");
    assert_eq!(report[1]["path"], "scenarios/a.yaml");
    assert_eq!(report[1]["digest"].as_str().unwrap().len(), 32);
    assert_eq!(report[1]["simulated_us"], 4_000_000);
    assert_eq!(report[2]["verdict"], "failed");
    let failure = &report[2]["diagnostics"][0];
    assert_eq!(failure["code"], "E0301");
    assert_eq!(failure["place"], "scenarios/b.yaml:33:9");
    assert!(failure["rendered"].as_str().unwrap().contains("Phone A BLF 1"));
    assert_eq!(report[3]["failed"], 1);
    assert_eq!(report[3]["exit"]["code"], 1);
}

#[test]
fn a_report_goes_to_a_file_beside_the_human_one_or_takes_standard_output() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let both = place.run(&["run", "--report", "human,json=r.jsonl"]);
    both.expect(0);
    assert!(both.out.contains("1 passed"));
    assert_eq!(lines(&place.read("r.jsonl")).len(), 3);
    let swapped = place.run(&["run", "--report", "human,json"]);
    assert_eq!(lines(&swapped.expect(0).out).len(), 3);
    assert!(swapped.err.contains("1 passed"), "the human report gives way: {}", swapped.err);
}

#[test]
fn colour_is_only_where_it_is_wanted() {
    let place = Place::with(&[("scenarios/a.yaml", BAD)]);
    let escapes = |arguments: &[&str], no_color: bool| {
        let mut command = place.command();
        if no_color {
            command.env("NO_COLOR", "1");
        }
        let ran = crate::place::Ran::from(command.args(arguments).output().unwrap());
        ran.expect(1).out.contains('\u{1b}')
    };
    assert!(!escapes(&["run"], false), "no terminal");
    assert!(escapes(&["run", "--color", "always"], false));
    assert!(escapes(&["--color", "always", "run"], true), "a flag is stronger than NO_COLOR");
    assert!(!escapes(&["run", "--color", "never"], false));
    assert!(!escapes(&["run", "--color", "always", "--report", "json"], false), "never in JSON");
}

#[test]
fn list_and_rules_speak_json_too() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let list = lines(&place.run(&["list", "--format", "json"]).expect(0).out);
    assert_eq!(list[0]["name"], "A key follows its line");
    assert_eq!(list[0]["covers"], serde_json::json!(["GROUP-10", "QUIRK-5"]));
    let rules = lines(&place.run(&["rules", "--format", "json"]).expect(0).out);
    assert_eq!(rules.len(), lampfield_core::rules::RuleId::ALL.len());
    let group_10 = rules.iter().find(|rule| rule["id"] == "GROUP-10").unwrap();
    assert_eq!(group_10["scenarios"], serde_json::json!(["scenarios/a.yaml"]));
    assert_eq!(group_10["evidence"], "decided");
    let uncovered = lines(&place.run(&["rules", "--uncovered", "--format", "json"]).out);
    assert_eq!(uncovered.len(), rules.len() - 2);
}
