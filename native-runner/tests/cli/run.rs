//! `run`: verdicts, seeds, order, filters.

use crate::place::{BAD, BROKEN, GOOD, Place, golden};

#[test]
fn what_passes_is_one_line_and_a_summary() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD), ("scenarios/b/c.yaml", GOOD)]);
    let ran = place.run(&["run"]);
    ran.expect(0);
    assert_eq!(ran.err, "");
    golden("pass.txt", &ran.out);
}

#[test]
fn what_fails_is_told_in_full_at_the_end() {
    let place = Place::with(&[("scenarios/a.yaml", BAD), ("scenarios/b.yaml", GOOD)]);
    let ran = place.run(&["run"]);
    ran.expect(1);
    assert_eq!(ran.err, "");
    golden("fail.txt", &ran.out);
}

/// The printed file with one expectation changed: what is replaced by what, and the code.
const WRONG_EXPECTATIONS: &[(&str, &str, &str)] = &[
    ("is: no icon, because", "is: idle, because", "E0301"),
    ("BLF 1, is: idle", "BLF 1, is: busy", "E0301"),
    ("because: [GROUP-2]", "because: [GROUP-1]", "E0302"),
    ("because: [GROUP-10]", "because: [GROUP-2]", "E0302"),
    ("between: [14s, 17s]", "between: [1s, 17s]", "E0304"),
    ("iBBBBiiiBBB", "iBBBiiiiBBB", "E0307"),
    ("iiiiiiiiBBBiiii", "iiiiiiiiBBBBiii", "E0307"),
    (".....-------", "......------", "E0307"),
    ("covers: [AUTH-1", "covers: [ROUTE-1, AUTH-1", "E0309"),
];

#[test]
fn the_printed_file_holds_and_fails_when_any_one_expectation_is_changed() {
    let gallery = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/gallery");
    let file = std::fs::read_to_string(gallery.join("01-disallow-and-blf.yaml")).unwrap();
    let place = Place::with(&[("scenarios/01.yaml", &file)]);
    place.run(&["run"]).expect(0);
    for (right, wrong, code) in WRONG_EXPECTATIONS {
        let text = file.replacen(right, wrong, 1);
        assert_ne!(text, file, "{right}");
        place.write("scenarios/01.yaml", text);
        let code = format!("error[{code}]: ");
        let ran = place.run(&["run"]);
        ran.expect(1).says(&[&code, "--> scenarios/01.yaml:", "^", "= see: lampfield "]);
        // What it tells to type can be typed.
        let see = ran.out.split("= see: lampfield ").nth(1).unwrap().lines().next().unwrap();
        let words: Vec<&str> = see.split(' ').map(|word| word.trim_matches('\'')).collect();
        place.run(&words).expect(0);
    }
}

#[test]
fn what_does_not_parse_is_told_with_all_its_mistakes() {
    let place = Place::with(&[("scenarios/a.yaml", BROKEN), ("scenarios/b.yaml", GOOD)]);
    let ran = place.run(&["run"]);
    ran.expect(3);
    golden("invalid.txt", &ran.out);
}

#[test]
fn verbose_adds_seed_digest_and_rules_and_quiet_leaves_the_summary() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let verbose = place.run(&["run", "-v"]);
    verbose.expect(0).says(&["A key follows its line", "digest ", "covers GROUP-10, QUIRK-5"]);
    let quiet = place.run(&["run", "-q"]);
    quiet.expect(0);
    assert_eq!(quiet.out.lines().count(), 1, "{}", quiet.out);
}

#[test]
fn results_come_in_the_order_of_the_files_whatever_the_jobs() {
    let names: Vec<String> = (0..30).map(|n| format!("scenarios/{n:02}.yaml")).collect();
    let place = Place::new();
    for name in &names {
        place.write(name, GOOD);
    }
    for jobs in ["1", "2", "7"] {
        let ran = place.run(&["run", "-j", jobs]);
        let got: Vec<&str> =
            ran.expect(0).out.lines().filter_map(|l| l.split("]  ").nth(1)).collect();
        let expected: Vec<String> = (0..30).map(|n| format!("{n:02}")).collect();
        assert_eq!(got, expected, "-j {jobs}");
    }
}

#[test]
fn fail_fast_begins_nothing_after_the_first_that_fails() {
    let place = Place::with(&[
        ("scenarios/1.yaml", GOOD),
        ("scenarios/2.yaml", BAD),
        ("scenarios/3.yaml", GOOD),
        ("scenarios/4.yaml", GOOD),
    ]);
    let ran = place.run(&["run", "--fail-fast", "-j", "1"]);
    ran.expect(1).says(&["1 passed", "1 failed", "2 not run"]);
}

