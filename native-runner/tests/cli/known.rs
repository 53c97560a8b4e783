//! Known failures: a reason, and a day after which they fail.

use serde_json::Value;

use crate::place::{BAD, GOOD, Place, Ran};

const KEY: &str = "known_failure: { why: \"the key sticks, ticket 4711\", until: 2027-01-31 }\n";

fn place(scenario: &str) -> Place {
    Place::with(&[("scenarios/a.yaml", &format!("{KEY}{scenario}")), ("scenarios/b.yaml", GOOD)])
}

fn on(place: &Place, day: &str, more: &[&str]) -> Ran {
    place.run(&[&["run", "--today", day], more].concat())
}

#[test]
fn a_known_failure_fails_nobody_up_to_its_day() {
    let place = place(BAD);
    for day in ["2026-12-01", "2027-01-31"] {
        let ran = on(&place, day, &[]);
        ran.expect(0).says(&[
            "KNOWN",
            "known to fail until 2027-01-31: the key sticks, ticket 4711",
            "1 passed, 0 failed, 0 unknown, 1 known to fail",
        ]);
        assert!(!ran.out.contains("error["), "nobody has to act on it: {}", ran.out);
    }
    assert!(on(&place, "2027-01-31", &["--fail-fast", "-j", "1"]).out.contains("1 passed"));
}

#[test]
fn when_the_day_is_over_it_fails_and_says_so() {
    let ran = on(&place(BAD), "2027-02-01", &[]);
    ran.expect(1).says(&[
        "error[E0316]: this failure was to be gone after 2027-01-31",
        "--> scenarios/a.yaml:1:16",
        "today is 2027-02-01",
        "the key sticks, ticket 4711",
        // What fails is told too.
        "error[E0301]",
    ]);
}

#[test]
fn one_that_no_longer_fails_must_be_taken_out() {
    let ran = on(&place(GOOD), "2027-01-01", &[]);
    ran.expect(1)
        .says(&["error[E0317]: a known failure that no longer fails", "take `known_failure`"]);
}

#[test]
fn without_a_flag_it_is_judged_by_today() {
    let old = BAD.to_owned() + "known_failure: { why: x, until: 2020-01-01 }\n";
    let far = BAD.to_owned() + "known_failure: { why: x, until: 2999-01-01 }\n";
    Place::with(&[("scenarios/a.yaml", &old)]).run(&["run"]).expect(1).says(&["E0316"]);
    Place::with(&[("scenarios/a.yaml", &far)]).run(&["run"]).expect(0).says(&["1 known to fail"]);
}

#[test]
fn a_wrong_key_is_told_in_full() {
    let wrong = format!("known_failure: {{ until: 2027-02-30 }}\n{GOOD}");
    let ran = Place::with(&[("scenarios/a.yaml", &wrong)]).run(&["check"]);
    ran.expect(3).says(&["needs the key `why`", "`2027-02-30` is no day of the calendar"]);
    let ran = place(BAD).run(&["run", "--today", "tomorrow"]);
    ran.expect(2).says(&["such as `2027-01-31`"]);
}

#[test]
fn every_report_tells_it() {
    let place = place(BAD);
    let day = "2027-01-31";
    let json = on(&place, day, &["--report", "json"]).expect(0).out.clone();
    let lines: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[1]["verdict"], "known-failure");
    assert_eq!(lines[1]["known_failure"]["until"], "2027-01-31");
    assert_eq!(lines[3]["known_failures"], 1);
    let sentence = "known to fail until 2027-01-31: the key sticks, ticket 4711";
    let junit = on(&place, day, &["--report", "junit"]).expect(0).out.clone();
    assert!(junit.contains(&format!("<skipped message=\"{sentence}\"")), "{junit}");
    let html = on(&place, day, &["--report", "html"]).expect(0).out.clone();
    assert!(html.contains(sentence) && html.contains("KNOWN"), "{html}");
    let mut command = place.command();
    command.args(["run", "--today", day, "--report", "github"]);
    let ran = Ran::from(command.env("GITHUB_STEP_SUMMARY", "summary.md").output().unwrap());
    ran.expect(0).says(&["::notice file=scenarios/a.yaml,line=34,", sentence]);
    assert!(place.read("summary.md").contains(sentence));
}
