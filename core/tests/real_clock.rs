//! Checks by a real clock: early and late by the tolerance, and unknown where nothing is proven.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use lampfield_core::diagnostic::Code;
use lampfield_core::scenario::{
    MemorySources, PlayOptions, Player, RealClock, Report, Verdict, load,
};
use lampfield_core::time::{Duration, Instant};
use std::sync::Arc;

/// Phone B is off-hook from 1s to 3s; its messages take 10ms, so that the lamp follows at 1.02s and
/// 3.02s.
fn scenario(expect: &str) -> String {
    format!(
        "lampfield: 1\nname: A test\ntolerance: 50ms\nnetwork: {{ latency: 10ms }}\n\
         cluster:\n\
         \x20 button_templates: {{ One key: {{ for: 7970 SIP, buttons: [Line, Speed Dial BLF] }} }}\n\
         \x20 directory_numbers: {{ 1000: {{}}, 1111: {{}} }}\n\
         \x20 phones:\n\
         \x20   Phone A: {{ type: 7970 SIP, template: One key, lines: [1000], \
         blf_speed_dials: [{{ directory_number: 1111 }}] }}\n\
         \x20   Phone B: {{ type: 7961 SCCP, lines: [1111] }}\n\
         steps:\n\
         \x20 - {{ at: 0s, do: everybody connects }}\n\
         \x20 - {{ at: 1s, do: Phone B lifts }}\n\
         \x20 - {{ at: 3s, do: Phone B hangs up }}\n\
         {expect}\n"
    )
}

fn player(expect: &str, tolerance: Option<Duration>) -> Player {
    let text = scenario(expect);
    let sources = MemorySources::new([("a.yaml".to_owned(), text.as_str())]);
    let scenario = load(&sources, "a.yaml");
    let scenario = scenario.unwrap_or_else(|told| panic!("{told:?}\n{text}"));
    assert_eq!(scenario.tolerance, Some(Duration::from_millis(50)));
    let clock = tolerance.map(RealClock::new);
    let options = PlayOptions { clock, ..PlayOptions::default() };
    Player::new(Arc::new(scenario), options).unwrap()
}

fn run(expect: &str, tolerance: Option<Duration>) -> Report {
    player(expect, tolerance).run()
}

/// An expectation of a step at 5s.
fn at_the_end(expectation: &str) -> String {
    format!("  - {{ at: 5s, expect: [{{ {expectation} }}] }}")
}

#[test]
fn what_is_expected_may_be_early_or_late_by_the_tolerance_and_at_an_edge_nothing_is_proven() {
    use Verdict::{Failed, Passed, Unknown};
    let lamp_at = |at: &str, is: &str| {
        // A step in order: the others are at 1s and 3s.
        format!("  - {{ at: {at}, expect: [{{ lamp: Phone A BLF 1, is: {is} }}] }}")
    };
    let never = |is: &str, between: &str| {
        at_the_end(&format!("never: {{ lamp: Phone A BLF 1, is: {is} }}, between: {between}"))
    };
    let busy = "message: { method: NOTIFY, to: Phone A, status: busy }";
    let message = |more: &str| at_the_end(&format!("{busy}, {more}"));
    let never_message =
        |between: &str| at_the_end(&format!("never: {{ {busy} }}, between: {between}"));
    // What is expected, and what comes of it by the virtual clock and with 50ms.
    let table = [
        (lamp_at("3s", "idle"), Failed, Passed),
        (lamp_at("3s", "unknown"), Failed, Failed),
        (lamp_at("3060ms", "busy"), Failed, Passed),
        (lamp_at("3100ms", "busy"), Failed, Failed),
        (at_the_end("lamp: Phone A BLF 1, is: idle"), Passed, Passed),
        (never("busy", "[0s, 1s]"), Passed, Unknown),
        (never("busy", "[0s, 900ms]"), Passed, Passed),
        (never("busy", "[0s, 2s]"), Failed, Failed),
        (never("busy", "[3s, 5s]"), Failed, Unknown),
        (never("busy", "[2900ms, 5s]"), Failed, Failed),
        (message("count: 1"), Passed, Passed),
        (message("count: 2"), Failed, Failed),
        (message("count: 1, between: [0s, 1s]"), Failed, Passed),
        (message("count: 1, between: [0s, 900ms]"), Failed, Failed),
        (message("count: 0..0, between: [0s, 1s]"), Passed, Unknown),
        (never_message("[0s, 1s]"), Passed, Unknown),
        (never_message("[0s, 900ms]"), Passed, Passed),
        (never_message("[0s, 2s]"), Failed, Failed),
    ];
    for (expect, by_the_virtual, by_a_real) in table {
        assert_eq!(run(&expect, None).verdict, by_the_virtual, "virtual: {expect}");
        let tolerant = run(&expect, Some(Duration::from_millis(50)));
        assert_eq!(tolerant.verdict, by_a_real, "real: {expect}\n{:?}", tolerant.failures);
        let unknown = usize::from(by_a_real == Unknown);
        assert_eq!(tolerant.checks_unknown, unknown, "{expect}");
        if by_a_real == Unknown {
            assert_eq!(tolerant.failures.first().unwrap().code, Code::NotProven);
        }
    }
}

