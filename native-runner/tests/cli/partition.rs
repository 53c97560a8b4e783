//! `--partition`: parts of the scenarios for parallel jobs.

use std::collections::BTreeMap;
use std::path::Path;

use crate::place::{GOOD, Place};

fn listed(place: &Place, arguments: &[&str]) -> Vec<String> {
    let all = [&["list", "-q"], arguments].concat();
    place.run(&all).expect(0).out.lines().map(str::to_owned).collect()
}

#[test]
fn the_four_quarters_of_our_own_scenarios_are_each_scenario_exactly_once() {
    let place = Place::at(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap());
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for part in ["1/4", "2/4", "3/4", "4/4"] {
        let here = listed(&place, &["--partition", part]);
        assert!(!here.is_empty(), "{part}");
        here.into_iter().for_each(|path| *seen.entry(path).or_default() += 1);
    }
    let mut all = listed(&place, &[]);
    all.sort();
    assert!(all.len() > 100, "{}", all.len());
    assert_eq!(seen.keys().cloned().collect::<Vec<_>>(), all);
    assert!(seen.values().all(|times| *times == 1), "{seen:?}");
}

#[test]
fn a_file_stays_in_its_part_when_others_join_and_from_wherever_it_is_called() {
    let place = Place::new();
    for n in 0..20 {
        place.write(&format!("scenarios/b/{n}.yaml"), GOOD);
    }
    let before = listed(&place, &["--partition", "2/3"]);
    for n in 0..20 {
        place.write(&format!("scenarios/a/{n}.yaml"), GOOD);
    }
    let mut after = listed(&place, &["--partition", "2/3"]);
    after.retain(|path| path.starts_with("scenarios/b/"));
    assert_eq!(after, before);
    assert_eq!(listed(&place, &["scenarios/b", "--partition", "2/3"]), before);
}

#[test]
fn run_plays_one_part_and_an_empty_part_is_no_failure() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let parts = ["1/3", "2/3", "3/3"].map(|part| place.run(&["run", "--partition", part]));
    let passed = |n| parts.iter().filter(|ran| ran.out.contains(n)).count();
    parts.iter().for_each(|ran| {
        ran.expect(0).says(&["in the others)"]);
    });
    assert_eq!((passed("1 passed"), passed("0 passed")), (1, 2));
    place.run(&["run", "--partition", "4/3"]).expect(2).says(&["the parts are `1/3` to `3/3`"]);
    // Without parts, nothing to run is what it always was.
    place.run(&["run", "-E", "tag(none)"]).expect(4);
}
