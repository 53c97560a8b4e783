//! Lessons beside scenarios: found, listed, filtered, run, replayed and written one way.

use crate::place::{GOOD, Place};

/// A lesson that keeps its promises.
const LESSON: &str = "---
lesson: 1
title: A lamp of one's own
number: 1
minutes: 3
tags: [school]
covers: [QUIRK-5]
---

# A lamp

```yaml scenario
lampfield: 1
name: Two phones
cluster:
  button_templates: { BLF: { for: 7970 SIP, buttons: [Line, Speed Dial BLF] } }
  directory_numbers: { 1000: {}, 1111: {} }
  phones:
    Phone A:
      type: 7970 SIP
      template: BLF
      lines: [1000]
      blf_speed_dials: [{ directory_number: 1111 }]
    Phone B: { type: 7961 SCCP, lines: [1111] }
steps:
  - { at: 0s, do: everybody connects }
```

```yaml predict
id: lifted
ask: Phone B lifts. What does the key show?
steps: [{ after: 1s, do: Phone B lifts }]
after: 1s
lamp: Phone A BLF 1
choices: [idle, busy]
is: busy
why: The handset is up.
```

```yaml goal
id: idle
task: Make it idle.
hints: [Hang up.]
solution: [{ after: 1s, do: Phone B hangs up }]
check: [{ after: 1s, expect: { lamp: Phone A BLF 1, is: idle } }]
```
";

fn place() -> Place {
    Place::with(&[
        ("scenarios/lessons/01-a-lamp.md", LESSON),
        ("scenarios/README.md", "---\ntitle: a page\n---\n# Not a lesson\n"),
        ("scenarios/a.yaml", GOOD),
    ])
}

#[test]
fn a_folder_has_scenarios_and_lessons_and_other_pages_are_none() {
    let place = place();
    place.run(&["run"]).expect(0).says(&["2 scenarios", "lessons/01-a-lamp\n", "2 passed"]);
    place.run(&["list"]).expect(0).says(&["scenarios/lessons/01-a-lamp.md", "A lamp of one's own"]);
    place.run(&["check"]).expect(0).says(&["2 files without a mistake"]);
    place.run(&["run", "-E", "tag(school) & covers(QUIRK-5)"]).expect(0).says(&["1 passed"]);
    place.run(&["list", "-E", "path(lessons/01-a-lamp)"]).expect(0).says(&["1 scenario"]);
    place.run(&["run", "scenarios/README.md"]).expect(3).says(&["E0106", "needs the key `lesson`"]);
}

#[test]
fn a_lesson_stays_in_its_part_of_a_run() {
    let place = place();
    let parts = ["1/2", "2/2"].map(|part| place.run(&["list", "--partition", part]));
    let lessons = parts.iter().filter(|ran| ran.out.contains("01-a-lamp.md")).count();
    assert_eq!(lessons, 1);
}

#[test]
fn a_promise_that_is_not_kept_fails_the_run_with_its_place_in_the_lesson() {
    let place = place();
    place.write("scenarios/b.md", LESSON.replace("is: busy\nwhy", "is: idle\nwhy"));
    let ran = place.run(&["run", "scenarios/b.md", "--report", "human,junit=r.xml"]);
    ran.expect(1).says(&["error[E0319]", "--> scenarios/b.md:36:5", "1 failed"]);
    ran.says(&["lampfield explain scenarios/b.md --at 2s 'Phone A BLF 1'"]);
    assert!(place.read("r.xml").contains("type=\"E0319\""));
    place.write("scenarios/c.md", LESSON.replace("is: idle } }]", "is: busy } }]"));
    place.run(&["run", "scenarios/c.md"]).expect(1).says(&["E0318", "E0301"]);
}

#[test]
fn a_lesson_is_explained_traced_and_replayed_as_its_scenario_with_all_solutions() {
    let place = place();
    let file = "scenarios/lessons/01-a-lamp.md";
    place
        .run(&["explain", file, "--at", "2s", "Phone A BLF 1"])
        .expect(0)
        .says(&["busy", "QUIRK-5"]);
    let trace = place.run(&["trace", file, "--json"]);
    place.write("t.jsonl", &trace.expect(0).out);
    place.run(&["replay", "t.jsonl"]).expect(0).says(&["same"]);
    place.run(&["trace", file, "--lamps"]).expect(0).says(&["Phone A BLF 1"]);
}

#[test]
fn fmt_writes_the_blocks_of_a_lesson_one_way_and_leaves_its_prose() {
    let place = place();
    place.run(&["fmt", "--check"]).expect(0).says(&["2 files as they should be"]);
    let prose = "# A lamp\n\n  *  odd   prose\n";
    let untidy = LESSON.replace("# A lamp\n", prose).replace("title: ", "title:    ");
    place.write("scenarios/u.md", &untidy);
    place.run(&["fmt", "--check", "scenarios/u.md"]).expect(8).says(&["u.md:3"]);
    place.run(&["fmt", "scenarios/u.md"]).expect(0);
    assert_eq!(place.read("scenarios/u.md"), LESSON.replace("# A lamp\n", prose));
    place.run(&["fmt", "--upgrade", "scenarios/u.md"]).expect(0).says(&["1 file as"]);
    place.write("scenarios/u.md", LESSON.replace("tags: [school]", "tags: [school"));
    place.run(&["fmt", "scenarios/u.md"]).expect(3).says(&["E0101", "u.md:6"]);
}
