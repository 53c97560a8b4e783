//! A scenario that is printed and read again is the same scenario, and its text is as `fmt` writes it.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its fixtures from the disk"
)]

mod support;

use lampfield_core::scenario::{MemorySources, Scenario, format, load};
use std::path::Path;

/// All scenarios of the repository, and the files that have every noun and every kind of step.
fn sources() -> MemorySources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["../scenarios", "tests/whole"] {
        found.extend(support::files(&root.join(folder)));
    }
    found.push(("webdial.secret".to_owned(), b"from a file".to_vec()));
    MemorySources::new(found).with_env("LAMPFIELD_PROXY", "from the environment")
}

/// Everything that a scenario means, without the places in its file.
fn meaning(scenario: &Scenario) -> String {
    let rules: Vec<_> = scenario.covers.iter().map(|(rule, _)| rule).collect();
    let always: Vec<_> = scenario.always.iter().map(|(invariant, _)| invariant).collect();
    let head = (&scenario.name, &scenario.about, &scenario.tags, rules, &scenario.only, always);
    let run = (&scenario.seed, &scenario.matrix, &scenario.network, &scenario.timers);
    let run = (run, &scenario.tolerance);
    let all = format!("{head:#?}\n{run:#?}\n{:#?}\n{:#?}", scenario.site, scenario.steps);
    without_spans(&all)
}

/// `Span { start: …, end: … }` in the form of `{:#?}` takes four lines.
fn without_spans(text: &str) -> String {
    let mut out = String::new();
    let mut skip = 0;
    for line in text.lines() {
        if line.trim_end().ends_with("Span {") {
            skip = 4;
        }
        if skip > 0 {
            skip -= 1;
            continue;
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[test]
fn a_printed_scenario_is_read_as_the_same_scenario() {
    let sources = sources();
    let mut count = 0;
    for path in sources.paths().filter(|path| path.ends_with(".yaml")) {
        // What is only included is no scenario.
        let Ok(scenario) = load(&sources, path) else { continue };
        let text = scenario.to_yaml();
        let mut printed = sources.clone();
        printed.insert(path, &text);
        let again = load(&printed, path).unwrap_or_else(|mistakes| {
            let told: Vec<String> = mistakes.iter().map(|m| m.render(&printed, false)).collect();
            panic!("{path}\n{text}\n{}", told.join("\n"))
        });
        let (old, new) = (meaning(&scenario), meaning(&again));
        let first = old.lines().zip(new.lines()).find(|(old, new)| old != new);
        assert!(old == new, "{path}: {first:?}\n{text}");
        assert_eq!(again.to_yaml(), text, "{path}");
        assert_eq!(format(path, &text).unwrap(), text, "{path}");
        count += 1;
    }
    assert!(count > 150, "{count}");
}

#[test]
fn no_password_is_printed() {
    let text = load(&sources(), "whole.yaml").unwrap().to_yaml();
    for secret in ["from the environment", "from a file", "lab-"] {
        assert!(!text.contains(secret), "{secret}");
    }
    for origin in ["{ env: LAMPFIELD_PROXY }", "{ file: webdial.secret }", "password: lab"] {
        assert!(text.contains(origin), "{origin}");
    }
}
