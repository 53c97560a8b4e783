//! Every scenario of the gallery passes, at every trace level alike.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its fixtures from the disk"
)]

use lampfield_core::scenario::{MemorySources, PlayOptions, Player, Report, Verdict, load};
use lampfield_core::trace::TraceLevel;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// The gallery and the clusters that it shares.
fn scenarios() -> MemorySources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios");
    let mut files = Vec::new();
    for folder in ["gallery", "clusters"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            files.push((format!("{folder}/{name}"), fs::read(path).unwrap()));
        }
    }
    MemorySources::new(files)
}

fn gallery(sources: &MemorySources) -> impl Iterator<Item = &str> {
    sources.paths().filter(|path| path.starts_with("gallery/"))
}

fn play(sources: &MemorySources, path: &str, trace: TraceLevel) -> Report {
    let scenario = load(sources, path).map_err(|e| format!("{e:#?}")).unwrap();
    let options = PlayOptions { trace, ..PlayOptions::default() };
    Player::new(Arc::new(scenario), options).unwrap().run()
}

#[test]
fn every_scenario_of_the_gallery_passes() {
    let sources = scenarios();
    let mut failed = Vec::new();
    for path in gallery(&sources) {
        let report = play(&sources, path, TraceLevel::Full);
        if report.verdict != Verdict::Passed {
            failed.extend(report.failures.iter().map(|f| f.render(&sources, false)));
        }
    }
    assert!(failed.is_empty(), "{} failures\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn the_digest_is_the_same_at_every_trace_level_and_at_each_run() {
    let sources = scenarios();
    for path in gallery(&sources) {
        let full = play(&sources, path, TraceLevel::Full);
        for level in [TraceLevel::Full, TraceLevel::Ring(10), TraceLevel::DigestOnly] {
            assert_eq!(play(&sources, path, level).digest, full.digest, "{path}");
        }
    }
}
