//! Files with mistakes end in helpful diagnostics: the rendered text of each stands beside it.
//!
//! `UPDATE_EXPECT=1 cargo test -p lampfield-core --test broken_files` writes the texts anew.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its fixtures from the disk"
)]

mod support;

use lampfield_core::diagnostic::{Code, Diagnostic};
use lampfield_core::scenario::{MemorySources, is_lesson, load, load_any};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn sources(root: &Path) -> MemorySources {
    MemorySources::new(support::files(root))
}

fn rendered(sources: &MemorySources, path: &str) -> String {
    match load_any(sources, path) {
        Ok(_) => "no mistake found\n".to_owned(),
        Err(mistakes) => {
            mistakes.iter().map(|m| m.render(sources, false)).collect::<Vec<_>>().join("\n")
        }
    }
}

/// Whether it is read by itself: a scenario or a lesson.
fn is_file(path: &&str) -> bool {
    (path.ends_with(".yaml") && !path.contains("included/")) || is_lesson(path)
}

#[test]
fn every_broken_file_is_told_as_written_beside_it() {
    let root = folder("tests/broken");
    let sources = sources(&root);
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    for path in sources.paths().filter(is_file) {
        let text = rendered(&sources, path);
        let beside = root.join(path).with_extension("txt");
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if text != expected {
            if update {
                fs::write(&beside, &text).unwrap();
            }
            wrong.push(format!("== {path}\n{text}"));
        }
    }
    assert!(update || wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_of_the_gallery_is_read_without_a_mistake() {
    let sources = sources(&folder("../scenarios"));
    let gallery: Vec<&str> = sources.paths().filter(|path| path.starts_with("gallery/")).collect();
    assert!(gallery.len() >= 15);
    for path in gallery {
        let mistakes = load(&sources, path).err().unwrap_or_default();
        let told: Vec<String> = mistakes.iter().map(|m| m.render(&sources, false)).collect();
        assert!(told.is_empty(), "{}", told.join("\n"));
    }
}

/// Every broken file with what is wrong in it.
fn broken() -> Vec<(String, Vec<Diagnostic>)> {
    let sources = sources(&folder("tests/broken"));
    let paths: Vec<&str> = sources.paths().filter(is_file).collect();
    let read = |path: &str| (path.to_owned(), load_any(&sources, path).err().unwrap_or_default());
    paths.into_iter().map(read).collect()
}

#[test]
fn every_code_about_files_has_a_broken_file_that_shows_it() {
    let shown: BTreeSet<Code> =
        broken().iter().flat_map(|(_, told)| told).map(|one| one.code).collect();
    let about_files = |code: &&Code| code.as_str().starts_with("E01");
    let missing: Vec<&Code> =
        Code::ALL.iter().filter(about_files).filter(|code| !shown.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn no_mistake_is_told_twice() {
    let mut twice = Vec::new();
    for (path, told) in broken() {
        let mut places = BTreeSet::new();
        // Two keys may be missing at one place: those are two mistakes.
        for one in told.iter().filter(|one| one.code != Code::MissingKey) {
            let place = one.primary.as_ref().map(|label| label.place.clone());
            if place.is_some() && !places.insert(place) {
                twice.push(format!("{path}: {}", one.message));
            }
        }
    }
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

#[test]
fn every_code_has_an_example() {
    let without: Vec<&Code> = Code::ALL.iter().filter(|code| code.example().is_empty()).collect();
    assert!(without.is_empty(), "{without:?}");
}
