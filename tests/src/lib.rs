//! What the tests that cross rooms have in common: every scenario file, and what it must end with.
//!
//! The golden digests in `tests/digests.txt` are compared natively and in WASM, so that the two can
//! only agree. Where a digest changes for a good reason, `UPDATE_EXPECT=1 cargo test -p
//! lampfield-tests` writes the file anew, and the commit says why.

use lampfield_core::diagnostic::Diagnostic;
use lampfield_core::scenario::{
    Lesson, MemorySources, PlayOptions, Player, Report, Scenario, is_lesson, load_any,
};
use std::collections::BTreeMap;
use std::sync::Arc;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded_scenarios.rs"));
}

/// The golden digests: a line for each case of each scenario, its path and 32 hex digits.
pub const GOLDEN: &str = include_str!("../digests.txt");

/// Every scenario file with its text, by path below `scenarios/`, in order.
pub fn files() -> &'static [(&'static str, &'static str)] {
    embedded::FILES
}

/// All files as sources, includes too.
pub fn sources() -> MemorySources {
    MemorySources::new(files().iter().map(|(path, text)| (*path, text.as_bytes())))
}

/// The paths of those files that are scenarios, not parts of one.
pub fn scenario_paths() -> impl Iterator<Item = &'static str> {
    let has = |text: &str, start: &str| text.lines().any(|line| line.starts_with(start));
    let is_scenario = move |path: &str, text: &str| match is_lesson(path) {
        true => text.starts_with("---") && has(text, "lesson:"),
        false => has(text, "lampfield:"),
    };
    files().iter().filter(move |(path, text)| is_scenario(path, text)).map(|(path, _)| *path)
}

/// Every case of every scenario: its path, with the case of a `matrix` in brackets behind it.
///
/// # Errors
/// A file that cannot be read, and what is wrong with it.
pub fn cases(sources: &MemorySources) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    for path in scenario_paths() {
        let (scenario, _) = read(sources, path)?;
        match scenario.matrix.is_empty() {
            true => all.push(path.to_owned()),
            false => all.extend(scenario.case_names().map(|case| format!("{path}[{case}]"))),
        }
    }
    Ok(all)
}

/// Reads a scenario, or one case of it: `gallery/x.yaml[seed=3]`; or a lesson with its scenario.
///
/// # Errors
/// What is wrong with the file, as the command line prints it, or that it has no such case.
pub fn read(
    sources: &MemorySources,
    path: &str,
) -> Result<(Arc<Scenario>, Option<Lesson>), String> {
    let rendered = |all: Vec<Diagnostic>| {
        all.iter().map(|one| one.render(sources, false)).collect::<Vec<_>>().join("\n")
    };
    match path.strip_suffix(']').and_then(|path| path.split_once('[')) {
        None => load_any(sources, path).map_err(rendered),
        Some((file, case)) => {
            let (scenario, _) = load_any(sources, file).map_err(rendered)?;
            let case =
                scenario.case_named(case).ok_or_else(|| format!("{file} has no case {case}"));
            case.map(|case| (Arc::new(case), None))
        }
    }
}

/// Plays a scenario, or one case of it, to its end; a lesson must keep its promises, too.
///
/// # Errors
/// What is wrong with the file, as the command line prints it.
pub fn play(sources: &MemorySources, path: &str, options: PlayOptions) -> Result<Report, String> {
    let (scenario, lesson) = read(sources, path)?;
    let report = Player::new(scenario, options).map_err(|limit| limit.to_string())?.run();
    Ok(match lesson {
        Some(lesson) => lesson.prove(report, options),
        None => report,
    })
}

/// The digest that each scenario must end with.
pub fn golden() -> BTreeMap<&'static str, &'static str> {
    GOLDEN.lines().filter_map(|line| line.rsplit_once(' ')).collect()
}
