//! Transactions (RFC 3261 17), kept small: what must be sent again and until when, not the messages
//! as they were parsed. `client` and `server` are those of all requests but INVITE, over UDP or,
//! where their sender says so, over a stream; `invite_client` and `invite_server` those of INVITE.
//!
//! Timers K and J end in silence: a transaction that is over leaves when its table is touched
//! next, and nobody is woken for it.

mod client;
mod invite_client;
mod invite_server;
mod invite_state;
#[cfg(test)]
mod invite_tests;
mod resend;
mod server;

pub(in crate::sip) use client::Place;
pub use client::{Answered, ClientId, ClientTransactions, Lost};
pub use invite_client::{InviteAnswered, InviteClientId, InviteClients, InviteLost};
pub use invite_server::{InviteReceived, InviteServerId, InviteServers};
pub(in crate::sip) use resend::Resend;
pub use server::{Received, ServerTransactions};
