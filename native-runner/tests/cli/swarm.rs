//! `swarm`: finds what takes several faults, and makes it small.

use crate::place::{GOOD, Place, Ran};

#[test]
fn an_engine_without_a_mistake_holds_under_faults() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let ran = place.run(&["swarm", "--runs", "300"]);
    ran.expect(0).says(&["1 scenario, 300 runs, first seed 1", "300 runs, and everything held"]);
    assert!(!place.root.join("scenarios/regressions").exists());
}

/// With the mistake that builds for tests can plant: a SIP phone that has connected twice is deaf
/// once a datagram comes twice.
#[cfg(debug_assertions)]
fn deaf(place: &Place, arguments: &[&str]) -> Ran {
    let mut command = place.command();
    Ran::from(command.args(arguments).env("LAMPFIELD_TEST_BUG", "deaf").output().unwrap())
}

#[cfg(debug_assertions)]
#[test]
fn a_mistake_that_takes_two_faults_is_found_and_shrunk_to_what_people_understand() {
    let place = Place::with(&[("scenarios/gallery/a.yaml", GOOD)]);
    deaf(&place, &["run"]).expect(0);
    let ran = deaf(&place, &["swarm", "--runs", "10000"]);
    ran.expect(1).says(&["FOUND", "lamps-tell-the-truth-in-the-end does not hold", "to 2 faults"]);
    let path = ran.out.lines().find_map(|line| line.trim().strip_prefix("wrote  ")).unwrap();
    assert!(path.starts_with("scenarios/regressions/swarm-lamps-tell-the-truth"), "{path}");
    let file = place.read(path);
    for part in [
        "# Found by `lampfield swarm` in scenarios/gallery/a.yaml, seed ",
        "name: lamps-tell-the-truth-in-the-end after ",
        "Phone A BLF 1",
        // It has connected again, and something came twice.
        "Phone A is ",
        " and ",
        "always: [lamps-tell-the-truth-in-the-end]",
    ] {
        assert!(file.contains(part), "no {part} in\n{file}");
    }
    assert!(file.lines().count() < 40 && file.matches("at: ").count() <= 7, "{file}");
    // It reproduces, and guards once the mistake is gone.
    deaf(&place, &["run", path]).expect(1).says(&["E0308"]);
    place.run(&["run", path]).expect(0);
    // The same seed finds the same again, and nothing is overwritten.
    let again = deaf(&place, &["swarm", "scenarios/gallery", "--runs", "10000", "-j", "1"]);
    let other = again.out.lines().find_map(|line| line.trim().strip_prefix("wrote  ")).unwrap();
    assert_ne!(other, path);
    assert_eq!(place.read(other), file);
}

#[test]
fn a_run_can_be_had_again_by_its_seed() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    place.run(&["swarm", "--runs", "1", "--seed", "17"]).expect(0).says(&["first seed 17"]);
    place.run(&["swarm", "nowhere.yaml"]).expect(3);
    place.run(&["swarm", "-E", "tag(none)"]).expect(4);
}
