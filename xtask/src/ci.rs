//! `cargo xtask ci`: the tests, after saying what machine they run on.

use crate::place::{cargo, program};
use crate::run::{Result, capture};
use crate::setup::wasm::rustc;
use crate::test;
use std::process::{Command, ExitCode};

/// What a failure on another machine makes one ask first, and then the tests.
pub(crate) fn command() -> Result<ExitCode> {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("cores: {cores}");
    for mut command in [rustc(), cargo()] {
        println!("{}", capture(command.arg("-V"), "asking for a version")?.trim());
    }
    match program("node") {
        Some(node) => {
            println!("node {}", capture(Command::new(node).arg("-v"), "asking Node.js")?.trim());
        }
        None => println!("no node"),
    }
    test::command(&[])
}
