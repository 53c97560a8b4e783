//! `fmt` writes every file in one way, and never another thing.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its fixtures from the disk"
)]

mod support;

use lampfield_core::scenario::format;
use proptest::prelude::*;
use std::path::Path;
use std::sync::OnceLock;

/// Every file of the repository that may be a scenario.
fn files() -> &'static [(String, String)] {
    static FILES: OnceLock<Vec<(String, String)>> = OnceLock::new();
    FILES.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let below = |folder: &'static str| {
            let named = move |(name, bytes)| (format!("{folder}/{name}"), bytes);
            support::files(&root.join(folder)).into_iter().map(named)
        };
        let all = ["../scenarios", "tests"].into_iter().flat_map(below);
        let yaml = all.filter(|(name, _)| name.ends_with(".yaml"));
        // Some broken files are no text.
        yaml.filter_map(|(name, bytes)| Some((name, String::from_utf8(bytes).ok()?))).collect()
    })
}

#[test]
fn every_scenario_of_the_repository_is_written_as_fmt_writes_it() {
    let mut wrong = Vec::new();
    for (name, text) in files().iter().filter(|(name, _)| name.contains("scenarios")) {
        let written = format(name, text).unwrap();
        let first = text.lines().zip(written.lines()).find(|(a, b)| a != b);
        if *text != written {
            wrong.push(format!("{name}\n  {:?}\n  {:?}", first.map(|f| f.0), first.map(|f| f.1)));
        }
    }
    assert!(wrong.is_empty(), "`lampfield fmt scenarios`: {}", wrong.join("\n"));
}

#[test]
fn every_readable_file_is_written_and_then_stays_as_it_is() {
    let mut written = 0;
    for (name, text) in files() {
        // A file that is no YAML has a diagnostic, which is no matter here.
        let Ok(once) = format(name, text) else { continue };
        assert_eq!(format(name, &once).unwrap(), once, "{name}");
        written += 1;
    }
    assert!(written > 150, "{written}");
}

/// A text with all its indentation, blanks and quotes changed where that changes no meaning.
fn disorder(text: &str, deeper: usize, gaps: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let body = line.trim_start();
        let depth = line.len() - body.len();
        // What stands at the left edge stays there.
        let depth = if depth > 0 { depth + deeper } else { 0 };
        out.push_str(&" ".repeat(depth));
        out.push_str(body);
        // Blanks at the end of a line mean something in a block of text.
        if body.ends_with('}') {
            out.push_str(&" ".repeat(gaps));
        }
        out.push('\n');
        if body.is_empty() {
            out.push_str(&"\n".repeat(gaps));
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn however_a_file_is_indented_it_is_written_the_same(
        which in any::<prop::sample::Index>(),
        deeper in 0..4_usize,
        gaps in 0..4_usize,
    ) {
        let files = files();
        let scenarios: Vec<_> = files.iter().filter(|(name, _)| name.contains("scenarios")).collect();
        let (name, text) = scenarios[which.index(scenarios.len())];
        let expected = format(name, text).unwrap();
        prop_assert_eq!(format(name, &disorder(text, deeper, gaps)).unwrap(), expected);
    }

    #[test]
    fn any_text_is_written_once_and_for_all_or_told_to_be_wrong(text in "[-a-c:#{}\\[\\],|>\"' \n]{0,60}") {
        if let Ok(once) = format("x.yaml", &text) {
            prop_assert_eq!(format("x.yaml", &once).unwrap(), once);
        }
    }
}
