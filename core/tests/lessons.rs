//! Lessons keep their promises, or the run says which one they do not keep.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use lampfield_core::scenario::{
    Lesson, MemorySources, PlayOptions, Player, Report, Verdict, load_lesson,
};
use lampfield_core::time::Instant;
use std::sync::Arc;

/// A lesson that keeps what it promises.
const KEPT: &str = r#"---
lesson: 1
title: One lamp
number: 1
minutes: 3
covers: [QUIRK-5]
---

# One lamp

```yaml scenario
lampfield: 1
name: Two phones
cluster:
  button_templates: { One BLF: { for: 7970 SIP, buttons: [Line, Speed Dial BLF, Speed Dial BLF] } }
  partitions: [Hidden]
  directory_numbers: { 1000: {}, 1111: {}, 2000 in Hidden: {} }
  phones:
    Phone A:
      type: 7970 SIP
      template: One BLF
      lines: [1000]
      blf_speed_dials: [{ directory_number: 1111 }, { directory_number: 2000 in Hidden }]
    Phone B: { type: 7961 SCCP, lines: [1111] }
    Phone C: { type: 7961 SCCP, lines: [2000 in Hidden] }
steps:
  - { at: 0s, do: everybody connects }
```

```yaml predict
id: lifted
ask: Phone B lifts. What does BLF 1 show?
steps: [{ after: 1s, do: Phone B lifts }]
after: 1s
lamp: Phone A BLF 1
choices: [idle, busy]
is: busy
why: The handset is up.
```

```yaml predict
id: code
ask: How was BLF 2 answered?
after: 1s
answer: Phone A BLF 2
choices: [200, 404, nothing]
is: 404
why: It is not found.
```

```yaml predict
id: check
ask: What stops BLF 2?
after: 1s
stopped_by: Phone A BLF 2
choices: [CSS-3, GROUP-2, nothing]
is: CSS-3
why: It has no search space.
```

```yaml goal
id: idle
task: Make BLF 1 idle.
hints: [Hang up.]
solution: [{ after: 1s, do: Phone B hangs up }]
check: [{ after: 1s, expect: { lamp: Phone A BLF 1, is: idle } }]
```
"#;

fn read(text: &str) -> (MemorySources, Lesson) {
    let sources = MemorySources::new([("x.md", text)]);
    let lesson = load_lesson(&sources, "x.md").map_err(|told| format!("{told:?}")).unwrap();
    (sources, lesson)
}

fn play(lesson: &Lesson, options: PlayOptions) -> Report {
    let report = Player::new(Arc::clone(&lesson.scenario), options).unwrap().run();
    lesson.prove(report, options)
}

/// What the run says of the lesson with one thing replaced.
fn told_with(from: &str, to: &str) -> String {
    assert_eq!(KEPT.matches(from).count(), 1, "{from}");
    let (sources, lesson) = read(&KEPT.replace(from, to));
    let report = play(&lesson, PlayOptions::default());
    assert_eq!(report.verdict, Verdict::Failed, "{to}");
    let texts: Vec<String> = report.failures.iter().map(|f| f.render(&sources, false)).collect();
    texts.join("\n")
}

fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
}

#[test]
fn a_lesson_that_keeps_its_promises_passes_with_a_check_for_each() {
    let (_, lesson) = read(KEPT);
    let report = play(&lesson, PlayOptions::default());
    assert!(report.verdict == Verdict::Passed, "{:?}", report.failures);
    // Three questions, the goal, and what its solution leads to.
    assert_eq!(report.checks_passed, 5);
    assert_eq!(lesson.scenario.name, "One lamp");
    let again = play(&lesson, PlayOptions::default());
    assert_eq!(report.digest, again.digest);
}

#[test]
fn an_answer_that_is_not_the_engines_fails_with_the_reason() {
    let lamp = told_with("choices: [idle, busy]\nis: busy", "choices: [idle, busy]\nis: idle");
    says(
        &lamp,
        &[
            "error[E0319]: the answer to `lifted` is busy, not idle",
            "--> x.md:37:5",
            "Phone A BLF 1 is busy at 2s",
            "the last change before: Phone B off-hook at 1.000s",
            "= why: ",
            "= see: lampfield explain x.md --at 2s 'Phone A BLF 1'",
        ],
    );
    let code = told_with("is: 404", "is: 200");
    says(&code, &["the answer to `code` is 404, not 200", "the last final answer up to 3s is 404"]);
    let rule = told_with("is: CSS-3", "is: nothing");
    says(
        &rule,
        &[
            "the answer to `check` is CSS-3, not nothing",
            "at 4s it is CSS-3",
            "= why: the request for 2000",
        ],
    );
}

#[test]
fn a_goal_that_is_reached_by_doing_nothing_fails() {
    let told = told_with("lamp: Phone A BLF 1, is: idle", "lamp: Phone A BLF 2, is: unknown");
    says(&told, &["error[E0318]: the goal `idle` is reached before anything", "--> x.md:66:1"]);
}

#[test]
fn a_goal_that_its_solution_does_not_reach_fails_as_any_expectation_does() {
    let told = told_with("do: Phone B hangs up", "do: Phone C lifts");
    says(&told, &["error[E0301]: `Phone A BLF 1` is not `idle` at 6s", "--> x.md:66:30"]);
    assert!(!told.contains("E0318"), "{told}");
}

#[test]
fn time_alone_does_not_reach_a_goal() {
    // Without its solution the check waits as long as with it.
    let told = told_with(
        "solution: [{ after: 1s, do: Phone B hangs up }]",
        "solution: [{ after: 9s, say: wait }]",
    );
    says(&told, &["is not `idle` at 14s"]);
}

#[test]
fn what_lies_past_the_end_of_a_run_is_unknown() {
    let (_, lesson) = read(KEPT);
    let until = Some(Instant::from_micros(2_500_000));
    let report = play(&lesson, PlayOptions { until, ..PlayOptions::default() });
    assert_eq!((report.verdict, report.checks_passed), (Verdict::Unknown, 1));
    assert_eq!(report.checks_unknown, 4);
}

#[test]
fn a_question_about_what_is_not_there_at_its_moment_says_so() {
    let adds = "{ after: 0s, change: { add: { phones: { Phone N: { type: 7970 SIP, template: One BLF, \
                lines: [1000], blf_speed_dials: [{ directory_number: 1111 }] } } } } }";
    let text = KEPT
        .replace("lamp: Phone A BLF 1\nchoices", "lamp: Phone N BLF 1\nchoices")
        .replace("do: Phone B hangs up }", &format!("do: Phone B hangs up }}, {adds}"));
    let (sources, lesson) = read(&text);
    let report = play(&lesson, PlayOptions::default());
    let told: Vec<String> = report.failures.iter().map(|f| f.render(&sources, false)).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    says(&told[0], &["E0319", "`lifted` cannot be answered at 2s", "there is no phone"]);
}
