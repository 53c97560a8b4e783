//! Whatever comes in datagrams and on streams: no panic, memory bounded, the next honest phone served.
//! The bench of the same name says a million messages.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "support/wrong_input.rs"]
mod wrong_input;

use cap::Cap;
use lampfield_core::time::Duration;
use std::alloc::System;
use wrong_input::Office;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

const DATAGRAMS: u32 = 6_000;
const STREAMS: u32 = 400;
/// What all of it may still hold once it is quiet.
const MOST_BYTES: usize = 16 << 20;

#[test]
fn thousands_of_damaged_messages_leave_an_office_that_serves() {
    let mut office = Office::new(20_261_130);
    office.serves_an_honest_phone();
    let before = ALLOCATOR.allocated();
    for nth in 0..DATAGRAMS {
        office.datagram();
        if nth % (DATAGRAMS / STREAMS) == 0 {
            office.stream();
        }
    }
    office.pass(Duration::from_secs(3_700));
    office.serves_an_honest_phone();
    let counts = &office.counts;
    let grown = ALLOCATOR.allocated().saturating_sub(before);
    assert!(grown < MOST_BYTES, "{grown} bytes");
    // What is said is no mere noise: much of it is understood, and answered in many ways.
    for code in [200, 400, 401, 403, 404, 423, 481, 489] {
        assert!(counts.answers.get(&code).is_some_and(|n| *n > 0), "no {code}: {counts:?}");
    }
    assert!(counts.broken > 20 && counts.framed > 500, "{counts:?}");
}

#[test]
fn the_same_seed_says_the_same_and_is_answered_the_same() {
    let told = |seed: u64| {
        let mut office = Office::new(seed);
        for _ in 0..300 {
            office.datagram();
            office.stream();
        }
        office.counts
    };
    assert_eq!(told(7), told(7));
    assert_ne!(told(7), told(8));
}
