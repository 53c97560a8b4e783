//! Links nothing but the engine, to prove that its WASM asks its surroundings for nothing.
//!
//! `cargo xtask test no-imports` builds this for WASM, looks into the file and runs it with an empty
//! set of imports. It is a program and not a library, because a program's `main` is exported by
//! itself: exporting a function of a library takes `#[unsafe(no_mangle)]`, and the workspace
//! forbids unsafe code.

use lampfield_core::cluster::ClusterBuilder;
use lampfield_core::digest::Digest;
use lampfield_core::node::Command;
use lampfield_core::time::{Duration, Instant};
use lampfield_core::world::{World, WorldOptions};
use std::error::Error;
use std::sync::Arc;

/// Fails, and so ends with 1, where the engine does not run alike twice.
fn main() -> Result<(), Box<dyn Error>> {
    // A run is compared and not just made, or the optimiser might take it out of the file.
    if lamp_of_a_phone(1)? != lamp_of_a_phone(1)? {
        return Err("two runs of one seed differ".into());
    }
    Ok(())
}

/// The digest of a minute in which one phone watches the other.
fn lamp_of_a_phone(seed: u64) -> Result<Digest, Box<dyn Error>> {
    let cluster = ClusterBuilder::new()
        .partition("Executives")
        .css("Staff", &["Executives"])
        .template("One BLF", 1)
        .dn("1111 in Executives")
        .dn("1000")
        .phone("Phone A", "7970 SIP", |p| {
            p.subscribe_css("Staff").template("One BLF").line("1000").blf("1111 in Executives")
        })
        .phone("Phone B", "7961 SCCP", |p| p.line("1111 in Executives"))
        .build()?;
    let phones: Vec<_> = cluster.phones.iter().map(|(phone, _)| phone).collect();
    let options = WorldOptions { seed, ..WorldOptions::default() };
    let mut world = World::new(Arc::new(cluster), options)?;
    for phone in phones {
        world.command(phone, Command::Connect);
    }
    world.run_until(Instant::ZERO + Duration::from_secs(60));
    Ok(world.digest())
}
