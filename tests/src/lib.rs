//! What the tests that cross rooms have in common: every scenario file, and what it must end with.
//!
//! The golden digests in `tests/digests.txt` are compared natively and in WASM, so that the two can
//! only agree. Where a digest changes for a good reason, `UPDATE_EXPECT=1 cargo test -p
//! lampfield-tests` writes the file anew, and the commit says why.

use lampfield_core::diagnostic::Diagnostic;
use lampfield_core::scenario::{MemorySources, PlayOptions, Player, Report, load};
use std::collections::BTreeMap;
use std::sync::Arc;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded_scenarios.rs"));
}

/// The golden digests: a line for each scenario, its path and 32 hex digits.
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
    let is_scenario = |text: &str| text.lines().any(|line| line.starts_with("lampfield:"));
    files().iter().filter(move |(_, text)| is_scenario(text)).map(|(path, _)| *path)
}

/// Plays a scenario to its end.
///
/// # Errors
/// What is wrong with the file, as the command line prints it.
pub fn play(sources: &MemorySources, path: &str, options: PlayOptions) -> Result<Report, String> {
    let rendered = |all: Vec<Diagnostic>| {
        all.iter().map(|one| one.render(sources, false)).collect::<Vec<_>>().join("\n")
    };
    let scenario = Arc::new(load(sources, path).map_err(rendered)?);
    let player = Player::new(scenario, options).map_err(|limit| limit.to_string())?;
    Ok(player.run())
}

/// The digest that each scenario must end with.
pub fn golden() -> BTreeMap<&'static str, &'static str> {
    GOLDEN.lines().filter_map(|line| line.rsplit_once(' ')).collect()
}
