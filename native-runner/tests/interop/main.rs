//! `lampfield serve` with other people's programs on the other end, over loopback.
//!
//! Each test starts what it needs on ports that are free and stops it by itself; nothing that it did
//! not start is touched.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod asking;
mod baresip;
mod calls;
mod captured;
mod digest;
mod forms;
mod hard;
mod kamailio;
mod kamailio_life;
mod load;
mod plain;
mod proofs;
mod server;
mod sipp;
mod streams;
mod target;
mod torture;
mod trunk;
