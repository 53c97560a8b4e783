//! Wrong inputs: each with its message and its exit code.

use crate::place::{BAD, BROKEN, GOOD, Place};

#[test]
fn a_path_that_leads_nowhere_is_told_with_the_nearest_name() {
    let place = Place::with(&[("scenarios/gallery/a.yaml", GOOD)]);
    let ran = place.run(&["run", "scenarios/galery"]);
    ran.expect(3)
        .says(&["no file or folder `scenarios/galery`", "did you mean `scenarios/gallery`"]);
    place.run(&["run", "scenarios/gallery/a"]).expect(3).says(&["mean `scenarios/gallery/a.yaml`"]);
    place.run(&["check", "nothing.yaml"]).expect(3).says(&["no file or folder `nothing.yaml`"]);
    place.run(&["trace", "nothing.yaml"]).expect(3);
    place.run(&["explain", "nothing.yaml", "x"]).expect(3);
    place.run(&["replay", "nothing.jsonl"]).expect(3).says(&["no file or folder"]);
}

#[test]
fn without_a_path_the_folder_scenarios_is_meant() {
    let place = Place::new();
    place.run(&["run"]).expect(3).says(&["no file or folder `scenarios`"]);
    place.write("scenarios/a.yaml", GOOD);
    place.run(&["run"]).expect(0).says(&["1 scenario", "1 passed"]);
}

#[test]
fn a_folder_without_scenarios_runs_nothing() {
    let place = Place::with(&[
        ("docs/readme.md", "lampfield: 1"),
        ("docs/cluster.yaml", "partitions: [Internal]\n"),
        ("docs/.hidden/a.yaml", GOOD),
    ]);
    for verb in ["run", "list", "check"] {
        let ran = place.run(&[verb, "docs"]);
        ran.expect(4).says(&["no scenario in `docs`", "a line `lampfield: 1`"]);
    }
}

#[test]
fn a_folder_is_walked_in_sorted_order_and_includes_are_no_scenarios() {
    let place = Place::with(&[
        ("scenarios/b/2.yaml", GOOD),
        ("scenarios/b/10.yml", GOOD),
        ("scenarios/a.yaml", GOOD),
        ("scenarios/clusters/two.yaml", "partitions: [Internal]\n"),
    ]);
    let ran = place.run(&["list", "-q"]);
    ran.expect(0);
    assert_eq!(ran.out, "scenarios/a.yaml\nscenarios/b/10.yml\nscenarios/b/2.yaml\n");
    let twice = place.run(&["list", "-q", "scenarios/b/2.yaml", "scenarios/b"]);
    assert_eq!(twice.out, "scenarios/b/2.yaml\nscenarios/b/10.yml\n", "each file once");
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_the_environments_fault() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    symlink("circle.yaml", place.root.join("circle.yaml")).unwrap();
    place.run(&["run", "circle.yaml"]).expect(6).says(&["cannot read `circle.yaml`: "]);
    let file = place.root.join("scenarios/a.yaml");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&file).is_ok() {
        return; // the superuser may read everything: there is nothing to see
    }
    place.run(&["run"]).expect(6).says(&["cannot read `scenarios/a.yaml`: permission denied"]);
}

#[test]
fn what_cannot_be_written_is_the_environments_fault() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let ran = place.run(&["run", "--report", "human,json=no/such/folder/r.jsonl"]);
    ran.expect(6).says(&["cannot write `no/such/folder/r.jsonl`: no such file or folder"]);
    let ran = place.run(&["run", "--trace", "scenarios/a.yaml/x/"]);
    ran.expect(6).says(&["cannot write"]);
}

