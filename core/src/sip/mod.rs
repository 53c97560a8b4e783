//! SIP as data: messages, transactions, presence documents and the two sides of a subscription.
//!
//! Nothing here knows a cluster or a rule of presence. Bytes come in, [`Action`]s go out, time is
//! an argument. [`watcher::Watcher`] is what a SIP phone needs and a leg through a trunk,
//! [`notifier::Notifier`] what CallManager needs and an outside presence server; both own their
//! transactions and timers. [`digest`] challenges the one and answers for the other. [`call::Calls`]
//! is what places and takes calls, [`stream`] finds the messages on a connection.

mod action;
pub mod address;
pub mod call;
mod call_action;
mod deadlines;
pub mod digest;
mod endpoint;
pub mod message;
pub mod notifier;
pub mod pidf;
mod reason;
mod slab;
pub mod stream;
#[cfg(test)]
mod tests;
mod text;
mod timers;
pub mod transaction;
mod transport;
pub mod watcher;

pub use action::Action;
pub use call_action::{CallAction, CallTimer};
pub use reason::Reason;
pub use timers::SipTimers;
pub use transport::Transport;
