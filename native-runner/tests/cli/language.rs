//! `fmt`, `schema`, and the cases of a `matrix`.

use std::path::Path;

use crate::place::{BROKEN, GOOD, Place};

fn with_matrix() -> String {
    GOOD.replacen(
        "lampfield: 1\n",
        "lampfield: 1\nmatrix: { seed: [3, 4], latency: [1ms, 2ms] }\n",
        1,
    )
}

#[test]
fn each_case_of_a_matrix_runs_and_is_listed_by_its_own_name() {
    let place = Place::with(&[("scenarios/a.yaml", &with_matrix()), ("scenarios/b.yaml", GOOD)]);
    place.run(&["run"]).expect(0).says(&[
        "5 scenarios",
        "a[seed=3,latency=1ms]",
        "a[seed=4,latency=2ms]",
        "5 passed",
    ]);
    place.run(&["list"]).expect(0).says(&["scenarios/a.yaml[seed=3,latency=2ms]", "5 scenarios"]);
    let json = place.run(&["run", "--report", "json"]);
    json.expect(0).says(&[
        r#""case":"seed=4,latency=1ms""#,
        r#""path":"scenarios/a.yaml""#,
        r#""case":null"#,
    ]);
}

#[test]
fn one_case_is_named_in_brackets_behind_its_file() {
    let place = Place::with(&[("scenarios/a.yaml", &with_matrix())]);
    let case = "scenarios/a.yaml[seed=4,latency=2ms]";
    place.run(&["run", case]).expect(0).says(&["1 scenario ", "a[seed=4,latency=2ms]"]);
    place
        .run(&["run", "scenarios/a.yaml[seed=4,latency=2m]"])
        .expect(3)
        .says(&["has no case", "did you mean `seed=4,latency=2ms`?"]);
    let trace = place.run(&["trace", case, "--json"]);
    trace.expect(0).says(&[r#""case":"seed=4,latency=2ms""#, r#""seed":"4""#]);
    place.write("t.jsonl", &trace.out);
    place.run(&["replay", "t.jsonl"]).expect(0).says(&["same"]);
    let first = place.run(&["trace", "scenarios/a.yaml", "--glyph"]);
    first.expect(0).says(&["the first of 4 cases", "seed=3,latency=2ms"]);
}

#[test]
fn another_seed_is_taken_where_a_case_names_none() {
    let matrix = GOOD.replacen("lampfield: 1\n", "lampfield: 1\nmatrix: { latency: [1ms] }\n", 1);
    let place = Place::with(&[("scenarios/a.yaml", &with_matrix()), ("scenarios/b.yaml", &matrix)]);
    let ran = place.run(&["run", "-v", "--seed", "99"]);
    ran.expect(0).says(&["seed 3 ", "seed 4 "]);
    assert_eq!(ran.out.matches("seed 99 ").count(), 1, "{}", ran.out);
}

#[test]
fn fmt_writes_what_check_complains_of_and_no_more() {
    let untidy = GOOD.replacen("lampfield: 1\n", "lampfield:   1 # why\n\n\n", 1);
    let place = Place::with(&[("scenarios/a.yaml", &untidy), ("scenarios/b.yaml", GOOD)]);
    let before = place.read("scenarios/a.yaml");
    place.run(&["fmt", "--check"]).expect(8).says(&["scenarios/a.yaml:", "1 would change"]);
    assert_eq!(place.read("scenarios/a.yaml"), before);
    place.run(&["fmt"]).expect(0).says(&["written  scenarios/a.yaml"]);
    assert!(place.read("scenarios/a.yaml").contains("lampfield: 1   # why\n\n"));
    place.run(&["fmt", "--check"]).expect(0).says(&["2 files as they should be"]);
}

#[test]
fn fmt_of_a_folder_takes_what_its_scenarios_include_from_there_and_no_stranger() {
    let (head, cluster) = GOOD.split_once("cluster:\n").unwrap();
    let (cluster, rest) = cluster.split_once("\nsteps:").unwrap();
    let a = format!("{head}cluster: {{ include: parts/c.yaml }}\n\nsteps:{rest}");
    let part = format!("cluster:\n{cluster}\n").replacen("partitions:", "partitions:   ", 1);
    let place = Place::with(&[
        ("scenarios/a.yaml", &a),
        ("scenarios/parts/c.yaml", &part),
        ("scenarios/stranger.yaml", "a:    b\n"),
    ]);
    place.run(&["fmt", "--check"]).expect(8).says(&["scenarios/parts/c.yaml:", "1 would change"]);
    place.run(&["fmt"]).expect(0).says(&["written  scenarios/parts/c.yaml"]);
    assert_eq!(place.read("scenarios/stranger.yaml"), "a:    b\n");
    place.run(&["fmt", "--check", "scenarios/a.yaml"]).expect(0).says(&["1 file as"]);
}

#[test]
fn fmt_leaves_what_is_no_yaml_and_brings_no_unknown_version_anywhere() {
    let torn = GOOD.replacen("steps:", "steps: [", 1);
    let later = GOOD.replacen("lampfield: 1", "lampfield: 99", 1);
    let place = Place::with(&[("scenarios/a.yaml", &torn), ("scenarios/b.yaml", GOOD)]);
    place.run(&["fmt"]).expect(3).says(&["error[E0101]", "scenarios/a.yaml:", "1 cannot be read"]);
    assert_eq!(place.read("scenarios/a.yaml"), torn);
    place.write("scenarios/a.yaml", later);
    place.run(&["fmt", "--upgrade"]).expect(3).says(&["error[E0115]", "no version before 1"]);
    place.run(&["fmt", "--upgrade", "scenarios/b.yaml"]).expect(0);
    // Mistakes of meaning keep no file from being written.
    place.write("scenarios/a.yaml", BROKEN);
    place.run(&["fmt", "scenarios/a.yaml"]).expect(0);
}

#[test]
fn each_stored_schema_is_the_one_that_is_printed() {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
    for of in ["scenario", "lesson"] {
        let stored = schemas.join(format!("{of}.v1.json"));
        let printed = Place::new().run(&["schema", of]);
        let fresh = std::fs::read_to_string(stored).unwrap_or_default() == printed.expect(0).out;
        assert!(fresh, "`cargo xtask reference` writes schema/{of}.v1.json anew");
    }
    let place = Place::new();
    assert_eq!(place.run(&["schema"]).out, place.run(&["schema", "scenario"]).out);
}

#[test]
fn the_stored_reference_is_the_one_that_is_written() {
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference");
    let place = Place::new();
    place.run(&["reference", "made"]).expect(0);
    let mut pages = 0;
    for page in std::fs::read_dir(place.root.join("made")).unwrap() {
        let page = page.unwrap().path();
        let old = std::fs::read_to_string(stored.join(page.file_name().unwrap()));
        let new = std::fs::read_to_string(&page).unwrap();
        let fresh = old.is_ok_and(|old| old == new);
        assert!(fresh, "`cargo xtask reference` writes {} anew", page.display());
        pages += 1;
    }
    assert_eq!(std::fs::read_dir(stored).unwrap().count(), pages, "a page that nothing makes");
}
