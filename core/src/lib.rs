//! The engine of Lampfield: CallManager-style presence, its SIP, its scenarios.
//!
//! **The contract.** Nothing here opens a socket or a file, asks for the time, starts a thread or
//! touches a page. Time, bytes and randomness come in as values; what is to be sent or shown goes
//! out as values. The same scenario and seed give the same trace digest natively and in WASM.
//!
//! ARCHITECTURE.md tells how the rooms of this crate belong together and lists the invariants.

// A lean page is built for size, but for what a run does most: reading SIP texts.
#![cfg_attr(lean, feature(optimize_attribute))]

pub mod cluster;
pub mod diagnostic;
pub mod digest;
pub mod front;
mod gather;
pub mod id;
pub mod json;
pub mod limits;
pub mod lookup;
pub mod network;
pub mod node;
mod order;
pub mod presence;
mod queue;
pub mod rng;
pub mod rules;
pub mod scenario;
pub mod scratch;
pub mod secret;
pub mod sip;
pub mod site;
pub mod sorted;
pub mod text;
pub mod time;
pub mod trace;
pub mod world;
