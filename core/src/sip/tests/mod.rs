//! Both sides of a subscription against each other and against hand-written messages.
//!
//! `checklist_*` are the items of our conformance checklist (RFC 6665 unless they say otherwise),
//! by their numbers.

mod back_to_back;
mod checklist_notifier;
mod checklist_watcher;
mod convergence;
mod digest;
mod exchange;
mod golden;
pub(super) mod joined;
mod leg;
mod mutants;
pub(super) mod pair;
mod state_mutants;
