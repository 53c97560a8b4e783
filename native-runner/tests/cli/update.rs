//! `run --update`.

use crate::place::{BAD, GOOD, Place};

/// The scenario that holds, with a waveform instead of its last expectation.
fn drawn(letters: &str) -> String {
    let (before, _) = GOOD.split_once("  - at: 4s").unwrap();
    format!(
        "{before}  - at: 4s\n    expect:\n      - waveform: |\n          # one column = 1s\n          \
         # 1111 really          .OO.\n          Phone A BLF 1 (1111)   {letters}   \n"
    )
}

#[test]
fn waveforms_are_written_anew_in_place_and_all_else_stays() {
    let wrong = drawn("iiii");
    let place = Place::with(&[("scenarios/a.yaml", &wrong), ("scenarios/b.yaml", GOOD)]);
    place.run(&["run"]).expect(1).says(&["E0307", "1 passed, 1 failed"]);
    assert_eq!(place.read("scenarios/a.yaml"), wrong, "without the flag nothing is written");
    let ran = place.run(&["run", "--update"]);
    ran.expect(8).says(&["UPDATED", "one row of its waveforms", "1 passed, 0 failed", "1 updated"]);
    assert_eq!(place.read("scenarios/a.yaml"), drawn("iBBi"));
    assert_eq!(place.read("scenarios/b.yaml"), GOOD);
    // Once written it holds, and nothing is written again.
    place.run(&["run", "--update"]).expect(0).says(&["2 passed"]);
    assert_eq!(std::fs::read_dir(place.root.join("scenarios")).unwrap().count(), 2);
}

#[test]
fn what_somebody_meant_is_never_changed() {
    let never = "      - never: { lamp: Phone A BLF 1, is: busy }\n";
    let because = GOOD.replace("because: [GROUP-10, QUIRK-5]", "because: [GROUP-2]");
    for text in [BAD.to_owned(), format!("{GOOD}{never}"), because] {
        let place = Place::with(&[("scenarios/a.yaml", &text)]);
        place.run(&["run", "--update"]).expect(1).says(&["1 failed"]);
        assert_eq!(place.read("scenarios/a.yaml"), text);
    }
}

#[test]
fn what_fails_besides_is_told_though_the_waveform_is_written() {
    let never = "      - never: { lamp: Phone A BLF 1, is: busy }\n";
    let place = Place::with(&[("scenarios/a.yaml", &format!("{}{never}", drawn("iiii")))]);
    place.run(&["run", "--update"]).expect(1).says(&["E0304", "one row of its waveforms"]);
    assert_eq!(place.read("scenarios/a.yaml"), format!("{}{never}", drawn("iBBi")));
}

#[test]
fn a_known_failure_is_not_taken_for_right() {
    let text = format!("known_failure: {{ why: later, until: 2027-01-31 }}\n{}", drawn("iiii"));
    let place = Place::with(&[("scenarios/a.yaml", &text)]);
    place.run(&["run", "--update", "--today", "2027-01-01"]).expect(0);
    assert_eq!(place.read("scenarios/a.yaml"), text);
}

#[test]
fn another_seed_or_another_end_is_nothing_to_update_from() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    place.run(&["run", "--update", "--seed", "7"]).expect(2);
    place.run(&["run", "--update", "--until", "1s"]).expect(2);
}

#[test]
fn a_file_that_cannot_be_written_is_told_with_code_6() {
    let place = Place::with(&[("scenarios/a.yaml", &drawn("iiii"))]);
    // A folder where the new text would be put beside the old one.
    std::fs::create_dir(place.root.join("scenarios/.a.yaml.new")).unwrap();
    place.run(&["run", "--update"]).expect(6).says(&["cannot write `scenarios/a.yaml`"]);
    assert_eq!(place.read("scenarios/a.yaml"), drawn("iiii"));
}