#[test]
fn bad_flags_are_told_with_what_would_be_right() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let table: &[(&[&str], &str)] = &[
        (&["run", "-E", "tga(x)"], "did you mean `tag`?"),
        (&["run", "-E", "covers(GROUP-99)"], "there is no rule `GROUP-99`"),
        (&["run", "-E", "tag(x"], "this parenthesis is never closed"),
        (&["run", "-E", ""], "the filter is empty"),
        (&["run", "--until", "5"], "the unit is missing: write `5s` or `5ms`"),
        (&["run", "--until", "5 parsecs"], "the unit is missing"),
        (&["trace", "scenarios/a.yaml", "--from", "-1s"], ""),
        (&["run", "--seed", "lucky"], "a seed is a whole number, or `random`"),
        (&["run", "--report", "jsn"], "did you mean `json`?"),
        (&["run", "-j", "0"], "--jobs"),
        (&["run", "--colour", "always"], "--color"),
        (&["rnu"], "unrecognized subcommand 'rnu'"),
        (&[], "Usage"),
        (&["run", "-q", "-v"], "cannot be used with"),
        (&["trace", "scenarios/a.yaml", "--ladder", "--lamps"], "cannot be used with"),
        (&["trace", "scenarios/a.yaml", "--node", "Phone C"], "there is no phone `Phone C`"),
        (&["trace", "scenarios"], "`scenarios` is a folder"),
    ];
    for (arguments, part) in table {
        place.run(arguments).expect(2).says(&[part]);
    }
}

#[test]
fn a_filter_that_matches_nothing_says_how_many_there_are() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD), ("scenarios/b.yaml", BAD)]);
    let ran = place.run(&["run", "-E", "tag(trunk)"]);
    ran.expect(4).says(&["the filter `tag(trunk)` matches none of 2 scenarios", "lampfield list"]);
}

#[test]
fn a_broken_file_is_invalid_input_and_is_never_filtered_away_by_what_cannot_be_known() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD), ("scenarios/b.yaml", BROKEN)]);
    place.run(&["run"]).expect(3).says(&["1 passed", "1 invalid", "scenarios/b.yaml:12:11"]);
    place.run(&["run", "-E", "tag(keys)"]).expect(3).says(&["1 invalid"]);
    place.run(&["run", "-E", "path(a*)"]).expect(0).says(&["1 passed", "1 filtered out"]);
    place.run(&["list"]).expect(3).says(&["does not parse", "A key follows its line"]);
    place.run(&["trace", "scenarios/b.yaml"]).expect(3).says(&["mistakes in scenarios/b.yaml"]);
}

#[test]
fn every_mistake_of_a_file_is_told_at_once() {
    let place = Place::with(&[("scenarios/b.yaml", BROKEN)]);
    let ran = place.run(&["check"]);
    ran.expect(3).says(&["Intrenal", "lnies", "has no unit", "in 1 file"]);
    let json = place.run(&["check", "--format", "json"]);
    json.expect(3);
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(value["valid"], false);
    assert!(value["diagnostics"].as_array().unwrap().len() >= 3, "{value}");
    assert_eq!(value["diagnostics"][0]["code"].as_str().unwrap().len(), 5);
}

/// Small slips of the pen: what is replaced by what, and the code that must come of it.
const SLIPS: &[(&str, &str, &str)] = &[
    ("lampfield: 1", "lampfield: 7", "E0115"),
    ("name: A key", "nmae: A key", "E0102"),
    ("  partitions: [Internal]", "    partitions: [Internal]", "E0101"),
    ("partitions: [Internal]", "partitions: Internal", "E0105"),
    ("partitions: [Internal]", "partitions: [Internal", "E0101"),
    ("Everyone: [Internal]", "Everyone: [Intrenal]", "E0103"),
    ("    1000 in Internal: {}", "    1000 in Internal: {}\n    1000 in Internal: {}", "E0107"),
    ("    1000 in Internal: {}", "\t1000 in Internal: {}", "E0127"),
    ("type: 7970 SIP\n", "tpye: 7970 SIP\n", "E0102"),
    ("type: 7961 SCCP", "type: 7961 SCPC", "E0112"),
    ("Phone B lifts", "Phone B lifst", "E0104"),
    ("Phone B lifts", "Phone Q lifts", "E0103"),
    ("at: 1s", "at: 1", "E0108"),
    ("at: 3s", "at: 1s", "E0109"),
    ("do: Phone B lifts", "do: Phone B lifts, fault: calm", "E0110"),
    ("covers: [GROUP-10", "covers: [GROUP-99", "E0111"),
    ("BLF 1, is: idle", "BLF 1, is: green", "E0112"),
    ("BLF 1, is: idle", "BLF 2, is: idle", "E0113"),
    ("is: idle }", "}", "E0106"),
    ("Phone B: { type", "Phone B: &b { type", "E0119"),
    ("cluster:\n", "cluster:\n  include: ../../up.yaml\n", "E0117"),
    ("cluster:\n", "cluster:\n  include: a.yaml\n", "E0118"),
    ("cluster:\n", "cluster:\n  include: nothing.yaml\n", "E0116"),
];

