//! Plays one scenario of the gallery over and over, to be timed from outside: natively and as WASM.
//!
//! `cargo xtask test speed` does so. It imports nothing either, so it has no clock of its own.

use lampfield_core::digest::Digest;
use lampfield_core::scenario::{MemorySources, PlayOptions, Player, load};
use std::error::Error;
use std::sync::Arc;

const PATH: &str = "gallery/22-twenty-watchers-one-lamp.yaml";
/// The largest scenario of the gallery.
const TEXT: &str = include_str!("../../../../scenarios/gallery/22-twenty-watchers-one-lamp.yaml");
/// So often that a run takes about a second natively.
const TIMES: usize = 150;

/// Fails where the scenario cannot be read, or does not run alike each time.
fn main() -> Result<(), Box<dyn Error>> {
    let first = digest()?;
    for _ in 1..TIMES {
        if digest()? != first {
            return Err("two runs of one scenario differ".into());
        }
    }
    Ok(())
}

/// Reads the scenario and plays it to its end.
fn digest() -> Result<Digest, Box<dyn Error>> {
    let sources = MemorySources::new([(PATH, TEXT.as_bytes())]);
    let scenario = load(&sources, PATH).map_err(|mistakes| {
        let texts: Vec<String> = mistakes.iter().map(|one| one.render(&sources, false)).collect();
        texts.join("\n")
    })?;
    Ok(Player::new(Arc::new(scenario), PlayOptions::default())?.run().digest)
}
