//! SIP as data: messages, transactions, presence documents and the two sides of a subscription.
//!
//! Nothing here knows a cluster or a rule of presence. Bytes come in, [`Action`]s go out, time is
//! an argument. [`watcher::Watcher`] is what a SIP phone needs and a leg through a trunk,
//! [`notifier::Notifier`] what CallManager needs and an outside presence server; both own their
//! transactions and timers. [`digest`] challenges the one and answers for the other. [`call::Calls`]
//! is what places and takes calls, [`stream`] finds the messages on a connection.
//!
//! Around a subscription, in the same manner but with [`Effect`]s for outcomes: who is where
//! ([`registrar::Registrar`] and, for the other end, [`registration::Registrations`]), what is
//! published of whom ([`publish::Compositor`], [`publish::Publisher`]), and which far ends are there
//! at all ([`options::Pinger`]). [`dialog_info`] are the documents of the other event package.

mod account;
mod action;
pub mod address;
mod agent;
pub mod call;
mod call_action;
mod deadlines;
pub mod dialog_info;
pub mod digest;
mod effect;
mod endpoint;
pub mod message;
pub mod notifier;
pub mod options;
pub mod pidf;
pub mod publish;
mod reason;
pub mod registrar;
pub mod registration;
mod slab;
pub mod stream;
#[cfg(test)]
mod tests;
mod text;
mod timers;
pub mod transaction;
mod transport;
mod upkeep;
pub mod watcher;
mod xml;

pub use account::Account;
pub use action::Action;
pub use call_action::{CallAction, CallTimer};
pub use effect::{Effect, Told};
pub use reason::Reason;
pub use timers::SipTimers;
pub use transport::Transport;