#[test]
fn a_slip_of_the_pen_ends_in_its_diagnostic_with_the_line_and_no_panic() {
    let place = Place::new();
    for (right, wrong, code) in SLIPS {
        let text = GOOD.replacen(right, wrong, 1);
        assert_ne!(text, GOOD, "{right}");
        place.write("scenarios/a.yaml", text);
        let ran = place.run(&["run"]);
        let told = format!("error[{code}]: ");
        assert!(ran.out.contains(&told), "{right} -> {wrong}: no {code} in\n{}", ran.out);
        ran.expect(3).says(&["--> scenarios/a.yaml:", "1 invalid"]);
    }
}

#[test]
fn hostile_files_end_in_a_diagnostic_and_no_panic() {
    let place = Place::new();
    let deep = "[".repeat(50_000);
    let files: &[(&str, Vec<u8>)] = &[
        ("empty", Vec::new()),
        ("binary", (0..=255).cycle().take(5_000).collect()),
        ("header-then-binary", [b"lampfield: 1\n".as_slice(), &[0xff, 0xfe, 0]].concat()),
        ("deep", format!("lampfield: 1\nname: {deep}").into_bytes()),
        ("huge", [b"lampfield: 1\n# ".as_slice(), &vec![b'x'; 5_000_000]].concat()),
        ("tab", b"lampfield: 1\n\tname: x\n".to_vec()),
        ("loop", b"lampfield: 1\nname: x\ncluster: { include: loop.yaml }\nsteps: []\n".to_vec()),
        ("out", b"lampfield: 1\nname: x\ncluster: { include: ../../etc/passwd }\n".to_vec()),
        ("bom", b"\xEF\xBB\xBFlampfield: 1\nname: x\n".to_vec()),
    ];
    for (name, bytes) in files {
        let path = format!("scenarios/{name}.yaml");
        place.write(&path, bytes);
        for verb in ["check", "run"] {
            place.run(&[verb, &path]).expect(3).says(&["error[E01"]);
        }
    }
}

#[test]
fn a_root_bounds_what_is_read() {
    let place = Place::with(&[("scenarios/gallery/a.yaml", GOOD), ("elsewhere/b.yaml", GOOD)]);
    place.run(&["run", "--root", "scenarios", "scenarios/gallery"]).expect(0);
    let ran = place.run(&["run", "--root", "scenarios", "elsewhere/b.yaml"]);
    ran.expect(3).says(&["`elsewhere/b.yaml` lies outside the root `scenarios`"]);
    place.run(&["run", "--root", "nowhere", "elsewhere/b.yaml"]).expect(3).says(&["`nowhere`"]);
}

#[test]
fn paths_are_shown_as_the_shell_takes_them_wherever_one_stands() {
    let place = Place::with(&[("scenarios/gallery/b.yaml", BROKEN)]);
    let shown = |folder: &str, path: &str| {
        let mut command = place.command();
        command.current_dir(place.root.join(folder)).args(["check", path]);
        let ran = crate::place::Ran::from(command.output().unwrap());
        let line = ran.expect(3).out.lines().find(|line| line.contains("-->")).unwrap();
        line.trim().trim_start_matches("--> ").split(':').next().unwrap().to_owned()
    };
    assert_eq!(shown(".", "scenarios/gallery/b.yaml"), "scenarios/gallery/b.yaml");
    assert_eq!(shown(".", "./scenarios"), "scenarios/gallery/b.yaml");
    assert_eq!(shown("scenarios", "gallery"), "gallery/b.yaml");
    assert_eq!(shown("scenarios/gallery", "b.yaml"), "b.yaml");
    assert_eq!(shown("scenarios/gallery", "."), "b.yaml");
    let whole = place.root.join("scenarios/gallery/b.yaml");
    let whole = whole.to_str().unwrap();
    assert_eq!(shown(".", whole), whole);
}