#[test]
fn the_same_seed_gives_the_same_digest_and_random_prints_what_it_drew() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let digest = |arguments: &[&str]| {
        let ran = place.run(arguments);
        let line = ran.expect(0).out.lines().find(|line| line.contains("digest")).unwrap();
        line.rsplit(' ').next().unwrap().to_owned()
    };
    assert_eq!(digest(&["run", "-v", "--seed", "42"]), digest(&["run", "-v", "--seed", "42"]));
    assert_ne!(digest(&["run", "-v", "--seed", "42"]), digest(&["run", "-v", "--seed", "43"]));
    let random = place.run(&["run", "--seed", "random"]);
    let heading = random.expect(0).out.lines().next().unwrap();
    let seed = heading.rsplit("seed ").next().unwrap();
    assert!(seed.parse::<u64>().is_ok(), "{heading}");
}

#[test]
fn the_same_seed_gives_the_same_bytes_whatever_runs_beside_it() {
    let place = Place::new();
    for n in 0..12 {
        place.write(&format!("scenarios/{n:02}.yaml"), GOOD);
    }
    place.run(&["run", "--seed", "7", "--trace", "one", "-j", "1"]).expect(0);
    place.run(&["run", "--seed", "7", "--trace", "two", "-j", "4"]).expect(0);
    for n in 0..12 {
        let name = format!("{n:02}.jsonl");
        assert_eq!(place.read(&format!("one/{name}")), place.read(&format!("two/{name}")));
    }
}

#[test]
fn a_run_that_ends_early_proves_nothing_about_later_checks() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD), ("scenarios/b.yaml", BAD)]);
    place.run(&["run", "--until", "2.5s", "scenarios/a.yaml"]).expect(5).says(&["1 unknown"]);
    // What failed before the end has failed all the same.
    place.run(&["run", "--until", "1m"]).expect(1).says(&["1 passed, 1 failed"]);
}

#[test]
fn filters_choose_by_tag_name_path_and_rule() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD), ("scenarios/b/c.yaml", BAD)]);
    let table = [
        ("tag(small)", 0, "1 passed, 0 failed"),
        ("name(stays)", 1, "0 passed, 1 failed"),
        ("path(b/**)", 1, "0 passed, 1 failed"),
        ("covers(QUIRK-5) & !tag(wrong)", 0, "1 passed, 0 failed"),
        ("tag(small) | tag(wrong)", 1, "1 passed, 1 failed"),
    ];
    for (filter, code, summary) in table {
        place.run(&["run", "-E", filter]).expect(code).says(&[summary]);
    }
    place
        .run(&["run", "-E", "tag(small)", "-E", "tag(wrong)"])
        .expect(1)
        .says(&["1 passed, 1 failed"]);
}

#[test]
fn a_reader_that_goes_away_changes_no_verdict() {
    use std::io::Read;
    use std::process::Stdio;
    let place = Place::new();
    for n in 0..200 {
        place.write(&format!("scenarios/{n:03}.yaml"), GOOD);
    }
    let mut child = place.command().args(["run"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut first = [0_u8; 1];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[cfg(debug_assertions)]
#[test]
fn our_own_mistakes_end_in_code_70_with_the_command_that_reproduces_them() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let command = |value| {
        let mut command = place.command();
        command.args(["run", "--seed", "7"]).env("LAMPFIELD_TEST_BUG", value);
        crate::place::Ran::from(command.output().unwrap())
    };
    let version = env!("CARGO_PKG_VERSION");
    let again = "again     lampfield run scenarios/a.yaml --seed 7";
    command("panic").expect(70).says(&["a mistake of Lampfield", version, "seed      7", again]);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_with_130_and_the_partial_report() {
    use std::process::{Command, Stdio};
    let place = Place::with(&[("scenarios/a.yaml", GOOD), ("scenarios/b.yaml", GOOD)]);
    let mut command = place.command();
    command.args(["run", "-j", "1", "--report", "human,json=r.jsonl"]);
    // In builds for tests the first scenario waits until the signal has come.
    command.env("LAMPFIELD_TEST_BUG", "wait").stdout(Stdio::piped());
    let child = command.spawn().unwrap();
    place.wait_for("waits-for-a-signal");
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let ran = crate::place::Ran::from(child.wait_with_output().unwrap());
    ran.expect(130).says(&["interrupted: ", "not run"]);
    let report = place.read("r.jsonl");
    let last: serde_json::Value = serde_json::from_str(report.lines().last().unwrap()).unwrap();
    assert_eq!(last["interrupted"], true);
    assert_eq!(last["exit"]["name"], "INTERRUPTED");
}
