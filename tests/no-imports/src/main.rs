//! Links nothing but the engine, to prove that its WASM asks its surroundings for nothing.
//!
//! `cargo xtask test no-imports` builds this for WASM, looks into the file and runs it with an empty
//! set of imports. It is a program and not a library, because a program's `main` is exported by
//! itself: exporting a function of a library takes `#[unsafe(no_mangle)]`, and the workspace
//! forbids unsafe code.

use lampfield_core as _;

fn main() {}