#[test]
fn what_must_stay_may_end_early_by_the_tolerance_without_a_verdict() {
    let stays = |holds: &str| {
        format!(
            "  - {{ at: 3s, expect: [{{ lamp: Phone A BLF 1, is: idle, within: 1s, holds: {holds} }}] \
             }}\n  - {{ at: 4s, do: Phone B lifts }}\n  - {{ at: 9s, say: the end }}"
        )
    };
    let with = |holds: &str| run(&stays(holds), Some(Duration::from_millis(50))).verdict;
    assert_eq!(with("900ms"), Verdict::Passed);
    assert_eq!(with("1010ms"), Verdict::Unknown);
    assert_eq!(with("2s"), Verdict::Failed);
}

#[test]
fn a_waveform_may_be_off_by_the_tolerance() {
    // A column is read just before it ends: at 1.02s, 3.02s the lamp changes.
    let drawn = |row: &str| {
        format!(
            "  - at: 5s\n    expect:\n      - waveform: |\n          # one column = 1s\n          \
             Phone A BLF 1 {row}"
        )
    };
    let verdict = |row: &str, tolerance| run(&drawn(row), tolerance).verdict;
    let tolerance = Some(Duration::from_millis(50));
    assert_eq!(verdict("BBBii", None), Verdict::Failed);
    assert_eq!(verdict("iBBii", None), Verdict::Passed);
    assert_eq!(verdict("iBBii", tolerance), Verdict::Passed);
    assert_eq!(verdict("BBBii", tolerance), Verdict::Passed, "busy 20ms after the first column");
    assert_eq!(verdict("iiBii", tolerance), Verdict::Failed);
}

#[test]
fn while_the_run_was_late_nothing_is_known() {
    let expect = "  - { at: 4s, expect: [{ lamp: Phone A BLF 1, is: idle }] }\n  \
                  - { at: 5s, expect: [{ lamp: Phone A BLF 1, is: busy }] }";
    let mut player = player(expect, Some(Duration::from_millis(50)));
    // As late as the tolerance is as good as on time.
    player.was_late(Instant::from_secs(5), Duration::from_millis(50));
    player.was_late(Instant::from_secs(4), Duration::from_millis(51));
    let report = player.run();
    assert_eq!((report.checks_failed, report.checks_unknown), (1, 1), "{:?}", report.failures);
    let late = report.failures.iter().find(|told| told.code == Code::NotProven);
    let why = &late.expect("what is not known is told").notes;
    assert!(why.iter().any(|note| note.text.contains("0.051s late at 4.000s")), "{why:?}");
}
