//! A million damaged messages at a whole CallManager without sockets: no panic, memory bounded, an
//! honest phone served before, between and after. It prints what was answered. No criterion here: one
//! long run says more than many short ones.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a bench looks at the clock, and one that cannot go on has failed"
)]

#[path = "../tests/support/wrong_input.rs"]
mod wrong_input;

use cap::Cap;
use lampfield_core::time::Duration;
use std::alloc::System;
use std::time::Instant;
use wrong_input::Office;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

const DATAGRAMS: u32 = 900_000;
/// One connection after so many datagrams; each says about six messages.
const DATAGRAMS_PER_STREAM: u32 = 45;
const PARTS: u32 = 10;
/// What may be held while it goes on, whatever was said before.
const MOST_BYTES: usize = 32 << 20;
const SEED: u64 = 20_261_130;

fn main() {
    // `cargo bench` says so; as a test among others it only shows that it still can.
    let whole = std::env::args().any(|argument| argument == "--bench");
    let datagrams = if whole { DATAGRAMS } else { DATAGRAMS / 500 };
    let began = Instant::now();
    let mut office = Office::new(SEED);
    office.serves_an_honest_phone();
    for part in 1..=PARTS {
        for nth in 0..datagrams / PARTS {
            office.datagram();
            if nth % DATAGRAMS_PER_STREAM == 0 {
                office.stream();
            }
        }
        office.serves_an_honest_phone();
        let bytes = ALLOCATOR.allocated();
        println!("{part:>2} of {PARTS}  {:>6} kB held  {:.1?}", bytes >> 10, began.elapsed());
        assert!(bytes < MOST_BYTES, "{bytes} bytes");
    }
    office.pass(Duration::from_secs(3_700));
    office.serves_an_honest_phone();
    println!("quiet     {:>6} kB held  {:.1?}", ALLOCATOR.allocated() >> 10, began.elapsed());
    let counts = &office.counts;
    println!(
        "{} datagrams; {} connections with {} whole messages, {} of them given up",
        counts.datagrams, counts.streams, counts.framed, counts.broken
    );
    for (code, n) in &counts.answers {
        println!("{code}  {n}");
    }
    println!("requests of its own  {}", counts.requests);
}
