//! Non-INVITE transactions over UDP (RFC 3261 17.1.2, 17.2.2), kept small: what must be sent again
//! and until when, not the messages as they were parsed.
//!
//! Timers K and J end in silence: a transaction that is over leaves when its table is touched
//! next, and nobody is woken for it.

mod client;
mod server;

pub(in crate::sip) use client::Place;
pub use client::{Answered, ClientId, ClientTransactions, Lost};
pub use server::{Received, ServerTransactions};
