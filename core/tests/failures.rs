//! File 01 of the gallery, changed in one expectation at a time: each change makes it fail, and
//! the text that says so stands in `failures/`.
//!
//! `UPDATE_EXPECT=1 cargo test -p lampfield-core --test failures` writes the texts anew.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its fixtures from the disk"
)]

use lampfield_core::scenario::{MemorySources, PlayOptions, Player, Report, Verdict, load};
use lampfield_core::time::Instant;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const FILE: &str = "gallery/01-disallow-and-blf.yaml";

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn original() -> String {
    fs::read_to_string(folder("../scenarios").join(FILE)).unwrap()
}

fn play(text: &str, options: PlayOptions) -> (MemorySources, Report) {
    let sources = MemorySources::new([(FILE, text)]);
    let told = |mistakes: Vec<lampfield_core::diagnostic::Diagnostic>| {
        mistakes.iter().map(|m| m.render(&sources, false)).collect::<String>()
    };
    let scenario = load(&sources, FILE).map_err(told).unwrap();
    let report = Player::new(Arc::new(scenario), options).unwrap().run();
    (sources, report)
}

fn rendered(text: &str) -> (Verdict, String) {
    let (sources, report) = play(text, PlayOptions::default());
    let texts: Vec<String> = report.failures.iter().map(|f| f.render(&sources, false)).collect();
    (report.verdict, texts.join("\n"))
}

/// The name of a change, what is replaced, and by what.
const CHANGES: [(&str, &str, &str); 17] = [
    ("lamp-is", "BLF 1, is: idle, because: [GROUP-10]", "BLF 1, is: busy, because: [GROUP-10]"),
    ("entry-is", "1111, is: no icon, because: [GROUP-2]", "1111, is: idle, because: [GROUP-2]"),
    ("lamp-because", "because: [GROUP-10]", "because: [GROUP-2, QUIRK-5]"),
    ("entry-because", "because: [GROUP-2]", "because: [GROUP-3]"),
    ("never-message", "between: [14s, 17s]", "between: [14s, 18s]"),
    (
        "never-lamp",
        "never: { message: { method: NOTIFY, to: Phone A, about: 1111 }, between: [14s, 17s] }",
        "never: { lamp: Phone A BLF 1, is: busy }",
    ),
    ("waveform-blf", "iBBBBiiiBBBiiiiiiBBBBii????", "iBBBBiiiBBBiiiBBBBBBBii????"),
    ("waveform-entry", ".....----------------------", "....-iii-------------------"),
    ("covers-decided", "covers: [AUTH-1", "covers: [GROUP-3, AUTH-1"),
    ("covers-observed", "covers: [AUTH-1", "covers: [WATCH-12, AUTH-1"),
    ("covers-whole", "covers: [AUTH-1", "covers: [GROUP-13, AUTH-1"),
    ("no-route", "subscribe_css: Everyone ", "subscribe_css: Staff    "),
    ("no-template", "template: BLF SIP 7970", "presence_group: User Group"),
    ("within", "BLF 1, is: idle, because: [GROUP-10]", "BLF 1, is: busy, within: 500ms"),
    ("holds", "BLF 1, is: idle, because: [GROUP-10]", "BLF 1, is: idle, holds: 5s"),
    (
        "message-count",
        "- never: { message: { method: NOTIFY, to: Phone A, about: 1111 }, between: [14s, 17s] }",
        "- { message: { method: NOTIFY, to: Phone A, about: 1111 }, count: 3 }",
    ),
    (
        "answer-and-decision",
        "- { lamp: Phone A BLF 1, is: idle, because: [GROUP-10] }",
        "- { answer: Phone A BLF 1, is: 404 }\n      - { decision: Phone A missed call 1111, is: no route }",
    ),
];

#[test]
fn each_change_of_an_expectation_fails_and_says_why() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    for (name, from, to) in CHANGES {
        let text = original();
        assert!(text.contains(from), "{name}: the file has no `{from}`");
        let text = text.replacen(from, to, 1);
        let text = match name {
            "no-template" => text.replacen(
                "      presence_group: User Group\n      presence",
                "      presence",
                1,
            ),
            "no-route" => text.replacen(
                "{ Everyone: [Internal, Executives] }",
                "{ Everyone: [Internal, Executives], Staff: [Internal] }",
                1,
            ),
            _ => text,
        };
        let (verdict, told) = rendered(&text);
        assert_eq!(verdict, Verdict::Failed, "{name}");
        let beside = folder("tests/failures").join(name).with_extension("txt");
        if fs::read_to_string(&beside).unwrap_or_default() != told {
            if update {
                fs::write(&beside, &told).unwrap();
            }
            wrong.push(format!("== {name}\n{told}"));
        }
    }
    assert!(update || wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn file_01_passes_as_printed_with_any_seed() {
    for seed in 0..20 {
        let options = PlayOptions { seed: Some(seed), ..PlayOptions::default() };
        let (_, report) = play(&original(), options);
        assert_eq!(report.verdict, Verdict::Passed, "seed {seed}");
        assert_eq!((report.checks_passed, report.checks_failed, report.checks_unknown), (4, 0, 0));
        assert_eq!(report.simulated, Instant::from_secs(27));
    }
}

#[test]
fn a_run_that_ends_early_is_unknown_and_not_passed() {
    let options = PlayOptions { until: Some(Instant::from_secs(10)), ..PlayOptions::default() };
    let (sources, report) = play(&original(), options);
    assert_eq!(report.verdict, Verdict::Unknown);
    assert_eq!((report.checks_passed, report.checks_unknown), (2, 2));
    let told = report.failures.first().unwrap().render(&sources, false);
    assert!(told.starts_with("warning[E0311]: 2 checks were not reached"), "{told}");
}

#[test]
fn the_letters_of_a_wrong_waveform_come_with_the_place_to_put_them() {
    let text = original().replacen("iBBBBiiiBBB", "iBBBBBBBBBB", 1);
    let sources = MemorySources::new([(FILE, &text)]);
    let scenario = Arc::new(load(&sources, FILE).unwrap());
    let mut player = Player::new(scenario, PlayOptions::default()).unwrap();
    while player.step().is_some() {}
    let updates: Vec<_> = player.outcomes().iter().flat_map(|outcome| &outcome.updates).collect();
    let [(span, letters)] = updates.as_slice() else { panic!("{updates:?}") };
    let mut mended = text.clone();
    mended.replace_range(span.range(), letters);
    assert_eq!(mended, original());
}
