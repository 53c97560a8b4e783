//! SIP as data: messages, transactions, presence documents and the two sides of a subscription.
//!
//! Nothing here knows a cluster or a rule of presence. Bytes come in, [`Action`]s go out, time is
//! an argument. [`watcher::Watcher`] is what a SIP phone needs, [`notifier::Notifier`] what
//! CallManager needs; both own their transactions and timers.

mod action;
pub mod address;
pub mod message;
pub mod notifier;
mod timers;
pub mod watcher;

pub use action::Action;
pub use timers::SipTimers;
